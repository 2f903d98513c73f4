"""What an actor said on each topic: the range of its codes, the farthest and the first statements, shift, contradictions."""

from collections.abc import Iterable

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_swings
from stance.estimates.profile import list_extremes, list_firsts
from stance.estimates.review import list_contradictions
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import Selection, select_statements
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.exhibits.profile import narrow_selection
from stance.exhibits.talks import SHORT
from stance.formats import format_when
from stance.wording.lines import Line
from stance.wording.profile import (
    NO_CODE,
    NO_PAIR,
    describe_apart,
    describe_extreme,
    describe_first,
    describe_firsts,
    describe_most_pairs,
    describe_pair,
    describe_range,
    describe_shift,
)
from stance.wording.verdicts import Verdict, judge_changes

WIDE_STEPS, CLOSE_DAYS, MOST_PAIRS = 2, 90, 5
SAID = "What was said on each topic"
CODE = Column("code", "code", "count")
PAIRS = (
    Column("apart", "apart"),
    Column("first", "first"),
    Column("second", "second"),
    Column("days", "days apart", "count"),
    Column("steps", "distance of the codes", "count", "codes"),
    Column("same_source", "same source"),
)


def make_said(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, who: str) -> Exhibit:
    """A panel a topic: the range of the actor's codes and its clearest shift as sentences, and as panels of their own the
    newest statements at either end, the first at each code, and pairs that are far apart in code and near in time."""
    own = narrow_selection(selection, who)
    statements, line = select_statements(dossier, own), name_lines(dossier, "actor")[who]
    swings = judge_changes(estimate_swings(estimate_positions(dossier, scored, own), own.rules.window_days))
    topics = (dossier.codebook.topic(topic) for topic in selection.topics)
    panels = tuple(_make_topic(dossier, statements.iloc[::-1], swings, topic, line) for topic in topics)
    return Exhibit("said", Verdict.NONE, SAID, panels=panels)


def _make_topic(dossier: Dossier, statements: pd.DataFrame, swings: pd.DataFrame, topic: Topic, line: Line) -> Exhibit:
    """One topic; `statements` are the actor's, the oldest first."""
    codes = statements[topic.id].dropna()
    if codes.empty:
        return Exhibit(f"said_{topic.id}", Verdict.TOO_FEW, topic.title, sentences=(NO_CODE,))
    swing = next(iter(swings[swings["topic"] == topic.id].to_dict("records")), None)
    return Exhibit(
        f"said_{topic.id}",
        swing["verdict"] if swing else Verdict.TOO_FEW,
        topic.title,
        sentences=(describe_range(codes.min(), codes.max(), len(codes)), describe_shift(swing, topic, line)),
        panels=(
            *_make_extremes(dossier, statements, topic),
            _make_firsts(dossier, statements, topic),
            _make_pairs(dossier, statements, topic),
        ),
    )


def _make_extremes(dossier: Dossier, statements: pd.DataFrame, topic: Topic) -> Iterable[Exhibit]:
    """The newest statements at the highest and at the lowest code; one panel where only one code was reached."""
    lowest, highest = (rows.assign(code=rows[topic.id].astype(int)) for rows in list_extremes(statements, topic))
    ends = {"Highest": highest, "Lowest": lowest}
    if lowest["code"].iloc[0] == highest["code"].iloc[0]:
        ends = {"Only": highest}
    for which, rows in ends.items():
        title = describe_extreme(which, rows["code"].iloc[0], len(rows))
        key = f"{which.lower()}_{topic.id}"
        table = Table(rows, (*SHORT, CODE), title, f"{dossier.slug}-profile-{key}")
        yield Exhibit(key, Verdict.NONE, title, table=table)


def _make_firsts(dossier: Dossier, statements: pd.DataFrame, topic: Topic) -> Exhibit:
    firsts = list_firsts(statements, topic)
    said = [describe_first(row, format_when(row["date"], row["date_precision"])) for row in firsts.to_dict("records")]
    key, title = f"firsts_{topic.id}", describe_firsts(len(firsts))
    table = Table(firsts, (*SHORT, CODE), title, f"{dossier.slug}-profile-{key}")
    return Exhibit(key, Verdict.NONE, title, sentences=tuple(said), table=table)


def _make_pairs(dossier: Dossier, statements: pd.DataFrame, topic: Topic) -> Exhibit:
    """All pairs as the table, the widest and closest first."""
    pairs, by_chance = list_contradictions(statements, topic, least_steps=WIDE_STEPS, most_days=CLOSE_DAYS)
    key, title = f"pairs_{topic.id}", describe_apart(len(pairs), WIDE_STEPS, CLOSE_DAYS, by_chance)
    if pairs.empty:
        return Exhibit(key, Verdict.NONE, title, sentences=(NO_PAIR,))
    apart = [describe_pair(days, steps) for days, steps in zip(pairs["days"], pairs["steps"], strict=True)]
    table = Table(pairs.assign(apart=apart), PAIRS, title, f"{dossier.slug}-profile-{key}")
    caveats = (describe_most_pairs(MOST_PAIRS),) if len(pairs) > MOST_PAIRS else ()
    return Exhibit(key, Verdict.NONE, title, caveats=caveats, table=table)
