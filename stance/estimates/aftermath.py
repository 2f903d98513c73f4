"""What followed an event: the change of each line around a day, and how unusual such a change is on other days.

Belongs here: changes around days and their rank among placebo days. Not here: causes; a change that followed an event
was not therefore caused by it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

import numpy as np
import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import COUNTS, Change, Changes, Estimator

PLACEBO_STEP = 7
LEAST_PLACEBOS = 20
COLUMNS = ["group", "topic", "before", "after", "change", "low", "high", *COUNTS, "rank", "placebos"]


def surround_day(day: pd.Timestamp, days: int) -> tuple[Period, Period]:
    """The `days` before a day, and as many from that day on."""
    eve = day - pd.Timedelta(days=1)
    return (eve - pd.Timedelta(days=days), eve), (eve, eve + pd.Timedelta(days=days))


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Scored statements made ready for the changes around any day: `days` before it and from it on, beside the placebo days of `period`.

    `compare` gives how clear the change of a group on a topic is around every placebo day (`rank_change`), by day; each is
    worked out once.
    """

    ready: Changes
    days: int
    period: Period
    compare: Callable[[str, str], dict[pd.Timestamp, float]]
    step: int = PLACEBO_STEP


def prepare_aftermath(
    scored: pd.DataFrame | np.ndarray, estimator: Estimator, days: int, period: Period, step: int = PLACEBO_STEP
) -> Surroundings:
    """The statements made ready; nothing is estimated yet. `scored` may be a mask of those of `pool_from`; `step` is the number of
    days between placebo days."""
    part = isinstance(scored, np.ndarray)
    ready = estimator.prepare_part(scored) if part else estimator.prepare(scored)  # type: ignore[arg-type]
    others = list_placebos(None, days, period, step)
    periods = [window for other in others for window in surround_day(other, days)]

    @cache
    def compare(group: str, topic: str) -> dict[pd.Timestamp, float]:
        ends = iter(ready.within(group, topic, periods))
        return {
            other: _measure_clearness(Change(*pair))
            for other, pair in zip(others, zip(ends, ends, strict=True), strict=True)
        }

    return Surroundings(ready, days, period, compare, step)


def estimate_aftermath(around: Surroundings, day: pd.Timestamp, groups: Collection[str] | None = None) -> pd.DataFrame:
    """The change of each group on each topic from the days before `day` to those from it on: `COLUMNS`.

    before, after: the positions. low, high: 90 % interval of the change. rank: the share (0-1) of placebo days, this day
    among them, on which the change is at least as clear, that is as large in half widths of its interval; NaN with fewer
    than `LEAST_PLACEBOS` of them, and where a window of `day` itself leaves the period. Placebo days lie `step` days apart,
    with both windows within the period (a day is compared with days on which both windows hold enough evidence). Small
    ranks are unusual changes; if dates meant nothing, every rank would be equally likely. `groups` are those wanted, None
    for all.
    """
    ready, days, period = around.ready, around.days, around.period
    placebos = list_placebos(day, days, period, around.step) if is_whole(day, days, period) else []
    rows = []
    for group, topic in sorted(ready.samples, key=itemgetter(1, 0)):
        if groups is None or group in groups:
            others = around.compare(group, topic) if placebos else {}
            own = ready.between(group, topic, *surround_day(day, days))
            rows.append((group, topic, *_compare(own, np.array([others[other] for other in placebos]))))
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(own: Change, others: np.ndarray) -> tuple:
    known = others[~np.isnan(others)]
    ends = own.before, own.after
    counts = [one.statements for one in ends] + [one.sources for one in ends]
    rank = rank_change(_measure_clearness(own), known)
    return *(one.position for one in ends), own.change, own.low, own.high, *counts, rank, len(known)


def _measure_clearness(change: Change) -> float:
    """How large a change is in half widths of its interval; NaN where it is not known."""
    return abs(change.change) / change.half


def is_whole(day: pd.Timestamp, days: int, period: Period) -> bool:
    """Whether both windows around a day lie within the period; else it is compared with no other day."""
    before, after = surround_day(day, days)
    return bool(before[0] >= period[0] and after[1] <= period[1])


def list_placebos(day: pd.Timestamp | None, days: int, period: Period, step: int = PLACEBO_STEP) -> list[pd.Timestamp]:
    """Days that lie `step` days apart around which both windows lie within the period; not `day` itself."""
    first, last = period[0] + pd.Timedelta(days=days + 1), period[1] - pd.Timedelta(days=days - 1)
    every = pd.date_range(first, last, freq=f"{step}D") if first <= last else pd.DatetimeIndex([])
    return [other for other in every if other != day]


def rank_change(strength: float, others: np.ndarray) -> float:
    """The share of days, this one among them, with a change at least as strong; NaN where nothing can be compared."""
    if np.isnan(strength) or len(others) < LEAST_PLACEBOS:
        return float("nan")
    return float((1 + (others >= strength - 1e-12).sum()) / (1 + len(others)))
