"""Any two lines side by side, in words: where both stood, how far apart, and whether that may be said."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from stance.dossier.codebook import Topic
from stance.estimates.periods import Period
from stance.formats import format_count, format_days
from stance.wording.changes import NO_EVIDENCE, describe_interval, describe_position_at
from stance.wording.lines import name_topic
from stance.wording.verdicts import Verdict, judge_change

NOTE = (
    "Each position is the mean of source means over its own days, with a 90 % band; the interval of the difference takes the two as independent. "
    "A verb is used by the bar of titles (see Method), also for a single pair: who tries many pairs will find one that differs."
)
SHARED = (
    "{statements} behind both lines: they are not independent, and the interval of the difference is not theirs. Choose lines or days "
    "that share none."
)
SAME = "Both ends are the same line over the same days: choose another line or other days."


def describe_days(period: Period) -> str:
    """The days of a period (after, until]: "1 January 2018 to 31 December 2019"."""
    return format_days(period[0] + pd.Timedelta(days=1), period[1])


def describe_comparison(
    row: Mapping[str, Any], topic: Topic, names: tuple[str, str], periods: tuple[Period, Period]
) -> str:
    """Which of two lines stood nearer to which pole, with both positions, n, the difference and its interval.

    `row` is that of `compare_spells`; names and periods are those of the first and the second line. Days that both share are said once.
    """
    days = [describe_days(period) for period in periods]
    shared = f", {days[0]}" if days[0] == days[1] else ""
    first, second = names if shared else (f"{name} ({when})" for name, when in zip(names, days, strict=True))
    about, verdict = name_topic(topic), judge_change(row)
    if verdict == Verdict.TOO_FEW:
        counts = " and ".join(format_count(int(row[f"statements_{end}"]), "statement") for end in ("after", "before"))
        return f"{first} and {second} on {about}{shared}: {NO_EVIDENCE} ({counts})"
    pole = topic.plus if row["change"] > 0 else topic.minus
    said = {
        Verdict.FIRM: f"{first} stood clearly nearer to “{pole}” on {about} than {second}",
        Verdict.CLEAR: f"{first} stood nearer to “{pole}” on {about} than {second}",
        Verdict.UNSURE: f"Unsure whether {first} and {second} stood apart on {about}",
        Verdict.NONE: f"No clear difference between {first} and {second} on {about}",
    }[verdict]
    ends = " against ".join(describe_position_at(row, end) for end in ("after", "before"))
    return f"{said}{shared}: {ends}; difference {describe_interval(row)}"


def describe_shared(count: int) -> str:
    """That statements stand behind both lines; "" for none."""
    return (
        SHARED.format(statements=format_count(count, "statement") + (" stands" if count == 1 else " stand"))
        if count
        else ""
    )
