"""A spreadsheet that a reader brings, as rows of text: CSV, XLSX or Parquet, whatever its name says.

Belongs here: one door for all kinds, and the sheet behind it. Not here: each kind (`texts`, `workbooks`), what columns mean (`mapping`).
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from stance.bringing.recognising import CSV, PARQUET, recognise_table
from stance.bringing.texts import read_text
from stance.errors import DataError, Problem
from stance.limits import SHEET_BYTES, SHEET_CELLS, SHEET_ROWS

EPOCH = date(1899, 12, 30)
MAC_EPOCH = date(1904, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One table as a reader brought it.

    name: of the file. kind: csv, xlsx or parquet. rows: text under the reader's own headers, "" for an empty cell; the index is
    the row number that a spreadsheet shows. notes: what was read how. sheets: the names of the sheets of a workbook.
    epoch: the day that a workbook counts as 0.
    """

    name: str
    kind: str
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    epoch: date = EPOCH


def read_sheet(content: bytes, name: str, *, sheet: str = "") -> Sheet:
    """The table of a file; of a workbook the sheet of that name, else the first one that holds something.

    Raises DataError with every fault of the file's form.
    """
    if len(content) > SHEET_BYTES.most:
        raise DataError([Problem(name, None, "", "", *SHEET_BYTES.refuse())])
    found = _read(content, name, sheet)
    if found.rows.empty:
        raise DataError([Problem(name, None, "", "", "holds a header and no row", "Write at least one row under it")])
    if len(found.rows) > SHEET_ROWS.most:
        raise DataError([Problem(name, None, "", "", *SHEET_ROWS.refuse())])
    if found.rows.size > SHEET_CELLS.most:
        raise DataError([Problem(name, None, "", "", *SHEET_CELLS.refuse())])
    return replace(found, rows=found.rows.map(str.strip))


def _read(content: bytes, name: str, sheet: str) -> Sheet:
    kind = recognise_table(content, name)
    if kind == CSV:
        rows, notes = read_text(content, name)
        return Sheet(name, kind, rows, notes)
    if kind == PARQUET:
        return Sheet(name, kind, _read_parquet(content, name))
    from stance.bringing.workbooks import CALENDAR_WINDOWS_1900, read_workbook  # a library that other kinds do without

    book = read_workbook(content, name, sheet)
    return Sheet(
        name, kind, book.rows, book.notes, book.sheets, EPOCH if book.epoch == CALENDAR_WINDOWS_1900 else MAC_EPOCH
    )


def _read_parquet(content: bytes, name: str) -> pd.DataFrame:
    from stance.dossier.parquet import read_parquet

    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(content)
        try:
            return read_parquet(path)
        except DataError as error:
            raise DataError([replace(one, file=name) for one in error.problems]) from None
