"""A copy of the reader's table in which every fault is marked: to be mended in a spreadsheet program and given again.

Belongs here: where a fault is shown. Not here: workbooks as such (`writing`), faults (`assembling`).
"""

from collections.abc import Iterable

import pandas as pd

from stance.bringing.reading import Sheet
from stance.bringing.writing import add_sheet, guess_widths, make_book, make_cell, save_book
from stance.dossier.csv_reading import name_column
from stance.dossier.tables import to_csv_bytes
from stance.errors import DataError, Problem
from stance.limits import MARKED_CELLS, PROBLEMS_MARKED

FAULTS, FILL = "faults", "F6D7A7"
MOST_BLANK = 1_000
LIST = ("row", "column", "value", "trouble", "remedy")


def mark_copy(sheet: Sheet, problems: Iterable[Problem]) -> bytes:
    """The table as a workbook: faulty cells coloured, with trouble and remedy as a comment, a first column that says all of a row,
    and a second sheet with the list of all problems.

    Rows stand where they stood, so that row numbers stay true; only the first `PROBLEMS_MARKED` have a colour and a comment.
    Raises DataError where the table is larger than `MARKED_CELLS`: then `mark_csv` is what there is.
    """
    if sheet.rows.size > MARKED_CELLS.most:
        raise DataError([Problem(sheet.name, None, "", "", *MARKED_CELLS.refuse())])
    found = list(problems)
    book, headers = make_book(), list(sheet.rows.columns)
    widths = guess_widths(headers, {header: sheet.rows[header].head(200) for header in headers})
    page = add_sheet(book, "Table", [50, *widths])
    _write_rows(page, sheet.rows, found)
    listed = add_sheet(book, "Problems", [8, 24, 30, 60, 60])
    listed.append([make_cell(listed, name, bold=True) for name in LIST])
    for one in found:
        cells = ("" if one.row is None else str(one.row), one.column, one.value, one.trouble, one.remedy)
        listed.append([make_cell(listed, text) for text in cells])
    if len(found) > PROBLEMS_MARKED.most:
        trouble, remedy = PROBLEMS_MARKED.refuse()
        listed.append([make_cell(listed, text) for text in ("", "", "", trouble, remedy)])
    return save_book(book)


def mark_csv(sheet: Sheet, problems: Iterable[Problem]) -> bytes:
    """The table as CSV with the first column that says what is wrong with each row; blank rows are left out."""
    said = _join_faults(problems)
    first = pd.Series([said.get(int(row), "") for row in sheet.rows.index], index=sheet.rows.index)
    rows = sheet.rows.drop(columns=[FAULTS], errors="ignore")
    rows.insert(0, FAULTS, first)
    return to_csv_bytes(rows)


def _write_rows(page: object, rows: pd.DataFrame, problems: list[Problem]) -> None:
    """Header and rows of the marked table, with blank rows where the reader's table has them."""
    headers = [header for header in rows.columns if header != FAULTS]
    said, marks = _join_faults(problems), _list_marks(problems, headers)
    blank: list[object] = []
    last = 1
    _append(page, [FAULTS, *headers], marks.get(1, {}), bold=True)
    for row, cells in zip(rows.index.tolist(), rows[headers].itertuples(index=False, name=None), strict=True):
        for _ in range(min(row - last - 1, MOST_BLANK)):
            page.append(blank)  # type: ignore[attr-defined]
        _append(page, [said.get(row, ""), *cells], marks.get(row, {}))
        last = row


def _append(page: object, cells: list[str], marks: dict[int, str], *, bold: bool = False) -> None:
    made = [
        make_cell(page, text, fill=FILL if place in marks else "", comment=marks.get(place, ""), bold=bold)
        for place, text in enumerate(cells)
    ]
    page.append(made)  # type: ignore[attr-defined]


def _join_faults(problems: Iterable[Problem]) -> dict[int, str]:
    """What is wrong with each row, in one text; what concerns the whole table stands at the header."""
    said: dict[int, list[str]] = {}
    for one in problems:
        where = f"{one.column}: " if one.column else ""
        said.setdefault(one.row or 1, []).append(f"{where}{one.trouble}. {one.remedy}.")
    return {row: "\n".join(lines) for row, lines in said.items()}


def _list_marks(problems: list[Problem], headers: list[str]) -> dict[int, dict[int, str]]:
    """The comment of each faulty cell by row, then by place in the marked table; a fault of no column marks the first cell."""
    marks: dict[int, dict[int, str]] = {}
    places = {name: place for place, name in enumerate(headers, 1)}
    places |= {f"column {name_column(place)}": place + 1 for place in range(len(headers)) if not headers[place]}
    for one in problems[: PROBLEMS_MARKED.most]:
        own = marks.setdefault(one.row or 1, {})
        place = places.get(one.column, 0)
        said = f"{one.trouble}. {one.remedy}."
        own[place] = f"{own[place]}\n{said}" if place in own else said
    return marks
