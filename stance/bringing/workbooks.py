"""Workbooks (.xlsx) to rows of text: which sheet, its shared texts and formats, and every cell that a table cannot hold.

Belongs here: the parts of a workbook and how they hang together. Not here: cells (`worksheets`), the zip (`stance.dossier.unpacking`).
The parts are read as a stream under limits of their own: the libraries for workbooks build trees, of hostile files too, and walk
from one row to the next however far away that is.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from stance.bringing.titles import skip_titles
from stance.bringing.worksheets import AREA, Cells, Formats, LimitError, SheetReader, number_column, unescape
from stance.bringing.xml_parts import End, PartError, Start, walk_part
from stance.dossier.csv_reading import Row, collect_rows, name_column
from stance.dossier.unpacking import Bounds, list_members, open_zip
from stance.errors import DataError, Problem, suggest_value
from stance.formats import format_count
from stance.limits import CELL_CHARACTERS, WORKBOOK_BYTES, WORKBOOK_MEMBERS

REMEDY = "Open it in a spreadsheet program, save it again as .xlsx, and give that"
BOUNDS = Bounds(WORKBOOK_MEMBERS, WORKBOOK_BYTES, REMEDY)
BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
WITHOUT_RESULT = "is a formula whose result is not in the file"
CALCULATE = "Open the workbook in a spreadsheet program and save it, or paste the cells again as values"


@dataclass
class _Book:
    """What a workbook says of itself: its sheets by name with their parts, its calendar, and where texts and styles stand."""

    sheets: dict[str, str] = field(default_factory=dict)
    epoch: datetime = CALENDAR_WINDOWS_1900
    texts: str = ""
    styles: str = ""


@dataclass(frozen=True)
class SheetRead:
    """One sheet of a workbook: its rows as text with their numbers, what was read how, the names of all sheets, and its first day."""

    rows: pd.DataFrame
    notes: tuple[str, ...]
    sheets: tuple[str, ...]
    epoch: datetime


def read_workbook(content: bytes, name: str, sheet: str = "") -> SheetRead:
    """The rows of one sheet as text; without a name the first that is shown and holds something. Raises DataError with every fault."""
    try:
        with open_zip(io.BytesIO(content), name, BOUNDS) as archive:
            return _read(archive, name, sheet)
    except PartError as error:
        raise DataError([Problem(name, None, "", "", str(error), REMEDY)]) from None
    except LimitError as error:
        column = f"column {name_column(error.column - 1)}" if error.column else ""
        raise DataError([Problem(name, error.row, column, "", *error.limit.refuse(error.found))]) from None


def _read(archive: zipfile.ZipFile, name: str, sheet: str) -> SheetRead:
    book = _read_book(archive)
    if sheet and sheet not in book.sheets:
        trouble = "is no sheet of the workbook"
        raise DataError([Problem(name, None, "", sheet, trouble, suggest_value(sheet, book.sheets))])
    formats = Formats(_read_texts(archive, book.texts), _read_days(archive, book.styles), book.epoch)
    for title in [sheet] if sheet else book.sheets:
        cells = _read_cells(archive, book.sheets[title], formats)
        if cells.rows:
            rows, notes = _collect(cells, name)
            said = [f"Read the sheet '{title}'"] if len(book.sheets) > 1 else []
            return SheetRead(rows, (*said, *notes), tuple(book.sheets), book.epoch)
    raise DataError([Problem(name, None, "", sheet, "is empty", "Write a header and at least one row")])


def _walk(
    archive: zipfile.ZipFile, part: str, start: Start, end: End = lambda _: None, text: End = lambda _: None
) -> None:
    """Walks a part of the workbook; one that is not there is as an empty one."""
    members = {one.filename.lower(): one for one in list_members(archive)}
    member = members.get(part.lower())
    if member:
        with archive.open(member) as file:
            walk_part(file, start, end, text)


def _read_relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The kind and the part of every relation of a part, by its id."""
    folder, file = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rsplit("/", 1)[-1], target)

    _walk(archive, posixpath.join(folder, "_rels", f"{file}.rels"), start)
    return found


def _read_book(archive: zipfile.ZipFile) -> _Book:
    """The sheets that are shown, in order; all of them where none is."""
    kinds = dict(_read_relations(archive, "").values())
    part = kinds.get("officeDocument", "xl/workbook.xml")
    relations = _read_relations(archive, part)
    parts = dict(relations.values())
    book = _Book(texts=parts.get("sharedStrings", ""), styles=parts.get("styles", ""))
    hidden: dict[str, str] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            book.epoch = CALENDAR_MAC_1904
        if name == "sheet":
            own = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, target = relations.get(own, ("", ""))
            shown = book.sheets if attributes.get("state", "visible") == "visible" else hidden
            if kind == "worksheet":
                shown[attributes.get("name", "")] = target

    _walk(archive, part, start)
    book.sheets = book.sheets or hidden
    if not book.sheets:
        raise PartError("holds no sheet that can be read")
    return book


def _read_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The shared texts, without the readings that can stand in small signs above a word."""
    texts: list[str] = []
    parts: list[str] = []
    inside = phonetic = False
    size = 0

    def start(name: str, _: Mapping[str, str]) -> None:
        nonlocal inside, phonetic
        inside, phonetic = name == "t", phonetic or name == "rPh"

    def end(name: str) -> None:
        nonlocal inside, phonetic, size
        inside, phonetic = False, phonetic and name != "rPh"
        if name == "si":
            texts.append(unescape("".join(parts)))
            parts.clear()
            size = 0

    def text(text: str) -> None:
        nonlocal size
        if inside and not phonetic:
            size += len(text)
            if size > CELL_CHARACTERS.most:
                raise LimitError(CELL_CHARACTERS)
            parts.append(text)

    _walk(archive, part, start, end, text)
    return texts


def _read_days(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The numbers of the styles by which a cell shows a day."""
    own: dict[str, bool] = {}
    kinds: list[str] = []
    inside = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = bool(is_date_format(attributes.get("formatCode", "")[:200]))
        inside = name == "cellXfs" or (inside and name != "cellStyles")
        if inside and name == "xf":
            kinds.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    _walk(archive, part, start, end)
    built_in = {str(number) for number in BUILT_IN_DAYS}
    return frozenset(place for place, kind in enumerate(kinds) if own.get(kind, kind in built_in))


def _read_cells(archive: zipfile.ZipFile, part: str, formats: Formats) -> Cells:
    reader = SheetReader(formats)
    _walk(archive, part, reader.start, reader.end, reader.text)
    return reader.cells


def _collect(cells: Cells, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The cells as a frame, and what was read how; raises DataError with every fault of form."""
    width = max(max(row) for row in cells.rows.values())
    rows, titles = skip_titles(_list_rows(cells, width))
    first = next(rows)
    frame = collect_rows(_chain(first, rows), name)
    header = {place: one.strip() for place, one in enumerate(first[1], 1)}
    if problems := [*_check_cells(cells, header, first[0], name), *_check_merged(cells, header, first[0], name)]:
        raise DataError(sorted(problems, key=lambda one: one.row or 0))
    notes = list(titles)
    if cells.formulas:
        notes.append(f"Read the last results of {format_count(cells.formulas, 'formula')}")
    if cells.hidden:
        notes.append(f"Read {format_count(cells.hidden, 'hidden row')} like the others")
    return frame, tuple(notes)


def _list_rows(cells: Cells, width: int) -> Iterator[Row]:
    for number, row in cells.rows.items():
        yield number, [row.get(column, "") for column in range(1, width + 1)]


def _chain(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def _check_cells(cells: Cells, header: Mapping[int, str], above: int, name: str) -> list[Problem]:
    """A problem for every formula without a result and every error of a formula below the header."""
    faults = [(place, value, WITHOUT_RESULT, CALCULATE) for place, value in cells.pending.items()]
    faults += [
        (place, value, "is an error, not a value", "Mend the formula, or write the value")
        for place, value in cells.errors.items()
    ]
    return [
        Problem(name, row, _name(header, column), value, trouble, remedy)
        for (row, column), value, trouble, remedy in faults
        if row > above
    ]


def _check_merged(cells: Cells, header: Mapping[int, str], above: int, name: str) -> list[Problem]:
    """A problem for every merged area below the header that holds something."""
    problems = []
    for area in cells.merged:
        found = AREA.fullmatch(area)
        row, column = (int(found[2]), number_column(found[1])) if found else (0, 0)
        if row > above and column in cells.rows.get(row, {}):
            trouble = "is one merged cell, of which a table has the first place alone"
            remedy = "Take the merge apart and write the value into each row that it holds for"
            problems.append(Problem(name, row, _name(header, column), area, trouble, remedy))
    return problems


def _name(header: Mapping[int, str], column: int) -> str:
    return header.get(column) or f"column {name_column(column - 1)}"
