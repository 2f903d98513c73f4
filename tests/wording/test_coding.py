"""The coding desk in words."""

import pandas as pd
import pytest

from stance.coding.bench import Draft
from stance.wording.coding import (
    describe_alpha,
    describe_code,
    describe_coding,
    describe_given,
    describe_level,
    describe_progress,
    describe_reading,
    describe_saved,
    describe_shared,
    describe_step,
)


@pytest.fixture
def book(talks):
    return talks.codebook


def test_the_step_names_the_topic_that_is_asked_and_what_it_asks(book):
    assert describe_step(book, Draft("s1", (1,))) == "Topic 2 of 2: 通行. Who may sail?"


def test_codes_given_are_listed_by_topic_and_none_is_no_zero(book):
    assert describe_given(book, ()) == ""
    assert describe_given(book, (-1,)) == "Квота −1"
    assert describe_given(book, (0, None)) == "Квота 0, 通行 none"
    assert (describe_code(2), describe_code(None)) == ("+2", "none")


def test_what_was_saved_says_what_goes_with_it(book):
    assert describe_saved(book, Draft("s1", (1, None))) == "Saved s1: Квота +1, 通行 none. Backspace takes it back."
    marked = describe_saved(book, Draft("s1", (1, None), note="why", unsure=True, aided=True))
    assert marked == "Saved s1: Квота +1, 通行 none, unsure, with a note, aided. Backspace takes it back."


def test_a_level_is_its_rule_and_without_rules_the_pole_at_the_ends_alone(book, dossier):
    topic = book.topics[0]
    assert [describe_level(topic, code) for code in topic.codes] == [topic.minus, "", topic.plus]
    ruled = dossier.codebook.topics[0]
    assert [describe_level(ruled, code) for code in ruled.codes] == [level.rule for level in ruled.levels]


def test_alpha_has_its_interval_or_says_why_there_is_none():
    row = {"alpha_level": -0.123, "alpha_level_low": -0.5, "alpha_level_high": 0.25}
    assert describe_alpha(row) == "−0.12 [−0.50, 0.25]"
    assert describe_alpha({"alpha_level": 0.8}) == "0.80"
    assert describe_alpha(row | {"alpha_level_low": float("nan")}) == "−0.12"
    assert "not defined" in describe_alpha({"alpha_level": float("nan")})


def test_progress_counts_statements_and_coders():
    assert describe_progress(1200, 2000, 1) == "1,200 of 2,000 statements coded at the desk, by 1 coder."
    assert describe_shared(12, 5, 3) == "Coded by two or more: 12 agree and 5 differ, not settled yet; 3 settled."


def test_a_reading_names_its_words_where_there_are_any(book):
    row = pd.Series({"addressed": 0.934, "score": -0.8, "spread": 0.6, "words": ""})
    assert describe_reading(book.topics[0], row) == "Квота: speaks to it 93%, score −0.80 (typical error 0.60)"
    assert describe_reading(book.topics[0], pd.Series({**row, "words": "вода +1"})).endswith("; words: вода +1")


def test_a_coding_in_one_line_says_what_was_unsure_and_noted(book):
    plain = {"unsure": False, "note": ""}
    assert describe_coding(book, plain, [1, None]) == "Квота +1, 通行 none"
    assert (
        describe_coding(book, {"unsure": True, "note": "two voices"}, [1, None])
        == "Квота +1, 通行 none; unsure; note: two voices"
    )
