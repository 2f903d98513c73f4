"""One term: its sentence, its picture, its table and its statements hold the same sources."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from makers import list_numbers

from stance.estimates.selection import select_statements
from stance.estimates.terms import count_by_side, count_by_year, find_terms, match_words
from stance.exhibits.term import make_term

TOPIC, TERM = "sovereignty", "1956"


@pytest.fixture(scope="module")
def spoken(dossier, scored, selection):
    own = scored.loc[scored["topic"] == TOPIC, "statement"]
    chosen = select_statements(dossier, selection)
    return chosen[chosen["statement"].isin(own)]


@pytest.fixture(scope="module")
def own(dossier, spoken):
    held = find_terms(spoken, [*dossier.actors["name"], *(side.title for side in dossier.codebook.sides)])
    return held[held["term"] == TERM]


@pytest.fixture(scope="module")
def shown(dossier, scored, selection):
    return make_term(dossier, scored, selection, topic=TOPIC, term=TERM)


def test_the_sentence_counts_the_sources_of_each_side_and_is_the_title(shown, dossier, spoken, own):
    counts = count_by_side(spoken, own).set_index("side")
    said = ", ".join(
        f"{counts.at[s, 'sources_with']} of {counts.at[s, 'sources']} sources of {dossier.codebook.side(s).title}"
        for s in ("russia", "japan")
    )
    assert shown.title.startswith(f"“1956”: {said}; most in ")
    assert shown.sentences == (f"{shown.title}.",)


def test_picture_and_table_are_the_same_years(shown, spoken, own):
    years = count_by_year(spoken, own)
    pd.testing.assert_frame_equal(shown.table.rows[list(years)], years)
    assert set(shown.table.rows["name"]) == {"Russia", "Japan"}
    for trace in shown.picture.to_dict()["data"]:
        rows = years[years["side"] == {"Russia": "russia", "Japan": "japan"}[trace["name"]]]
        assert list_numbers(trace["x"]) == rows["year"].tolist()
        assert list_numbers(trace["y"]) == pytest.approx(rows["share"].tolist(), nan_ok=True)


def test_the_alternative_text_has_every_year_and_says_silence_where_a_side_has_no_source(
    shown, dossier, scored, selection
):
    for row in shown.table.rows.itertuples():
        assert f"{row.year} {row.sources_with} of {row.sources}" in shown.alternative
    quiet = scored[~((scored["side"] == "japan") & (scored["date"].dt.year == 2017))]
    hushed = make_term(dossier, quiet, selection, topic=TOPIC, term=TERM)
    assert "2016 2 of 62, 2017 silence, 2018 " in hushed.alternative


def test_the_statements_are_exactly_those_that_hold_the_term_with_their_score_newest_first(shown, own, scored):
    table = shown.extra["statements"]
    assert sorted(table.rows["statement"]) == sorted(own["statement"])
    assert table.rows["date"].is_monotonic_decreasing
    scores = scored[scored["topic"] == TOPIC].set_index("statement")["score"]
    assert table.rows["score"].tolist() == [scores[one] for one in table.rows["statement"]]
    assert set(table.rows["side"]) == {"Russia", "Japan"}
    assert table.note == f"{len(own)} statements with “1956” that speak to sovereignty."


def test_a_phrase_of_the_dossier_has_the_statements_that_match_its_words(dossier, scored, selection, spoken):
    phrase = dossier.reference.phrase[0]
    expected = spoken.loc[match_words(spoken, phrase.words), "statement"]
    found = make_term(dossier, scored, selection, topic=TOPIC, term=phrase.title)
    assert len(expected) > 10
    assert sorted(found.extra["statements"].rows["statement"]) == sorted(expected)


def test_a_side_that_is_switched_off_has_no_line_and_no_statement(dossier, scored, selection):
    found = make_term(dossier, scored, replace(selection, sides=("japan",), first=date(2016, 1, 1)), topic=TOPIC, term="four islands")  # fmt: skip
    assert [trace["name"] for trace in found.picture.to_dict()["data"]] == ["Japan"]
    assert set(found.extra["statements"].rows["side"]) == {"Japan"}
    assert "Russia" not in found.alternative
