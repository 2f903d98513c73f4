"""Every fault in the tables of a dossier: in their columns, in their cells, between their rows, and between tables.

Belongs here: checks of tables. Not here: one cell (`cells`), names that only look right (`spellings`), which columns there
are and what they may hold (`columns`), how a file becomes rows (`tables`), how the tables make a dossier (`loading`).
A check returns its problems and never stops at the first: a curator with forty bad cells wants all forty.
"""

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from stance.dossier.cells import (
    Check,
    Trouble,
    check_code,
    check_date,
    check_known,
    check_length,
    check_number,
    check_one_of,
    check_period,
    check_spelling,
    check_url,
    plain_number,
)
from stance.dossier.codebook import Codebook
from stance.dossier.columns import ADJUDICATED, TABLES, Column, Table, fit_table, keep_known
from stance.dossier.sides import check_one_side, check_sides
from stance.dossier.spellings import check_columns, check_spellings, is_parquet
from stance.errors import Problem
from stance.limits import DOSSIER_ROWS, PARQUET_ROWS, Limit


def check_dossier(
    tables: Mapping[str, pd.DataFrame], codebook: Codebook, files: Mapping[str, str] | None = None, *, with_actors: bool
) -> list[Problem]:
    """Every problem of a dossier's tables, given by name; a table without columns is not there and is not checked.

    files: the files that are there, by the name of their CSV; only how many rows there may be hangs on them.
    """
    given = {name: rows for name, rows in tables.items() if len(rows.columns)}
    ids = {name: rows[name.removesuffix("s")] for name, rows in given.items() if name.removesuffix("s") in rows}
    known = {
        name: cells.tolist()
        for name, cells in ids.items()
        if name != "statements" or {"codings", "validation"} & set(given)
    }
    if not known.get("statements"):
        known.pop("statements", None)  # a dossier without statements has that one fault, not one for every coding
    problems = []
    for name, rows in given.items():
        table = fit_table(TABLES[name], codebook, with_actors=with_actors)
        most = PARQUET_ROWS if is_parquet(Path((files or {}).get(table.file, ""))) else DOSSIER_ROWS
        problems += check_table(rows, table, known, most=most)
    return problems + _check_between(given, codebook)


def _check_between(given: Mapping[str, pd.DataFrame], codebook: Codebook) -> list[Problem]:
    statements = given.get("statements", pd.DataFrame())
    problems = [] if "actors" in given else check_one_side("statements.csv", statements, codebook.side_ids)
    problems += check_sides(given, codebook)
    problems += check_repeated("statements.csv", statements)
    return problems + check_adjudicated(given.get("codings", pd.DataFrame()), statements, codebook)


def check_table(
    rows: pd.DataFrame,
    table: Table,
    known: Mapping[str, Collection[str]] | None = None,
    *,
    file: str = "",
    most: Limit = DOSSIER_ROWS,
) -> list[Problem]:
    """Every problem of one table: columns, cells, then rows that share the table's key.

    known: the ids of other tables, by their names; a column that refers to one is checked against them. file: its name
    in messages, by default that of the table in a dossier. most: how many rows there may be.
    """
    file = file or table.file
    problems = check_columns(file, rows, table)
    if len(rows) > most.most:
        return [*problems, Problem(file, None, "", "", *most.refuse(len(rows)))]
    rows = keep_known(rows, table.names)
    for column in table.columns:
        if column.name in rows:
            problems += _check_column(file, rows[column.name], column, (known or {}).get(column.refers))
    if table.key and set(table.key) <= set(rows.columns):
        problems += _check_unique(file, rows, list(table.key))
    return problems


def _check_column(file: str, cells: pd.Series, column: Column, known: Collection[str] | None) -> list[Problem]:
    problems = _check_cells(file, cells, column, known)
    return problems + (check_spellings(file, cells) if column.names and known is None else [])


def _check_cells(file: str, cells: pd.Series, column: Column, known: Collection[str] | None) -> list[Problem]:
    if known is None and column.type == "text" and not column.words:
        cells = cells[_is_doubtful(cells, column)]
    checks = [choose_check(column)] + ([] if known is None else [check_known(known, f"{column.refers}.csv")])
    troubles = {cell: _find_trouble(cell.strip(), column, checks) for cell in cells.unique().tolist()}
    if not any(troubles.values()):
        return []
    return [
        Problem(file, int(row), column.name, cell.strip(), *trouble)
        for row, cell in zip(cells.index, cells.tolist(), strict=True)
        if (trouble := troubles[cell])
    ]


def _is_doubtful(cells: pd.Series, column: Column) -> pd.Series:
    """Whether each text is empty where it may not be, or too long: all that a plain text can be wrong in."""
    lengths = cells.str.strip().str.len()
    longest = column.longest or float("inf")
    return (lengths > longest) | (lengths == 0 if column.filled else False)


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
        return check_period(*column.allowed)
    if column.words:
        return check_spelling(column.words)
    plain = {"day": check_date, "number": check_number, "address": check_url}
    return plain.get(column.type, check_length(column.longest))


def _check_unique(file: str, table: pd.DataFrame, key: list[str]) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    table = table[table.duplicated(key, keep=False)]
    for row, values in zip(table.index, table[key].itertuples(index=False, name=None), strict=True):
        if not all(values):
            continue
        if values in first:
            trouble = f"stands already in row {first[values]}"
            remedy = "Give this row its own id, or delete it if it is a repetition"
            problems.append(Problem(file, int(row), key[0], " + ".join(values), trouble, remedy))
        first.setdefault(values, int(row))
    return problems


def check_repeated(file: str, table: pd.DataFrame) -> list[Problem]:
    """Problems for statements entered twice: same date, actor, source and text under two ids."""
    key = ["text", "date", "actor", "source"]
    if not set(key) <= set(table.columns):
        return []
    twice = table[table["text"].duplicated(keep=False) & (table["text"] != "")]
    seen = twice.duplicated(key)
    remedy = "Delete the repetition, so that the point is counted once"
    rows = [int(row) for row in seen.index[seen]]
    return [Problem(file, row, "text", table.at[row, "text"], "repeats an earlier row", remedy) for row in rows]


def check_adjudicated(codings: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> list[Problem]:
    """Problems for adjudicated codings that differ from the code in statements.csv."""
    needed = {"statement", *codebook.topic_ids}
    if not (needed | {"coder"} <= set(codings.columns) and needed <= set(statements.columns)):
        return []
    ours = codings[codings["coder"] == ADJUDICATED]
    theirs = statements[statements["statement"].isin(ours["statement"].unique())].drop_duplicates("statement")
    ours = ours[ours["statement"].isin(theirs["statement"])]
    theirs = theirs.set_index("statement").reindex(ours["statement"])
    problems = []
    for topic in codebook.topic_ids:
        cells = (_read_codes(table[topic]) for table in (ours, theirs))
        for row, statement, own, final in zip(ours.index, ours["statement"], *cells, strict=True):
            if own != final:
                trouble = f"differs from the code in statements.csv ({final or 'empty'}) of {statement}"
                problems.append(
                    Problem("codings.csv", int(row), topic, own or "empty", trouble, "Make the two the same")
                )
    return problems


def _read_codes(cells: pd.Series) -> list[str]:
    return [plain_number(cell.strip()).removeprefix("+") for cell in cells]
