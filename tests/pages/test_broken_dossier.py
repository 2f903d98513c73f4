"""A dossier with faults: sentences with file, row, column, value and remedy on every page, never an exception."""

import csv
import os
import shutil

import pytest

from stance.dossier import loading
from stance.limits import NOTES_BYTES

from . import builders
from .conftest import PAGES, read_markdown


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
    assert "<img" not in view.html.replace('<img alt="" src="data:image/svg+xml;base64,', "")
    assert "<script" not in view.html
    assert "&lt;img src=x" in view.html


def test_a_folder_without_a_codebook_is_no_dossier(copy_in_data, open_page):
    shutil.copytree(copy_in_data, copy_in_data.parent / "notes")
    (copy_in_data.parent / "notes" / "codebook.toml").unlink()
    view = open_page()
    view.check_runs()
    assert not [box for box in view.app.selectbox if box.label == "Dossier"]


def _break_reference(folder) -> None:
    (folder / "reference.toml").write_text("[translated", encoding="utf-8")


def _break_codebook(folder) -> None:
    (folder / "codebook.toml").write_bytes('title = "Переговоры"'.encode("cp1251"))


def _break_cell(folder) -> None:
    _edit(folder / "statements.csv", _set(3, "date", "soon"))


@pytest.mark.parametrize("spoil", [_break_reference, _break_codebook, _break_cell])
def test_the_first_sound_dossier_is_shown_where_none_is_asked_for_and_the_broken_one_is_named(spoil, data, open_page):
    spoil(builders.make_smallest(data, slug="a-broken"))
    builders.make_smallest(data, slug="b-sound")
    view = open_page("statements")
    view.check_runs()
    assert view.shown > 0
    (warning,) = [
        one for one in view.warnings if one.startswith("The dossier 'a-broken' cannot be shown, 'b-sound' is: ")
    ]
    assert any(file in warning for file in ("reference.toml", "codebook.toml", "statements.csv, row 3, date: 'soon'"))
    box = view.app.selectbox(key="dossier")
    assert [one.endswith("b-sound)") or one == "Переговоры о реке / 川の交渉" for one in box.options] == [True, False]
    box.set_value("a-broken").run()
    assert len(view.app.exception) == 0
    assert "to fix" in view.errors[0]
    view.app.selectbox(key="dossier").set_value("b-sound").run()
    view.check_runs()


def test_a_dossier_that_may_not_be_read_or_meets_a_defect_takes_no_other_one_down(data, open_page, monkeypatch):
    builders.make_smallest(data, slug="a-locked")
    builders.make_smallest(data, slug="b-odd")
    builders.make_smallest(data, slug="c-sound")
    raised = {"a-locked": PermissionError(13, "Permission denied"), "b-odd": RecursionError()}

    def load(folder):
        if folder.name in raised:
            raise raised[folder.name]
        return loading.load_dossier(folder)

    monkeypatch.setattr("stance.ui.loaded.load_dossier", load)
    view = open_page("statements")
    view.check_runs()
    said = " ".join(view.warnings)
    assert "'a-locked' cannot be read (Permission denied)" in said
    assert "The dossier 'b-odd' cannot be shown, 'c-sound' is: RecursionError." in said
    assert "c-sound" in view.app.selectbox(key="dossier").value
    assert "Permission denied" in " ".join(open_page("overview", dossier="a-locked").errors)


def test_a_broken_dossier_is_not_read_again_on_every_run_and_is_after_a_change(data, open_page, monkeypatch):
    folder, calls = builders.make_smallest(data, slug="a-broken"), []
    _break_cell(folder)
    builders.make_smallest(data, slug="b-sound")
    monkeypatch.setattr("stance.ui.loaded.load_dossier", lambda one: calls.append(one) or loading.load_dossier(one))
    view = open_page("statements")
    view.app.run()
    assert len(calls) == 2
    os.utime(folder / "statements.csv", (1_000_000, 1_000_000))
    view.app.run()
    assert calls[2:] == [folder]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Как собирали".encode("cp1251"), "README.md: is not UTF-8 (byte 0). Save it again as UTF-8."),
        (b"x" * (NOTES_BYTES.most + 1), f"README.md: is larger than {NOTES_BYTES.amount}."),
        (None, "README.md: is a folder, not a file."),
    ],
)
def test_a_readme_that_cannot_be_read_is_said_and_the_rest_of_the_data_sheet_is_shown(
    content, sentence, data, open_page
):
    path = builders.make_full(data) / "README.md"
    path.unlink()
    path.mkdir() if content is None else path.write_bytes(content)
    view = open_page("method", method="Data sheet")
    view.check_runs()
    assert any(sentence in error for error in view.errors)
    assert len(view.app.dataframe) == 2
    open_page("method").check_runs()


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"resources": 5, "contributors": [5]}', b"[]", b"\xff"])
@pytest.mark.parametrize("page", ["agreement"])
def test_a_broken_data_package_is_said_and_the_page_does_without_it(content, page, data, open_page):
    (builders.make_full(data) / "datapackage.json").write_bytes(content)
    view = open_page(page)
    view.check_runs()
    assert any(warning.startswith("datapackage.json") for warning in view.warnings)
    view.app.session_state["share"] = True
    view.app.run()
    view.check_runs()


def test_addresses_that_do_not_parse_crash_neither_events_nor_cards(data, open_page):
    folder = builders.make_full(data)
    event = {
        "event": "e",
        "date": "2021-09-01",
        "title": "T",
        "sources": "http://[x ; https://[::1 ; газета-0 ; //[ ; http://a]b",
    }
    builders.write_rows(folder / "events.csv", [event])
    for around in ("What followed", "What was said"):
        view = open_page("events", around=around)
        view.check_runs()
    assert "http://[x" in read_markdown(view.html)
    assert 'href="http://[x' not in view.html
