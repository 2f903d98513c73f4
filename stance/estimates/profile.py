"""One actor or one map: the range of what was said, firsts, silence, parts compared, and yearly places on two topics.

Belongs here: tables about one actor's statements, and trails of positions. Not here: positions themselves, words, pictures.
"""

from typing import Any

import numpy as np
import pandas as pd

from stance.dossier.codebook import Topic
from stance.estimates.positions import Period, estimate_periods

PARTS = ["part", "position", "low", "high", "half", "statements", "sources"]
TRAIL = ["group", "year", "x", "y", "half_x", "half_y", "statements_x", "statements_y"]


def list_firsts(statements: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    """The first coded statement at each code that the statements reach on a topic, by date: code and the statements' columns.

    `statements` is sorted by date; ties go to the lower id. No rows where none speaks to the topic.
    """
    spoken = statements.dropna(subset=topic.id).sort_values(["date", "statement"])
    firsts = spoken.drop_duplicates(topic.id)
    return firsts.assign(code=firsts[topic.id].astype(int)).reset_index(drop=True)


def list_extremes(statements: pd.DataFrame, topic: Topic, most: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The coded statements at the lowest and at the highest code reached, the newest first, at most `most` of each.

    Both are the same rows where only one code was reached, and empty where the topic was not spoken to.
    """
    spoken = statements.dropna(subset=topic.id).sort_values(["date", "statement"], ascending=False)
    ends = [spoken[spoken[topic.id] == edge] for edge in (spoken[topic.id].min(), spoken[topic.id].max())]
    return ends[0].head(most), ends[1].head(most)


def count_months(dates: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """The number of statements in every month from `first` to `last`, 0 for silence; the index is the month's first day."""
    months = pd.period_range(first, last, freq="M")
    counts = dates.dt.to_period("M").value_counts().reindex(months, fill_value=0)
    return counts.set_axis(months.to_timestamp()).rename("statements")


def find_silence(months: pd.Series) -> tuple[int, pd.Timestamp | None]:
    """The length of the longest run of months without a statement, and its first month; (0, None) without silence."""
    silent = (months == 0).to_numpy()
    if not silent.any():
        return 0, None
    runs = np.cumsum(np.concatenate([[True], silent[1:] != silent[:-1]]))
    lengths = pd.Series(silent).groupby(runs).agg(["sum", lambda run: run.index[0]]).to_numpy()
    longest = max(lengths, key=lambda run: run[0])
    return int(longest[0]), months.index[int(longest[1])]


def compare_parts(
    scored: pd.DataFrame, parts: pd.Series, topic: str, period: Period, options: dict[str, Any]
) -> pd.DataFrame:
    """The position of each part of the statements on a topic over one period, the commonest part first: `PARTS`.

    `parts` gives the part of each statement (index: id); statements without one, "" or missing, are left out. `options`
    are those of `positions.estimate_periods`, whatever its `by`; the pooled variance is that of the parts in its `pool_from`.
    NA where a part has too little evidence.
    """
    own, pool = (_name_parts(rows, parts, topic) for rows in (scored, options.get("pool_from", scored)))
    rows = estimate_periods(own, [period], **(options | {"by": "part", "pool_from": pool}))
    there = rows[rows["statements"] > 0].rename(columns={"group": "part"})
    return there.sort_values(["statements", "part"], ascending=[False, True], ignore_index=True)[PARTS]


def _name_parts(scored: pd.DataFrame, parts: pd.Series, topic: str) -> pd.DataFrame:
    named = scored.assign(part=scored["statement"].map(parts).fillna("").astype(str))
    return named[(named["topic"] == topic) & (named["part"] != "")]


def list_years(whole: Period) -> dict[int, Period]:
    """The calendar years of a period, the first and the last as far as it reaches into them."""
    first, last = whole[0] + pd.Timedelta(days=1), whole[1]
    return {
        year: (max(pd.Timestamp(year - 1, 12, 31), whole[0]), min(pd.Timestamp(year, 12, 31), last))
        for year in range(first.year, last.year + 1)
    }


def list_trail(
    scored: pd.DataFrame, topics: tuple[str, str], periods: dict[int, Period], by: str, options: dict[str, Any]
) -> pd.DataFrame:
    """Where each group stood on two topics in each year, by its period: the columns of `TRAIL`.

    x and y are positions on the first and the second topic, half_x and half_y half widths of their 90 % bands. A year
    stands only where both positions have enough evidence. `options` are those of `positions.estimate_periods`, whatever its `by`.
    """
    years = {end: year for year, (_, end) in periods.items()}
    rows = estimate_periods(scored, list(periods.values()), **(options | {"by": by})).dropna(subset="position")
    rows = rows.assign(year=rows["date"].map(years)).set_index(["group", "year"])
    x, y = (rows[rows["topic"] == topic] for topic in topics)
    both = x.join(y.add_suffix("_y"), how="inner").reset_index()
    names = {"position": "x", "position_y": "y", "half": "half_x", "half_y": "half_y"}
    return both.rename(columns=names | {"statements": "statements_x"})[TRAIL]
