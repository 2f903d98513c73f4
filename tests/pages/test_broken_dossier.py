"""A dossier with faults: sentences with file, row, column, value and remedy on every page, never an exception."""

import csv
import shutil

import pytest

from . import builders
from .conftest import PAGES


def _edit(path, change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    builders.write_rows(path, rows)


def _set(row: int, column: str, value: str):
    """Sets a cell by the row number that a spreadsheet shows."""
    return lambda rows: rows[row - 2].update({column: value})


@pytest.mark.parametrize("name", PAGES)
def test_a_bad_cell_is_named_with_file_row_and_column_on_every_page(name, copy_in_data, open_page):
    _edit(copy_in_data / "statements.csv", _set(3, "date", "22.01.2015"))
    view = open_page(name)
    assert len(view.app.exception) == 0
    (message,) = view.errors
    assert "1 problem to fix" in message
    assert "statements.csv, row 3, date: '22.01.2015' is not a date" in message
    assert "YYYY-MM-DD" in message


def test_all_faults_of_all_tables_are_listed_at_once(copy_in_data, open_page):
    _edit(copy_in_data / "statements.csv", _set(13, "sovereignty", "7"))
    _edit(copy_in_data / "statements.csv", _set(6, "actor", "vladimir-puttin"))
    _edit(copy_in_data / "sources.csv", _set(2, "url", "javascript:alert(1)"))
    view = open_page()
    assert len(view.app.exception) == 0
    (message,) = view.errors
    assert "3 problems to fix" in message
    assert "statements.csv, row 13, sovereignty: '7' is not a code of this topic" in message
    assert (
        "statements.csv, row 6, actor: 'vladimir-puttin' is not in actors.csv. Did you mean 'vladimir-putin'" in message
    )
    assert "sources.csv, row 2, url: 'javascript:alert(1)' is not a web address" in message


def test_a_missing_column_is_named(copy_in_data, open_page):
    def rename(rows):
        for row in rows:
            row["txt"] = row.pop("text")

    _edit(copy_in_data / "statements.csv", rename)
    view = open_page()
    assert len(view.app.exception) == 0
    assert any("statements.csv, row 1, text: is missing" in error for error in view.errors)
    assert any("'txt'" in error for error in view.errors)


def test_a_missing_table_of_statements_is_named(copy_in_data, open_page):
    (copy_in_data / "statements.csv").unlink()
    view = open_page()
    assert len(view.app.exception) == 0
    assert any("statements.csv: is missing" in error for error in view.errors)


def test_another_encoding_is_named(copy_in_data, open_page):
    text = (copy_in_data / "statements.csv").read_text(encoding="utf-8").replace("Kishida", "Кисида", 1)
    (copy_in_data / "statements.csv").write_bytes(text.encode("cp1251", errors="replace"))
    view = open_page()
    assert len(view.app.exception) == 0
    assert any("cp1251" in error and "Save it again as CSV UTF-8" in error for error in view.errors)


def test_a_codebook_that_is_not_toml_is_named(copy_in_data, open_page):
    (copy_in_data / "codebook.toml").write_text("title = Talks", encoding="utf-8")
    view = open_page()
    assert len(view.app.exception) == 0
    assert any("codebook.toml" in error and "is not TOML" in error for error in view.errors)


def test_an_empty_data_folder_says_what_to_put_there(data, open_page):
    view = open_page()
    assert len(view.app.exception) == 0
    (message,) = view.errors
    assert "codebook.toml and statements.csv" in message


def test_a_mended_dossier_is_read_again_without_a_restart(copy_in_data, open_page):
    whole = (copy_in_data / "statements.csv").read_bytes()
    _edit(copy_in_data / "statements.csv", _set(3, "date", "soon"))
    view = open_page()
    assert len(view.errors) == 1
    (copy_in_data / "statements.csv").write_bytes(whole)
    view.app.run()
    assert len(view.errors) == 0
    view.check_runs()


def test_a_broken_dossier_leaves_the_others_usable(copy_in_data, open_page):
    builders.make_smallest(copy_in_data.parent, slug="river")
    _edit(copy_in_data / "statements.csv", _set(3, "date", "soon"))
    assert len(open_page("overview", dossier="japan-russia").errors) == 1
    view = open_page("overview", dossier="river")
    view.check_runs()
    assert len(view.errors) == 0


def test_markup_in_a_dossier_is_shown_as_text(data, open_page):
    folder = builders.make_smallest(data)
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    _edit(folder / "statements.csv", lambda rows: [row.update(text=f"{attack} {row['statement']}") for row in rows])
    view = open_page()
    view.check_runs()
    assert view.cards
    assert "<img" not in view.html
    assert "<script" not in view.html
    assert "&lt;img src=x" in view.html


def test_a_folder_without_a_codebook_is_no_dossier(copy_in_data, open_page):
    shutil.copytree(copy_in_data, copy_in_data.parent / "notes")
    (copy_in_data.parent / "notes" / "codebook.toml").unlink()
    view = open_page()
    view.check_runs()
    assert not [box for box in view.app.selectbox if box.label == "Dossier"]
