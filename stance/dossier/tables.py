"""Files to frames of text and back, CSV or Parquet: one reader and one writer for all.

Belongs here: what is true of any table. Not here: the form of a CSV (`csv_reading`), what the columns mean (`columns`).
Every cell is text and an empty cell is "", so that a place called NA or a note such as "null" survives.
The index is the row number that a spreadsheet shows; the header is row 1.
"""

import io
import re
from collections.abc import Collection
from dataclasses import astuple
from pathlib import Path

import pandas as pd

from stance.dossier.csv_reading import read_csv
from stance.dossier.spellings import is_parquet
from stance.errors import FIELDS, DataError, Problem, ProblemsError
from stance.files import describe_unread, find_trouble, write_whole
from stance.limits import FILE_BYTES, UNPACKED_BYTES, Limit

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
NUMBER = re.compile(r"[+\-−]?[0-9][0-9,.]*([eE][+\-]?[0-9]+)?%?")
BEGINS = re.compile(FORMULA)


def read_table(
    path: Path, wanted: Collection[str] | None = None, most: tuple[Limit, Limit] | None = None
) -> pd.DataFrame:
    """The rows of a CSV or Parquet file as text; raises DataError with every fault of the file's form.

    `wanted` as for `read_parquet`; `most` is how large a file may be, and a Parquet table once it is unpacked: by default as
    large as any table.
    """
    whole, unpacked = most or (FILE_BYTES, UNPACKED_BYTES)
    try:
        if trouble := find_trouble(path):
            raise DataError([trouble])
        if path.stat().st_size > whole.most:
            raise DataError([_problem(path, *whole.refuse())])
        if is_parquet(path):
            from stance.dossier.parquet import read_parquet  # 5 MB that a dossier of CSV does without

            return read_parquet(path, wanted, unpacked)
        with path.open("rb") as file:
            return read_csv(file, path.name)
    except OSError as error:
        raise DataError([describe_unread(path, error)]) from None


def parse_table(content: bytes, name: str, **limits: Limit) -> pd.DataFrame:
    """The rows of a CSV file given as bytes, with the limits of `read_csv`; raises DataError like `read_table`."""
    if len(content) > FILE_BYTES.most:
        raise DataError([_problem(Path(name), *FILE_BYTES.refuse())])
    return read_csv(io.BytesIO(content), name, **limits)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Writes a frame as CSV (as `to_csv_bytes`) or Parquet by the ending of `path`, whole or not at all; raises UsageError."""
    if is_parquet(path):
        write_whole(path, frame.to_parquet(None, index=False))
    else:
        write_whole(path, to_csv_bytes(frame))


def to_csv_bytes(frame: pd.DataFrame, *, guard: bool = True, ends: str = "\r\n") -> bytes:
    """The frame as CSV in UTF-8; with `guard`, texts that a spreadsheet would run as a formula get a leading '. `ends` ends each line.

    Numbers that are written as text are left as they are; names of columns are guarded too.
    """
    return (_guard_formulas(frame) if guard else frame).to_csv(index=False, lineterminator=ends).encode("utf-8")


def list_problems(error: ProblemsError) -> pd.DataFrame:
    """Every problem of an error as a row: file, row, column, value, trouble, remedy."""
    return pd.DataFrame([astuple(problem) for problem in error.problems], columns=list(FIELDS))


def _guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    kinds = (pd.api.types.is_numeric_dtype, pd.api.types.is_datetime64_any_dtype)
    texts = [name for name in frame.columns if not any(kind(frame[name]) for kind in kinds)]
    names = guard_texts(pd.Series(frame.columns.astype(str), index=frame.columns)).to_dict()
    return frame.assign(**{name: guard_texts(frame[name]) for name in texts}).rename(columns=names)


def guard_texts(cells: pd.Series) -> pd.Series:
    """The cells with a ' before each text that a spreadsheet would run; others, numbers written as text too, as they are."""
    runs = [isinstance(cell, str) and is_run(cell) for cell in cells]
    if not any(runs):
        return cells
    guarded = [f"'{cell}" if run else cell for cell, run in zip(cells, runs, strict=True)]
    return pd.Series(guarded, index=cells.index, name=cells.name, dtype=object)


def is_run(text: str) -> bool:
    """Whether a spreadsheet would run a text as a formula: it begins as one and is no number."""
    return bool(BEGINS.match(text) and not NUMBER.fullmatch(text))


def _problem(path: Path, trouble: str, remedy: str) -> Problem:
    return Problem(path.name, None, "", "", trouble, remedy)
