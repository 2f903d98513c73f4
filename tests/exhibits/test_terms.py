"""Terms that set the sides apart: title, picture and table come from one comparison, and each mark is a term to choose."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from makers import list_numbers

from stance.estimates.scored import CODES, score_statements
from stance.estimates.selection import default_selection, select_statements
from stance.estimates.terms import BAR, compare_sides, expect_by_chance, find_terms, match_words, pick_strongest
from stance.exhibits.terms import gather_spoken, make_terms, offer_terms
from stance.wording.terms import NO_TERMS, ONE_SIDE, READING
from stance.wording.verdicts import Verdict

TOPIC = "sovereignty"
SIDES = ("russia", "japan")


@pytest.fixture(scope="module")
def spoken(dossier, scored, selection):
    """The statements of both poled sides that speak to the topic."""
    own = scored.loc[scored["topic"] == TOPIC, "statement"]
    chosen = select_statements(dossier, selection)
    return chosen[chosen["statement"].isin(own)]


@pytest.fixture(scope="module")
def held(dossier, spoken):
    return find_terms(spoken, [*dossier.actors["name"], *(side.title for side in dossier.codebook.sides)])


@pytest.fixture(scope="module")
def shown(dossier, scored, selection):
    return make_terms(dossier, scored, selection, topic=TOPIC)


def test_the_table_is_the_comparison_of_all_terms_and_the_picture_its_strongest_rows(shown, spoken, held):
    expected = compare_sides(spoken, held, *SIDES)
    pd.testing.assert_frame_equal(shown.table.rows, expected)
    _, minus, plus = shown.picture.to_dict()["data"]
    names = [term for (term,) in minus["customdata"]]
    bar = expect_by_chance(spoken, held, *SIDES).bar
    assert sorted(names) == sorted(pick_strongest(expected, sure=bar)["term"])
    drawn = expected.set_index("term").loc[names]
    assert list_numbers(minus["x"]) == pytest.approx(drawn["share_minus"].tolist())
    assert list_numbers(plus["x"]) == pytest.approx(drawn["share_plus"].tolist())


def test_the_title_names_for_each_side_terms_of_the_picture_that_chance_would_not_give(shown, spoken, held):
    bar, drawn = expect_by_chance(spoken, held, *SIDES).bar, shown.table.rows.set_index("term")
    assert shown.title.startswith("On sovereignty, “")
    for sign, name, part in zip((-1, 1), ("Russia", "Japan"), shown.title.split(";"), strict=True):
        terms = [cell.split("”")[0] for cell in part.split("“")[1:]]
        assert terms and all(drawn.loc[term, "z"] * sign >= bar for term in terms)
        assert part.endswith(f"in more sources of {name}")
        assert {(term,) for term in terms} <= {place.mark for place in shown.places}
    assert shown.verdict == Verdict.CLEAR


def test_the_alternative_text_is_the_title_and_the_shares_of_every_drawn_term(shown):
    assert shown.alternative.startswith(f"{shown.title}. ")
    for row in shown.table.rows.set_index("term").loc[[place.group for place in shown.places]].itertuples():
        assert f"“{row.Index}” {row.share_minus:.0%} and {row.share_plus:.0%}" in shown.alternative


def test_the_note_says_how_many_differ_and_how_many_would_by_chance_and_the_caveat_whose_words_these_are(
    shown, spoken, held
):
    chance, z = expect_by_chance(spoken, held, *SIDES), shown.table.rows["z"].abs()
    assert shown.note.startswith(f"{held['term'].nunique()} terms compared")
    assert f"; {(z >= BAR).sum()} differ" in shown.note
    assert f"about {chance.expected:.0f} would by chance alone" in shown.note
    assert f"no term passes {chance.bar:.1f}" in shown.note
    assert shown.caveats == (READING,)


def test_the_subtitle_counts_the_sources_of_each_side(shown, spoken):
    counts = spoken.groupby("side")["source"].nunique()
    assert f"Sources: {counts['russia']} of Russia, {counts['japan']} of Japan. January 2015" in shown.subtitle


def test_every_mark_is_a_term_that_can_be_chosen_the_phrases_of_the_dossier_first(
    shown, dossier, scored, selection, spoken
):
    offered = list(offer_terms(dossier, scored, selection, topic=TOPIC))
    marks = [tuple(mark) for trace in shown.picture.to_dict()["data"][1:] for mark in trace["customdata"]]
    assert marks and all(shown.find_place(mark).group in offered for mark in marks)
    phrases = [one.title for one in dossier.reference.phrase if match_words(spoken, one.words).any()]
    assert offered[: len(phrases)] == phrases != []
    z = shown.table.rows.set_index("term")["z"].abs()
    rest = [term for term in offered if term not in phrases]
    assert z[rest].is_monotonic_decreasing
    assert set(rest) == set(z.index) - set(phrases)


def test_sides_that_use_the_same_words_have_a_table_no_term_in_the_title_and_no_picture(dossier, scored, selection):
    same = replace(dossier, statements=dossier.statements.assign(text="the same water for every boat"))
    shown = make_terms(same, scored, selection, topic="security")
    assert shown.title == "On security, no word sets Russia and Japan apart by more than chance would"
    assert (shown.verdict, shown.picture, shown.places) == (Verdict.NONE, None, ())
    assert "water" in set(shown.table.rows["term"])
    assert shown.alternative == f"{shown.title}."


def test_other_filters_leave_other_statements(shown, dossier, scored, selection):
    later = make_terms(dossier, scored, replace(selection, first=date(2018, 1, 1)), topic=TOPIC)
    assert 0 < len(later.table.rows) < len(shown.table.rows)
    assert "January 2018 to December 2019." in later.subtitle


def test_one_side_alone_has_no_comparison_and_says_what_to_switch_on(dossier, scored, selection):
    alone = replace(selection, sides=("japan",))
    shown = make_terms(dossier, scored, alone, topic=TOPIC)
    assert (shown.sentences, shown.picture, shown.table, shown.places) == ((ONE_SIDE,), None, None, ())
    assert "stands in most sources" in shown.title
    assert shown.caveats == (READING,)
    offered = list(offer_terms(dossier, scored, alone, topic=TOPIC))
    own = scored.loc[scored["topic"] == TOPIC, "statement"]
    chosen = select_statements(dossier, alone)
    chosen = chosen[chosen["statement"].isin(own)]
    counts = find_terms(chosen, dossier.actors["name"])["term"].value_counts()
    phrases = {one.title for one in dossier.reference.phrase}
    most = next(term for term in offered if term not in phrases)
    assert counts[most] == counts.max()


def test_too_few_statements_have_no_term_to_choose(dossier, scored, selection):
    short = replace(selection, first=date(2016, 7, 1), last=date(2016, 7, 31))
    shown = make_terms(dossier, scored, short, topic=TOPIC)
    assert (shown.title, shown.sentences) == ("Too few statements on sovereignty to compare words", (NO_TERMS,))
    assert shown.verdict == Verdict.TOO_FEW


def test_a_side_of_the_same_title_as_another_is_named_by_its_label(talks):
    sides = tuple(replace(side, title="Река") for side in talks.codebook.sides)
    alike = replace(talks, codebook=replace(talks.codebook, sides=sides))
    scored = score_statements(talks, pd.DataFrame(), CODES)
    shown = make_terms(alike, scored, default_selection(talks.codebook), topic="quota")
    assert "Река (sever) and Река (minami) apart" in shown.title
    assert "of Река (sever)" in shown.more
    assert {trace.get("name") for trace in shown.picture.to_dict()["data"]} >= {"Река (sever)", "Река (minami)"}


def test_of_very_many_statements_terms_are_read_in_a_sample_over_all_dates(dossier, scored, selection, monkeypatch):
    monkeypatch.setattr("stance.exhibits.terms.MOST_READ", 200)
    whole, found = len(scored[scored["topic"] == TOPIC]), gather_spoken(dossier, scored, selection, TOPIC)
    assert len(found.statements) == 200 < found.spoken < whole
    assert found.statements["date"].is_monotonic_decreasing
    assert found.statements["date"].dt.year.nunique() == 5
    shown = make_terms(dossier, scored, selection, topic=TOPIC)
    assert shown.subtitle.endswith(f"Read in 200 of {found.spoken:,} statements, evenly spread over time.")
