"""Checked tables to the frames of a dossier: typed, filled from each other, joined.

Belongs here: what follows from the tables together (who is on which side, what is coded, places and marks).
Not here: reading files (`tables`), faults (`checks`), columns (`columns`).
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from stance.dossier.codebook import Codebook
from stance.dossier.columns import ACTORS, CODINGS, EVENTS, SOURCES, TABLES, UNNAMED, WEAK, fit_table, type_columns
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
        "codings": _drop_absent(full["codings"], tables["codings"]).reset_index(drop=True),
        "events": type_events(tables["events"]),
        "figures": full["figures"],
        "validation": full["validation"].reset_index(drop=True),
    }


def _drop_absent(typed: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """The codings without the optional columns that the file lacks: what is said of how they were made takes no memory where it is not said."""
    optional = {column.name for column in CODINGS.columns if not column.required} - set(given)
    return typed.drop(columns=list(optional))


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
    return _sort_statements(linked)


def _sort_statements(linked: pd.DataFrame) -> pd.DataFrame:
    """The rows by date, then id."""
    keys = pa.table({"date": linked["date"].to_numpy(), "statement": pa.array(linked["statement"], pa.large_string())})
    order = pc.sort_indices(keys, [("date", "ascending"), ("statement", "ascending")]).to_numpy()
    return linked.take(order).reset_index(drop=True)


def find_spans(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The first and the last day, `earliest` and `latest`, that each row can belong to by its date and date_precision."""
    spans = {}
    for name, end in (("earliest", "start_time"), ("latest", "end_time")):
        days = rows["date"]
        for precision, unit in (("month", "M"), ("year", "Y")):
            loose = rows["date_precision"] == precision
            if loose.any():
                whole = getattr(days[loose].dt.to_period(unit).dt, end).dt.normalize()
                days = days.where(~loose, whole.astype(days.dtype))
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
    places = pd.Index(sources["source"]).get_indexer(statements["source"])
    holds = {
        "unnamed": (statements["kind"] == UNNAMED).to_numpy(dtype=bool),
        "relayed": _look_up(sources["origin"] != "", places),
        "translated": _look_up(sources["publisher"].isin(reference.translated), places),
        "weak": _look_up(sources["kind"] == WEAK, places),
    }
    kinds = sum(holds[mark].astype(int) << place for place, mark in enumerate(MARKS))
    names = [
        ", ".join(mark for place, mark in enumerate(MARKS) if kind >> place & 1) for kind in range(2 ** len(MARKS))
    ]
    added = {"place": _locate_venues(statements, reference), "marks": pd.array(names, dtype="str").take(kinds)}
    return statements.assign(**added)


def _look_up(cells: pd.Series, places: np.ndarray) -> np.ndarray:
    """The truth values at these places; False at none (-1)."""
    return np.append(cells.to_numpy(dtype=bool), False)[places]


def _locate_venues(statements: pd.DataFrame, reference: Reference) -> Any:
    """Whether each statement was made at home or abroad, each distinct pair of venue and side looked at once."""
    (venues, names), (sides, ids) = (pd.factorize(statements[name]) for name in ("venue", "side"))
    pairs, which = np.unique(venues * len(ids) + sides, return_inverse=True)
    located = [locate_venue(names[pair // len(ids)], ids[pair % len(ids)], reference.home) for pair in pairs.tolist()]
    return pd.array(located, dtype="str").take(which)
