"""What a report lists of the dossier itself: statements, sources, events, figures, the codebook.

Belongs here: rows and columns of these lists. Not here: findings, which are exhibits; markup.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.dossier.codebook import Codebook, Topic
from stance.dossier.loading import Dossier, join_sources
from stance.dossier.source_links import find_sources, index_sources, name_source
from stance.formats import format_number, format_when
from stance.markup.sheets import Link, Sheet, lay_out_rows


def lay_out_figures(dossier: Dossier) -> Sheet:
    """The numbers of figures.csv with their sources."""
    rows, known = dossier.figures, index_sources(dossier.sources)
    return lay_out_rows(
        "Figures that sources state",
        {
            "measure": rows["measure"],
            "value": [f"{value:.15g}" for value in rows["value"]],
            "unit": rows["unit"],
            "date": rows["date"].dt.strftime("%Y-%m-%d"),
            "source": [link_sources(cell, known) for cell in rows["source"]],
        },
        number="value",
    )


def lay_out_events(dossier: Dossier) -> Sheet:
    """All events with their sources, each named and linked as on the pages."""
    events, known = dossier.events, index_sources(dossier.sources)
    days = [_write_day(*one) for one in zip(events["date"], events["date_precision"], strict=True)]
    told = {name: events[name] for name in ("kind", "title", "place", "summary")}
    linked = [link_sources(cell, known) for cell in events["sources"]]
    return lay_out_rows("Events with their sources", {"date": days, **told, "sources": linked})


def _write_day(day: pd.Timestamp, precision: str) -> str:
    return format_when(day, precision) if precision in ("month", "year") else f"{day:%Y-%m-%d}"


def link_sources(cell: str, known: dict[str, dict]) -> tuple[Link, ...]:
    """The sources that a cell lists, by their names, linked where there is an address."""
    return tuple(Link(name_source(source), source["url"]) for source in find_sources(cell, known))


def lay_out_statements(dossier: Dossier) -> Sheet:
    """Every statement of the dossier, oldest first: id, day, who, side, text, codes, source."""
    rows, sides = join_sources(dossier.statements, dossier.sources), dossier.label_sides()
    records = rows.to_dict("records")
    return lay_out_rows(
        "All statements",
        {
            "id": rows["statement"],
            "date": rows["date"].dt.strftime("%Y-%m-%d"),
            "who": rows["name"],
            "side": rows["side"].map(sides),
            "text": rows["text"],
            "codes": [_write_codes(row, dossier.codebook) for row in records],
            "source": [Link(row["publisher"] or row["source"], row["url"]) for row in records],
        },
    )


def _write_codes(row: dict[str, Any], codebook: Codebook) -> str:
    if not row["coded"]:
        return "not coded"
    codes = [f"{t.title} {format_number(row[t.id], 0)}" for t in codebook.topics if pd.notna(row[t.id])]
    return ", ".join(codes) or "silent on every topic"


def lay_out_sources(dossier: Dossier) -> Sheet:
    """Every source with the number of its statements."""
    rows, counts = dossier.sources, dossier.statements["source"].value_counts()
    titles = zip(rows["title"], rows["url"], strict=True)
    return lay_out_rows(
        "Sources, with the number of their statements",
        {
            "source": rows["source"],
            "publisher": rows["publisher"],
            "relayed from": rows["origin"],
            "kind": rows["kind"],
            "title": [Link(title or url, url) for title, url in titles],
            "published": rows["published"],
            "n": [f"{count:,}" for count in rows["source"].map(counts).fillna(0).astype(int)],
        },
        number="n",
    )


@dataclass(frozen=True)
class Scale:
    """A topic of the codebook: its question, what its ends stand for, and the rule of each level."""

    title: str
    span: str
    levels: Sheet


def lay_out_sides(codebook: Codebook) -> Sheet:
    """The sides and the pole that each owns."""
    poles = [f"owns the {side.pole} pole" if side.pole else "owns no pole" for side in codebook.sides]
    return lay_out_rows("Sides", {"side": [side.title for side in codebook.sides], "pole": poles})


def lay_out_scale(topic: Topic) -> Scale:
    """A topic with its levels."""
    low, high = (format_number(code, 0) for code in (topic.codes[0], topic.codes[-1]))
    codes = [format_number(level.code, 0) for level in topic.levels]
    levels = lay_out_rows(f"{topic.title}: levels", {"code": codes, "rule": [level.rule for level in topic.levels]})
    return Scale(f"{topic.title}: {topic.question}", f"From {low} ({topic.minus}) to {high} ({topic.plus}).", levels)
