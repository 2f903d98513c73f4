"""The Words page: the terms that set the sides apart, one term by year, and its statements."""

import pytest

from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection, select_statements
from stance.estimates.terms import compare_sides, count_by_side, find_terms, match_words

from . import builders
from .conftest import list_numbers, read_markdown


@pytest.fixture(scope="module")
def spoken(dossier, scores):
    """The statements of both poled sides that speak to the first topic."""
    scored = score_statements(dossier, scores)
    own = scored.loc[scored["topic"] == dossier.codebook.topic_ids[0], "statement"]
    chosen = select_statements(dossier, default_selection(dossier.codebook))
    return chosen[chosen["statement"].isin(own)]


def _find(dossier, spoken):
    return find_terms(spoken, [*dossier.actors["name"], *(side.title for side in dossier.codebook.sides)])


def test_the_title_the_picture_and_the_table_say_the_same(open_page, dossier, spoken):
    view = open_page("words")
    view.check_runs()
    title = read_markdown(view.title)
    assert title.startswith("On sovereignty, “")
    expected = compare_sides(spoken, _find(dossier, spoken), "russia", "japan")
    shown = view.frame("term", "log_odds")
    assert shown["term"].tolist() == expected["term"].tolist()
    assert shown["z"].tolist() == pytest.approx(expected["z"].tolist())
    _, minus, plus = view.charts["terms"]["data"]
    drawn = expected.set_index("term").loc[[term for (term,) in minus["customdata"]]]
    assert list_numbers(minus["x"]) == pytest.approx(drawn["share_minus"].tolist())
    assert list_numbers(plus["x"]) == pytest.approx(drawn["share_plus"].tolist())
    for sign, part in ((1, title.split(";")[1]), (-1, title.split(";")[0])):
        assert all(drawn.loc[term, "z"] * sign > 0 for term in part.split("“")[1:] for term in [term.split("”")[0]])
    (chart,) = [chart for chart in view.app.get("plotly_chart") if chart.key == "terms"]
    assert chart.proto.alt == f"{title}."


def test_the_page_says_whose_words_these_are_and_what_chance_would_give(open_page, spoken, dossier):
    texts = open_page("words").texts
    assert "so these are the curator’s words" in texts
    assert "what they talk about, not where they stand" in texts
    assert f"{_find(dossier, spoken)['term'].nunique()} terms compared" in texts
    assert "would by chance alone" in texts


def test_a_term_of_the_link_shows_its_sources_and_exactly_its_statements(open_page, dossier, spoken):
    view = open_page("words", term="1956")
    view.check_runs()
    held = _find(dossier, spoken)
    own = held[held["term"] == "1956"]
    assert sorted(view.frame("statement", "key_phrase")["statement"]) == sorted(own["statement"])
    counts = count_by_side(spoken, own).set_index("side")
    said = ", ".join(
        f"{counts.at[s, 'sources_with']} of {counts.at[s, 'sources']} sources of {dossier.codebook.side(s).title}"
        for s in ("russia", "japan")
    )
    assert f"“1956”: {said}; most in " in view.texts
    assert len(view.charts["term_years"]["data"]) == 2


def test_a_chosen_row_opens_the_statement_in_full(open_page):
    view = open_page("words", term="1956")
    row = view.frame("statement", "key_phrase").iloc[2]
    view.choose_row("term_statements", 2)
    view.check_runs()
    assert row["statement"] in view.html


def test_another_topic_and_the_shared_filters_change_the_terms(open_page):
    first = open_page("words").frame("term", "log_odds")
    other = open_page("words", one_topic="Security")
    other.check_runs()
    assert len(other.frame("term", "log_odds")) != len(first)
    fewer = open_page("words", dates=["Jan 2018", "Dec 2019"])
    fewer.check_runs()
    assert len(fewer.frame("term", "log_odds")) < len(first)
    assert {int(date[:4]) for date in fewer.frame("statement", "key_phrase")["date"]} <= {2018, 2019}


def test_one_side_alone_has_years_and_statements_but_no_comparison(open_page):
    view = open_page("words", side="Japan")
    view.check_runs()
    assert "switch both on" in " ".join(view.messages)
    assert set(view.charts) == {"term_years"}
    assert set(view.frame("statement", "key_phrase")["side"]) == {"Japan"}
    assert "stands in most sources" in read_markdown(view.title)


def test_too_few_statements_say_what_to_do(open_page):
    view = open_page("words", dates=["Jan 2015", "Jan 2015"])
    view.check_runs()
    assert "Choose another topic" in " ".join(view.messages)
    assert "terms" not in view.charts
    assert read_markdown(view.title) == "Too few statements on sovereignty to compare words"


@pytest.mark.parametrize("sides", [True, False])
def test_the_words_of_another_dossier_work(sides, data, open_page):
    builders.make_smallest(data, sides=sides)
    view = open_page("words")
    view.check_runs()
    assert ("terms" in view.charts) is sides
    assert "term_years" in view.charts


def test_phrases_of_the_dossier_stand_first_and_show_their_statements(open_page, dossier, spoken):
    view = open_page("words")
    view.check_runs()
    options = view.app.selectbox(key="term").options
    first = dossier.reference.phrase[0]
    assert options[0] == first.title
    expected = spoken.loc[match_words(spoken, first.words), "statement"]
    assert len(expected) > 10
    assert sorted(view.frame("statement", "key_phrase")["statement"]) == sorted(expected)
