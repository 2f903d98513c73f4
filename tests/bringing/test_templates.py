"""A template fits its codebook and is read back; the worked example becomes a dossier without a question."""

import io

import makers
import openpyxl
import pytest

from stance.bringing.assembling import assemble
from stance.bringing.codebooks import read_codebook
from stance.bringing.mapping import guess_columns
from stance.bringing.placing import place_dossier
from stance.bringing.reading import read_sheet
from stance.bringing.templates import make_example, make_template
from stance.dossier.loading import load_dossier
from stance.errors import UsageError

TWO = makers.CODEBOOK + makers.TWO_SIDES
BOOK = read_codebook(TWO)


def bring(content: bytes, codebook: str = TWO):
    sheet = read_sheet(content, "a.xlsx")
    return assemble(sheet, guess_columns(sheet.rows.columns, read_codebook(codebook)), codebook)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_examples_of_a_template_are_left_out_and_are_sound_if_they_are_not_marked(kind):
    brought = bring(make_template(BOOK, kind))
    assert [one.reason for one in brought.mended] == ["the example rows of the template were left out"]
    assert [one.trouble for one in brought.problems] == ["holds no statement"]
    sheet = read_sheet(make_template(BOOK, kind), "a")
    rows = sheet.rows.assign(note="", statement=["1", "2", "3"])
    unmarked = assemble(type(sheet)("a", kind, rows), guess_columns(rows.columns, BOOK), TWO)
    assert (unmarked.problems, unmarked.statements) == ((), 3)


def test_a_workbook_offers_codes_sides_and_kinds_as_lists():
    page = openpyxl.load_workbook(io.BytesIO(make_template(BOOK, "xlsx"))).worksheets[0]
    letters = {cell.value: cell.column_letter for cell in page[1]}
    offered = {str(one.sqref).split("2:")[0]: one.formula1 for one in page.data_validations.dataValidation}
    assert offered == {
        letters["fund"]: '"-1,0,1"',
        letters["side"]: '"north,south"',
        letters["speech"]: '"direct,indirect,act"',
        letters["date_precision"]: '"day,month,year"',
    }
    assert "Every cell must be filled" in page[f"{letters['text']}1"].comment.text


def test_the_codebook_stands_on_the_second_sheet():
    pages = openpyxl.load_workbook(io.BytesIO(make_template(BOOK, "xlsx"))).worksheets
    rows = list(pages[1].iter_rows(values_only=True))
    assert [page.title for page in pages] == ["Statements", "Codebook"]
    assert ("topic", "fund", None, "fund: A new fund?") in rows
    assert ("code", "fund", "-1", "No") in rows


def test_a_topic_whose_list_would_be_too_long_has_none():
    sides = "".join(f'[[side]]\nid = "a-long-name-of-a-side-{number}"\n' for number in range(20))
    page = openpyxl.load_workbook(io.BytesIO(make_template(read_codebook(makers.CODEBOOK + sides), "xlsx"))).worksheets[
        0
    ]
    assert len(page.data_validations.dataValidation) == 3


def test_another_kind_of_template_is_refused():
    with pytest.raises(UsageError, match="no template of the kind 'ods'"):
        make_template(BOOK, "ods")


def test_the_worked_example_becomes_a_dossier_without_a_question(tmp_path):
    content, codebook = make_example()
    brought = bring(content, codebook)
    assert (brought.problems, brought.notes) == ((), ())
    dossier = load_dossier(place_dossier(brought.files, tmp_path, "example"))
    assert len(dossier.statements) == 40
    assert dossier.statements["coded"].mean() > 0.8
    assert dossier.sources["url"].ne("").any()
