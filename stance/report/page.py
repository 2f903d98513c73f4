"""The report as a page: head, contents, and every part in order.

Belongs here: the frame of the file and what needs no estimate. Not here: the parts with findings and tables.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from stance.dossier.citation import Citation, cite, write_bibtex, write_plain
from stance.dossier.loading import Dossier, describe_table
from stance.estimates.positions import MIN_SOURCES, MIN_STATEMENTS
from stance.estimates.scored import SCORE_SOURCES
from stance.formats import format_count, format_day
from stance.report.findings import Findings, gather_findings, write_title
from stance.report.markup import Html, escape_text, join, write_section, write_tag
from stance.report.tables import write_codebook, write_figures, write_movement, write_sources, write_statements
from stance.report.topics import write_events, write_topic

HERE = Path(__file__).parent
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
UNSAID = "The dossier does not say who made its codes."


def write_report(dossier: Dossier, scores: pd.DataFrame, *, day: date) -> str:
    """The whole report as the text of one HTML file; it asks nothing of any server. `day` is the day of writing.

    `scores` are the classifier's, empty without one: then only codes count.
    """
    findings = gather_findings(dossier, scores)
    citation = cite(dossier, title=write_title(dossier, findings), day=day)
    parts = _write_parts(dossier, findings, citation)
    head = [
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        write_tag("title", f"{dossier.codebook.title}: {citation.finding}"),
        write_tag("style", Html((HERE / "style.css").read_text(encoding="utf-8"))),
    ]
    body = [
        _write_header(dossier, citation),
        _write_contents(parts),
        write_tag("main", join(parts.values(), "\n")),
        write_tag("script", Html((HERE / "print.js").read_text(encoding="utf-8"))),
    ]
    page = write_tag("html", write_tag("head", *head), write_tag("body", join(body, "\n")), lang="en")
    return f"<!doctype html>\n{page}\n"


def _write_header(dossier: Dossier, citation: Citation) -> Html:
    statements, (first, last) = dossier.statements, dossier.codebook.period
    counts = (
        f"{format_count(len(statements), 'statement')} by {format_count(statements['actor'].nunique(), 'actor')} in "
        f"{format_count(statements['source'].nunique(), 'source')}, {format_day(pd.Timestamp(first))} to "
        f"{format_day(pd.Timestamp(last))}."
    )
    lines = [write_tag("p", dossier.codebook.title, class_="kicker"), write_tag("h1", citation.finding)]
    made = f"{counts} {_name_version(citation)} Written on {format_day(pd.Timestamp(citation.accessed))}."
    return write_tag("header", *lines, write_tag("p", made, class_="note"))


def _name_version(citation: Citation) -> str:
    return f"{citation.version[0].upper()}{citation.version[1:]}, program version {citation.program_version}."


def _write_parts(dossier: Dossier, findings: Findings, citation: Citation) -> dict[tuple[str, str], Html]:
    """The sections by (id, title), in order; those of which the dossier has nothing are left out."""
    topics = {
        (f"topic-{n}", topic.title): write_topic(dossier, findings, topic, first=n == 1)
        for n, topic in enumerate(dossier.codebook.topics, 1)
    }
    rest = {
        ("movement", "Movement"): write_movement(dossier, findings),
        ("events", "Events"): write_events(dossier),
        ("figures", "Figures that sources state"): write_figures(dossier),
        ("codebook", "Codebook"): write_codebook(dossier.codebook),
        ("statements", "All statements"): write_statements(dossier),
        ("sources", "Sources"): write_sources(dossier),
        ("citation", "Citation and licence"): _write_citation(citation),
    }
    parts = {("reading", "How to read it"): _write_reading(dossier, findings)} | topics | rest
    return {key: write_section(*key, part) for key, part in parts.items() if part}


def _write_contents(parts: dict[tuple[str, str], Html]) -> Html:
    links = [write_tag("li", write_tag("a", title, href=f"#{name}")) for name, title in parts]
    return write_tag("nav", write_tag("ul", *links), aria_label="Contents")


def _write_reading(dossier: Dossier, findings: Findings) -> Html:
    rules, source = findings.selection.rules, SCORE_SOURCES[findings.selection.score_source].lower()
    points = {
        "A position": f"is the mean score of what a side said on one topic in the {rules.window_days} days up to a date, "
        "each source counted once, on a scale from one pole to the other. It is not what anyone believes, and no forecast.",
        "The band": "is the 90 % interval around it: chance among sources, and the error of the classifier where it gave "
        "scores. It knows nothing of statements that were not found or were coded wrongly.",
        "A break": f"in a line means silence: fewer than {MIN_STATEMENTS} statements or {MIN_SOURCES} sources in the "
        "window. 0 is a position, silence is none.",
        "n": "is the number of statements behind a number; beside it stands the number of their sources.",
        "The scores": f"are by the score source “{source}”: the code of a coded statement, the classifier's score of any "
        "other where there is a classifier.",
        "The codes:": describe_table(dossier.folder, "codings") or UNSAID,
    }
    items = [write_tag("li", write_tag("strong", name), " ", text) for name, text in points.items()]
    return write_tag("ul", *items)


def _write_citation(citation: Citation) -> Html:
    licence = citation.licence or "not stated; ask the curators"
    rows = {
        "Cite as": write_plain(citation),
        "Licence of the dossier": licence,
        "Version": _name_version(citation),
    }
    items = join(join([write_tag("dt", name), write_tag("dd", text)]) for name, text in rows.items())
    bibtex = write_tag("pre", escape_text(write_bibtex(citation)), tabindex="0")
    return join([write_tag("dl", items), write_tag("h3", "BibTeX"), bibtex])
