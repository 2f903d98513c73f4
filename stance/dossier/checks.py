"""Every fault in the tables of a dossier: in their columns, in their cells, between their rows, and between tables.

Belongs here: checks. Not here: which columns there are and what they may hold (`columns`), how a file becomes rows
(`tables`), how the tables make a dossier (`loading`).
A check returns its problems and never stops at the first: a curator with forty bad cells wants all forty.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.columns import TABLES, Column, Table, fit_table
from stance.errors import Problem, suggest_value

Trouble = tuple[str, str]
Check = Callable[[str], Trouble | None]

ADJUDICATED = "adjudicated"
TOPIC_REMEDY = "Add the column; its cells may be empty"


def check_dossier(tables: Mapping[str, pd.DataFrame], codebook: Codebook, *, with_actors: bool) -> list[Problem]:
    """Every problem of a dossier's tables, given by name; a table without columns is not there and is not checked."""
    given = {name: rows for name, rows in tables.items() if len(rows.columns)}
    known = {name: list(rows[name.removesuffix("s")]) for name, rows in given.items() if name.removesuffix("s") in rows}
    if not known.get("statements"):
        known.pop("statements", None)  # a dossier without statements has that one fault, not one for every coding
    problems = []
    for name, rows in given.items():
        problems += check_table(rows, fit_table(TABLES[name], codebook, with_actors=with_actors), known)
    return problems + _check_between(given, codebook)


def _check_between(given: Mapping[str, pd.DataFrame], codebook: Codebook) -> list[Problem]:
    statements = given.get("statements", pd.DataFrame())
    problems = [] if "actors" in given else check_one_side("statements.csv", statements)
    problems += check_repeated("statements.csv", statements)
    return problems + check_adjudicated(given.get("codings", pd.DataFrame()), statements, codebook)


def check_table(
    rows: pd.DataFrame, table: Table, known: Mapping[str, Collection[str]] | None = None, *, file: str = ""
) -> list[Problem]:
    """Every problem of one table: columns, cells, then rows that share the table's key.

    known: the ids of other tables, by their names; a column that refers to one is checked against them. file: its name
    in messages, by default that of the table in a dossier.
    """
    file = file or table.file
    problems = _check_columns(file, rows, table)
    for column in table.columns:
        if column.name in rows:
            problems += _check_cells(file, rows[column.name], column, (known or {}).get(column.refers))
    if table.key and set(table.key) <= set(rows.columns):
        problems += _check_unique(file, rows, list(table.key))
    return problems


def _check_columns(file: str, rows: pd.DataFrame, table: Table) -> list[Problem]:
    missing = [column.name for column in table.columns if column.required and column.name not in rows]
    spare = [name for name in rows.columns if name not in table.names]
    return [Problem(file, 1, name, "", "is missing", _column_remedy(name, spare)) for name in missing]


def _column_remedy(name: str, spare: list[str]) -> str:
    near = suggest_value(name, spare)
    return f"Add the column, or rename one: {near[0].lower()}{near[1:]}" if near.startswith("Did") else TOPIC_REMEDY


def _check_cells(file: str, cells: pd.Series, column: Column, known: Collection[str] | None) -> list[Problem]:
    checks = [choose_check(column)] + ([] if known is None else [check_known(known, f"{column.refers}.csv")])
    troubles = {cell: _find_trouble(cell.strip(), column, checks) for cell in cells.unique()}
    if not any(troubles.values()):
        return []
    return [
        Problem(file, int(row), column.name, cell.strip(), *trouble)
        for row, cell in zip(cells.index, cells.tolist(), strict=True)
        if (trouble := troubles[cell])
    ]


def _find_trouble(value: str, column: Column, checks: list[Check]) -> Trouble | None:
    if not value:
        return ("is empty", "Fill the cell") if column.filled else None
    return next(filter(None, (check(value) for check in checks)), None)


def choose_check(column: Column) -> Check:
    """The check of one filled cell of a column: its trouble and the remedy, or None."""
    if column.type == "choice":
        return check_one_of(column.allowed)
    if column.type == "code":
        return check_code(map(int, column.allowed))
    if column.type == "day" and column.allowed:
        return _check_period(*column.allowed)
    plain = {"day": check_date, "number": check_number, "address": check_url}
    return plain.get(column.type, _check_length(column.longest))


def _check_unique(file: str, table: pd.DataFrame, key: list[str]) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row, values in zip(table.index, table[key].itertuples(index=False, name=None), strict=True):
        if not all(values):
            continue
        if values in first:
            trouble = f"stands already in row {first[values]}"
            remedy = "Give this row its own id, or delete it if it is a repetition"
            problems.append(Problem(file, int(row), key[0], " + ".join(values), trouble, remedy))
        first.setdefault(values, int(row))
    return problems


def check_date(value: str) -> Trouble | None:
    """The trouble with a cell that should be an ISO day, or None."""
    try:
        return None if date.fromisoformat(value).isoformat() == value else _not_a_date()
    except ValueError:
        return _not_a_date()


def _not_a_date() -> Trouble:
    return "is not a date", "Write the day as YYYY-MM-DD (for a month its first day, with date_precision month)"


def check_url(value: str) -> Trouble | None:
    """The trouble with a cell that should be a link, or None."""
    try:
        parts = urlsplit(value)
    except ValueError:  # such as an unclosed bracket
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc and " " not in value:
        return None
    return "is not a web address", "Write the whole address with http:// or https://, or leave it empty"


def check_number(value: str) -> Trouble | None:
    """The trouble with a cell that should be a number, or None."""
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", value):
        return None
    return "is not a number", "Write digits only; the unit has its own column"


def check_one_of(allowed: Iterable[object]) -> Check:
    """A check that a cell holds one of `allowed`, with the nearest one as remedy."""
    known = [str(item) for item in allowed]
    return lambda value: None if value in known else ("is not known", suggest_value(value, known))


def check_code(codes: Iterable[int]) -> Check:
    """A check that a cell holds one of a topic's codes; a leading + is allowed."""
    known = {str(code) for code in codes}
    signed = known | {f"+{code}" for code in known if not code.startswith("-")}
    remedy = f"Use one of {', '.join(sorted(known, key=int))}, or leave it empty"
    return lambda value: None if value in signed else ("is not a code of this topic", remedy)


def check_known(known: Iterable[str], file: str) -> Check:
    """A check that a cell holds one of the ids of a file, with the nearest one as remedy."""
    ids = set(known)
    return lambda value: None if value in ids else (f"is not in {file}", suggest_value(value, ids))


def _check_period(first: str, last: str) -> Check:
    def check(value: str) -> Trouble | None:
        trouble = check_date(value)
        if trouble or first <= value <= last:
            return trouble
        return f"is outside the period {first} to {last}", "Mend the date, or the period in codebook.toml"

    return check


def _check_length(longest: int | None) -> Check:
    def check(value: str) -> Trouble | None:
        if longest is None or len(value) <= longest:
            return None
        return f"has {len(value):,} characters", f"A statement is one point; the limit is {longest:,} characters"

    return check


def check_repeated(file: str, table: pd.DataFrame) -> list[Problem]:
    """Problems for statements entered twice: same date, actor, source and text under two ids."""
    key = ["text", "date", "actor", "source"]
    if not set(key) <= set(table.columns):
        return []
    seen = table[table["text"] != ""].duplicated(key)
    remedy = "Delete the repetition, so that the point is counted once"
    rows = [int(row) for row in seen.index[seen]]
    return [Problem(file, row, "text", table.at[row, "text"], "repeats an earlier row", remedy) for row in rows]


def check_adjudicated(codings: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> list[Problem]:
    """Problems for adjudicated codings that differ from the code in statements.csv."""
    needed = {"statement", *codebook.topic_ids}
    if not (needed | {"coder"} <= set(codings.columns) and needed <= set(statements.columns)):
        return []
    final = statements.drop_duplicates("statement")[["statement", *codebook.topic_ids]]
    both = codings[codings["coder"] == ADJUDICATED].reset_index().merge(final, on="statement", suffixes=("", "_final"))
    problems = []
    for topic in codebook.topic_ids:
        ours, theirs = (both[name].str.strip().str.removeprefix("+") for name in (topic, f"{topic}_final"))
        for _, pair in both[ours != theirs].iterrows():
            trouble = (
                f"differs from the code in statements.csv ({pair[f'{topic}_final'] or 'empty'}) of {pair['statement']}"
            )
            value = pair[topic] or "empty"
            problems.append(Problem("codings.csv", int(pair["row"]), topic, value, trouble, "Make the two the same"))
    return problems


def check_one_side(file: str, table: pd.DataFrame) -> list[Problem]:
    """Problems for actors whose statements name more than one side."""
    if not {"actor", "side"} <= set(table.columns):
        return []
    first = table.groupby("actor")["side"].transform("first")
    remedy = "Give the actor one side, or write two actors"
    return [
        Problem(file, int(row), "side", side, f"differs from the side of '{actor}' in an earlier row", remedy)
        for row, actor, side in table.loc[table["side"] != first, ["actor", "side"]].itertuples(name=None)
    ]
