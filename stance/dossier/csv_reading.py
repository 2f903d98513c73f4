"""CSV to a frame of text, row by row, with every fault of the file's form.

Belongs here: quotes, delimiters, headers, ragged rows. Not here: what the columns mean (`columns`), encodings.
Rows are read one at a time and kept in blocks of columns: a file at the limit takes little more memory than its cells.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

import pandas as pd
import pyarrow as pa

from stance.dossier.encodings import check_encoding
from stance.errors import DataError, Problem
from stance.limits import CELL_CHARACTERS, CELLS, COLUMNS, LINE_CHARACTERS, LINES, PROBLEMS_KEPT, Limit

BLOCK = 10_000
SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
Row = tuple[int, list[str]]


def read_csv(file: BinaryIO, name: str, *, lines: Limit = LINES, rows: Limit | None = None) -> pd.DataFrame:
    """The rows of a CSV file as text, blank ones left out; the index is the row number that a spreadsheet shows.

    Columns without a name and without a cell are dropped. Of a file with more than `rows` one row more than that is read, the
    rest is not. Raises DataError with every fault of the file's form.
    """
    check_encoding(file, name, lines)
    return collect_rows(list_rows(file, name), name, most=rows)


def collect_rows(read: Iterator[Row], name: str, *, sign: str = ",", most: Limit | None = None) -> pd.DataFrame:
    """Rows of text, each with its number, as a frame; the first is the header. `sign` parts cells in the file.

    Raises DataError with every fault of their form, as `read_csv`.
    """
    first = next(read, None)
    if first is None:
        raise DataError([Problem(name, 1, "", "", "is empty", "Write a header and at least one row")])
    second = next(read, None)
    header = _read_header(first, second, name)
    kept = islice(chain([second] if second else [], read), most.most + 1 if most else None)
    return _collect(kept, header, name, sign)


def list_rows(file: BinaryIO, name: str, sign: str = ",") -> Iterator[Row]:
    """The rows that hold something, each with its number (the first row of the file is 1)."""
    csv.field_size_limit(CELL_CHARACTERS.most)  # of the whole process: others may have set another one
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    reader = csv.reader(_list_lines(text, name), strict=True, delimiter=sign)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if row and "".join(row).strip():
                yield number, row
    except csv.Error as error:
        raise DataError([_describe(error, number + 1, name)]) from None


def _list_lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    line = 0
    while part := text.readline(LINE_CHARACTERS.most + 1):
        line += 1
        if len(part) > LINE_CHARACTERS.most:
            raise DataError([Problem(name, line, "", part, *LINE_CHARACTERS.refuse())])
        yield part


def _describe(error: csv.Error, row: int, name: str) -> Problem:
    if "field limit" in str(error):
        return Problem(name, row, "", "", *CELL_CHARACTERS.refuse())
    if "unexpected end" in str(error):
        remedy = "Close it, or write a quotation mark inside a quoted cell twice"
        return Problem(name, row, "", "", "opens a quotation mark that is never closed", remedy)
    remedy = "Check the quotation marks; a quote inside a quoted cell is written twice"
    return Problem(name, row, "", "", f"is not CSV ({error})", remedy)


def _read_header(first: Row, second: Row | None, name: str) -> list[str]:
    """The names of the columns, "" for those without; raises DataError with every fault of them."""
    number, cells = first
    header = [cell.strip() for cell in cells]
    if problems := _check_header(number, header, second, name):
        raise DataError(problems)
    return header


def _check_header(number: int, header: list[str], second: Row | None, name: str) -> list[Problem]:
    if len(header) > COLUMNS.most:
        return [Problem(name, number, "", "", *COLUMNS.refuse(len(header)))]
    named = [one for one in header if one]
    if len(named) == 1 and second and _are_names(second[1]):
        remedy = f"Delete the rows above row {second[0]}" if second[0] > number else "Delete the row"
        return [Problem(name, number, "", named[0], "is a title above the header, not a header", remedy)]
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        return [Problem(name, number, "", header[0], "is one column", "Separate the columns with commas")]
    return [
        Problem(name, number, "", one, f"stands twice in the header ({_place(header, one)})", "Rename or delete one column")
        for one, count in Counter(named).items()
        if count > 1
    ]  # fmt: skip


def _are_names(cells: list[str]) -> bool:
    """Whether cells can be the names of two columns or more: words without blanks, not numbers, none twice."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    words = [cell for cell in filled if re.fullmatch(r"[^\W\d]\w{0,39}", cell)]
    return len(filled) > 1 and len(set(words)) == len(filled)


def _place(header: list[str], name: str) -> str:
    return "columns " + " and ".join(name_column(place) for place, one in enumerate(header) if one == name)


def name_column(place: int) -> str:
    """A column by its place, counted from 0, as a spreadsheet calls it: "A", "Z", "AA"."""
    above, own = divmod(place, 26)
    return (name_column(above - 1) if above else "") + chr(ord("A") + own)


def _collect(rows: Iterator[Row], header: list[str], name: str, sign: str) -> pd.DataFrame:
    problems: list[Problem] = []
    block: list[Row] = []
    blocks: list[pa.Table] = []
    for row in rows:
        if fault := _check_row(row, header, name, sign):
            problems.append(fault)
        else:
            block.append(row)
        if len(block) == BLOCK or len(problems) > PROBLEMS_KEPT.most:
            blocks, block = [*blocks, _pack(block, header)], []
            _check_size(blocks, problems, name)
    frame = _join([*blocks, _pack(block, header)], header)
    problems += _check_nameless(frame, header, name)
    if problems:
        raise DataError(problems)
    return frame[[one for one in frame if one in set(header) and one]]


def _check_row(row: Row, header: list[str], name: str, sign: str) -> Problem | None:
    """What is wrong with the width of a row; empty cells beyond the header are cut off."""
    number, cells = row
    width = len(header)
    if len(cells) > width and not "".join(cells[width:]).strip():
        del cells[width:]
    if len(cells) == width:
        return None
    remedy = f"Put cells with a {SIGNS[sign]} in double quotes and check for missing cells"
    return Problem(name, number, "", "", f"has {len(cells)} cells where the header has {width}", remedy)


def _check_size(blocks: list[pa.Table], problems: list[Problem], name: str) -> None:
    if len(problems) > PROBLEMS_KEPT.most:
        raise DataError([Problem(name, None, "", "", *PROBLEMS_KEPT.refuse()), *problems])
    if sum(block.num_rows * block.num_columns for block in blocks) > CELLS.most:
        raise DataError([Problem(name, None, "", "", *CELLS.refuse())])


def _pack(rows: list[Row], header: list[str]) -> pa.Table:
    """Rows as a table of texts, its columns called by their places, and their numbers."""
    columns = zip(*(cells for _, cells in rows), strict=True) if rows else [()] * len(header)
    texts = {str(place): pa.array(cells, pa.large_string()) for place, cells in enumerate(columns)}
    return pa.table(texts | {"row": pa.array([number for number, _ in rows], pa.int64())})


def _join(blocks: list[pa.Table], header: list[str]) -> pd.DataFrame:
    """The blocks as one frame; a column without a name is called by its place, "(column C)"."""
    frame = pa.concat_tables(blocks).to_pandas()
    names = [one or f"(column {name_column(place)})" for place, one in enumerate(header)]
    index = pd.Index(frame.pop("row").to_numpy(), name="row", dtype="int64")
    return frame.set_axis(names, axis=1).set_axis(index)


def _check_nameless(frame: pd.DataFrame, header: list[str], name: str) -> list[Problem]:
    """A problem for every column that has cells but no name."""
    problems = []
    for place, one in enumerate(header):
        filled = frame.iloc[:, place].str.strip() != "" if not one else None
        if filled is not None and filled.any():
            row, label = int(filled.idxmax()), f"column {name_column(place)}"
            value = str(frame.iloc[:, place][row])
            problems.append(Problem(name, row, label, value, "stands under no name", "Name the column in the header"))
    return problems
