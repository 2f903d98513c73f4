"""The statements of a selection as one table, with source, codes and scores; and the records beside them."""

from dataclasses import replace

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.catalogue import find_places, list_statements, search_statements, select_rows
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.limits import DOSSIER_ROWS
from stance.wording.checks import NO_STATEMENT, describe_catalogue, describe_found, describe_newest
from stance.wording.searching import describe_beyond, describe_search
from stance.wording.verdicts import Verdict

KEY, ABOUT = "statement_table", "Statements with codes, scores and sources"
KINDS = {"score": "signed", "text score": "signed", "probability": "share", "direction": "text"}
FIRST = ("date", "name", "text")
MOST_LISTED = 1_000


def make_statements(dossier: Dossier, catalogue: pd.DataFrame, selection: Selection, *, words: str = "") -> Exhibit:
    """The rows of the catalogue (`list_statements` of the whole dossier) that the selection leaves and that hold what the
    search `words` asks for, as the table (none where no row is left); `extra` "all" has all of them."""
    rows = select_rows(catalogue, dossier, selection, words).reset_index(drop=True)
    columns = tuple(_make_column(dossier, name) for name in catalogue)
    every = Table(catalogue, columns, "All statements", f"{dossier.slug}-statements-all")
    title = describe_found(len(rows), len(catalogue))
    shown = Exhibit(KEY, Verdict.NONE, title, describe_catalogue(dossier, selection), extra={"all": every})
    if rows.empty:
        beyond = describe_beyond(words, search_statements(catalogue, words)["source"].tolist())
        return replace(shown, sentences=(NO_STATEMENT, beyond) if beyond else (NO_STATEMENT,))
    said = describe_search(words, rows["source"].tolist())
    table = Table(rows, columns, ABOUT, f"{dossier.slug}-statements-{'found' if said else 'shown'}")
    return replace(shown, sentences=(said,) if said else (), table=table)


def is_large(dossier: Dossier) -> bool:
    """Whether a dossier has too many statements for one wide table of all of them."""
    return len(dossier.statements) > DOSSIER_ROWS.most


def make_newest(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, words: str = "", most: int = MOST_LISTED
) -> Exhibit:
    """The same for a dossier whose statements are too many for one table: all of them are searched, and the newest are listed."""
    places = find_places(dossier, scores, selection, words)
    title = describe_found(len(places), len(dossier.statements))
    shown = Exhibit(KEY, Verdict.NONE, title, describe_catalogue(dossier, selection))
    if not len(places):
        return replace(shown, sentences=(NO_STATEMENT,))
    rows = list_statements(dossier, dossier.statements.take(places[:most]), scores)
    said = (
        describe_search(words, dossier.statements["source"].take(places).tolist()),
        describe_newest(len(rows), len(places)),
    )
    columns = tuple(_make_column(dossier, name) for name in rows)
    table = Table(rows, columns, ABOUT, f"{dossier.slug}-statements-newest")
    return replace(shown, sentences=tuple(filter(None, said)), table=table)


def _make_column(dossier: Dossier, name: str) -> Column:
    """A column of the catalogue; those of a topic are named "TOPIC: WHAT"."""
    topic, _, what = name.partition(": ")
    labels = dossier.label_topics()
    if topic in labels and what:
        return Column(name, f"{labels[topic]}: {what}", KINDS.get(what, "count"))  # type: ignore[arg-type]
    return Column(name, name.replace("_", " "), "link" if name == "url" else "text")


def order_columns(table: Table, topics: tuple[str, ...]) -> list[str]:
    """What to show first of a table of statements: day, actor, text, then what is known of these topics; no other topic."""
    names = [column.name for column in table.columns]
    first = [*FIRST, *(name for topic in topics for name in names if name.startswith(f"{topic}: "))]
    return [*first, *(name for name in names if name not in first and ": " not in name)]


def make_record(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, name: str) -> Exhibit:  # noqa: ARG001
    """The events or the figures of the dossier (`name`) as they are on file; none where there is no such table."""
    rows = getattr(dossier, name)
    title = f"{name.capitalize()} ({len(rows)} rows)"
    if rows.empty:
        return make_empty(name, title, f"This dossier has no {name}: there is no {name}.csv.")
    columns = tuple(Column(one, one.replace("_", " "), "day" if one == "date" else "text") for one in rows)
    return Exhibit(
        name, Verdict.NONE, title, table=Table(rows, columns, f"The {name} of the dossier", f"{dossier.slug}-{name}")
    )
