"""Findings as one sentence each: title, caption and alternative text come from here, from one table of thresholds.

Belongs here: words for estimates. Not here: the estimates, or where the words are shown.
The words are the same for every side: "hardened" is a move towards a side's own pole, "eased" one away from it.
"""

import re
from collections.abc import Iterable, Mapping
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
        2.2,
    ),
    "title": Threshold(
        "first to last year, in a page title",
        "the change is at least this many half widths; it is the largest of several lines and topics",
        1.5,
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


@dataclass(frozen=True)
class Voice:
    """Who a line is: its name, and the side whose pole its moves are measured by (None for no pole)."""

    name: str
    side: Side | None = None


def name_sides(codebook: Codebook) -> dict[str, Voice]:
    """A voice for each side, by its id."""
    return {side.id: Voice(side.title, side) for side in codebook.sides}


def name_actors(actors: pd.DataFrame, codebook: Codebook) -> dict[str, Voice]:
    """A voice for each actor, by its id."""
    rows = actors[["actor", "name", "side"]].itertuples(index=False, name=None)
    return {actor: Voice(name, codebook.side(side)) for actor, name, side in rows}


def name_direction(change: float, voice: Voice, topic: Topic) -> str:
    """The verb for a change: by the pole of the voice's side where it has one, else by the pole that it neared."""
    pole = voice.side.pole if voice.side else ""
    if pole:
        return "hardened" if (change > 0) == (pole == "plus") else "eased"
    return f"moved towards “{topic.plus if change > 0 else topic.minus}”"


def name_topic(topic: Topic) -> str:
    """The topic's title as it stands within a sentence."""
    return topic.title.lower() if topic.title[1:].islower() else topic.title


MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")


def escape_markdown(text: str) -> str:
    """The text with every sign escaped that Markdown would read: no link, image, colour or formula comes of it."""
    return MARKDOWN.sub(r"\\\1", text)


def is_clear(change: float, half: float, rule: str = "moved") -> bool:
    """Whether a change passes the threshold `rule`; never where it is missing."""
    return bool(abs(change) >= THRESHOLDS[rule].value * half) if pd.notna(change) and pd.notna(half) else False


def describe_move(row: pd.Series, topic: Topic, voice: Voice) -> str:
    """One line's change from a first to a last period, as a clause: "South eased, +1.5 to +1.1"."""
    if pd.isna(row["change"]):
        return f"{voice.name}: {NO_EVIDENCE}"
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    if not is_clear(row["change"], (row["high"] - row["low"]) / 2):
        return f"no clear change for {voice.name}, {ends}"
    return f"{voice.name} {name_direction(row['change'], voice, topic)}, {ends}"


def describe_claim(row: pd.Series, topic: Topic, voice: Voice, span: str) -> str:
    """One line's change with its topic: "South eased on fish (+1.5 to +1.1, 2020 to 2022)"; a swing has its own months.

    A verb only where the change may stand in a title, by the bar of its kind; else that it is not clear, or below the bar.
    """
    when = f"{format_month(row['start'])} to {format_month(row['date'])}" if is_swing(row) else span
    ends = f"({format_number(row['before'])} to {format_number(row['after'])}, {when})"
    if passes_bar(row):
        return f"{voice.name} {name_direction(row['change'], voice, topic)} on {name_topic(topic)} {ends}"
    if is_clear(row["change"], (row["high"] - row["low"]) / 2):
        return f"{voice.name} on {name_topic(topic)} {ends}, below the bar of titles"
    return f"No clear change for {voice.name} on {name_topic(topic)} {ends}"


def is_swing(row: pd.Series) -> bool:
    """Whether a change is a swing between two windows (it has a start), not one from a first to a last period."""
    return bool(pd.notna(row.get("start")))


def passes_bar(row: pd.Series) -> bool:
    """Whether a change may stand in a title: the half widths of its kind, and enough sources at both ends."""
    enough = min(row["sources_before"], row["sources_after"]) >= THRESHOLDS["headline"].value
    return bool(enough) and is_clear(
        row["change"], (row["high"] - row["low"]) / 2, "swing" if is_swing(row) else "title"
    )


def describe_survival(claim: str, clear: bool, same: int, turned: int, estimates: int, unknown: int) -> str:
    """A claim and how other ways to estimate it come out: how many say the same, or find a change where it finds none."""
    short = f", {unknown} with {NO_EVIDENCE}" if unknown else ""
    others = format_count(estimates, "other estimate")
    return (
        f"{claim}: {same} of {others} say the same{short}"
        if clear
        else f"{claim}: {turned} of {others} find one{short}"
    )


def describe_swing(row: pd.Series, topic: Topic, voice: Voice) -> str:
    """A line's largest change between two adjacent windows, as a clause."""
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    when = f"between {format_month(row['start'])} and {format_month(row['date'])}"
    return f"{voice.name} {name_direction(row['change'], voice, topic)}, {ends}, {when}"


def describe_topic(movement: pd.DataFrame, swings: pd.DataFrame, topic: Topic, voices: Mapping[str, Voice]) -> str:
    """The finding on one topic, in the order of `voices`: each change from first to last year, then the largest swing.

    The swing is named only where it is clear. Rows of other topics and other lines are left out.
    """
    moves = _keep_lines(movement, [topic.id], voices).sort_values("group", key=lambda g: g.map(list(voices).index))
    if moves.empty:
        return f"No positions here: {NO_EVIDENCE}."
    sentence = "; ".join(describe_move(row, topic, voices[row["group"]]) for _, row in moves.iterrows()) + "."
    sentence = sentence[0].upper() + sentence[1:]
    clear = _keep_clear(_keep_lines(swings, [topic.id], voices), "swing")
    if clear.empty:
        return sentence
    largest = clear.loc[clear["change"].abs().idxmax()]
    return f"{sentence} Largest swing: {describe_swing(largest, topic, voices[largest['group']])}."


def describe_split(said: float, spoke: float, voice: Voice) -> str:
    """How much of a line's change is what its speakers said differently, and how much who spoke; both add up to it."""
    return (
        f"{voice.name}: {format_number(said + spoke, 2)} in all, {format_number(said, 2)} because speakers said something else, "
        f"{format_number(spoke, 2)} because others spoke, or spoke more."
    )


def describe_gap_change(row: pd.Series, minus: Voice, plus: Voice) -> str:
    """Who closed or widened a gap between two dates; the two shares add up to the change."""
    if pd.isna(row["change"]):
        return f"{NO_EVIDENCE[0].upper()}{NO_EVIDENCE[1:]} who moved the gap between these dates."
    verb = "widened" if row["change"] > 0 else "closed"
    shares = f"{minus.name} {format_number(row['from_minus'], 2)}, {plus.name} {format_number(row['from_plus'], 2)}"
    return f"The gap {verb} by {abs(row['change']):.2f}: {shares} (above 0 widens)."


def describe_aftermath(row: pd.Series, topic: Topic, voice: Voice) -> str:
    """What followed an event on one line: the change with its interval and n, and how many other days saw as much."""
    counts = f"{row['statements_before']:.0f} and {row['statements_after']:.0f} statements"
    if pd.isna(row["change"]):
        return f"{voice.name}: {NO_EVIDENCE} ({counts})"
    interval = (
        f"{format_number(row['change'], 2)} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}], {counts}"
    )
    clear = is_clear(row["change"], (row["high"] - row["low"]) / 2)
    verb = (
        f"{voice.name} {name_direction(row['change'], voice, topic)}" if clear else f"no clear change for {voice.name}"
    )
    if pd.isna(row["rank"]):
        return f"{verb}: {interval}; too few other days to compare"
    return f"{verb}: {interval}; as large on {row['rank']:.0%} of {row['placebos']:.0f} other days"


def describe_gap(gap: pd.DataFrame) -> str:
    """The latest known distance between two sides and their closest approach, as a sentence; "" where none is known."""
    known = gap.dropna(subset="gap")
    if known.empty:
        return ""
    last, least = known.iloc[-1], known.loc[known["gap"].idxmin()]
    return (
        f"Latest gap {last['gap']:.1f} ({format_month(last['date'])}), "
        f"smallest {least['gap']:.1f} ({format_month(least['date'])})."
    )


def write_headline(
    movement: pd.DataFrame,
    swings: pd.DataFrame,
    codebook: Codebook,
    voices: Mapping[str, Voice],
    *,
    span: str,
    most: int = 2,
) -> str:
    """The page's title: the most certain change of each line on any topic, for the `most` surest lines.

    Where no change passes the thresholds, the title says that. `span` names the periods compared, as "2015 to 2019".
    """
    ranked = rank_claims(movement, swings, voices)
    if ranked.empty:
        return f"No clear change of position, {span}"
    surest = ranked.drop_duplicates("group").head(most)
    return "; ".join(
        describe_claim(row, codebook.topic(row["topic"]), voices[row["group"]], span) for _, row in surest.iterrows()
    )


def rank_claims(movement: pd.DataFrame, swings: pd.DataFrame, voices: Mapping[str, Voice]) -> pd.DataFrame:
    """The changes that may stand in a title, the surest first: rows of both tables with `strength` (1 is the bar)."""
    parts = [_rank_changes(movement, voices, "title"), _rank_changes(swings, voices, "swing")]
    ranked = pd.concat([part for part in parts if len(part)] or parts[:1])
    return ranked.sort_values("strength", ascending=False, ignore_index=True)


def _rank_changes(changes: pd.DataFrame, voices: Mapping[str, Voice], rule: str) -> pd.DataFrame:
    kept = _keep_lines(changes, None, voices)
    passing = kept[pd.Series([passes_bar(row) for _, row in kept.iterrows()], index=kept.index, dtype=bool)]
    half = (passing["high"] - passing["low"]) / 2
    return passing.assign(strength=passing["change"].abs() / half / THRESHOLDS[rule].value)


def _keep_lines(changes: pd.DataFrame, topics: list[str] | None, voices: Mapping[str, Voice]) -> pd.DataFrame:
    kept = changes["group"].isin(list(voices))
    return changes[kept & changes["topic"].isin(topics)] if topics else changes[kept]


def _keep_clear(changes: pd.DataFrame, rule: str) -> pd.DataFrame:
    half = (changes["high"] - changes["low"]) / 2
    clear = [is_clear(*pair, rule) for pair in zip(changes["change"], half, strict=True)]
    return changes[pd.Series(clear, index=changes.index, dtype=bool)]


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
