"""One term: how its use changed by year on each side, and the statements that hold it."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.terms import count_by_side, count_by_year
from stance.exhibits.drawn import style_lines
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.exhibits.terms import Spoken, gather_spoken, hold_phrase
from stance.figures.terms import plot_years
from stance.wording.lines import name_topic
from stance.wording.terms import YEARS, describe_holding, describe_use, describe_years
from stance.wording.verdicts import Verdict

YEAR_COLUMNS = (
    Column("name", "side"),
    Column("year", "year"),
    Column("sources_with", "sources with the term", "count"),
    Column("sources", "sources", "count"),
    Column("share", "share of sources", "share"),
)
STATEMENTS = (
    Column("date", "date", "day"),
    Column("name", "actor"),
    Column("side", "side"),
    Column("score", "score", "signed", "codes"),
    Column("text", "text"),
    Column("key_phrase", "quoted"),
    Column("source", "source"),
    Column("statement", "statement"),
)


def make_term(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, term: str, dark: bool = False
) -> Exhibit:
    """One term or phrase of `offer_terms`: the share of each side's sources that hold it by year as picture and table, and
    its statements as `extra["statements"]`."""
    found = gather_spoken(dossier, scored, selection, topic)
    own = _hold_term(dossier, found, term)
    years, names = count_by_year(found.statements, own), list(dossier.label_sides().items())
    said = describe_use(term, count_by_side(found.statements, own), years, names)
    styles = {side: style for side, style in style_lines(dossier, "side").items() if side in selection.sides}
    rows = years.assign(name=years["side"].map(dict(names)))
    table = Table(rows, YEAR_COLUMNS, "Use of the term, one row a side and year", f"{dossier.slug}-word-years")
    return Exhibit(
        "term_years",
        Verdict.NONE,
        said,
        sentences=(f"{said}.",),
        note=YEARS,
        more=describe_years(years, names),
        picture=plot_years(years, styles, dark=dark),
        table=table,
        extra={"statements": _list_statements(dossier, found, own, term)},
    )


def _hold_term(dossier: Dossier, found: Spoken, term: str) -> pd.DataFrame:
    """The statements that hold a phrase of the dossier, else a term: statement, term."""
    if any(one.title == term for one in dossier.reference.phrase):
        return hold_phrase(dossier, found.statements, term)
    return found.held[found.held["term"] == term]


def _list_statements(dossier: Dossier, found: Spoken, own: pd.DataFrame, term: str) -> Table:
    rows = found.statements[found.statements["statement"].isin(own["statement"])].reset_index(drop=True)
    rows = rows.assign(side=rows["side"].map(dossier.label_sides()))
    said = describe_holding(len(rows), term, name_topic(found.topic))
    return Table(rows, STATEMENTS, f"Statements with “{term}”", f"{dossier.slug}-word-statements", note=said)
