"""Days are read as people write them, and never guessed where they can be two."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.bringing.dates import DAY_FIRST, MONTH_FIRST, describe_two, find_order, is_of_two, read_day
from stance.bringing.reading import EPOCH, MAC_EPOCH

MONTH_KNOWN = "only the month is known: its first day, exact to the month"


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("2019-04-03", "2019-04-03", "day"),
        ("2019/4/3", "2019-04-03", "day"),
        ("2019年4月3日", "2019-04-03", "day"),
        ("25/12/2019", "2019-12-25", "day"),
        ("12/25/2019", "2019-12-25", "day"),
        ("03/03/2019", "2019-03-03", "day"),
        ("3.4.2019", "2019-04-03", "day"),
        ("3 April 2019", "2019-04-03", "day"),
        ("April 3rd, 2019", "2019-04-03", "day"),
        ("Wednesday, 3 Apr. 2019", "2019-04-03", "day"),
        ("3-Sept-2019", "2019-09-03", "day"),
        ("2019-04-03 14:05:00", "2019-04-03", "day"),
        ("2019-04-03T00:00:00Z", "2019-04-03", "day"),
        ("43558", "2019-04-03", "day"),
        ("43558.75", "2019-04-03", "day"),
        ("2019-04", "2019-04-01", "month"),
        ("4/2019", "2019-04-01", "month"),
        ("April 2019", "2019-04-01", "month"),
        ("2019", "2019-01-01", "year"),
    ],
)
def test_a_day_is_read_as_people_write_it_with_how_exact_it_is(cell, day, precision):
    found = read_day(cell, "", "", EPOCH)
    assert (found.day, found.precision) == (day, precision)
    assert bool(found.reason) == (cell != day)


@pytest.mark.parametrize("cell", ["03/04/2019", "31/02/2019", "13/13/2019", "03/04/19", "20190403", "Easter", "", "3 Foo 2019", "99999", "0/1/2019"])  # fmt: skip
def test_what_is_no_day_or_can_be_two_is_not_read(cell):
    assert read_day(cell, "", "", EPOCH) is None


def test_the_order_of_day_and_month_comes_from_a_cell_that_shows_it():
    cells = ["03/04/2019", "25/12/2019", "2019-01-01", "4.5.2019"]
    assert find_order(cells) == (DAY_FIRST, "25/12/2019", "")
    assert read_day("03/04/2019", DAY_FIRST, "25/12/2019 shows", EPOCH).day == "2019-04-03"
    assert read_day("03/04/2019", DAY_FIRST, "25/12/2019 shows", EPOCH).reason == "the day first, as 25/12/2019 shows"
    assert read_day("03/04/2019", MONTH_FIRST, "you said", EPOCH).day == "2019-03-04"
    assert read_day("25/12/2019", MONTH_FIRST, "you said", EPOCH) is None


def test_a_column_with_both_orders_is_not_guessed_and_both_cells_are_named():
    order, day, month = find_order(["03/04/2019", "25/12/2019", "12/31/2019"])
    assert (order, day, month) == ("", "25/12/2019", "12/31/2019")
    trouble, remedy = describe_two("03/04/2019", {DAY_FIRST: day, MONTH_FIRST: month})
    assert (
        trouble
        == "can be 2019-04-03 or 2019-03-04: of this column '25/12/2019' has the day first and '12/31/2019' the month"
    )
    assert remedy.startswith("Write the day as YYYY-MM-DD")


@pytest.mark.parametrize(("cell", "both"), [("03/04/2019", True), ("03/03/2019", False), ("03.04.2019", False), ("25/12/2019", False), ("03-04-2019", True)])  # fmt: skip
def test_two_days_are_possible_only_where_both_numbers_can_be_a_month(cell, both):
    assert (is_of_two(cell) is not None) == both


def test_a_number_of_a_day_is_counted_from_the_first_day_of_the_workbook():
    assert read_day("42096", "", "", MAC_EPOCH).day == "2019-04-03"


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1940, 1, 1), date(2100, 1, 1)))
def test_every_day_survives_every_way_to_write_it(day):
    ways = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%Y/%m/%d", "%a, %d %b %Y"]
    assert {read_day(day.strftime(way), "", "", EPOCH).day for way in ways} == {day.isoformat()}
    assert read_day(day.strftime("%d/%m/%Y"), DAY_FIRST, "", EPOCH).day == day.isoformat()
    assert read_day(day.strftime("%m/%d/%Y"), MONTH_FIRST, "", EPOCH).day == day.isoformat()
