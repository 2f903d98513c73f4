"""A file becomes rows of text, or a sentence that says what is wrong with it, whatever it is and whatever it is called."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stance.bringing.reading import MAC_EPOCH, read_sheet
from stance.errors import DataError, StanceError
from stance.limits import SHEET_CELLS

from . import hostile

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)
DATES = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda day: day.replace(microsecond=0))


def refuse(content: bytes, name: str) -> str:
    with pytest.raises(DataError) as caught:
        read_sheet(content, name)
    return str(caught.value)


@pytest.mark.parametrize("what", hostile.REFUSED)
def test_what_cannot_be_read_gets_a_sentence_with_its_file(what):
    name, make, sentence = hostile.REFUSED[what]
    said = refuse(make(), name)
    assert sentence in said
    assert f"{name}: " in said or f"{name}, " in said


@pytest.mark.parametrize("what", hostile.READ)
def test_what_can_be_read_is_and_how_is_said(what):
    make, note, cell = hostile.READ[what]
    sheet = read_sheet(make(), "table")
    assert sheet.rows["Quote"].iloc[0] == cell
    assert note in " | ".join(sheet.notes) if note else sheet.notes == ()


def test_a_file_or_a_table_that_is_too_large_is_refused(monkeypatch):
    assert "a.csv: is larger than 30,000,000 bytes. Split the table" in refuse(bytes(30_000_001), "a.csv")
    for place in ("reading", "worksheets"):
        monkeypatch.setattr(f"stance.bringing.{place}.SHEET_CELLS", replace(SHEET_CELLS, most=5))
    sentence = "has more than 5 cells. Delete the columns that are not needed, or save the sheet as CSV UTF-8"
    assert sentence in refuse(b"a,b,c\n1,2,3\n4,5,6\n", "a.csv")
    assert sentence in refuse(hostile.make_plain_book(("a", "b", "c"), ("1", "2", "3")), "a.xlsx")
    assert SHEET_CELLS.amount == "1,000,000 cells"


def test_row_numbers_are_those_of_the_spreadsheet():
    content = b"A title\n\nWhen,Quote\n1,a\n\n2,b\n"
    assert read_sheet(content, "a.csv").rows.index.tolist() == [4, 6]
    rows = [hostile.write_row(3, ("When", "Quote")), hostile.write_row(9, ("1", "a"))]
    assert read_sheet(hostile.make_book(hostile.write_sheet(*rows)), "a.xlsx").rows.index.tolist() == [9]


def make_workbook(*sheets: tuple[str, list[list[object]]], **more: object) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    for name, value in more.items():
        setattr(book, name, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_first_sheet_with_something_is_read_unless_another_is_named():
    content = make_workbook(("Empty", []), ("One", [["a"], [1]]), ("Two", [["b"], [2]]))
    first, named = read_sheet(content, "a.xlsx"), read_sheet(content, "a.xlsx", sheet="Two")
    assert (list(first.rows), list(named.rows), first.sheets) == (["a"], ["b"], ("Empty", "One", "Two"))
    assert first.notes == ("Read the sheet 'One'",)
    with pytest.raises(DataError, match="'Tow' is no sheet of the workbook. Did you mean 'Two'"):
        read_sheet(content, "a.xlsx", sheet="Tow")


def test_a_hidden_sheet_is_not_offered_where_another_is_shown():
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(("Lists", [["x"], [1]]), ("Shown", [["a"], [1]]))))
    book["Lists"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    assert read_sheet(written.getvalue(), "a.xlsx").sheets == ("Shown",)


def test_numbers_days_and_truth_values_are_text():
    rows = [["a", "b", "c", "d", "e"], [1.0, 0.1, datetime(2019, 4, 3), datetime(2019, 4, 3, 14, 30), True]]
    rows.append([date(2020, 2, 29), -2, 1e20, "007", None])
    found = read_sheet(make_workbook(("S", rows)), "a.xlsx").rows
    assert found.to_numpy().tolist() == [
        ["1", "0.1", "2019-04-03", "2019-04-03 14:30:00", "TRUE"],
        ["2020-02-29", "-2", "100000000000000000000", "007", ""],
    ]


def test_a_workbook_that_counts_from_1904_says_so():
    content = make_workbook(("S", [["a"], [datetime(2019, 4, 3)]]), epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904)
    sheet = read_sheet(content, "a.xlsx")
    assert (sheet.epoch, sheet.rows.loc[2, "a"]) == (MAC_EPOCH, "2019-04-03")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(TEXTS | NUMBERS | DATES | st.booleans(), min_size=3, max_size=3), min_size=1, max_size=6))
@example([[-0.0, "x", "x"]])
def test_every_cell_is_read_as_another_reader_of_workbooks_reads_it(rows):
    content = make_workbook(("S", [["a", "b", "c"], *[["x" if cell == "" else cell for cell in row] for row in rows]]))
    page = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    theirs = [[write(cell.value) for cell in row] for row in page.iter_rows(min_row=2)]
    if not any(cell.startswith("=") for row in rows for cell in row if isinstance(cell, str)):
        ours = read_sheet(content, "a.xlsx").rows.to_numpy().tolist()
        assert ours == [row for row in theirs if any(row)]


def write(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).removesuffix(" 00:00:00").strip()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.parquet", "../a\0.csv"]))
def test_random_bytes_raise_nothing_but_sentences(content, name):
    for begin in (b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe"):
        attempt(begin + content, name)


PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"]  # fmt: skip
SCRAPS = [b"<row>", b"</row>", b'r="9"', b"<c>", b"&a;", b"\0", b'"', b"<", b't="s"', b'ref="A1:B2"', b"99999999999", b"-1", b"\xff"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_workbooks_that_are_broken_somewhere_raise_nothing_but_sentences(data):
    part = data.draw(st.sampled_from(PARTS))
    content = replace_part(SOUND, part, lambda old: break_part(old, data))
    attempt(content, "a.xlsx")
    place = data.draw(st.integers(0, len(SOUND) - 1))
    attempt(SOUND[:place] + data.draw(st.binary(max_size=4)) + SOUND[place + 2 :], "a.xlsx")


def break_part(old: bytes, data) -> bytes:
    first = data.draw(st.integers(0, len(old)))
    return old[:first] + data.draw(st.sampled_from(SCRAPS)) + old[first + data.draw(st.integers(0, 9)) :]


def replace_part(content: bytes, part: str, change) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return written.getvalue()


def attempt(content: bytes, name: str) -> None:
    try:
        sheet = read_sheet(content, name)
    except StanceError as error:
        assert str(error)
    else:
        assert all(isinstance(cell, str) for row in sheet.rows.to_numpy().tolist() for cell in row)


SOUND = make_workbook(
    ("S", [["When", "Who", "n"], [datetime(2019, 4, 3), "ann", 1.5], ["2020", "=1+1", True]]), ("T", [["x"]])
)
