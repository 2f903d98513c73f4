"""One sheet of a workbook: its cells as text, and what a table of text cannot keep of them.

Belongs here: cells, their types, formulas and merged areas. Not here: which sheet, shared texts and formats (`workbooks`).
A row is kept by its filled cells alone: neither a cell far to the right nor a row far below takes memory.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from openpyxl.utils.datetime import from_excel

from stance.bringing.xml_parts import PartError
from stance.limits import CELL_CHARACTERS, COLUMNS, SHEET_CELLS, SHEET_ROWS, Limit

LAST_ROW, FORMULA_SHOWN, MOST_MERGED = 1_048_576, 80, 10_000
MOST_TITLES = 100
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
WHOLE = re.compile(r"-?[0-9]{1,15}")
Place = tuple[int, int]


@dataclass(frozen=True)
class Formats:
    """What cells of a sheet refer to: shared texts, the numbers of the styles that are days, and the first day of the calendar."""

    texts: Sequence[str]
    days: frozenset[int]
    epoch: datetime


@dataclass
class Cells:
    """The filled cells of a sheet by row, then column (both from 1); formulas by place; those without a result; errors; merged areas."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    formulas: int = 0
    hidden: int = 0
    pending: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


class LimitError(Exception):
    """A sheet is over a limit; `found` as `Limit.refuse` takes it."""

    def __init__(self, limit: Limit, row: int | None = None, column: int = 0, found: int | None = None) -> None:
        super().__init__(limit.what)
        self.limit, self.row, self.column, self.found = limit, row, column, found


def number_column(letters: str) -> int:
    """The number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class SheetReader:
    """Takes the elements of a sheet's XML one by one; `cells` is what they hold.

    Raises PartError where they are not those of a sheet, LimitError where there are too many.
    """

    def __init__(self, formats: Formats) -> None:
        self.cells, self.formats = Cells(), formats
        self.row = self.column = self.count = self.size = 0
        self.kind, self.style, self.has_formula, self.inside, self.phonetic = "n", 0, False, "", 0
        self.parts: dict[str, list[str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._start_row(attributes)
        elif name in ("v", "t", "f"):
            self.inside, self.has_formula = name, self.has_formula or name == "f"
        elif name == "rPh":
            self.phonetic += 1
        elif name == "mergeCell" and len(self.cells.merged) < MOST_MERGED:
            self.cells.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "c":
            self._end_cell()
        elif name == "rPh":
            self.phonetic -= 1
        elif name in ("v", "t", "f"):
            self.inside = ""

    def text(self, text: str) -> None:
        """Text between tags."""
        if not self.inside or self.phonetic:
            return
        parts = self.parts.setdefault(self.inside, [])
        self.size += len(text)
        if self.size > CELL_CHARACTERS.most:
            raise LimitError(CELL_CHARACTERS, self.row or None, self.column)
        parts.append(text)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = _read_number(attributes.get("r", str(self.row + 1)))
        if not self.row < number <= LAST_ROW:
            raise PartError("lists its rows out of order" if number <= self.row else "holds more rows than a sheet has")
        self.row, self.column = number, 0
        self.cells.hidden += attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = number_column(reference[1]) if reference else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), _read_number(attributes.get("s", "0"))
        self.parts, self.size, self.has_formula, self.inside, self.phonetic = {}, 0, False, "", 0
        self.count += 1
        if self.count > SHEET_CELLS.most:
            raise LimitError(SHEET_CELLS)

    def _end_cell(self) -> None:
        value, place = "".join(self.parts.get("v", [])), (self.row, self.column)
        self.cells.formulas += self.has_formula
        if self.has_formula and not value and self.kind not in ("str", "inlineStr"):
            self.cells.pending[place] = ("=" + "".join(self.parts.get("f", [])))[:FORMULA_SHOWN]
        text = self._read_value(value)
        if self.kind == "e":
            self.cells.errors[place] = text
        if text.strip() or place in self.cells.pending:
            self._keep(text)

    def _keep(self, text: str) -> None:
        if self.column > COLUMNS.most:
            raise LimitError(COLUMNS, self.row, found=self.column)
        self.cells.rows.setdefault(self.row, {})[self.column] = text
        if len(self.cells.rows) > SHEET_ROWS.most + MOST_TITLES:
            raise LimitError(SHEET_ROWS)

    def _read_value(self, value: str) -> str:
        if self.kind == "inlineStr":
            return unescape("".join(self.parts.get("t", [])))
        if not value:
            return ""
        if self.kind == "s":
            return self._find_text(value)
        if self.kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if self.kind == "n" and self.style in self.formats.days:
            return self._write_day(value)
        if self.kind == "d":
            return value.removesuffix("Z").replace("T", " ").removesuffix(" 00:00:00")
        return write_number(value.strip()) if self.kind == "n" else unescape(value)

    def _find_text(self, value: str) -> str:
        place = _read_number(value)
        if place >= len(self.formats.texts):
            raise PartError("refers to a text that it does not hold")
        return self.formats.texts[place]

    def _write_day(self, value: str) -> str:
        try:
            moment = from_excel(float(value), self.formats.epoch)
        except (ValueError, OverflowError):
            return write_number(value.strip())
        return str(moment).split(".")[0].removesuffix(" 00:00:00")


def unescape(text: str) -> str:
    """A text of a workbook without its own escapes (_x000D_), with plain line breaks and without NUL."""
    if "_x" in text:
        text = ESCAPED.sub(lambda found: _decode(found[1]), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(digits: str) -> str:
    number = int(digits, 16)
    return "" if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)


def write_number(value: str) -> str:
    """A number of a workbook as text: whole ones without a point; what is none stays as it is."""
    if WHOLE.fullmatch(value):
        return str(int(value))  # −0 is 0
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    return str(int(number)) if number.is_integer() else repr(number)


def _read_number(value: str) -> int:
    if value.strip().isascii() and value.strip().isdigit() and len(value) < 12:
        return int(value)
    return _refuse_number(value)


def _refuse_number(value: str) -> NoReturn:
    raise PartError(f"holds '{value[:20]}' where a number of a row, style or text belongs")
