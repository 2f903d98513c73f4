"""The Words page: its pickers and links choose topic and term, tables open, and it says what is missing.

What is said and drawn is tested with the exhibits.
"""

import pytest

from stance.exhibits.exhibit import Exhibit, Place
from stance.ui.pages.words import _take_term
from stance.wording.terms import NO_TERMS, ONE_SIDE, READING
from stance.wording.verdicts import Verdict

from . import builders
from .conftest import read_markdown


def test_a_term_of_the_link_has_its_years_and_statements_under_the_finding_of_the_page(open_page):
    view = open_page("words", term="1956")
    view.check_runs()
    assert read_markdown(view.title).startswith("On sovereignty, “")
    assert list(view.charts) == ["terms", "term_years"]
    alts = {chart.key: chart.proto.alt for chart in view.app.get("plotly_chart")}
    assert alts["terms"].startswith(f"{read_markdown(view.title)}. ")
    assert alts["term_years"].startswith("“1956”: ")
    assert alts["term_years"].split(" Sources with")[0] in view.texts
    assert READING in view.texts and "would by chance alone" in view.texts
    rows = view.frame("statement", "key_phrase")
    assert f"{len(rows)} statements with “1956” that speak to sovereignty." in view.texts


def test_a_chosen_row_opens_the_statement_in_full(open_page):
    view = open_page("words", term="1956")
    row = view.frame("statement", "key_phrase").iloc[2]
    view.choose_row("term_statements", 2)
    view.check_runs()
    assert row["statement"] in view.html


def test_the_table_of_all_terms_opens_with_its_download(open_page):
    view = open_page("words")
    (box,) = [read_markdown(one.label) for one in view.app.expander if "compared" in one.label]
    view.app.session_state["words_open"] = True
    view.app.run()
    view.check_runs()
    shown = view.frame("term", "log_odds")
    assert box == f"All {len(shown)} terms compared"
    assert f"Download {len(shown)} terms (CSV)" in [button.label for button in view.app.get("download_button")]


def test_phrases_of_the_dossier_stand_first(open_page, dossier):
    term = open_page("words").app.selectbox(key="term")
    assert term.options[0] == term.value == dossier.reference.phrase[0].title


def test_another_topic_and_the_shared_filters_are_taken_over_and_a_term_that_is_gone_is_said(open_page):
    view = open_page("words", one_topic="Security", dates=["Jan 2018", "Dec 2019"], term="no such term")
    view.check_runs()
    assert read_markdown(view.title).startswith("On security, ")
    assert "January 2018 to December 2019." in view.texts
    assert any("“no such term” is not among the choices here" in one for one in view.warnings)
    assert set(view.frame("statement", "key_phrase")["date"].dt.year) <= {2018, 2019}
    view.app.selectbox(key="one_topic").set_value("sovereignty").run()
    assert read_markdown(view.title).startswith("On sovereignty, ")


@pytest.mark.parametrize(("customdata", "taken"), [(["dam"], "dam"), (["water"], "fish"), (None, "fish")])
def test_a_click_on_a_term_takes_it_over_and_a_click_beside_one_does_nothing(customdata, taken, monkeypatch):
    place = Place(("dam",), "quota", "dam", "dam", "", (None, None))
    points = [{"customdata": customdata} if customdata else {}]
    state = {"terms": {"selection": {"points": points}}, "term": "fish"}
    monkeypatch.setattr("streamlit.session_state", state)
    _take_term(Exhibit("terms", Verdict.CLEAR, "Dams", places=(place,)))
    assert state["term"] == taken


def test_one_side_alone_has_years_and_statements_but_no_comparison(open_page):
    view = open_page("words", side="Japan")
    view.check_runs()
    assert ONE_SIDE in view.messages
    assert set(view.charts) == {"term_years"}
    assert set(view.frame("statement", "key_phrase")["side"]) == {"Japan"}


def test_too_few_statements_say_what_to_do(open_page):
    view = open_page("words", dates=["May 2017", "May 2017"], one_topic="Security")
    view.check_runs()
    assert NO_TERMS in view.messages
    assert "terms" not in view.charts


@pytest.mark.parametrize("sides", [True, False])
def test_the_words_of_another_dossier_work(sides, data, open_page):
    builders.make_smallest(data, sides=sides)
    view = open_page("words")
    view.check_runs()
    assert ("terms" in view.charts) is sides
    assert "term_years" in view.charts
