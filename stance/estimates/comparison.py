"""Any two lines side by side: each over a period of its own, and the difference with its interval.

Belongs here: the numbers of one comparison. Not here: which lines there are, words, pictures.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import Estimator
from stance.estimates.spans import falls_within


@dataclass(frozen=True)
class End:
    """One of two lines: the rows whose column `by` holds `group` (of these `actors` alone, if given), within a period (after, until]."""

    by: str
    group: str
    period: Period
    actors: Collection[str] | None = None

    def keep(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the line, whenever they were said."""
        own = rows[rows[self.by] == self.group]
        return own if self.actors is None else own[own["actor"].isin(self.actors)]


def compare_ends(rows: pd.DataFrame, first: End, second: End, estimator: Estimator) -> dict[str, float]:
    """The positions of two lines and their difference; `rows` are scored statements of one topic.

    after, before: the positions of the first and the second line, each with low_ and high_ (90 % band), statements_ and sources_.
    change: the first minus the second; low, high: its 90 % interval, which takes both as independent. shared: how many statements stand behind
    both. Positions and difference are NaN where a line has too little evidence. The names are those of a row of changes.
    """
    ends = {"after": first, "before": second}
    cells = {name: _estimate_end(rows, end, estimator) for name, end in ends.items()}
    found = {
        f"{column}_{name}": cell[column]
        for name, cell in cells.items()
        for column in ("low", "high", "statements", "sources")
    }
    positions = {name: float(cell["position"]) for name, cell in cells.items()}
    half = float(np.hypot(cells["after"]["half"], cells["before"]["half"]))
    change = positions["after"] - positions["before"]
    return (
        positions
        | found
        | {"change": change, "low": change - half, "high": change + half, "shared": _count_shared(rows, first, second)}
    )


def _estimate_end(rows: pd.DataFrame, end: End, estimator: Estimator) -> dict:
    """The position of one line over its period, with the variance that lines of its kind show."""
    own = end.keep(rows)
    pool = (
        rows
        if estimator.pool_from is None
        else estimator.pool_from[estimator.pool_from["topic"].isin(rows["topic"].unique())]
    )
    found = replace(estimator, by=end.by, pool_from=pool).periods(own, [end.period])
    silent = {"position": np.nan, "low": np.nan, "high": np.nan, "half": np.nan, "statements": 0, "sources": 0}
    return found.iloc[0].to_dict() if len(found) else silent


def _count_shared(rows: pd.DataFrame, first: End, second: End) -> int:
    used = [end.keep(rows) for end in (first, second)]
    one, other = (
        set(own.loc[falls_within(own, end.period), "statement"]) for own, end in zip(used, (first, second), strict=True)
    )
    return len(one & other)
