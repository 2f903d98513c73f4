"""What a selection shows: the positions, changes and gaps of a dossier under a reader's filters.

Belongs here: handing the selected statements to one estimator everywhere, so that every face shows the same numbers.
Not here: the estimates themselves, caches. `scored` is always `scored.score_statements` of the whole dossier by the
selection's score source.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_gap
from stance.estimates.periods import Period, list_dates
from stance.estimates.positions import Estimator
from stance.estimates.rules import NAMED
from stance.estimates.selection import Selection, mark_scored, select_lines
from stance.estimates.smallest_gap import SPOKEN, find_smallest_gap
from stance.estimates.spans import falls_within
from stance.estimates.split_intervals import Split, measure_split
from stance.estimates.stock import find_stock
from stance.estimates.strength import is_swing, measure_strength

SPLIT_COLUMNS = ["said", "said_low", "said_high", "spoke", "said_clear"]


def make_estimator(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> Estimator:
    """The estimator of everything that the selection shows; the pooled variance is that of the whole dossier."""
    return Estimator(selection.by, selection.rules, dossier.codebook.scales, scored)


def estimate_positions(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, estimator: Estimator | None = None
) -> pd.DataFrame:
    """The positions that the selection shows, within its dates and at its last day: the columns of `Estimator.positions`.

    `estimator` is that of `make_estimator` where it is at hand, with the variance that it has pooled.
    """
    how = estimator or make_estimator(dossier, scored, selection)
    dates = list_dates(*dossier.codebook.period).union([pd.Timestamp(selection.last)])
    ready = how.prepare_part(mark_scored(scored, dossier, selection))
    return select_lines(how.list_positions(ready, dates), selection)


def estimate_change(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, first: Period, last: Period
) -> pd.DataFrame:
    """The change of each group of the selection between two periods: the columns of `Estimator.change`."""
    estimator = make_estimator(dossier, scored, selection)
    return estimator.list_changes(estimator.prepare_part(mark_scored(scored, dossier, selection)), first, last)


def estimate_split(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    group: str,
    topic: str,
    periods: tuple[Period, Period],
) -> Split:
    """How much of a group's change on a topic between two periods is what its speakers said, and how much who spoke.

    `group` is one of the selection's lines (`selection.by`); the parts add up to the change of `estimate_change`.
    """
    own = mark_scored(scored, dossier, replace(selection, topics=(topic,)))
    own &= find_stock(scored).mark(selection.by, [group])
    own &= (falls_within(scored, periods[0]) | falls_within(scored, periods[1])).to_numpy()
    return measure_split(scored[own], group, periods, make_estimator(dossier, scored, selection))


def split_changes(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, changes: pd.DataFrame, periods: tuple[Period, Period]
) -> pd.DataFrame:
    """The changes with said, said_low, said_high, spoke and said_clear, where they are large enough to be named; else NaN and True.

    said_clear: whether the 90 % interval of what was said leaves out 0 in the direction of the change. `periods` are those of all
    changes; a swing has its own. A line of one actor is all said.
    """
    rows = [_split_row(dossier, scored, selection, row, periods) for row in changes.to_dict("records")]
    parts = pd.DataFrame(rows, columns=SPLIT_COLUMNS, index=changes.index)
    return changes.assign(**parts.astype(dict.fromkeys(SPLIT_COLUMNS[:-1], float) | {"said_clear": object}))


def _split_row(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, row: dict, periods: tuple[Period, Period]
) -> tuple:
    if selection.by != "side" or not measure_strength(row) >= NAMED:
        return (float("nan"),) * 4 + (True,)
    if is_swing(row):
        eve = pd.Timedelta(days=1)
        periods = (row["start_from"] - eve, row["start"]), (row["date_from"] - eve, row["date"])
    group, topic = row["group"], row["topic"]
    whole = estimate_split(dossier, scored, selection, group=group, topic=topic, periods=periods).whole
    clear = whole["said_low"] > 0 if row["change"] > 0 else whole["said_high"] < 0
    return *(whole[name] for name in SPLIT_COLUMNS[:-1]), bool(clear)


def estimate_gap_of(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The gap between the two sides that own a pole: the columns of `movement.estimate_gap`; empty without such sides."""
    sides = dossier.codebook.poled_sides
    positions = estimate_positions(dossier, scored, selection.by_side())
    minus, plus = (sides[0].id, sides[1].id) if sides else ("", "")
    return estimate_gap(positions, minus, plus)


def estimate_smallest_gap(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, gap: pd.DataFrame
) -> dict[str, Any]:
    """The row of `smallest_gap.find_smallest_gap` of the gap of one topic, as `estimate_gap_of` has it for the selection; {} without one.

    Worked out once for the same statements and the same gap; not to be changed.
    """
    sides = dossier.codebook.poled_sides
    if sides is None or gap.empty:
        return {}
    (minus, plus), topic, days = (
        (side.id for side in sides),
        str(gap["topic"].iloc[0]),
        selection.by_side().rules.window_days,
    )
    own = mark_scored(scored, dossier, replace(selection, topics=(topic,), sides=(minus, plus)))

    def find() -> dict[str, Any]:
        return find_smallest_gap(gap, scored.loc[own, list(SPOKEN)], minus, plus, window_days=days)

    known = pd.util.hash_pandas_object(gap, index=False).to_numpy()
    return find_stock(scored).recall(f"gap {topic}", (own, known, np.array(days)), find)
