"""Exact days: each end on its own, in order, never outside the period."""

from datetime import date

import pytest

from stance.ui.days import join_days

WHOLE = (date(2015, 1, 1), date(2019, 12, 31))
YEAR = (date(2018, 1, 1), date(2018, 12, 31))
JULY, MAY = date(2018, 7, 3), date(2018, 5, 9)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, YEAR),
        (MAY, JULY, (MAY, JULY)),
        (JULY, MAY, (MAY, JULY)),
        (JULY, JULY, (JULY, JULY)),
        (JULY, None, (JULY, YEAR[1])),
        (None, JULY, (YEAR[0], JULY)),
        (date(2019, 2, 3), None, (date(2019, 2, 3), WHOLE[1])),
        (None, date(2016, 2, 3), (WHOLE[0], date(2016, 2, 3))),
    ],
)
def test_days_are_in_order_and_a_missing_one_is_an_end_of_the_months_or_of_the_period(first, last, days):
    assert join_days(first, last, YEAR, WHOLE) == days
