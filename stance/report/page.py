"""The report as a page: its parts in order, each in a template of its own.

Belongs here: which parts there are, and what each template is given. Not here: exhibits, tables, markup.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from stance.dossier.citation import Citation, cite, write_bibtex, write_plain
from stance.dossier.loading import Dossier
from stance.dossier.package import describe_table
from stance.estimates.rules import MIN_SOURCES, MIN_STATEMENTS
from stance.estimates.scored import BEST, CODES, SCORE_SOURCES, score_statements
from stance.estimates.selection import default_selection
from stance.exhibits.on_page import draw_figure, load_script
from stance.exhibits.topic_boxes import STOCK
from stance.formats import format_day
from stance.markup.listings import (
    lay_out_events,
    lay_out_figures,
    lay_out_scale,
    lay_out_sides,
    lay_out_sources,
    lay_out_statements,
)
from stance.markup.sheets import keep_year_ends, lay_out_table
from stance.markup.templating import load_templates
from stance.report.contents import Contents, gather_contents
from stance.wording.selections import describe_span, name_compared
from stance.wording.validation import describe_coding

HERE = Path(__file__).parent
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


@dataclass(frozen=True)
class Section:
    """A part of the report: its id, which links can name, its heading, its template and what that shows."""

    name: str
    title: str
    template: str
    shown: dict[str, Any] = field(default_factory=dict)


def write_report(dossier: Dossier, scores: pd.DataFrame, *, day: date, score_source: str = BEST) -> str:
    """The whole report as the text of one HTML file; it asks nothing of any server. `day` is the day of writing.

    `scores` are the classifier's, empty without one: then only codes count; `score_source` as in `score_statements`.
    """
    selection = default_selection(dossier.codebook, score_source)
    scored = score_statements(dossier, scores, selection.score_source)
    return write_page(dossier, gather_contents(dossier, scored, selection), day=day)


def write_page(dossier: Dossier, contents: Contents, *, day: date) -> str:
    """The report of these exhibits, as `write_report`."""
    citation = cite(dossier, title=contents.lines.title, day=day)
    drawn = any(exhibit.pictures for exhibit in contents.exhibits)
    return (
        load_templates(HERE / "templates", {"draw": draw_figure})
        .get_template("report.html.j2")
        .render(
            policy=POLICY,
            style=(HERE / "style.css").read_text(encoding="utf-8"),
            printing=(HERE / "print.js").read_text(encoding="utf-8"),
            library=load_script() if drawn else "",
            title=dossier.codebook.title,
            lines=contents.lines,
            stock=next(panel for panel in contents.boxes.panels if panel.key == STOCK),
            made=f"{_name_version(citation)} Written on {format_day(pd.Timestamp(citation.accessed))}.",
            sections=[*_list_findings(dossier, contents), *_list_rest(dossier, contents, citation)],
        )
    )


def _name_version(citation: Citation) -> str:
    return f"{citation.version[0].upper()}{citation.version[1:]}, program version {citation.program_version}."


def _list_findings(dossier: Dossier, contents: Contents) -> Iterable[Section]:
    """How to read it, a part a topic, and who moved."""
    selection = contents.selection
    reading = {
        "window": selection.rules.window_days,
        "least": {"statements": MIN_STATEMENTS, "sources": MIN_SOURCES},
        "codes_only": selection.score_source == CODES,
        "score_source": SCORE_SOURCES[selection.score_source].lower(),
        "coders": " ".join(filter(None, (describe_coding(dossier), describe_table(dossier.folder, "codings")))),
    }
    yield Section("reading", "How to read it", "reading.html.j2", reading)
    for number, topic in enumerate(selection.topics, 1):
        yield Section(f"topic-{number}", dossier.codebook.topic(topic).title, "topic.html.j2", _pick(contents, topic))
    titles = {topic: dossier.codebook.topic(topic).title for topic in selection.topics}
    span = f"{name_compared(selection)}, {describe_span(selection)}"
    moved = {"titles": titles, "span": span, "sides": contents.sides, "actors": contents.actors}
    yield Section("movement", "Movement", "movement.html.j2", moved)


def _pick(contents: Contents, topic: str) -> dict[str, Any]:
    """What the exhibits hold of one topic: its panel of the lines, its box, the positions at the ends of years, the gap."""
    panels = {panel.key: panel for panel in (*contents.lines.panels, *contents.boxes.panels)}
    table, panel = contents.lines.table, panels.get(f"chart_{topic}")
    return {
        "panel": panel or contents.lines,
        "box": panels[f"box_{topic}"],
        "gap": contents.gaps.get(topic),
        "ends": lay_out_table(keep_year_ends(table, topic)) if table and panel else None,
    }


def _list_rest(dossier: Dossier, contents: Contents, citation: Citation) -> Iterable[Section]:
    """What the dossier itself holds, and how to cite it; parts of which it has nothing are left out."""
    if len(dossier.events):
        shown = {"lanes": contents.lanes, "events": lay_out_events(dossier)}
        yield Section("events", "Events", "events.html.j2", shown)
    if len(dossier.figures):
        yield Section("figures", "Figures that sources state", "figures.html.j2", {"figures": lay_out_figures(dossier)})
    book = dossier.codebook
    scales = [lay_out_scale(topic) for topic in book.topics]
    codebook = {"places": book.places, "sides": lay_out_sides(book), "scales": scales, "rules": book.coding_rules}
    yield Section("codebook", "Codebook", "codebook.html.j2", codebook)
    yield Section("statements", "All statements", "statements.html.j2", {"statements": lay_out_statements(dossier)})
    yield Section("sources", "Sources", "sources.html.j2", {"sources": lay_out_sources(dossier)})
    cited = {"plain": write_plain(citation), "licence": citation.licence, "version": _name_version(citation)}
    yield Section("citation", "Citation and licence", "citation.html.j2", cited | {"bibtex": write_bibtex(citation)})
