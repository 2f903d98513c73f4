"""Errors are sentences: where, what, and what to do about it."""

import pytest

from stance.errors import CodebookError, DataError, ModelError, Problem, StanceError, UsageError, suggest_value

PROBLEM = Problem("statements.csv", 4, "fund", "3", "is not a code of this topic", "Use one of -1, 0, 1")


def test_a_problem_is_one_sentence_with_file_row_column_value_and_remedy():
    assert str(PROBLEM) == "statements.csv, row 4, fund: '3' is not a code of this topic. Use one of -1, 0, 1."


def test_what_a_problem_lacks_is_left_out_of_its_sentence():
    whole_file = Problem("events.csv", None, "", "", "is missing", "Add it")
    assert str(whole_file) == "events.csv: is missing. Add it."


def test_a_long_value_is_cut_and_stays_on_one_line():
    shown = str(Problem("statements.csv", 2, "text", "word\n" * 100, "is odd", "Mend it"))
    assert "\n" not in shown
    assert "word word" in shown
    assert "…'" in shown
    assert len(shown) < 120


def test_all_problems_stand_in_one_message_under_their_number():
    lines = str(DataError([PROBLEM, PROBLEM])).splitlines()
    assert lines == ["2 problems to fix:", str(PROBLEM), str(PROBLEM)]
    assert str(DataError([PROBLEM])).startswith("1 problem to fix:")


def test_an_error_keeps_its_problems():
    assert CodebookError(iter([PROBLEM])).problems == (PROBLEM,)


@pytest.mark.parametrize(
    ("kind", "code"), [(StanceError, 1), (UsageError, 2), (CodebookError, 10), (DataError, 11), (ModelError, 12)]
)
def test_every_kind_of_error_has_its_own_exit_code(kind, code):
    assert issubclass(kind, StanceError)
    assert kind.exit_code == code


def test_the_nearest_known_value_is_suggested():
    assert suggest_value("nroth", ["north", "south"]) == "Did you mean 'north'"


def test_without_a_near_value_the_known_ones_are_listed():
    assert suggest_value("xyz", ["b", "a"]) == "Use one of 'a', 'b'"


def test_a_long_list_of_known_values_is_cut():
    remedy = suggest_value("zzzz", [f"item{number}" for number in range(20)])
    assert remedy.count("'item") == 8
    assert remedy.endswith(", …")
