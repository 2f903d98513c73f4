"""What one cell may hold, and what is said of one that holds something else."""

import pytest

from stance.dossier.cells import check_code, check_date, check_known, check_number, check_spelling

IDS = [f"source-{number:04}" for number in range(3000)]


@pytest.mark.parametrize(("cell", "day"), [("43487", "2019-01-22"), ("43487.5", "2019-01-22"), ("42005", "2015-01-01")])
def test_the_number_by_which_a_spreadsheet_keeps_a_day_is_recognised(cell, day):
    trouble, remedy = check_date(cell)
    assert trouble == f"is not a date but the number by which a spreadsheet keeps {day}"
    assert "YYYY-MM-DD" in remedy


@pytest.mark.parametrize("cell", ["2019", "1", "99999", "20190122", "1.5"])
def test_other_numbers_are_no_days_of_a_spreadsheet(cell):
    assert check_date(cell)[0] == "is not a date"


@pytest.mark.parametrize(("cell", "trouble"), [("1699-12-31", "is before 1700"), ("2201-01-01", "is after 2200")])
def test_a_day_at_the_ends_of_the_calendar_is_refused(cell, trouble):
    assert check_date(cell)[0] == trouble
    assert check_date("1700-01-01") is None
    assert check_date("2200-12-31") is None


def test_the_minus_that_the_program_shows_is_a_minus():
    check = check_code([-2, -1, 0, 1])
    assert [check(cell) for cell in ("−2", "-2", "+1", "0")] == [None] * 4
    assert [cell for cell in ("–2", "−3", "−", "--2", "−−1") if check(cell) is None] == []
    assert check_number("−1.5") is None


def test_a_number_of_thousands_of_digits_is_none():
    assert check_number("1" * 5000) is not None
    assert check_number("1e5000") is not None


def test_an_id_that_only_looks_like_a_known_one_is_said_to():
    check = check_known(["anna", "bob"], "actors.csv")
    assert check("anna") is None
    assert check("Anna") == ("is not in actors.csv", "It only looks like 'anna'; write that")
    assert check("an\u200bna")[1] == "It only looks like 'anna'; write that"
    assert check("bobb")[1] == "Did you mean 'bob'"


def test_after_many_unknown_ids_the_remedy_names_the_file_alone():
    check = check_known(IDS, "sources.csv")
    remedies = [check(f"{one}x")[1] for one in IDS[:400]]
    assert remedies[0] == f"Did you mean '{IDS[0]}'"
    assert remedies[-1] == "Use an id of sources.csv"


@pytest.mark.parametrize("cell", ["Weak", "weak\u00ad", "week", "waek", "ＷＥＡＫ"])
def test_a_word_that_is_not_quite_one_the_program_knows_is_named(cell):
    assert check_spelling(["weak"])(cell)[0] == "is not 'weak', which the program knows"


@pytest.mark.parametrize("cell", ["weak", "press", "official", "weekly"])
def test_other_words_are_left_alone(cell):
    assert check_spelling(["weak"])(cell) is None
