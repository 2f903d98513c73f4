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
    "leans": Threshold(
        "leans to / stands firmly on a pole",
        "the 90 % interval of the position leaves out the middle of the scale: the distance is at least this many half widths",
        1.0,
    ),
    "firm": Threshold(
        "stands firmly", "the position is at least this share of the way from the middle of the scale to the pole", 0.6
    ),
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


def format_when(day: pd.Timestamp, precision: str) -> str:
    """A day as precisely as it is known: "5 January 2019", "January 2019" or "2019"."""
    return f"{day:%Y}" if precision == "year" else format_month(day) if precision == "month" else format_day(day)


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


def describe_stance(row: Mapping, topic: Topic, name: str) -> str:
    """Where a line stood on a topic, as a clause: "Ann leans to “No fish” on quotas (−0.8 [−1.2, −0.4], 9 statements, 7 sources)".

    `row` has position, half, low, high, statements, sources. Never a verdict without enough evidence, nor from one statement.
    """
    counts = describe_evidence(row["statements"], row["sources"])
    if pd.isna(row["position"]):
        return f"{name} on {name_topic(topic)}: {NO_EVIDENCE} ({counts})"
    distance = row["position"] - topic.middle
    interval = f"[{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    number = f"({format_number(row['position'], 2)} {interval}, {counts})"
    pole = topic.plus if distance > 0 else topic.minus
    if not is_clear(distance, row["half"], "leans"):
        return f"{name} has no clear lean on {name_topic(topic)} {number}"
    share = abs(distance) / (topic.codes[-1] - topic.middle)
    verb = "stands firmly on" if share >= THRESHOLDS["firm"].value else "leans to"
    return f"{name} {verb} “{pole}” on {name_topic(topic)} {number}"


def describe_silence(name: str, months: int, silent: int, longest: int, since: pd.Timestamp | None) -> str:
    """In how many months the record holds nothing of an actor, and the longest run of them."""
    if not silent:
        return f"{name} spoke in each of the {months} months."
    start = f"; the longest silence is {format_count(longest, 'month')}, from {format_month(since)}" if since else ""
    return f"{name}: no statement in the record in {silent} of {format_count(months, 'month')}{start}."


def describe_trail(trail: pd.DataFrame, names: Mapping[str, str], topics: tuple[Topic, Topic]) -> str:
    """From where to where each line went on two topics, first and last year: "Ann: quotas −1.2 to −0.4, access 0.1 to 0.3 (2016 to 2019)"."""
    clauses = []
    for group, rows in trail.groupby("group", sort=False):
        ends = rows.sort_values("year").iloc[[0, -1]]
        first, last = ends.to_dict("records")
        if first["year"] == last["year"]:
            moves = [f"{name_topic(t)} {format_number(first[a])}" for a, t in zip("xy", topics, strict=True)]
            clauses.append(f"{names[str(group)]}: {', '.join(moves)} ({first['year']} only)")
            continue
        moves = [
            f"{name_topic(topic)} {format_number(first[axis])} to {format_number(last[axis])}"
            for axis, topic in zip("xy", topics, strict=True)
        ]
        clauses.append(f"{names[str(group)]}: {', '.join(moves)} ({first['year']} to {last['year']})")
    return f"{'; '.join(clauses)}."


def describe_parts(table: pd.DataFrame, topic: str) -> str:
    """Where groups of actors stood: "On quotas: governments, North −1.2; public, North too few statements to say"."""
    known = table.dropna(subset="position")
    clauses = [f"{row.part} {format_number(row.position)} ({row.statements})" for row in known.itertuples()]
    short = len(table) - len(known)
    parts = ["; ".join(clauses)] if clauses else []
    parts += [f"{format_count(short, 'group')} with {NO_EVIDENCE}"] if short else []
    return f"On {topic}, with the number of statements: {'; '.join(parts)}."


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
    """Who closed or widened a gap between two dates, with the 90 % interval; the two shares add up to the change."""
    if pd.isna(row["change"]):
        return f"{NO_EVIDENCE[0].upper()}{NO_EVIDENCE[1:]} who moved the gap between these dates."
    interval = f"{format_number(row['change'], 2)} [{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    clear = is_clear(row["change"], (row["high"] - row["low"]) / 2)
    verb = ("The gap widened" if row["change"] > 0 else "The gap closed") if clear else "No clear change of the gap"
    shares = f"{minus.name} {format_number(row['from_minus'], 2)}, {plus.name} {format_number(row['from_plus'], 2)}"
    return f"{verb}: {interval}, of which {shares} (above 0 widens)."


def describe_change(row: pd.Series, topic: Topic, voice: Voice) -> str:
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


def describe_aftermath(row: pd.Series, topic: Topic, voice: Voice) -> str:
    """What followed an event on one line: the change with its interval and n, and how many other days saw as much."""
    change = describe_change(row, topic, voice)
    if pd.isna(row["change"]):
        return change
    if pd.isna(row["rank"]):
        return f"{change}; too few other days to compare"
    return f"{change}; as large on {row['rank']:.0%} of {row['placebos']:.0f} other days"


def describe_saying(sides: pd.Series, span: str) -> str:
    """How many statements of which sides a span of days holds."""
    counts = ", ".join(f"{count} of {side}" for side, count in sides.value_counts().items())
    return (
        f"{format_count(len(sides), 'statement')}, {span}: {counts}."
        if counts
        else f"No statement here, {span}: silence."
    )


def describe_rule(restate: pd.DataFrame, leave: pd.DataFrame, own: pd.DataFrame, side: str) -> str:
    """How often a side's coded statements restate a standing rule, or leave it, with the last day of each."""
    if own.empty:
        return f"{side}: no coded statement on it."
    parts = [
        f"{len(rows)} {verb} (last on {format_day(rows['date'].max())})" if len(rows) else f"none {verb}"
        for verb, rows in (("restate it", restate), ("stand on the other side of the middle", leave))
    ]
    return f"Of {format_count(len(own), 'coded statement')} of {side} on the topic, {' and '.join(parts)}."


def format_value(value: float, unit: str) -> str:
    """A number of the record with its unit: "25 meetings", "3 billion USD", "year 2009", "number 11"."""
    if unit in ("year", "ordinal"):
        return f"{'year' if unit == 'year' else 'number'} {value:.0f}"
    for size, name in ((1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{value / size:g}{name} {unit}".strip()
    return f"{value:,.10g} {'%' if unit == 'percent' else unit}".strip()


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
