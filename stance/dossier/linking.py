"""Checked tables to the frames of a dossier: typed, filled from each other, joined.

Belongs here: what follows from the tables together (who is on which side, what is coded, places and marks).
Not here: reading files (`tables`), faults (`checks`), columns (`columns`).
"""

from collections.abc import Mapping

import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.columns import ACTORS, EVENTS, SOURCES, TABLES, UNNAMED, WEAK, fit_table, type_columns
from stance.dossier.reference import Reference, locate_venue

MARKS = {
    "unnamed": "Unnamed speakers",
    "relayed": "Relayed reports",
    "translated": "Translated reports",
    "weak": "Weak sources",
}


def link_tables(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, reference: Reference
) -> dict[str, pd.DataFrame]:
    """The frames of a dossier by the names of its tables, from sound tables; empty where a table is not there."""
    full = {name: type_columns(rows, fit_table(TABLES[name], codebook)) for name, rows in tables.items()}
    actors = _derive_actors(full["actors"], tables["statements"], codebook)
    sources = _derive_sources(full["sources"], full["statements"])
    linked = _link_statements(full["statements"], actors, full["codings"], codebook)
    return {
        "statements": _mark_statements(linked, sources, reference),
        "actors": actors,
        "sources": sources,
        "codings": full["codings"].reset_index(drop=True),
        "events": type_events(tables["events"]),
        "figures": full["figures"],
    }


def type_events(events: pd.DataFrame) -> pd.DataFrame:
    """The events typed, sorted by date; a column `source` stands in where `sources` is missing or empty.

    Columns: those of events.csv, then any others that the table has. kind is "event" where it is empty. The date of an event
    known to its month or year is the first day of that, whichever day the file gives.
    """
    typed = type_columns(events, EVENTS)
    typed = typed.assign(date=find_spans(typed)["earliest"])
    if "source" in typed:
        typed = typed.assign(sources=typed["sources"].where(typed["sources"] != "", typed["source"]))
    return typed.sort_values(["date", "event"], ignore_index=True)


def _derive_actors(actors: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    if actors.empty:
        own = statements.drop_duplicates("actor").reset_index(drop=True)
        actors = type_columns(own[[name for name in ("actor", "side", "kind") if name in own]], ACTORS)
    return actors.assign(
        name=actors["name"].where(actors["name"] != "", actors["actor"]),
        side=actors["side"].replace("", codebook.sides[0].id),
    ).reset_index(drop=True)


def _derive_sources(sources: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    if sources.empty:
        distinct = statements[["source"]].drop_duplicates().sort_values("source", ignore_index=True)
        return type_columns(distinct, SOURCES).assign(publisher=distinct["source"])
    return sources.reset_index(drop=True)


def _link_statements(
    statements: pd.DataFrame, actors: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    own = statements.drop(columns=[name for name in ("name", "side", "kind") if name in statements])
    linked = own.merge(actors[["actor", "name", "side", "kind"]], on="actor", how="left", validate="m:1")
    linked = linked.assign(coded=mark_coded(linked, codings, codebook), **find_spans(linked))
    return linked.sort_values(["date", "statement"], ignore_index=True)


def find_spans(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The first and the last day, `earliest` and `latest`, that each row can belong to by its date and date_precision."""
    spans = {}
    for name, end in (("earliest", "start_time"), ("latest", "end_time")):
        days = rows["date"]
        for precision, unit in (("month", "M"), ("year", "Y")):
            whole = getattr(days.dt.to_period(unit).dt, end).dt.normalize()
            days = days.where(rows["date_precision"] != precision, whole.astype(days.dtype))
        spans[name] = days
    return spans


def mark_coded(statements: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook) -> pd.Series:
    """True for statements that a coder has read: they carry a code or stand in codings.csv.

    With one topic and no codings.csv every blank counts as read and silent, once any row carries a code:
    nothing else in such a dossier could show the classifier what silence looks like.
    """
    any_code = statements[codebook.topic_ids].notna().any(axis=1)
    if codings.empty and len(codebook.topics) == 1 and any_code.any():
        return pd.Series(True, index=statements.index)
    return any_code | statements["statement"].isin(codings["statement"])


def _mark_statements(statements: pd.DataFrame, sources: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The statements with the columns place and marks added."""
    about = sources.set_index("source").reindex(statements["source"])
    holds = {
        "unnamed": (statements["kind"] == UNNAMED).to_numpy(),
        "relayed": about["origin"].fillna("").ne("").to_numpy(),
        "translated": about["publisher"].isin(reference.translated).to_numpy(),
        "weak": about["kind"].eq(WEAK).to_numpy(),
    }
    marks = [", ".join(mark for mark in MARKS if holds[mark][row]) for row in range(len(statements))]
    pairs = zip(statements["venue"], statements["side"], strict=True)
    places = [locate_venue(venue, side, reference.home) for venue, side in pairs]
    added = {"place": places, "marks": marks}
    return statements.assign(**{name: pd.array(cells, dtype="str") for name, cells in added.items()})
