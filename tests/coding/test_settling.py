"""Where coders differ, and what becomes of it."""

import pandas as pd
import pytest

from stance.coding.settling import (
    NO_RULE,
    count_settled,
    list_agreed,
    list_differing,
    list_errors,
    list_shared,
    read_codes,
)

TOPICS = ["fund", "toll"]


def make_rows(rows: list[tuple], topics: list[str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["statement", "coder", *topics])
    return made.astype(dict.fromkeys(topics, "Int64"))


@pytest.fixture
def book(dossier):
    return dossier.codebook


@pytest.fixture
def current(book) -> pd.DataFrame:
    a, b, c = book.topic_ids
    rows = [
        ("s1", "ann", 1, None, 0), ("s1", "ben", 1, None, 0),
        ("s2", "ann", 2, None, 0), ("s2", "ben", -1, None, 0), ("s2", "cem", 0, None, 0),
        ("s3", "ann", 1, None, 0), ("s3", "ben", 1, 1, 0),
        ("s4", "ann", 1, 1, 1),
        ("s5", "ann", 0, 0, 0), ("s5", "ben", 1, 0, 0),
    ]  # fmt: skip
    return make_rows(rows, [a, b, c])


@pytest.fixture
def final(book) -> pd.DataFrame:
    return make_rows([("s5", "eve", 1, 0, 0)], book.topic_ids)


def test_those_farthest_apart_come_first_and_a_code_beside_none_is_the_whole_scale(current, final, book):
    shared = list_shared(current, final, book)
    assert shared[["statement", "coders", "distance"]].to_numpy().tolist() == [
        ["s3", 2, 4],
        ["s2", 3, 3],
        ["s5", 2, 1],
        ["s1", 2, 0],
    ]
    assert shared["differing"].tolist() == [book.topic_ids[1], book.topic_ids[0], book.topic_ids[0], ""]


def test_what_is_settled_is_neither_agreed_nor_differing_any_more(current, final, book):
    shared = list_shared(current, final, book)
    assert (list_agreed(shared), list_differing(shared)) == (["s1"], ["s3", "s2"])


def test_without_two_coders_nothing_is_shared(current, final, book):
    alone = current[current["coder"] == "ann"]
    for rows in (alone, alone.head(0)):
        shared = list_shared(rows, final, book)
        assert shared.empty
        assert list_agreed(shared) == list_differing(shared) == []


def test_a_coders_errors_are_counted_by_topic_and_rule_of_the_final_code(current, book):
    final = make_rows(
        [("s2", "eve", 0, None, 0), ("s3", "eve", 0, None, 0), ("s1", "eve", 1, None, None)], book.topic_ids
    )
    errors = list_errors(current, final, book, "ann")
    rules = {level.code: level.rule for level in book.topics[0].levels}
    assert errors.assign(final=errors["final"].astype(object)).fillna("none").to_numpy().tolist() == [
        [book.topic_ids[0], 0, 2, 1, rules[0]],
        [book.topic_ids[0], 0, 1, 1, rules[0]],
        [book.topic_ids[2], "none", 0, 1, NO_RULE],
    ]
    assert count_settled(current, final, "ann") == 3


def test_who_coded_alone_learns_nothing_of_the_final_code(current, book):
    final = make_rows([("s4", "eve", -2, -2, -2)], book.topic_ids)
    assert list_errors(current, final, book, "ann").empty
    assert list_errors(current, final, book, "nobody").empty
    assert count_settled(current, final, "ann") == 0


def test_codes_of_a_row_are_plain_numbers_or_none(current, book):
    assert read_codes(current.iloc[0].to_dict(), book) == dict(zip(book.topic_ids, [1, None, 0], strict=True))
