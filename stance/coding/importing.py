"""Codings that a file brings: codings.csv or history.csv, checked, and added to the database where it has not got them.

Belongs here: what such a file may hold, and what an import adds. Not here: the form of the files (`exchange`), the database (`store`).
An import never replaces: what the database has otherwise is left out and said.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING, PURPOSES, Entry, Purpose, check_entry
from stance.coding.exchange import ACT, HISTORY, MARKS, YES, parse_codings
from stance.coding.store import Row, Store
from stance.dossier.cells import plain_number
from stance.dossier.checks import check_table
from stance.dossier.columns import ADJUDICATED, CODINGS, fit_table
from stance.dossier.loading import Dossier
from stance.errors import DataError, Problem, UsageError

NO_TIME = ("is no time", "Write it as 2026-01-31T09:30:00Z")
NO_ACT = ("is no act of coding", "Export the history again")


@dataclass(frozen=True)
class Imported:
    """What an import did: how many codings it added, how many the database had, and which it left out since it has them otherwise."""

    added: int
    known: int
    conflicts: tuple[tuple[str, str], ...] = ()


def bring_in(store: Store, content: bytes, name: str, dossier: Dossier) -> Imported:
    """Adds what a codings.csv or history.csv has and the database has not; raises DataError with every fault, and adds nothing then."""
    table = parse_codings(content, name)
    if "key" not in table:
        return import_codings(store, read_codings(table, dossier, name), dossier)
    rows = read_history(table, dossier, name)
    added = store.add_rows(rows)
    return Imported(added, len(rows) - added)


def read_codings(table: pd.DataFrame, dossier: Dossier, file: str = CODINGS.file) -> list[Entry]:
    """The codings of a table as codings.csv has it; raises DataError with every fault: unknown statements and codes, no coder."""
    fitted = fit_table(CODINGS, dossier.codebook)
    stripped = table.apply(lambda cells: cells.str.strip())
    problems = check_table(stripped, fitted, {"statements": dossier.statements["statement"].tolist()}, file=file)
    times = stripped.get("coded_at", pd.Series("", table.index))
    problems += [
        Problem(file, int(row), "coded_at", cell, *NO_TIME)
        for row, cell in times.items()
        if cell and not _read_time(cell)
    ]
    if problems:
        raise DataError(problems)
    notes = table.get("note", pd.Series("", table.index))
    rows = stripped.assign(note=notes).to_dict("records")
    return _check_all((_read_coding(row, dossier) for row in rows), table.index, file)


def _read_coding(row: Mapping[str, str], dossier: Dossier) -> Entry:
    codes = {topic: _read_code(row[topic]) for topic in dossier.codebook.topic_ids}
    final = row["coder"] == ADJUDICATED
    return Entry(
        dossier.slug,
        row.get("codebook") or dossier.codebook.version,
        row["statement"],
        row.get("adjudicator") or ADJUDICATED if final else row["coder"],
        codes,
        ADJUDICATION if final else CODING,
        unsure=row.get("unsure") == YES,
        note=row["note"],
        text_hash=row.get("text_hash", ""),
        aided=row.get("aided") == YES,
        control=row.get("at_random") == YES,
        at=_read_time(row.get("coded_at", "")),
    )


def _check_all(entries: Iterable[Entry], rows: pd.Index, file: str) -> list[Entry]:
    """The entries as they are kept; raises DataError with every one that cannot be."""
    kept, problems = [], []
    for row, entry in zip(rows, entries, strict=True):
        try:
            kept.append(check_entry(entry))
        except UsageError as error:
            trouble, _, remedy = str(error).partition(". ")
            problems.append(Problem(file, int(row), "", "", trouble, remedy.rstrip(".")))
    if problems:
        raise DataError(problems)
    return kept


def _read_code(cell: str) -> int | None:
    return int(plain_number(cell)) if cell else None


def _read_time(cell: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(cell)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def import_codings(store: Store, entries: list[Entry], dossier: Dossier) -> Imported:
    """Adds the codings that the database has not: giving them twice adds nothing, and one that it has otherwise is left out."""
    history = store.read_acts(dossier.slug)
    known: dict[tuple[str, str, str], set[str]] = {}
    for row in history.to_dict("records"):
        known.setdefault(_name_place(row), set()).add(_tell(row))
    rows = [{**vars(entry), "codes": dict(entry.codes)} for entry in entries]
    fresh = [entry for entry, row in zip(entries, rows, strict=True) if _name_place(row) not in known]
    left = [row for row in rows if _name_place(row) in known and _tell(row) not in known[_name_place(row)]]
    added = store.add_all(fresh)
    return Imported(added, len(rows) - added - len(left), tuple((row["statement"], row["coder"]) for row in left))


def _name_place(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """What there is one coding of: a coder's of a statement; of adjudications one a statement, whoever settled it."""
    return row["statement"], row["purpose"], "" if row["purpose"] == ADJUDICATION else row["coder"]


def _tell(row: Mapping[str, Any]) -> str:
    """What a coding says; two that say the same are the same."""
    codes = {topic: code for topic, code in row["codes"].items() if code is not None}
    told = [row["coder"], codes, row["note"], bool(row["unsure"]), bool(row["withdrawn"])]
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def read_history(table: pd.DataFrame, dossier: Dossier, file: str = HISTORY) -> list[Row]:
    """The acts of a history, for `Store.add_rows`; raises DataError with every row that is none."""
    missing = [name for name in (*ACT, "codes") if name not in table]
    if missing:
        raise DataError([Problem(file, 1, name, "", "is missing", "Export the history again") for name in missing])
    rows, problems = [], []
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        try:
            rows.append(_read_act(row, dossier))
        except (ValueError, TypeError, RecursionError, UsageError):
            problems.append(Problem(file, int(number), "", "", *NO_ACT))
    if problems:
        raise DataError(problems)
    return rows


def _read_act(row: Mapping[str, str], dossier: Dossier) -> Row:
    codes, at = json.loads(row["codes"]), _read_time(row["at"])
    if (
        not isinstance(codes, dict)
        or at is None
        or row["purpose"] not in PURPOSES
        or not re.fullmatch("[0-9a-f]{32}", row["key"])
    ):
        raise ValueError(row["act"])
    purpose: Purpose = next(one for one in PURPOSES if one == row["purpose"])
    entry = Entry(dossier.slug, row["codebook"], row["statement"], row["coder"], codes, purpose, at=at)
    marks = {name: row[name] == YES for name in MARKS}
    kept = check_entry(replace(entry, note=row["note"], text_hash=row["text_hash"]))
    return {**vars(kept), **marks, "codes": dict(kept.codes), "key": row["key"]}
