"""The table of statements: the rows of selection and words, all columns on file, no topic shown that was not chosen."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.estimates.catalogue import list_statements, select_rows
from stance.exhibits.statements import make_newest, make_record, make_statements, order_columns
from stance.wording.checks import NO_STATEMENT


@pytest.fixture(scope="module")
def catalogue(dossier, scores):
    return list_statements(dossier, dossier.statements.iloc[::-1], scores)


def test_title_and_table_hold_the_rows_that_selection_and_words_leave(dossier, catalogue, selection):
    for filters, words in (({}, ""), ({}, "1956 treaty"), ({"topics": ("security",), "sides": ("third",)}, "")):
        chosen = replace(selection, **filters)
        shown = make_statements(dossier, catalogue, chosen, words=words)
        rows = select_rows(catalogue, dossier, chosen, words).reset_index(drop=True)
        pd.testing.assert_frame_equal(shown.table.shown, rows)
        assert shown.title == f"{len(rows)} statements of {len(catalogue):,}"
        assert 0 < len(rows) < len(catalogue)
        pd.testing.assert_frame_equal(shown.extra["all"].shown, catalogue)


def test_a_search_says_what_it_asked_for_and_how_much_it_found(dossier, catalogue, selection):
    shown = make_statements(dossier, catalogue, selection, words='"peace treaty" 1956 island*')
    rows = shown.table.rows
    said = "each holds the phrase “peace treaty”, the word “1956” and a word that begins with “island”."
    assert shown.sentences == (f"{len(rows)} statements, {rows['source'].nunique()} sources: {said}",)
    assert shown.table.file.endswith("-statements-found")
    assert make_statements(dossier, catalogue, selection).sentences == ()


def test_where_the_filters_leave_nothing_of_a_search_it_is_said_what_it_finds_without_them(
    dossier, catalogue, selection
):
    narrow = replace(selection, actors=("shinzo-abe",), last=selection.first)
    every = make_statements(
        dossier, catalogue, replace(selection, sides=tuple(dossier.codebook.side_ids)), words="1956"
    )
    count = f"{len(every.table.rows)} statements, {every.table.rows['source'].nunique()} sources"
    shown = make_statements(dossier, catalogue, narrow, words="1956")
    assert shown.sentences == (NO_STATEMENT, f"Without the filters it finds {count}.")
    assert make_statements(dossier, catalogue, narrow).sentences == (NO_STATEMENT,)


def test_without_a_fitting_statement_it_is_said_what_to_do_and_all_can_still_be_had(dossier, catalogue, selection):
    shown = make_statements(dossier, catalogue, selection, words="qwertyuiop")
    assert (shown.title, shown.table, shown.sentences) == ("0 statements of 1,153", None, (NO_STATEMENT,))
    assert len(shown.extra["all"].rows) == len(catalogue)


def test_first_come_day_actor_and_text_then_the_chosen_topics_and_no_other_topic(dossier, catalogue, selection):
    order = order_columns(make_statements(dossier, catalogue, selection).table, ("security",))
    assert order[:4] == ["date", "name", "text", "security: code"]
    assert not [name for name in order if name.startswith(("sovereignty: ", "sequencing: "))]
    assert set(order) == {name for name in catalogue if ": " not in name or name.startswith("security: ")}
    assert len(order) == len(set(order))


def test_columns_of_a_topic_are_named_by_its_title_and_scores_and_probabilities_have_their_own_form(
    dossier, catalogue, selection
):
    columns = {column.name: column for column in make_statements(dossier, catalogue, selection).table.columns}
    assert columns["security: coder a"].label == "Security: coder a"
    kinds = {name: columns[f"security: {name}"].kind for name in ("score", "text score", "probability", "direction")}
    assert kinds == {"score": "signed", "text score": "signed", "probability": "share", "direction": "text"}
    assert columns["url"].kind == "link"


def test_records_are_the_tables_on_file_and_a_missing_one_is_named(dossier, talks, scored, selection):
    for name in ("events", "figures"):
        shown = make_record(dossier, scored, selection, name=name)
        rows = getattr(dossier, name)
        assert shown.title == f"{name.capitalize()} ({len(rows)} rows)"
        pd.testing.assert_frame_equal(shown.table.shown, rows)
    assert make_record(talks, scored, selection, name="figures").sentences == (
        "This dossier has no figures: there is no figures.csv.",
    )


@pytest.mark.parametrize("words", ["", "1956 treaty"])
@pytest.mark.parametrize("topics", [None, ("security",)])
def test_of_too_many_statements_the_newest_are_listed_and_all_are_searched(
    dossier, scores, catalogue, selection, words, topics, monkeypatch
):
    monkeypatch.setattr("stance.estimates.catalogue.BLOCK", 100)
    chosen = replace(selection, topics=topics or selection.topics)
    whole = make_statements(dossier, catalogue, chosen, words=words)
    shown, every = (make_newest(dossier, scores, chosen, words=words, most=most) for most in (2, 10_000))
    assert shown.title == every.title == whole.title
    pd.testing.assert_frame_equal(every.table.rows, whole.table.rows)
    assert every.sentences == whole.sentences
    pd.testing.assert_frame_equal(shown.table.rows, whole.table.rows.head(2))
    assert shown.sentences[-1].startswith("The newest 2 of them are listed")
    assert shown.extra == {}


def test_of_too_many_statements_a_search_may_find_none(dossier, scores, selection):
    assert make_newest(dossier, scores, selection, words="qwertyuiop").sentences == (NO_STATEMENT,)
