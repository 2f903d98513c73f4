"""Codings as tables: codings.csv as a dossier has it, history.csv with every act, and both back into the database.

Belongs here: the two forms, what a file may hold, and what an import adds. Not here: the database (`store`), files (`dossier.tables`).
An import never replaces: what the database has otherwise is left out and said.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING, PURPOSES, Entry, Purpose, check_entry
from stance.coding.store import Row, Store, find_current
from stance.dossier.cells import plain_number
from stance.dossier.checks import check_table
from stance.dossier.codebook import Codebook
from stance.dossier.columns import ADJUDICATED, CODINGS, fit_table
from stance.dossier.loading import Dossier
from stance.dossier.tables import NUMBER, parse_table, to_csv_bytes
from stance.errors import DataError, Problem, UsageError

YES = "yes"
TEXTS = ("coder", "note", "codebook", "adjudicator")
HISTORY = "history.csv"
MARKS = ("unsure", "withdrawn", "aided", "control")
ACT = ["act", "key", "at", "codebook", "statement", "coder", "purpose", *MARKS, "note", "text_hash"]
RUNS, GUARDED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]"), re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
NO_TIME = ("is no time", "Write it as 2026-01-31T09:30:00Z")
NO_ACT = ("is no act of coding", "Export the history again")

Kept = tuple[str, str, str, bool, str]


@dataclass(frozen=True)
class Imported:
    """What an import did: how many codings it added, how many the database had, and which it left out since it has them otherwise."""

    added: int
    known: int
    conflicts: tuple[tuple[str, str], ...] = ()


def to_codings(current: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """What stands (acts of `Store.read_current`, of one purpose or more) as codings.csv: one row a statement and coder, all of it text.

    The adjudication that stands last is the row of the coder `adjudicated`, and says who settled it. Validations are no codings of
    a coder in this sense; the history has them.
    """
    own = current[current["purpose"] == CODING]
    final = current[current["purpose"] == ADJUDICATION].sort_values("act").drop_duplicates("statement", keep="last")
    settled = final.assign(adjudicator=final["coder"].where(final["coder"] != ADJUDICATED, ""), coder=ADJUDICATED)
    rows = pd.concat([own.assign(adjudicator=""), settled]).sort_values(["statement", "coder"], ignore_index=True)
    cells = {"statement": rows["statement"], "coder": rows["coder"]}
    cells |= {topic: _write_codes(rows[topic]) for topic in codebook.topic_ids}
    cells |= {"unsure": _write_marks(rows["unsure"]), "note": rows["note"], "aided": _write_marks(rows["aided"])}
    cells |= {"at_random": _write_marks(rows["control"])}
    cells |= {"coded_at": _write_times(rows["at"]), "codebook": rows["codebook"], "text_hash": rows["text_hash"]}
    return pd.DataFrame(cells | {"adjudicator": rows["adjudicator"]}).astype("str")


def to_history(acts: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Every act (of `Store.read_acts`) as a row of text: what was said, when and by whom, a column a topic, and codes, the same as JSON
    with topics of former codebooks."""
    written = [json.dumps(codes, ensure_ascii=False, sort_keys=True) for codes in acts["codes"]]
    whole = acts.assign(at=_write_times(acts["at"]), codes=written)
    whole = whole.assign(key=[_find_key(row) for row in whole.to_dict("records")])
    marks = {name: _write_marks(acts[name]) for name in MARKS}
    topics = {
        topic: _write_codes(pd.Series([codes.get(topic) for codes in acts["codes"]], acts.index, dtype="Int64"))
        for topic in codebook.topic_ids
    }
    return whole.assign(**marks)[ACT].assign(**topics, codes=whole["codes"]).astype("str")


def _find_key(row: Mapping[str, Any]) -> str:
    """The act's own key, or one that follows from all of it: acts of the first form of the database have none."""
    told = json.dumps([str(row[name]) for name in (*ACT, "codes") if name not in ("act", "key")])
    return row["key"] or sha256(told.encode()).hexdigest()[:32]


def _write_codes(codes: pd.Series) -> pd.Series:
    return codes.astype("Int64").map(str, na_action="ignore").astype(object).where(codes.notna(), "")


def _write_marks(marks: pd.Series) -> pd.Series:
    return marks.map({True: YES, False: ""})


def _write_times(times: pd.Series) -> pd.Series:
    return times.map(lambda at: at.to_pydatetime().astimezone(UTC).isoformat().replace("+00:00", "Z"))


def write_codings(table: pd.DataFrame) -> bytes:
    """Either table as CSV, guarded."""
    return to_csv_bytes(guard_codings(table), guard=False)


def guard_codings(table: pd.DataFrame) -> pd.DataFrame:
    """Either table with a ' before texts that a spreadsheet would run as a formula; `parse_codings` takes it away."""
    return table.assign(**{name: table[name].map(_guard) for name in TEXTS if name in table})


def parse_codings(content: bytes, name: str) -> pd.DataFrame:
    """The table of such a file, all of it text; raises DataError where it is no table."""
    table = parse_table(content, name)
    return table.assign(**{one: table[one].map(_unguard) for one in TEXTS if one in table})


def _guard(text: str) -> str:
    return f"'{text}" if RUNS.match(text) and not NUMBER.fullmatch(text) else text


def _unguard(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


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


def read_all_standing(store: Store, dossier: Dossier) -> pd.DataFrame:
    """All that stands on a dossier, of every purpose, as `Store.read_current`."""
    return find_current(store.read_history(dossier.slug, dossier.codebook.topic_ids))
