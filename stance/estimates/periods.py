"""Periods and dates: which days are estimated, and which periods of a selection are compared.

A period is (after, until]: the first day is outside, the last one inside.
"""

from datetime import date, timedelta

import pandas as pd

from stance.estimates.selection import Selection
from stance.estimates.spans import Period

PERIODS_SHORTER_THAN_DAYS = 400


def list_dates(first: date, last: date) -> pd.DatetimeIndex:
    """The dates at which positions are estimated: month ends, or week ends in a period of up to 400 days."""
    short = (last - first).days <= PERIODS_SHORTER_THAN_DAYS
    dates = pd.date_range(first, last + timedelta(days=6 if short else 30), freq="W" if short else "ME")
    return pd.DatetimeIndex(dates[dates <= pd.Timestamp(last)].union([pd.Timestamp(last)]))


def outer_periods(selection: Selection) -> tuple[Period, Period]:
    """The first and the last twelve months of the selected dates; its halves where it is shorter than two years."""
    first, last = whole_period(selection)
    half = first + (last - first) / 2
    year = pd.DateOffset(years=1)
    return (first, min(first + year, half.normalize())), (max(last - year, half.normalize()), last)


def whole_period(selection: Selection) -> Period:
    """All of the selected dates as one period."""
    return pd.Timestamp(selection.first) - pd.Timedelta(days=1), pd.Timestamp(selection.last)
