"""Dates and periods: where lines are read, and which days a selection compares."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from stance.estimates.periods import list_dates, outer_periods, whole_period
from stance.estimates.selection import default_selection


@pytest.fixture
def whole(talks):
    return default_selection(talks.codebook)


def test_a_long_period_is_read_at_month_ends_and_on_its_last_day():
    dates = list_dates(date(2020, 1, 15), date(2021, 6, 10))
    assert dates[0] == pd.Timestamp("2020-01-31")
    assert dates[-2:].tolist() == [pd.Timestamp("2021-05-31"), pd.Timestamp("2021-06-10")]
    assert dates.is_unique
    assert len(dates) == 18


def test_a_short_period_is_read_at_week_ends_and_on_its_last_day():
    dates = list_dates(date(2021, 1, 1), date(2021, 2, 3))
    assert [f"{day:%m-%d}" for day in dates] == ["01-03", "01-10", "01-17", "01-24", "01-31", "02-03"]


@pytest.mark.parametrize("last", [date(2021, 1, 1), date(2021, 1, 31), date(2023, 12, 31)])
def test_no_date_lies_after_the_period_and_the_last_day_is_always_there(last):
    dates = list_dates(date(2021, 1, 1), last)
    assert dates[-1] == pd.Timestamp(last)
    assert dates.is_monotonic_increasing
    assert dates.is_unique


@pytest.mark.parametrize(
    ("first", "last"), [(date(2021, 1, 1), date(2023, 12, 31)), (date(2022, 3, 1), date(2022, 3, 1))]
)
def test_the_whole_period_holds_both_ends_of_the_dates_and_no_day_beyond(whole, first, last):
    after, until = whole_period(replace(whole, first=first, last=last))
    days = pd.date_range(first - timedelta(days=3), last + timedelta(days=3))
    assert list(days[(days > after) & (days <= until)]) == list(pd.date_range(first, last))


def test_the_whole_period_begins_with_the_first_and_ends_with_the_last_of_the_two_compared(whole):
    first, last = outer_periods(whole)
    assert whole_period(whole) == (first[0], last[1])


@pytest.mark.parametrize(
    ("last", "before", "after"),
    [
        (date(2023, 12, 31), ("2020-12-31", "2021-12-31"), ("2022-12-31", "2023-12-31")),
        (date(2022, 12, 31), ("2020-12-31", "2021-12-31"), ("2021-12-31", "2022-12-31")),
        (date(2021, 12, 31), ("2020-12-31", "2021-07-01"), ("2021-07-01", "2021-12-31")),
    ],
)
def test_the_periods_compared_are_years_at_both_ends_or_halves_where_two_years_do_not_fit(whole, last, before, after):
    found = outer_periods(replace(whole, last=last))
    assert [tuple(f"{day:%Y-%m-%d}" for day in period) for period in found] == [before, after]
