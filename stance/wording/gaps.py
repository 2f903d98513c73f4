"""The distance between two sides, as sentences: how far apart they are, and who closed or widened it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from stance.dossier.codebook import Topic
from stance.estimates.periods import Period
from stance.formats import format_days, format_evidence, format_month, format_number, upper_first
from stance.wording.changes import NO_EVIDENCE, describe_counts, describe_interval, describe_position_at
from stance.wording.compared import describe_period
from stance.wording.lines import Line, name_topic
from stance.wording.verdicts import Verdict, judge_change

NO_GAP_OVER = "One of the sides has no statement on this topic: choose wider dates, or fewer filters."


def describe_gap_change(row: Mapping[str, Any], minus: Line, plus: Line) -> str:
    """Who closed or widened a gap between two dates, with the 90 % interval and n; the two shares add up to the change.

    `row` is one of `movement.split_gap`; each share has its own interval. Sides that have changed places have crossed,
    whatever the size of the gap.
    """
    if pd.isna(row["change"]):
        return f"{upper_first(NO_EVIDENCE)} who moved the gap between these dates ({describe_counts(row)})."
    ends = f"from {format_number(row['gap_before'], 2)} to {format_number(row['gap_after'], 2)}"
    verb = _name_gap_change(row)
    return f"{verb}, {ends}: {describe_interval(row)}, of which {_describe_shares(row, minus, plus)} ({describe_counts(row)})."


def _describe_shares(row: Mapping[str, Any], minus: Line, plus: Line) -> str:
    return f"{minus.name} {_describe_share(row, 'from_minus')}, {plus.name} {_describe_share(row, 'from_plus')}"


def _describe_share(row: Mapping[str, Any], name: str) -> str:
    low, high = (format_number(row[f"{name}_{end}"], 2) for end in ("low", "high"))
    return f"{format_number(row[name], 2)} [{low}, {high}]"


def describe_gap_over(row: Mapping[str, Any], minus: Line, plus: Line, periods: Sequence[Period]) -> str:
    """The same change between two periods, each taken whole, with the gap in both, each with its interval and n.

    "January 2015 to December 2015, then …: the gap closed, from +2.0 [+1.7, +2.3], 31 statements, 20 sources, to +1.1 …; change −0.90 [−1.20, −0.60], of which …".
    `row` also has before, after and their low_ and high_.
    """
    span = ", then ".join(map(describe_period, periods))
    if pd.isna(row["change"]):
        return f"{span}: {NO_EVIDENCE} whether the gap moved ({describe_counts(row)})."
    ends = f"from {describe_position_at(row, 'before')}, to {describe_position_at(row, 'after')}"
    verb = _name_gap_change(row)
    return f"{span}: {verb[:1].lower()}{verb[1:]}, {ends}; change {describe_interval(row)}, of which {_describe_shares(row, minus, plus)}."


def describe_gap_claim(row: Mapping[str, Any], topic: Topic) -> str:
    """The same change as a title, with both ends and their days: "The gap on fish closed: +2.0 [+1.7, +2.3], 31 statements, to +1.1 …".

    `row` also has before, after, low_before, high_before, low_after, high_after, start and end.
    """
    span = format_days(row["start"], row["end"])
    said = _name_gap_change(row, f" on {name_topic(topic)}")
    if judge_change(row) == Verdict.TOO_FEW:
        return f"{said} ({describe_counts(row)}, {span})"
    return f"{said}: {describe_position_at(row, 'before')}, to {describe_position_at(row, 'after')}, {span}"


def _name_gap_change(row: Mapping[str, Any], about: str = "") -> str:
    """The verb by the verdict, and by whether the sides stand farther apart or on each other's side."""
    verdict = judge_change(row)
    crossed = row["gap_before"] * row["gap_after"] < 0
    verb = "widened" if abs(row["gap_after"]) > abs(row["gap_before"]) else "closed"
    firm = "clearly " if verdict == Verdict.FIRM else ""
    said = f"The sides {firm}crossed{about}" if crossed else f"The gap{about} {firm}{verb}"
    return {
        Verdict.FIRM: said,
        Verdict.CLEAR: said,
        Verdict.UNSURE: f"Unsure whether the gap{about} moved",
        Verdict.NONE: f"No clear change of the gap{about}",
        Verdict.TOO_FEW: upper_first(f"{NO_EVIDENCE} whether the gap{about} moved"),
    }[verdict]


def describe_gap(gap: pd.DataFrame, smallest: Mapping[str, Any]) -> str:
    """The latest known distance between two sides and their closest approach, each with interval and n; "" where none is known.

    `smallest` is that of `find_smallest_gap`: its interval holds at all dates at once. It is not named where no date is told
    from the others, nor where there is one date alone.
    """
    known = gap.dropna(subset="gap")
    if known.empty:
        return ""
    latest = f"Latest gap {_describe_gap_at(known.iloc[-1])}"
    if smallest["dates"] == 1:
        return f"{latest}."
    if not smallest["told"]:
        return f"{latest}; no date can be named as the smallest: among {smallest['dates']} dates none stands out."
    return f"{latest}; smallest {_describe_gap_at(smallest, smallest['dates'])}."


def _describe_gap_at(row: Mapping[str, Any] | pd.Series, dates: int = 0) -> str:
    """A gap with interval, month and n; `dates`: among how many it was picked, and for how many at once the interval holds."""
    interval = f"[{format_number(row['low'])}, {format_number(row['high'])}]"
    crossed = ", crossed" if row["gap"] < 0 else ""
    counts = format_evidence(int(row["statements"]), int(row["sources"]))
    number = format_number(row["gap"]) if crossed else f"{row['gap']:.1f}"
    picked = f"; the interval allows for its being picked from {dates} dates" if dates else ""
    return f"{number} {interval}{crossed} ({format_month(row['date'])}; {counts}{picked})"
