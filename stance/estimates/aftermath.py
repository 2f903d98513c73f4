"""What followed an event: the change of each line around a day, and how unusual such a change is on other days.

Belongs here: changes around days and their rank among placebo days. Not here: causes; a change that followed an event
was not therefore caused by it.
"""

from collections.abc import Collection
from operator import itemgetter

import numpy as np
import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import COUNTS, Change, Estimator

PLACEBO_STEP = 7
LEAST_PLACEBOS = 20
COLUMNS = ["group", "topic", "before", "after", "change", "low", "high", *COUNTS, "rank", "placebos"]


def surround_day(day: pd.Timestamp, days: int) -> tuple[Period, Period]:
    """The `days` before a day, and as many from that day on."""
    eve = day - pd.Timedelta(days=1)
    return (eve - pd.Timedelta(days=days), eve), (eve, eve + pd.Timedelta(days=days))


def estimate_aftermath(
    scored: pd.DataFrame, estimator: Estimator, day: pd.Timestamp, days: int, period: Period,
    groups: Collection[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The change of each group on each topic from the `days` before `day` to the `days` from it on: `COLUMNS`.

    before, after: the positions. low, high: 90 % interval of the change. rank: the share (0-1) of placebo days, this day
    among them, on which the change is at least as clear, that is as large in half widths of its interval; NaN with fewer
    than `LEAST_PLACEBOS` of them, and where a window of `day` itself leaves the period. Placebo days lie a week apart,
    with both windows within `period` (a day is compared with days on which both windows hold enough evidence). Small
    ranks are unusual changes; if dates meant nothing, every rank would be equally likely. `groups` are those wanted, None
    for all.
    """
    ready = estimator.prepare(scored)
    windows = surround_day(day, days)
    placebos = list_placebos(day, days, period) if is_whole(day, days, period) else []
    others = [surround_day(other, days) for other in placebos]
    periods = [period for pair in (windows, *others) for period in pair]
    rows = []
    for group, topic in sorted(ready.samples, key=itemgetter(1, 0)):
        if groups is None or group in groups:
            ends = iter(ready.within(group, topic, periods))
            rows.append((group, topic, *_compare(*map(Change, ends, ends))))
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(own: Change, *others: Change) -> tuple:
    strengths = np.array([abs(one.change) / one.half for one in others if not np.isnan(one.change)])
    rank = rank_change(abs(own.change) / own.half, strengths)
    ends = own.before, own.after
    counts = [one.statements for one in ends] + [one.sources for one in ends]
    return *(one.position for one in ends), own.change, own.low, own.high, *counts, rank, len(strengths)


def is_whole(day: pd.Timestamp, days: int, period: Period) -> bool:
    """Whether both windows around a day lie within the period; else it is compared with no other day."""
    before, after = surround_day(day, days)
    return bool(before[0] >= period[0] and after[1] <= period[1])


def list_placebos(day: pd.Timestamp, days: int, period: Period) -> list[pd.Timestamp]:
    """Days a week apart around which both windows lie within the period; not `day` itself."""
    first, last = period[0] + pd.Timedelta(days=days + 1), period[1] - pd.Timedelta(days=days - 1)
    every = pd.date_range(first, last, freq=f"{PLACEBO_STEP}D") if first <= last else pd.DatetimeIndex([])
    return [other for other in every if other != day]


def rank_change(strength: float, others: np.ndarray) -> float:
    """The share of days, this one among them, with a change at least as strong; NaN where nothing can be compared."""
    if np.isnan(strength) or len(others) < LEAST_PLACEBOS:
        return float("nan")
    return float((1 + (others >= strength - 1e-12).sum()) / (1 + len(others)))
