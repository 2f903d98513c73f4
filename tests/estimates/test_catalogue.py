"""Every statement with all that is known of it, and the search through it."""

import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.catalogue import ABOUT, SEARCHED, SOURCE, list_statements, search_statements


@pytest.fixture(scope="module")
def table(dossier, scores):
    return list_statements(dossier, dossier.statements, scores)


def test_the_table_has_a_row_a_statement_in_the_given_order(dossier, scores, table):
    assert table["statement"].tolist() == dossier.statements["statement"].tolist()
    newest = dossier.statements.iloc[::-1].head(20)
    assert list_statements(dossier, newest, scores)["statement"].tolist() == newest["statement"].tolist()


def test_each_topic_has_its_code_its_coders_and_its_scores(table):
    of_topic = [column for column in table if column.startswith("security: ")]
    parts = ("code", "coder a", "coder b", "score", "text score", "probability", "direction")
    assert of_topic == [f"security: {part}" for part in parts]
    assert list(table)[: len(ABOUT)] == ABOUT
    assert list(table)[-len(SOURCE) :] == SOURCE


def test_the_codes_and_scores_are_those_of_the_statement(dossier, scores, table):
    codes = dossier.statements["sovereignty"].astype("Float64")
    assert table["sovereignty: code"].astype("Float64").reset_index(drop=True).equals(codes)
    own = scores[scores["topic"] == "sequencing"].set_index("statement").loc[table["statement"]]
    assert table["sequencing: score"].tolist() == own["score"].tolist()
    assert table["sequencing: probability"].tolist() == own["addressed"].tolist()


def test_the_direction_is_the_sign_of_the_score_or_that_the_classifier_abstains(scores, table):
    own = scores[scores["topic"] == "security"].set_index("statement").loc[table["statement"]]
    signs = own["sign"].map({-1: "−", 0: "0", 1: "+"}).tolist()
    said = ["abstains" if left else sign for sign, left in zip(signs, own["abstains"], strict=True)]
    expected = [one if speaks >= 0.5 else "" for one, speaks in zip(said, own["addressed"], strict=True)]
    assert table["security: direction"].tolist() == expected
    assert set(expected) == {"", "−", "0", "+", "abstains"}


def test_every_source_is_named_with_its_address(dossier, table):
    urls = dossier.sources.set_index("source")["url"]
    assert table["publisher"].ne("").all()
    assert table["url"].tolist() == urls.loc[table["source"]].tolist()


def test_days_are_written_as_days(table):
    assert table["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_a_dossier_without_scores_and_codings_is_listed_too(minimal_dossier, tmp_path):
    loaded = load_dossier(minimal_dossier)
    listed = list_statements(loaded, loaded.statements, read_scores(tmp_path / "none"))
    assert len(listed) == 44
    assert listed["quota: score"].isna().all()
    assert listed["publisher"].tolist() == listed["source"].tolist()


def test_a_search_finds_every_word_in_any_column_and_any_case(table):
    found = search_statements(table, "LAVROV outcome")
    assert 0 < len(found) < len(table)
    for row in found[["text", "name", "office", "venue", "key_phrase", "publisher", "title", "note"]].to_numpy():
        words = " ".join(map(str, row)).casefold()
        assert "lavrov" in words
        assert "outcome" in words


def test_no_words_find_all_and_unknown_words_nothing(table):
    assert len(search_statements(table, "  ")) == len(table)
    assert search_statements(table, "qwertyuiop").empty


def test_a_phrase_does_not_reach_from_one_column_into_the_next(table):
    two = table.head(2).assign(
        text=["about a treaty", "a treaty with Olga"], name=["Olga", "Ivan"], key_phrase="", office=""
    )
    assert search_statements(two, '"treaty Olga"').empty
    assert search_statements(two, "treaty olga")["name"].tolist() == ["Olga", "Ivan"]
    assert search_statements(two, '"with olga"')["name"].tolist() == ["Ivan"]


@pytest.mark.parametrize("words", ["(", "[", ".*", "\\", "?", "+"])
def test_signs_are_searched_as_they_are(table, words):
    texts = table[list(SEARCHED)].fillna("").astype(str)
    holds = [any(words in cell for cell in row) for row in texts.to_numpy()]
    assert search_statements(table, words)["statement"].tolist() == table["statement"][holds].tolist()
    assert sum(holds) < len(table)


@pytest.mark.parametrize("words", ["", "treaty"])
def test_a_search_through_no_statements_finds_none(table, words):
    assert search_statements(table.head(0), words).empty


def test_cyrillic_and_japanese_words_are_found(other_dossier, tmp_path):
    loaded = load_dossier(other_dossier)
    listed = list_statements(loaded, loaded.statements, read_scores(tmp_path / "none"))
    assert set(search_statements(listed, "ОЛЕГ зимин")["name"]) == {"Олег Зимин"}
    assert set(search_statements(listed, "山田")["name"]) == {"山田 花子"}


def test_listing_and_searching_change_nothing(other_dossier):
    loaded = load_dossier(other_dossier)
    ids = loaded.statements["statement"]
    scores = pd.DataFrame({"statement": ids, "topic": "quota", "addressed": 0.5, "score": 0.1, "text_score": 0.2})
    scores = scores.assign(sign=1, abstains=0)
    before = loaded.statements.copy(deep=True), loaded.sources.copy(deep=True), scores.copy(deep=True)
    listed = list_statements(loaded, loaded.statements, scores)
    old = listed.copy(deep=True)
    search_statements(listed, "река")
    frames = (loaded.statements, loaded.sources, scores, listed)
    for frame, unchanged in zip(frames, (*before, old), strict=True):
        pd.testing.assert_frame_equal(frame, unchanged)
