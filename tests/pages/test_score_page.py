"""Many statements on the page: pasted lines and tables, each read once, refused as a whole with sentences, seen by no one else."""

import io
import time

import pandas as pd
import pytest

from stance.classifier import given as scoring
from stance.limits import (
    DEMO_SCORED_CHARACTERS,
    DEMO_SCORED_MB,
    DEMO_SCORED_ROWS,
    SCORED_CHARACTERS,
    SCORED_MB,
    SCORED_ROWS,
)
from stance.ui.parts.own import FORGOTTEN, LINES, OWN_MINUTES, SCORED_KEPT, SHEET_KEPT, USED

from .conftest import View

TREATY = "The treaty must be signed first, before any island is discussed."
WEATHER = "The weather in Tokyo was fine"
ISLANDS = "The islands must come back to Japan."
PASTED = f"{TREATY}\n\n{WEATHER}\n{ISLANDS}\n"
MANY = {"scoring": "Many"}


def paste(view: View, text: str, side: str = "") -> View:
    view.app.text_area(key=LINES).set_value(text)
    view.app.selectbox(key="lines_side").set_value(side)
    (button,) = view.app.button
    button.click().run()
    view.check_runs()
    return view


def upload(view: View, content: bytes, name: str = "mine.csv") -> View:
    if view.app.session_state["scored_from"] == "Pasted lines":
        view.app.button_group(key="scored_from").set_value("A table").run()
    view.app.get("file_uploader")[0].upload(name, content, "application/octet-stream").run()
    view.check_runs()
    return view


def read_rows(view: View) -> pd.DataFrame:
    return view.frame("row", "about").set_index("row")


@pytest.fixture
def scored(monkeypatch) -> list[int]:
    """How many rows were scored, once each time that rows are."""
    counts: list[int] = []
    score = scoring.score_rows
    monkeypatch.setattr(scoring, "score_rows", lambda table, *more: counts.append(len(table)) or score(table, *more))
    return counts


@pytest.fixture
def demo(monkeypatch) -> None:
    monkeypatch.setenv("STANCE_DEMO", "1")


def test_each_pasted_line_is_a_row_with_its_own_scores_and_errors(open_page, scored):
    view = paste(open_page("score", **MANY), PASTED, "japan")
    rows = read_rows(view)
    assert rows["text"].to_dict() == {1: TREATY, 3: WEATHER, 4: ISLANDS}
    assert rows["about"].to_dict()[3] == "not scored: unfamiliar"
    assert rows.loc[4, "sovereignty"] == "+1.9 ± 0.4" and rows.loc[3, "sovereignty"] == ""
    assert scored == [3]
    assert any("2 of 3 statements speak to a topic" in one.value for one in view.app.subheader)
    assert "1 is unfamiliar and not scored" in view.texts and "1.5%" in view.texts
    assert "with the side Sovereignty 0.45" in view.texts
    assert view.charts["counted_sovereignty"]["data"][0]["y"][-1] >= 1


def test_rows_are_scored_once_and_not_again_on_a_rerun_nor_for_another_look(open_page, scored):
    view = paste(open_page("score", **MANY), PASTED)
    view.app.run()
    view.app.session_state["scoring"] = "One statement"
    view.app.run()
    view.app.session_state["scoring"] = "Many"
    view.app.run()
    view.check_runs()
    assert len(read_rows(view)) == 3
    assert scored == [3]
    paste(view, f"{PASTED}{ISLANDS}")
    assert scored == [3, 4]


def test_what_one_visitor_gave_no_other_finds_and_no_shared_cache_holds(open_page, scored):
    paste(open_page("score", **MANY), PASTED)
    other = open_page("score", **MANY)
    assert "Paste statements, one a line, or give a table." in other.messages
    assert SCORED_KEPT not in other.app.session_state
    paste(other, PASTED)
    assert scored == [3, 3]


def test_a_text_of_several_lines_is_said_to_be_read_as_one_and_offered_as_many(open_page, scored):
    view = open_page("score").score(PASTED)
    assert "This text has 3 lines. Here it is read as one statement." in view.warnings
    assert scored == []
    view.app.button(key="offer_many").click().run()
    view.check_runs()
    assert view.app.session_state["scoring"] == "Many"
    assert list(read_rows(view)["text"]) == [TREATY, WEATHER, ISLANDS]


def test_one_line_is_not_offered_as_many(open_page):
    assert open_page("score").score(f"\n{TREATY}\n").warnings == []


def test_lines_that_are_too_long_for_one_statement_are_offered_as_many_all_the_same(open_page):
    view = open_page("score").score(f"{TREATY}\n" * 100)
    assert view.errors and view.app.button(key="offer_many")


TABLE = f"no,Quote,Speaker,Mood\r\na,{ISLANDS},Shinzo Abe,=1+1\r\nb,{WEATHER},No One,\r\nc,,Shinzo Abe,\r\n".encode()


def test_a_table_is_read_by_its_guessed_columns_and_the_download_keeps_its_own(open_page, monkeypatch):
    offered = {}
    monkeypatch.setattr(
        "stance.ui.pages.score.many.offer_csv", lambda label, table, key: offered.update({label: table})
    )
    view = upload(open_page("score", **MANY), TABLE)
    rows = read_rows(view)
    assert rows["text"].to_dict() == {2: ISLANDS, 3: WEATHER, 4: ""}
    assert rows.loc[2, "sovereignty"] == "+1.9 ± 0.4"
    assert rows["about"].to_dict()[4] == "no text"
    assert any("the side of 1 rows is not known" in warning for warning in view.warnings)
    (whole,) = offered.values()
    assert list(offered) == ["Download 3 statements with all columns (CSV)"]
    assert list(whole.shown)[:5] == ["no", "Quote", "Speaker", "Mood", "known"]
    assert whole.shown["Mood"].tolist()[0] == "=1+1"


def test_a_workbook_and_parquet_are_read_as_the_csv_is(open_page):
    frame = pd.DataFrame({"Quote": [ISLANDS, TREATY], "side": ["Japan", "russia"]})
    book, packed = io.BytesIO(), io.BytesIO()
    frame.to_excel(book, index=False)
    frame.to_parquet(packed, index=False)
    tables = {"a.csv": frame.to_csv(index=False).encode(), "a.xlsx": book.getvalue(), "a.parquet": packed.getvalue()}
    read = [read_rows(upload(open_page("score", **MANY), content, name)) for name, content in tables.items()]
    assert read[0]["about"].tolist() == ["", ""]
    assert all(one.equals(read[0]) for one in read)


def test_where_no_column_is_known_to_hold_statements_one_is_asked_for(open_page, scored):
    view = upload(open_page("score", **MANY), f"a,b\r\n1,{ISLANDS}\r\n".encode())
    assert scored == []
    (box,) = [one for one in view.app.selectbox if one.label == "Column of the statements"]
    assert box.value is None
    box.set_value("b").run()
    view.check_runs()
    assert list(read_rows(view)["text"]) == [ISLANDS]


def test_faults_of_a_table_are_sentences_and_the_page_goes_on(open_page, scored):
    view = open_page("score", **MANY)
    upload(view, b"text,known\r\nOne.,1\r\n", "mine.csv")
    assert "mine.csv, row 1, known: stands there already. Rename or delete the column." in " ".join(view.errors)
    upload(view, b"PK\x03\x04 no workbook", "mine.xlsx")
    assert len(view.errors) == 1 and "mine.xlsx" in view.errors[0]
    assert scored == []
    assert len(read_rows(upload(view, TABLE))) == 3


@pytest.mark.parametrize("place", ["own", "demo"])
def test_more_than_the_limits_is_refused_here_and_in_a_demo_before_anything_is_scored(
    place, open_page, scored, monkeypatch
):
    megabytes, rows, characters = SCORED_MB, SCORED_ROWS, SCORED_CHARACTERS
    if place == "demo":
        monkeypatch.setenv("STANCE_DEMO", "1")
        megabytes, rows, characters = DEMO_SCORED_MB, DEMO_SCORED_ROWS, DEMO_SCORED_CHARACTERS
    view = paste(open_page("score", **MANY), "x\n" * (rows.most + 1))
    assert f"pasted lines: has {rows.most + 1} rows; the limit is {rows.amount}" in view.errors[0]
    paste(view, "x" * (characters.most + 1))
    assert f"the limit is {characters.amount}" in view.errors[0]
    upload(view, b"text\r\n" + b"\r\n" * (megabytes.most * 512 * 1024))
    assert f"mine.csv: is larger than {megabytes.amount}." in view.errors[0]
    (box,) = view.app.get("file_uploader")
    assert box.proto.max_upload_size_mb == megabytes.most
    assert scored == []


@pytest.mark.usefixtures("demo")
def test_a_demo_forgets_pasted_lines_the_table_and_its_scores(open_page):

    view = paste(open_page("score", **MANY), PASTED)
    upload(view, TABLE)
    assert SHEET_KEPT in view.app.session_state and SCORED_KEPT in view.app.session_state
    view.app.session_state[USED] = time.monotonic() - (OWN_MINUTES.most + 1) * 60
    view.app.run()
    view.check_runs()
    assert FORGOTTEN in view.messages
    assert not [name for name in (SHEET_KEPT, SCORED_KEPT) if name in view.app.session_state]
    assert view.app.get("file_uploader")[0].value is None
    view.app.button_group(key="scored_from").set_value("Pasted lines").run()
    assert view.app.text_area(key=LINES).value == ""


def test_a_classifier_that_is_not_advised_is_warned_of_above_both_tabs(open_page, monkeypatch):
    monkeypatch.setattr("stance.ui.pages.score.page.fetch_advice", lambda dossier: "Use codes only.")
    for query in ({}, MANY):
        assert "Use codes only." in open_page("score", **query).warnings


def test_without_a_classifier_the_tab_says_which_command_makes_one(models, open_page):
    view = open_page("score", **MANY)
    view.check_runs()
    (message,) = view.errors
    assert message.startswith("There is no classifier for 'japan-russia'. Run: python -m stance train japan-russia")


def test_hostile_cells_and_names_are_shown_as_they_are(open_page):
    evil = "<script>alert(1)</script> ![x](http://a.b/c) the islands"
    frame = pd.DataFrame({"text": [evil], "<b>![x](http://a.b)": ["=cmd()"]})
    view = upload(open_page("score", **MANY), frame.to_csv(index=False).encode(), "../../<b>x.csv")
    assert list(read_rows(view)["text"]) == [evil]
    assert "<script" not in view.html and "![x](http://a.b" not in "".join(one.value for one in view.app.markdown)
