"""Who moved on one topic between two periods: a dumbbell and a sentence a line, and the lines of which nothing can be said."""

from collections.abc import Iterable, Mapping

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.movement import state_sign
from stance.estimates.periods import Period
from stance.estimates.selected import estimate_change, split_changes
from stance.estimates.selection import Selection
from stance.exhibits.drawn import name_lines, style_lines
from stance.exhibits.exhibit import Column, Exhibit, Place, Table
from stance.figures.moves import plot_dumbbells
from stance.formats import format_number, upper_first
from stance.wording.changes import describe_change, describe_headline
from stance.wording.compared import (
    describe_compared,
    describe_faults,
    describe_rest,
    describe_silent,
    describe_unit,
)
from stance.wording.lines import Line, name_topic
from stance.wording.selections import describe_filters
from stance.wording.verdicts import Verdict, find_strongest, judge_changes

ENDS = ("before", "after")
COUNTS = tuple(Column(f"{name}_{end}", f"{name} {end}", "count") for name in ("statements", "sources") for end in ENDS)
COLUMNS = (
    Column("line", "line"),
    Column("verdict", "verdict"),
    Column("change", "change", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    Column("sign_probability", "probability of this sign", "share"),
    Column("before", "position before", "signed", "codes"),
    Column("low_before", "90 % band before from", "signed"),
    Column("high_before", "to (before)", "signed"),
    Column("after", "position after", "signed", "codes"),
    Column("low_after", "90 % band after from", "signed"),
    Column("high_after", "to (after)", "signed"),
    *COUNTS,
)
SILENT = "silent"
MOST_SENTENCES = 8
EMPTY = "Too few statements in one of the periods for every line. Choose longer periods."
MARKERS = "Hollow: before. Filled: after. From the largest rise to the largest fall."


def make_who_moved(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    topic: str,
    periods: tuple[Period, Period],
    dark: bool = False,
) -> Exhibit:
    """The changes of all lines on a topic between two periods, the earlier one first whatever their order.

    The table holds the lines of which something can be said, from the largest rise; `extra["silent"]` the others.
    """
    about, (first, last) = dossier.codebook.topic(topic), sorted(periods)
    lines = name_lines(dossier, selection.by)
    changes = estimate_change(dossier, scored, selection, first, last)
    changes = split_changes(dossier, scored, selection, changes[changes["topic"] == topic], (first, last))
    changes = _judge_lines(changes, lines)
    known = changes[changes["verdict"] != Verdict.TOO_FEW]
    said, rest = _pick_said(known)
    sentences = [upper_first(describe_change(row, about, lines[row["group"]])) + "." for row in said.to_dict("records")]
    silent = changes.drop(known.index)
    styles = style_lines(dossier, selection.by)
    return Exhibit(
        "dumbbells",
        find_strongest(changes["verdict"]),
        describe_headline(changes, dossier.codebook, lines, span=describe_compared(first, last), topic=about),
        f"{describe_unit(first, last)} {describe_filters(selection, dossier.actors)}".strip(),
        sentences=(*sentences, *([describe_rest(rest)] if len(rest) else [])) or (EMPTY,),
        note=f"{_describe_scale(about)} {MARKERS}",
        caveats=describe_faults(*periods),
        more=f"Dumbbells of the positions on {name_topic(about)} before and after. {_describe_scale(about)}",
        picture=plot_dumbbells(known, about, styles, dark=dark) if len(known) else None,
        table=_list_changes(dossier, known) if len(known) else None,
        places=tuple(_list_places(changes, topic, {"before": first, "after": last})),
        extra={SILENT: _list_silent(dossier, silent)} if len(silent) else {},
    )


def _judge_lines(changes: pd.DataFrame, lines: Mapping[str, Line]) -> pd.DataFrame:
    """The changes with verdict, name and the probability of their sign, from the largest rise; those without a number last."""
    signs = [state_sign(*row) for row in changes[["change", "low", "high"]].itertuples(index=False, name=None)]
    names = changes["group"].map({group: line.name for group, line in lines.items()})
    judged = judge_changes(changes).assign(line=names, sign_probability=signs)
    return judged.sort_values("change", ascending=False, ignore_index=True)


def _pick_said(known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The changes that get a sentence, all of them or the surest, and the rest."""
    if len(known) <= MOST_SENTENCES:
        return known, known.iloc[:0]
    order = known["verdict"].map(list(Verdict).index)
    surest = known.assign(order=order).sort_values(["order", "strength"], ascending=[True, False])
    return surest.head(MOST_SENTENCES), surest.iloc[MOST_SENTENCES:]


def _describe_scale(topic: Topic) -> str:
    low, high = (format_number(code, 0) for code in (topic.codes[0], topic.codes[-1]))
    return f"{low}: {topic.minus}. {high}: {topic.plus}."


def _list_changes(dossier: Dossier, known: pd.DataFrame) -> Table:
    return Table(known, COLUMNS, "The change of each line, one row a line", f"{dossier.slug}-movement")


def _list_silent(dossier: Dossier, silent: pd.DataFrame) -> Table:
    """The lines of which no change can be said, those with most statements first."""
    rows = silent.sort_values(["statements_before", "statements_after"], ascending=False, ignore_index=True)
    about = describe_silent(len(rows))
    return Table(rows, (Column("line", "line"), *COUNTS), about, f"{dossier.slug}-movement-silent")


def _list_places(changes: pd.DataFrame, topic: str, ends: Mapping[str, Period]) -> Iterable[Place]:
    for group, line in changes[["group", "line"]].itertuples(index=False, name=None):
        for end, period in ends.items():
            yield Place((group, end), topic, group, line, end, period)
