"""A marked copy says in each faulty cell what is wrong, keeps its rows, runs nothing, and can be mended and given again."""

import io
from dataclasses import replace

import openpyxl
import pytest

from stance.bringing.marking import FILL, mark_copy, mark_csv
from stance.bringing.reading import read_sheet
from stance.errors import DataError, Problem
from stance.limits import MARKED_CELLS, PROBLEMS_MARKED

TABLE = b'Things that were said\n\nWhen,Quote,Fund\n2020-01-02,"=HYPERLINK(""http://x"")",1\n\nnever,+cmd|x,7\n'
PROBLEMS = [
    Problem("a.csv", None, "Actor", "", "has no column", "Choose one"),
    Problem("a.csv", 6, "When", "never", "is not a date", "Mend the date"),
    Problem("a.csv", 6, "Fund", "7", "is not a code", "Use 1"),
    Problem("a.csv", 6, "Fund", "7", "is odd too", "Look at it"),
]


@pytest.fixture(scope="module")
def sheet():
    return read_sheet(TABLE, "a.csv")


def open_book(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_faulty_cells_are_coloured_and_say_what_to_do(sheet):
    page = open_book(mark_copy(sheet, PROBLEMS)).worksheets[0]
    coloured = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == f"00{FILL}"}
    assert coloured == {"A1", "B6", "D6"}
    assert page["B6"].comment.text == "is not a date. Mend the date."
    assert page["D6"].comment.text == "is not a code. Use 1.\nis odd too. Look at it."
    assert (
        page["A6"].value
        == "When: is not a date. Mend the date.\nFund: is not a code. Use 1.\nFund: is odd too. Look at it."
    )
    assert page["A1"].comment.text == "has no column. Choose one."


def test_rows_stand_where_they_stood_and_the_copy_is_read_like_the_table(sheet):
    again = read_sheet(mark_copy(sheet, PROBLEMS), "marked.xlsx")
    assert again.rows.index.tolist() == sheet.rows.index.tolist() == [4, 6]
    assert list(again.rows) == ["faults", "When", "Quote", "Fund"]
    assert again.rows["When"].tolist() == sheet.rows["When"].tolist()
    twice = read_sheet(mark_copy(again, []), "marked.xlsx")
    assert list(twice.rows) == ["faults", "When", "Quote", "Fund"]


def test_nothing_in_a_copy_runs(sheet):
    page = open_book(mark_copy(sheet, PROBLEMS)).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert page["C4"].value == '\'=HYPERLINK("http://x")'
    text = mark_csv(sheet, PROBLEMS).decode()
    assert "'+cmd|x" in text
    assert text.startswith("faults,When,Quote,Fund\r\n,2020-01-02,")


def test_all_problems_stand_on_a_sheet_of_their_own(sheet):
    page = open_book(mark_copy(sheet, PROBLEMS)).worksheets[1]
    rows = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    assert rows[0] == ["row", "column", "value", "trouble", "remedy"]
    assert rows[2] == ["6", "When", "never", "is not a date", "Mend the date"]
    assert len(rows) == 5


def test_cells_that_a_workbook_cannot_hold_do_no_harm():
    odd = read_sheet("a,b\nx\x0by\ufffe,{}\n".format("z" * 40_000).encode(), "a.csv")
    page = open_book(mark_copy(odd, [Problem("a.csv", 2, "a", "x", "is \x1b odd", "Mend it")])).worksheets[0]
    assert (page["B2"].value, len(page["C2"].value)) == ("xy", 32_000)
    assert page["B2"].comment.text == "is \\x1b odd. Mend it."


def test_only_the_first_faults_are_coloured_and_it_is_said(monkeypatch):
    monkeypatch.setattr("stance.bringing.marking.PROBLEMS_MARKED", replace(PROBLEMS_MARKED, most=3))
    many = read_sheet(b"a\n" + b"x\n" * 5, "a.csv")
    book = open_book(mark_copy(many, [Problem("a.csv", row, "a", "x", "is odd", "Mend it") for row in range(2, 7)]))
    said = "has more than 3 cells with a fault; the others stand in the column of faults"
    assert list(book.worksheets[1].iter_rows(values_only=True))[-1][3] == said
    assert [row[1].comment is not None for row in book.worksheets[0].iter_rows(min_row=2)] == [True] * 3 + [False] * 2
    assert book.worksheets[0]["A6"].value == "a: is odd. Mend it."
    assert PROBLEMS_MARKED.message.startswith("has more than 2000 cells with a fault")


def test_a_table_too_large_for_a_workbook_is_marked_as_csv(sheet, monkeypatch):
    monkeypatch.setattr("stance.bringing.marking.MARKED_CELLS", replace(MARKED_CELLS, most=5))
    with pytest.raises(DataError, match="a.csv: is larger than 5 cells. Take the marked copy as CSV"):
        mark_copy(sheet, [])
    assert mark_csv(sheet, []).count(b"\r\n") == 3
    assert MARKED_CELLS.message.startswith("is larger than 300,000 cells")
