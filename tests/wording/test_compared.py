"""Two periods in words: as months where they are months, as days where they are not; and what is wrong with them."""

import pandas as pd
import pytest

from stance.wording.compared import (
    OVERLAP,
    TURNED,
    describe_compared,
    describe_faults,
    describe_period,
    describe_rest,
    describe_silent,
)
from stance.wording.verdicts import Verdict


def period(first: str, last: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The days from the first to the last one, both inside."""
    return pd.Timestamp(first) - pd.Timedelta(days=1), pd.Timestamp(last)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2015-01-01", "2015-06-30", "January 2015 to June 2015"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2015-01-01", "2015-07-01", "1 January 2015 to 1 July 2015"),
        ("2015-01-02", "2015-06-30", "2 January 2015 to 30 June 2015"),
    ],
)
def test_a_period_is_months_where_it_cuts_none(first, last, said):
    assert describe_period(period(first, last)) == said


def test_two_calendar_years_are_said_as_years_and_nothing_else_is():
    year, later = period("2015-01-01", "2015-12-31"), period("2019-01-01", "2019-12-31")
    assert describe_compared(year, later) == "2015 to 2019"
    both = period("2015-01-01", "2016-12-31")
    assert describe_compared(both, later) == "January 2015 to December 2016, then January 2019 to December 2019"
    half = period("2015-01-01", "2015-06-30")
    assert describe_compared(half, later) == "January 2015 to June 2015, then January 2019 to December 2019"


def test_periods_that_overlap_or_stand_the_wrong_way_round_are_said_to():
    old, new = period("2015-01-01", "2015-12-31"), period("2016-01-01", "2016-12-31")
    across = period("2015-12-31", "2016-12-31")
    assert describe_faults(old, new) == ()
    assert describe_faults(new, old) == (TURNED,)
    assert describe_faults(old, across) == (OVERLAP,)
    assert describe_faults(across, old) == (TURNED, OVERLAP)
    assert describe_faults(old, old) == (OVERLAP,)


def test_what_is_not_said_one_by_one_is_counted_by_its_verdict():
    rest = pd.DataFrame({"verdict": [Verdict.UNSURE, Verdict.NONE, Verdict.NONE]})
    assert describe_rest(rest) == "3 more lines: 1 unsure, 2 with no clear change."
    assert describe_rest(rest.tail(1)) == "1 more line: 1 with no clear change."
    moved = pd.DataFrame({"verdict": [Verdict.FIRM, Verdict.CLEAR, Verdict.NONE]})
    assert describe_rest(moved) == "3 more lines: 2 that moved, 1 with no clear change."
    assert describe_silent(1) == "Can’t be said: 1 line with too few statements"
