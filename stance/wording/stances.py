"""Where someone stood and what was said, as sentences: leans, groups, trails, silence, rules."""

from collections.abc import Mapping

import pandas as pd

from stance.dossier.codebook import Topic
from stance.formats import format_count, format_day, format_evidence, format_month, format_number, upper_first
from stance.wording.changes import NO_EVIDENCE
from stance.wording.lines import name_topic
from stance.wording.verdicts import Verdict, judge_position


def describe_stance(row: Mapping, topic: Topic, name: str) -> str:
    """Where a line stood on a topic, as a clause: "Ann leans to “No fish” on quotas (−0.80 [−1.20, −0.40], 9 statements, 7 sources)".

    `row` has position, half, low, high, statements, sources. Never a verdict without enough evidence, nor from one statement.
    """
    counts, about = format_evidence(row["statements"], row["sources"]), f"on {name_topic(topic)}"
    verdict = judge_stance(row, topic)
    if verdict == Verdict.TOO_FEW:
        return f"{name} {about}: {NO_EVIDENCE} ({counts})"
    interval = f"[{format_number(row['low'], 2)}, {format_number(row['high'], 2)}]"
    pole = topic.plus if row["position"] > topic.middle else topic.minus
    said = {
        Verdict.FIRM: f"{name} stands firmly on “{pole}” {about}",
        Verdict.CLEAR: f"{name} leans to “{pole}” {about}",
        Verdict.UNSURE: f"{name} {about}: unsure",
        Verdict.NONE: f"{name} has no clear lean {about}",
    }[verdict]
    return f"{said} ({format_number(row['position'], 2)} {interval}, {counts})"


def judge_stance(row: Mapping, topic: Topic) -> Verdict:
    """The verdict on a position of a topic."""
    return judge_position(row, topic.middle, topic.codes[-1] - topic.middle)


def describe_silence(name: str, months: int, silent: int, longest: int, since: pd.Timestamp | None) -> str:
    """In how many months the record holds nothing of an actor, and the longest run of them."""
    if not silent:
        return f"{name} spoke in each of the {months} months." if months > 1 else f"{name} spoke in the one month."
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


def describe_short(rows: pd.DataFrame) -> str:
    """Who has too few statements for a position, with how many (name, statements): "Too few statements to say: crews, North (2); ports, South (1)."."""
    named = [f"{name} ({count})" for name, count in rows[["name", "statements"]].itertuples(index=False, name=None)]
    return f"{upper_first(NO_EVIDENCE)}: {'; '.join(named)}."


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
        for verb, rows in (("restate it", restate), ("on the other side of the middle", leave))
    ]
    return f"Of {format_count(len(own), 'coded statement')} of {side} on the topic, {' and '.join(parts)}."


def describe_lines(positions: pd.DataFrame, names: dict[str, str], topic: Topic) -> str:
    """The alternative text of a position chart: scale, then first and last known position of every line."""
    head = f"Line chart of positions on {name_topic(topic)}, from {topic.codes[0]} ({topic.minus}) "
    head += f"to {topic.codes[-1]} ({topic.plus})."
    lines = [_describe_line(rows, names[str(group)]) for group, rows in positions.groupby("group", sort=False)]
    return " ".join([head, *lines]) if lines else f"{head} No positions: {NO_EVIDENCE}."


def _describe_line(rows: pd.DataFrame, name: str) -> str:
    known = [cells for cells in zip(rows["position"], rows["date"], strict=True) if pd.notna(cells[0])]
    said = [f"{format_number(position)} in {format_month(date)}" for position, date in known[:1] + known[1:][-1:]]
    return f"{name}: {', '.join(said) or NO_EVIDENCE}."
