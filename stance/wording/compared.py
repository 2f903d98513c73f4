"""Two periods that are compared, in words: which they are, what is wrong with them, and which lines stay unsaid.

Belongs here: words for a comparison of two periods. Not here: the verbs of a change (`changes`).
"""

import pandas as pd

from stance.estimates.periods import Period
from stance.formats import format_count, format_days, format_month
from stance.wording.verdicts import Verdict

DAY = pd.Timedelta(days=1)
OVERLAP = "The two periods overlap: the intervals take them as independent, and the change is partly with itself."
TURNED = "The period before lies after the other one: they are compared in order of time."
COUNTED = {Verdict.UNSURE: "unsure", Verdict.NONE: "with no clear change"}


def describe_period(period: Period) -> str:
    """The days of a period (after, until] in words: "January 2015 to June 2015", "May 2015", or days where it cuts a month."""
    start, end = period[0] + DAY, period[1]
    if start.day != 1 or (end + DAY).day != 1:
        return format_days(start, end)
    return " to ".join(dict.fromkeys([format_month(start), format_month(end)]))


def describe_compared(first: Period, last: Period) -> str:
    """Both periods, short enough for a title: "2015 to 2019" for two calendar years, else what each of them is."""
    if _is_year(first) and _is_year(last):
        return f"{first[1]:%Y} to {last[1]:%Y}"
    return f"{describe_period(first)}, then {describe_period(last)}"


def describe_unit(first: Period, last: Period) -> str:
    """What the numbers of a comparison are: unit and periods, for a subtitle."""
    return (
        f"Positions in {describe_period(first)} and in {describe_period(last)}, in codes, each the mean of source means, "
        "with a 90 % interval of the change."
    )


def describe_faults(first: Period, last: Period) -> tuple[str, ...]:
    """What is wrong with two periods, in the order in which they were chosen: turned round, overlapping."""
    turned, (old, new) = first > last, sorted([first, last])
    return (*([TURNED] if turned else []), *([OVERLAP] if old[1] > new[0] else []))


def describe_rest(changes: pd.DataFrame) -> str:
    """How many changes there are beyond those that are said, by what may be said of them: "9 more lines: 2 unsure, 7 with no clear change."."""
    counts = changes["verdict"].value_counts()
    said = [f"{counts[verdict]:,} {words}" for verdict, words in COUNTED.items() if verdict in counts]
    moved = len(changes) - sum(counts.get(verdict, 0) for verdict in COUNTED)
    parts = [f"{moved:,} that moved", *said] if moved else said
    return f"{format_count(len(changes), 'more line')}: {', '.join(parts)}."


def describe_silent(count: int) -> str:
    """How many lines have too few statements for a change."""
    return f"Can’t be said: {format_count(count, 'line')} with too few statements"


def _is_year(period: Period) -> bool:
    start, end = period[0] + DAY, period[1]
    return bool(start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31))
