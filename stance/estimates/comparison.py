"""Any two lines side by side: each over a period of its own, and the difference with its interval.

Belongs here: the numbers of one comparison. Not here: which lines there are, words, pictures.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import Change, Estimator
from stance.estimates.samples import SILENCE, Position
from stance.estimates.spans import falls_within

BESIDE = ["low", "high", "statements", "sources"]
SILENT = {"low": np.nan, "high": np.nan, **SILENCE._asdict()}


@dataclass(frozen=True)
class Spell:
    """A line over a period of its own: the rows whose column `by` holds `group` (of these `actors` alone, if given), within a period (after, until]."""

    by: str
    group: str
    period: Period
    actors: Collection[str] | None = None

    def keep(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of the line, whenever they were said."""
        own = rows[rows[self.by] == self.group]
        return own if self.actors is None else own[own["actor"].isin(self.actors)]

    def list_used(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those of the period."""
        own = self.keep(rows)
        return own[falls_within(own, self.period)]


def compare_spells(rows: pd.DataFrame, first: Spell, second: Spell, estimator: Estimator) -> dict[str, float]:
    """The positions of two lines and their difference; `rows` are scored statements of one topic.

    after, before: the positions of the first and the second line, each with low_ and high_ (90 % band), statements_ and sources_.
    change: the first minus the second; low, high: its 90 % interval, which takes both as independent. shared: how many statements stand behind
    both. Positions and difference are NaN where a line has too little evidence. The names are those of a row of changes.
    """
    cells = {"after": _estimate_spell(rows, first, estimator), "before": _estimate_spell(rows, second, estimator)}
    old, new = (Position(*(cells[name][field] for field in Position._fields)) for name in ("before", "after"))
    change = Change(old, new)
    row = {f"{column}_{name}": cell[column] for name, cell in cells.items() for column in BESIDE}
    row |= {
        "before": old.position,
        "after": new.position,
        "change": change.change,
        "low": change.low,
        "high": change.high,
    }
    return row | {"shared": _count_shared(rows, first, second)}


def _estimate_spell(rows: pd.DataFrame, spell: Spell, estimator: Estimator) -> dict:
    """The position of one line over its period, with the variance that lines of its kind show."""
    pool = rows if estimator.pool_from is None else estimator.pool_from
    found = replace(estimator, by=spell.by, pool_from=pool).periods(spell.keep(rows), [spell.period])
    return found.iloc[0].to_dict() if len(found) else SILENT


def _count_shared(rows: pd.DataFrame, first: Spell, second: Spell) -> int:
    one, other = (set(spell.list_used(rows)["statement"]) for spell in (first, second))
    return len(one & other)
