"""Small boxes under the lines: where each line stood in the first and the last year, the gap, and the stock of evidence."""

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier
from stance.estimates.selected import estimate_gap_of, estimate_smallest_gap
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.exhibits.lines import Findings, gather_findings
from stance.formats import format_count
from stance.wording.changes import describe_ends
from stance.wording.gaps import describe_gap
from stance.wording.selections import describe_span, name_compared
from stance.wording.verdicts import find_strongest

STOCK = "stock of evidence"
COLUMNS = (
    Column("line", "line"),
    Column("topic", "topic"),
    Column("before", "position before", "signed", "codes"),
    Column("after", "position after", "signed", "codes"),
    Column("change", "change", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    *(Column(f"{name}_{end}", f"{name} {end}", "count") for name in ("statements", "sources") for end in ("before", "after")),
    Column("verdict", "verdict"),
)  # fmt: skip


def make_topic_boxes(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, dark: bool = False, found: Findings | None = None  # noqa: ARG001 - no picture
) -> Exhibit:  # fmt: skip
    """A panel a topic with a sentence a line and one on the gap, then one on the whole dossier; the table holds the changes.

    `found` are the estimates where they are known."""
    found, distances = found or gather_findings(dossier, scored, selection), _describe_gaps(dossier, scored, selection)
    moves = found.changes[found.changes["start"].isna()] if "start" in found.changes else found.changes
    topics = [dossier.codebook.topic(topic) for topic in selection.topics]
    panels = [_make_box(found, moves, distances.get(topic.id, ""), topic, selection) for topic in topics]
    names = {topic.id: topic.title for topic in topics}
    rows = moves.assign(
        line=moves["group"].map({g: one.name for g, one in found.lines.items()}), topic=moves["topic"].map(names)
    )
    table = Table(rows, COLUMNS, "Changes of each line, one row a line and topic", f"{dossier.slug}-movement")
    return Exhibit(
        "topic_boxes",
        find_strongest(moves["verdict"]),
        f"{name_compared(selection)}, {describe_span(selection)}",
        table=table,
        panels=(*panels, _make_stock(dossier)),
    )


def _describe_gaps(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> dict[str, str]:
    """A sentence on the gap of each topic; none without two sides that own a pole."""
    gaps = estimate_gap_of(dossier, scored, selection)
    return {
        str(topic): describe_gap(rows, estimate_smallest_gap(dossier, scored, selection, rows))
        for topic, rows in gaps.groupby("topic")
    }


def _make_box(found: Findings, moves: pd.DataFrame, distance: str, topic: Topic, selection: Selection) -> Exhibit:
    rows = moves[moves["topic"] == topic.id].set_index("group", drop=False)
    groups = [group for group in found.lines if group in rows.index]
    sentences = [describe_ends(rows.loc[group].to_dict(), topic, found.lines[group]) for group in groups]
    return Exhibit(
        f"box_{topic.id}",
        find_strongest(rows["verdict"]),
        f"{topic.title}, {name_compared(selection)}",
        sentences=tuple(filter(None, [*sentences, distance])),
    )


def _make_stock(dossier: Dossier) -> Exhibit:
    """How much the whole dossier holds."""
    statements, coded = dossier.statements, int(dossier.statements["coded"].sum())
    said = (
        f"{format_count(len(statements), 'statement')} by {format_count(len(dossier.actor_numbers[1]), 'actor')} in "
        f"{format_count(len(dossier.source_numbers[1]), 'source')}; {coded:,} coded, {len(statements) - coded:,} left to the "
        f"classifier. Intervals are {CONFIDENCE:.0%}."
    )
    return Exhibit(STOCK, find_strongest([]), "The whole dossier", sentences=(said,))
