"""Trails: where groups stood on two topics, year by year.

Belongs here: the years of a period, and yearly positions on two topics side by side. Not here: pictures, words.
"""

import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import Estimator

COLUMNS = ["group", "year", "x", "y", "half_x", "half_y", "statements_x", "statements_y"]


def list_years(whole: Period) -> dict[int, Period]:
    """The calendar years of a period, the first and the last as far as it reaches into them."""
    first, last = whole[0] + pd.Timedelta(days=1), whole[1]
    return {
        year: (max(pd.Timestamp(year - 1, 12, 31), whole[0]), min(pd.Timestamp(year, 12, 31), last))
        for year in range(first.year, last.year + 1)
    }


def list_trail(
    scored: pd.DataFrame, estimator: Estimator, topics: tuple[str, str], periods: dict[int, Period]
) -> pd.DataFrame:
    """Where each group stood on two topics in each year, by its period: `COLUMNS`.

    x and y are positions on the first and the second topic, half_x and half_y half widths of their 90 % bands. A year
    stands only where both positions have enough evidence.
    """
    years = {end: year for year, (_, end) in periods.items()}
    rows = estimator.periods(scored, list(periods.values())).dropna(subset="position")
    rows = rows.assign(year=rows["date"].map(years)).set_index(["group", "year"])
    x, y = (rows[rows["topic"] == topic] for topic in topics)
    both = x.join(y.add_suffix("_y"), how="inner").reset_index()
    names = {"position": "x", "position_y": "y", "half": "half_x", "half_y": "half_y"}
    return both.rename(columns=names | {"statements": "statements_x"})[COLUMNS]
