"""Findings as one sentence each: title, caption and alternative text come from here, from one table of thresholds.

Belongs here: words for estimates. Not here: the estimates, or where the words are shown.
The words are the same for every side: "hardened" is a move towards a side's own pole, "eased" one away from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from stance.codebook import Codebook, Side, Topic

NO_EVIDENCE = "too few statements to say"


@dataclass(frozen=True)
class Threshold:
    """One rule of speech: the phrase, when it is used, and the number behind it."""

    phrase: str
    when: str
    value: float


THRESHOLDS = {
    "moved": Threshold(
        "hardened / eased",
        "the 90 % interval of the change leaves out 0: |change| is at least this many half widths",
        1.0,
    ),
    "swing": Threshold(
        "largest swing",
        "the change between two adjacent windows is at least this many half widths; it is the largest of many, "
        "so the bar is higher",
        1.7,
    ),
    "headline": Threshold("in a page title", "each end of the change rests on at least this many sources", 5),
}


def format_number(value: float, digits: int = 1) -> str:
    """The number with its sign and a true minus; "n/a" where it is missing."""
    if pd.isna(value):
        return "n/a"
    text = f"{value:+.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text.replace("-", "−")


def format_count(count: int, noun: str) -> str:
    """The count with its noun in the right number: "1 statement", "1,204 statements"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def format_day(day: pd.Timestamp) -> str:
    """The day as "5 January 2019"."""
    return f"{day.day} {day:%B %Y}"


def format_month(day: pd.Timestamp) -> str:
    """The month as "January 2019"."""
    return f"{day:%B %Y}"


def name_direction(change: float, side: Side | None, topic: Topic) -> str:
    """The verb for a change: by the side's own pole where it has one, else by the pole that it neared."""
    pole = side.pole if side else ""
    if pole:
        return "hardened" if (change > 0) == (pole == "plus") else "eased"
    return f"moved towards “{topic.plus if change > 0 else topic.minus}”"


def name_topic(topic: Topic) -> str:
    """The topic's title as it stands within a sentence."""
    return topic.title.lower() if topic.title[1:].islower() else topic.title


def is_clear(change: float, half: float, rule: str = "moved") -> bool:
    """Whether a change passes the threshold `rule`; never where it is missing."""
    return bool(abs(change) >= THRESHOLDS[rule].value * half) if pd.notna(change) and pd.notna(half) else False


def describe_move(row: pd.Series, codebook: Codebook) -> str:
    """One group's change from a first to a last period, as a clause: "Japan eased, +1.5 to +1.1"."""
    side = _find_side(codebook, row["group"])
    name = row.get("name", side.title if side else row["group"])
    if pd.isna(row["change"]):
        return f"{name}: {NO_EVIDENCE}"
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    if not is_clear(row["change"], (row["high"] - row["low"]) / 2):
        return f"{name} shows no clear change, {ends}"
    return f"{name} {name_direction(row['change'], side, codebook.topic(row['topic']))}, {ends}"


def describe_swing(row: pd.Series, codebook: Codebook) -> str:
    """A group's largest change between two adjacent windows, as a clause."""
    side = _find_side(codebook, row["group"])
    name = row.get("name", side.title if side else row["group"])
    verb = name_direction(row["change"], side, codebook.topic(row["topic"]))
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    return f"{name} {verb}, {ends}, between {format_month(row['start'])} and {format_month(row['date'])}"


def describe_topic(movement: pd.DataFrame, swings: pd.DataFrame, codebook: Codebook) -> str:
    """The finding on one topic: what changed from first to last period, then the largest swing if one is clear."""
    moves = [describe_move(row, codebook) for _, row in movement.iterrows()]
    if not moves:
        return f"No positions here: {NO_EVIDENCE}."
    sentence = "; ".join(moves) + "."
    clear = _keep_clear(swings, "swing")
    if clear.empty:
        return sentence
    largest = clear.loc[clear["change"].abs().idxmax()]
    return f"{sentence} Largest swing: {describe_swing(largest, codebook)}."


def describe_gap(gap: pd.DataFrame, codebook: Codebook) -> str:
    """The last known distance between the two poled sides and the closest approach, as a sentence; "" without them."""
    known = gap.dropna(subset="gap")
    sides = codebook.poled_sides
    if sides is None or known.empty:
        return ""
    last, least = known.iloc[-1], known.loc[known["gap"].idxmin()]
    return (
        f"Gap {last['gap']:.1f} at the end ({format_month(last['date'])}), "
        f"smallest {least['gap']:.1f} in {format_month(least['date'])}."
    )


def write_headline(movement: pd.DataFrame, swings: pd.DataFrame, codebook: Codebook, span: str) -> str:
    """The page's title: for each poled side its most certain change on any topic, or that none is clear."""
    clauses = [_find_clause(movement, swings, codebook, side, span) for side in codebook.poled_sides or ()]
    clauses = [clause for clause in clauses if clause]
    return "; ".join(clauses) if clauses else f"No clear change of position, {span}"


def _find_clause(movement: pd.DataFrame, swings: pd.DataFrame, codebook: Codebook, side: Side, span: str) -> str:
    moved = _keep_headline(_keep_clear(movement, "moved"), side, half_widths=THRESHOLDS["moved"].value)
    swung = _keep_headline(_keep_clear(swings, "swing"), side, half_widths=THRESHOLDS["swing"].value)
    both = pd.concat([frame for frame in (moved, swung) if len(frame)]) if len(moved) + len(swung) else moved
    if both.empty:
        return ""
    row = both.sort_values("strength").iloc[-1]
    topic = codebook.topic(row["topic"])
    when = f"{format_month(row['start'])} to {format_month(row['date'])}" if pd.notna(row.get("start")) else span
    change = f"{format_number(row['before'])} to {format_number(row['after'])}"
    verb = name_direction(row["change"], side, topic)
    return f"{side.title} {verb} on {name_topic(topic)} ({change}, {when})"


def _keep_clear(changes: pd.DataFrame, rule: str) -> pd.DataFrame:
    half = (changes["high"] - changes["low"]) / 2
    clear = [is_clear(*pair, rule) for pair in zip(changes["change"], half, strict=True)]
    return changes[pd.Series(clear, index=changes.index, dtype=bool)]


def _keep_headline(changes: pd.DataFrame, side: Side, *, half_widths: float) -> pd.DataFrame:
    enough = changes[["sources_before", "sources_after"]].min(axis=1) >= THRESHOLDS["headline"].value
    mine = changes[(changes["group"] == side.id) & enough]
    return mine.assign(strength=mine["change"].abs() / (mine["high"] - mine["low"]) * 2 / half_widths)


def _find_side(codebook: Codebook, group: str) -> Side | None:
    return next((side for side in codebook.sides if side.id == group), None)


def describe_evidence(statements: int, sources: int) -> str:
    """How much a number rests on: "46 statements, 38 sources"."""
    return f"{format_count(statements, 'statement')}, {format_count(sources, 'source')}"


def describe_lines(positions: pd.DataFrame, names: dict[str, str], topic: Topic) -> str:
    """The alternative text of a position chart: scale, then first and last known position of every line."""
    head = f"Line chart of positions on {name_topic(topic)}, from {topic.codes[0]} ({topic.minus}) "
    head += f"to {topic.codes[-1]} ({topic.plus})."
    lines = [_describe_line(rows, names[str(group)]) for group, rows in positions.groupby("group", sort=False)]
    return " ".join([head, *lines]) if lines else f"{head} No positions: {NO_EVIDENCE}."


def _describe_line(rows: pd.DataFrame, name: str) -> str:
    known = rows.dropna(subset="position")
    if known.empty:
        return f"{name}: {NO_EVIDENCE}."
    first, last = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        return f"{name}: {format_number(last['position'])} in {format_month(last['date'])}."
    return (
        f"{name}: {format_number(first['position'])} in {format_month(first['date'])}, "
        f"{format_number(last['position'])} in {format_month(last['date'])}."
    )


def list_thresholds() -> pd.DataFrame:
    """The table of thresholds as the Method page prints it: phrase, used when, number."""
    rows: Iterable[tuple[str, str, float]] = ((t.phrase, t.when, t.value) for t in THRESHOLDS.values())
    return pd.DataFrame(rows, columns=["phrase", "used when", "number"])
