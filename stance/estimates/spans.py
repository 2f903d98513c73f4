"""When a statement counts within a period: a date known to its month only is a span of days, and must lie in it whole.

Belongs here: the one rule for windows, periods and filters. Not here: what is made of the statements within.
"""

import pandas as pd

Period = tuple[pd.Timestamp, pd.Timestamp]


def list_spans(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The first and the last day that each row can have been said on: `earliest` and `latest`, else `date` for both."""
    return rows.get("earliest", rows["date"]), rows.get("latest", rows["date"])


def falls_within(rows: pd.DataFrame, period: Period) -> pd.Series:
    """True for the rows whose whole span lies in the period (after, until]: no window holds a later statement."""
    earliest, latest = list_spans(rows)
    after, until = period
    return (earliest > after) & (latest <= until)


def straddles(rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """True for the rows of which no one knows whether they were said before the day, or on it or later."""
    earliest, latest = list_spans(rows)
    return (earliest < day) & (latest >= day)
