"""What an archive holds beside what is made again of it: cells, bytes and checksums.

Belongs here: comparing, and what is said of each file. Not here: reading the archive and making things again (see
`rebuilding`). Of a file that was not looked at nothing is said but that.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pandas as pd

from stance.dossier.tables import to_csv_bytes
from stance.errors import DataError, Problem
from stance.limits import COLUMNS, LINE_CHARACTERS

AGAIN = "Export the view again"
NEAR = 1e-9
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?(e[+-]?[0-9]{1,3})?")
SUM = re.compile(r"([0-9a-f]{64})  (.+)")
LARGER, LARGER_BY = 2, 100_000
SUMS_BYTES = 1_000_000


@dataclass(frozen=True)
class Cells:
    """Two tables compared: rows, cells, how many of these differ, and what else does, "" for nothing.

    The names of the columns are counted among the cells where they differ."""

    rows: int
    cells: int
    different: int
    trouble: str = ""


def compare_table(made: pd.DataFrame, held: Path, name: str) -> Cells:
    """A table made again beside the one that the archive holds, by column and row.

    Two cells are the same if their texts are, or in a column of numbers if both are plainly written and less than `NEAR`
    apart. A held table that is far larger than the one made again is not read. Raises DataError where it is no CSV file.
    """
    content = to_csv_bytes(made)
    length = held.stat().st_size
    if length > LARGER * len(content) + LARGER_BY:
        return Cells(len(made), made.size, max(made.size, 1), f"{length:,} bytes where {len(content):,} are made again")
    known = held.read_bytes()
    if known == content:
        return Cells(len(made), made.size, 0)
    numbers = {column for column in made if pd.api.types.is_numeric_dtype(made[column])}
    return _compare_rows(read_rows(content, name), read_rows(known, name), numbers)


def _refuse(name: str, row: int | None, trouble: str) -> DataError:
    return DataError([Problem(name, row, "", "", trouble, AGAIN)])


def read_rows(content: bytes, name: str) -> Iterator[list[str]]:
    """The header of a CSV file and then each row, as wide as the header; raises DataError at the first fault.

    Nothing is mended or left out, as a table reader does for people: this is for files that the program wrote.
    """
    number, width = 0, None
    try:
        for number, row in enumerate(csv.reader(_read_lines(content, name), strict=True), 1):
            width = width or len(row)
            if len(row) != width:
                raise _refuse(name, number, f"has {len(row):,} cells where the header has {width:,}")
            if width > COLUMNS.most:
                raise _refuse(name, number, COLUMNS.refuse(width)[0])
            yield row
    except UnicodeDecodeError as error:
        raise _refuse(name, None, f"is not UTF-8 ({error.reason})") from None
    except csv.Error as error:
        raise _refuse(name, number + 1, f"is not CSV ({error})") from None
    if not number:
        raise _refuse(name, None, "is empty")


def _read_lines(content: bytes, name: str) -> Iterator[str]:
    for number, line in enumerate(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), 1):
        if len(line) > LINE_CHARACTERS.most:
            raise _refuse(name, number, LINE_CHARACTERS.refuse()[0])
        yield line


def _compare_rows(made: Iterator[list[str]], held: Iterator[list[str]], numbers: set[str]) -> Cells:
    names, others = next(made), next(held)
    columns = dict.fromkeys([*names, *others])
    common = [
        (names.index(one), others.index(one), one in numbers) for one in columns if one in names and one in others
    ]
    rows, different = 0, 0
    for left, right in zip_longest(made, held):
        rows += 1
        if left is None or right is None:
            different += len(columns)
        elif left != right or names != others:
            different += len(columns) - sum(_is_same(left[a], right[b], number) for a, b, number in common)
    heads = sum(a != b for a, b in zip_longest(names, others))
    named = max(len(names), len(others)) if heads else 0
    return Cells(rows, rows * len(columns) + named, different + heads, _describe_columns(names, others))


def _is_same(made: str, held: str, number: bool) -> bool:
    if made == held or not (number and NUMBER.fullmatch(made) and NUMBER.fullmatch(held)):
        return made == held
    return abs(float(made) - float(held)) <= NEAR


def _describe_columns(made: Sequence[str], held: Sequence[str]) -> str:
    """How the columns of the held table differ, "" where they do not."""
    if sorted(made) == sorted(held):
        return "" if made == held else "the columns stand in another order"
    without, beyond = [one for one in made if one not in held], [one for one in held if one not in made]
    twice = sorted({one for one in held if held.count(one) > 1})
    parts = {"is missing": without, "does not belong there": beyond, "stands there twice": twice}
    return "; ".join(f"the column '{one}' {trouble}" for trouble, names in parts.items() for one in names[:3])


def read_sums(path: Path) -> dict[str, str]:
    """The checksums of SHA256SUMS by file; empty where there is no such file."""
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        lines = file.read(SUMS_BYTES).decode(errors="replace").split("\n")
    return {found[2]: found[1] for found in map(SUM.fullmatch, lines) if found}


def find_difference(made: bytes, held: Path) -> str:
    """Where a held file first differs from what is made again, in words; "" where it does not."""
    with held.open("rb") as file:
        known = file.read(len(made) + 1)
    if known == made:
        return ""
    pairs = enumerate(zip_longest(made.split(b"\n"), known.split(b"\n")), 1)
    return f"differs in line {next(number for number, (a, b) in pairs if a != b):,}"
