"""Tables as a workbook: every cell is text, and none of them runs.

Belongs here: cells, colours, comments, lists to choose from. Not here: what they say (`marking`, `templates`).
A text that a spreadsheet would run as a formula gets a leading ' as in every table that the program writes, and is stored as text besides.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from stance.dossier.tables import is_run
from stance.errors import make_visible

LONGEST_CELL = 32_000
UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDTH, WIDE, WIDE_FROM = 16, 60, 40
AUTHOR = "stance"
LONG = Alignment(vertical="top", wrap_text=True)
HEADER, HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="E8E8E8")


def make_book() -> Any:
    """A workbook that is written row by row."""
    return Workbook(write_only=True)


def add_sheet(book: Any, title: str, widths: Iterable[int]) -> Any:
    """A sheet with columns of these widths, whose first row stays in sight."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[_letter(place)].width = width
    return sheet


def make_cell(sheet: Any, text: str, *, fill: str = "", comment: str = "", bold: bool = False) -> Any:
    """A cell of text, guarded; `fill` is a colour as RRGGBB. An empty one without colour is None, which takes no place."""
    if not text and not fill and not comment:
        return None
    cell = WriteOnlyCell(sheet, value=write_text(text))
    cell.data_type = "s"
    if fill or bold or len(text) > WIDE_FROM:
        _dress(cell, fill, bold)
    if comment:
        cell.comment = Comment(make_visible(comment), AUTHOR, height=120, width=320)
    return cell


def _dress(cell: Any, fill: str, bold: bool) -> None:
    cell.alignment = LONG
    if bold:
        cell.font, cell.fill = HEADER, HEAD_FILL
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def write_text(text: str) -> str:
    """A text as a cell can hold it: guarded, without signs that a workbook cannot hold, not longer than a cell may be."""
    plain = UNWRITTEN.sub("", text)[:LONGEST_CELL]
    return f"'{plain}" if is_run(plain) else plain


def save_book(book: Any) -> bytes:
    """The bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def guess_widths(headers: Sequence[str], cells: Mapping[str, Iterable[str]]) -> list[int]:
    """How wide each column is shown: wider where a cell is long."""
    return [WIDE if any(len(cell) > WIDE_FROM for cell in cells.get(header, ())) else WIDTH for header in headers]


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
