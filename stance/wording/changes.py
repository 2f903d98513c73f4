"""What moved, as sentences: changes of lines, gaps, what followed, and the title of a page."""

from collections.abc import Mapping

import pandas as pd

from stance.dossier.codebook import Codebook, Topic
from stance.formats import format_count, format_month, format_number, upper_first
from stance.wording.base import NO_EVIDENCE, THRESHOLDS, Line, is_clear, name_direction, name_topic


def describe_move(row: pd.Series, topic: Topic, voice: Line) -> str:
    """One line's change from a first to a last period, as a clause: "South eased, +1.5 to +1.1"."""
    if pd.isna(row["change"]):
        return f"{voice.name}: {NO_EVIDENCE}"
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    if not is_clear(row["change"], (row["high"] - row["low"]) / 2):
        return f"no clear change for {voice.name}, {ends}"
    return f"{voice.name} {name_direction(row['change'], voice, topic)}, {ends}"


def describe_claim(row: pd.Series, topic: Topic, voice: Line, span: str) -> str:
    """One line's change with its topic: "South eased on fish (+1.5 to +1.1, 2020 to 2022)"; a swing has its own months.

    A verb only where the change may stand in a title, by the bar of its kind; else that it is not clear, or below the bar.
    """
    if pd.isna(row["change"]):
        return f"{voice.name} on {name_topic(topic)}: {NO_EVIDENCE}"
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


def describe_swing(row: pd.Series, topic: Topic, voice: Line) -> str:
    """A line's largest change between two adjacent windows, as a clause."""
    ends = f"{format_number(row['before'])} to {format_number(row['after'])}"
    when = f"between {format_month(row['start'])} and {format_month(row['date'])}"
    return f"{voice.name} {name_direction(row['change'], voice, topic)}, {ends}, {when}"


def describe_topic(movement: pd.DataFrame, swings: pd.DataFrame, topic: Topic, voices: Mapping[str, Line]) -> str:
    """The finding on one topic, in the order of `voices`: each change from first to last year, then the largest swing.

    The swing is named only where it is clear. Rows of other topics and other lines are left out.
    """
    moves = _keep_lines(movement, [topic.id], voices).sort_values("group", key=lambda g: g.map(list(voices).index))
    if moves.empty:
        return f"No positions here: {NO_EVIDENCE}."
    sentence = "; ".join(describe_move(row, topic, voices[row["group"]]) for _, row in moves.iterrows()) + "."
    sentence = upper_first(sentence)
    clear = _keep_clear(_keep_lines(swings, [topic.id], voices), "swing")
    if clear.empty:
        return sentence
    largest = clear.loc[clear["change"].abs().idxmax()]
    return f"{sentence} Largest swing: {describe_swing(largest, topic, voices[largest['group']])}."


def describe_split(said: float, spoke: float, voice: Line) -> str:
    """How much of a line's change is what its speakers said differently, and how much who spoke; both add up to it."""
    return (
        f"{voice.name}: {format_number(said + spoke, 2)} in all, of which {format_number(said, 2)} within speakers and "
        f"{format_number(spoke, 2)} from who spoke, and how much."
    )


def describe_gap_change(row: pd.Series, minus: Line, plus: Line) -> str:
    """Who closed or widened a gap between two dates, with the 90 % interval; the two shares add up to the change."""
    if pd.isna(row["change"]):
        return f"{upper_first(NO_EVIDENCE)} who moved the gap between these dates."
    interval = f"{format_number(row['change'], 2)} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    clear = is_clear(row["change"], (row["high"] - row["low"]) / 2)
    verb = ("The gap widened" if row["change"] > 0 else "The gap closed") if clear else "No clear change of the gap"
    shares = f"{minus.name} {format_number(row['from_minus'], 2)}, {plus.name} {format_number(row['from_plus'], 2)}"
    return f"{verb}: {interval}, of which {shares} (above 0 widens)."


def describe_change(row: pd.Series, topic: Topic, voice: Line) -> str:
    """One line's change with its interval and n: "South eased: −0.4 [−0.7, −0.1], 31 and 57 statements"."""
    counts = f"{row['statements_before']:.0f} and {row['statements_after']:.0f} statements"
    if pd.isna(row["change"]):
        return f"{voice.name}: {NO_EVIDENCE} ({counts})"
    interval = f"[{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    clear = is_clear(row["change"], (row["high"] - row["low"]) / 2)
    verb = (
        f"{voice.name} {name_direction(row['change'], voice, topic)}" if clear else f"no clear change for {voice.name}"
    )
    return f"{verb}: {format_number(row['change'], 2)} {interval}, {counts}"


def describe_aftermath(row: pd.Series, topic: Topic, voice: Line) -> str:
    """What followed an event on one line: the change with its interval and n, and how many other days saw as much."""
    change = describe_change(row, topic, voice)
    if pd.isna(row["change"]):
        return change
    if pd.isna(row["rank"]):
        return f"{change}; not compared with other days"
    others = row["rank"] * (1 + row["placebos"]) - 1
    return f"{change}; as clear on {others:.0f} of {row['placebos']:.0f} other days"


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
    voices: Mapping[str, Line],
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


def rank_claims(movement: pd.DataFrame, swings: pd.DataFrame, voices: Mapping[str, Line]) -> pd.DataFrame:
    """The changes that may stand in a title, the surest first: rows of both tables with `strength` (1 is the bar)."""
    parts = [_rank_changes(movement, voices, "title"), _rank_changes(swings, voices, "swing")]
    ranked = pd.concat([part for part in parts if len(part)] or parts[:1])
    return ranked.sort_values("strength", ascending=False, ignore_index=True)


def _rank_changes(changes: pd.DataFrame, voices: Mapping[str, Line], rule: str) -> pd.DataFrame:
    kept = _keep_lines(changes, None, voices)
    passing = kept[pd.Series([passes_bar(row) for _, row in kept.iterrows()], index=kept.index, dtype=bool)]
    half = (passing["high"] - passing["low"]) / 2
    return passing.assign(strength=passing["change"].abs() / half / THRESHOLDS[rule].value)


def _keep_lines(changes: pd.DataFrame, topics: list[str] | None, voices: Mapping[str, Line]) -> pd.DataFrame:
    kept = changes["group"].isin(list(voices))
    return changes[kept & changes["topic"].isin(topics)] if topics else changes[kept]


def _keep_clear(changes: pd.DataFrame, rule: str) -> pd.DataFrame:
    half = (changes["high"] - changes["low"]) / 2
    clear = [is_clear(*pair, rule) for pair in zip(changes["change"], half, strict=True)]
    return changes[pd.Series(clear, index=changes.index, dtype=bool)]
