"""Names that would go unread or be taken for another: files, columns, and names that stand in many rows.

Belongs here: what is written nearly as something that the program knows, or as another cell. Not here: what a cell may
hold (`cells`), how names are compared (`stance.names`).
"""

from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from stance.dossier.columns import TABLES, Table
from stance.errors import Problem
from stance.names import find_alike, find_near, fold_name, list_lookalikes

CSV, PARQUET = ".csv", ".parquet"
NOTES = ("codebook.toml", "reference.toml", "README.md", "datapackage.json")
FILES = (*NOTES, *(f"{name}{ending}" for ending in (CSV, PARQUET) for name in TABLES))
OTHER_ENDINGS = (".csv.gz", ".csv.txt", ".xlsx", ".xls", ".ods", ".tsv", ".txt", ".json")


def check_files(folder: Path) -> list[Problem]:
    """A problem for every file in the folder that nothing reads although it is named nearly as one that is read."""
    there = sorted(path.name for path in folder.iterdir())
    return [problem for name in there if (problem := _check_file(name, there))]


def is_parquet(path: Path) -> bool:
    """Whether a file's name says that it is Parquet."""
    return path.suffix.lower() == ".parquet"


def find_table(folder: Path, name: str) -> Path:
    """The file of a table of a dossier, there or not: Parquet where there is one and no CSV."""
    csv, parquet = folder / f"{name}{CSV}", folder / f"{name}{PARQUET}"
    return parquet if is_there(parquet) and not is_there(csv) else csv


def is_there(path: Path) -> bool:
    """Whether something of that name stands there, be it a file or not."""
    return path.exists() or path.is_symlink()


def _check_file(name: str, there: Collection[str]) -> Problem | None:
    if name in FILES:
        twin = name.removesuffix(PARQUET) + CSV
        twice = name.endswith(PARQUET) and twin in there
        return Problem(name, None, "", "", f"stands beside {twin}", "Delete one of the two") if twice else None
    absent = [one for one in FILES if one not in there]
    stem = next((name[: -len(end)] for end in OTHER_ENDINGS if name.lower().endswith(end)), "")
    alike, near = find_alike(name, FILES), find_near(name, absent)
    saved = next((one for one in absent if stem and fold_name(one) == fold_name(f"{stem}.csv")), None)
    if saved and not alike:
        return Problem(name, None, "", "", f"is not read: the program reads {saved}", f"Save it as {saved}")
    if meant := alike or near:
        trouble = f"is not read: its name is not quite '{meant}'"
        return Problem(name, None, "", "", trouble, f"Rename it to {meant}, or take it out of the folder")
    return None


def check_columns(file: str, rows: pd.DataFrame, table: Table) -> list[Problem]:
    """A problem for every required column that is missing, and for every unknown one that is nearly a known one."""
    there = list(rows.columns)
    spare = [name for name in there if name not in table.names]
    missing = [column for column in table.columns if column.required and column.name not in there]
    meant = {column.name: find_near(column.name, spare) for column in missing}
    problems = [
        Problem(file, 1, one.name, "", "is missing", _say_remedy(meant[one.name], one.filled)) for one in missing
    ]
    others = [name for name in spare if name not in meant.values()]
    return problems + [problem for name in others if (problem := _check_column(file, name, there, table.names))]


def _say_remedy(near: str | None, filled: bool) -> str:
    if near:
        return f"Rename the column '{near}', or add one of this name"
    return "Add the column, and fill every cell of it" if filled else "Add the column; its cells may be empty"


def _check_column(file: str, name: str, there: Collection[str], known: Collection[str]) -> Problem | None:
    """A column that looks like a known one, or is a slip away from one that is not there, would be left unread."""
    meant = find_alike(name, known) or find_near(name, [one for one in known if one not in there])
    if not meant:
        return None
    trouble = f"is not read: its name is not quite '{meant}'"
    return Problem(file, 1, name, "", trouble, f"Rename it to {meant}, or to something less like it")


def list_unread(rows: pd.DataFrame, table: Table) -> list[str]:
    """The columns of a file that nothing reads."""
    return [name for name in rows if name not in table.names]


def check_spellings(file: str, cells: pd.Series) -> list[Problem]:
    """A problem for every cell that looks the same as a more frequent one and is written in another way."""
    other = list_lookalikes(_list_frequent(cells))
    rows = cells[cells.isin(other)]
    remedy = "Write one of them everywhere, or make the two differ in more than case, width, blanks or unseen signs"
    return [
        Problem(file, int(row), str(cells.name), cell, f"looks the same as '{other[cell]}'", remedy)
        for row, cell in rows.items()
    ]


def _list_frequent(cells: pd.Series) -> Iterable[str]:
    """The distinct cells, the most frequent one first, in order of appearance where two are as frequent."""
    counts = cells[cells != ""].value_counts(sort=False)
    return counts.sort_values(ascending=False, kind="stable").index
