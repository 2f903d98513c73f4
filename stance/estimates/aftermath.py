"""What followed an event: the change of each line around a day, and how unusual such a change is on other days.

Belongs here: changes around days and their rank among placebo days. Not here: causes; a change that followed an event
was not therefore caused by it.
"""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from stance.estimates.positions import Period, Rules, prepare_changes, prepare_pool

PLACEBO_STEP = 7
LEAST_PLACEBOS = 20
COLUMNS = ["group", "topic", "change", "low", "high", "statements_before", "statements_after", "rank", "placebos"]


def surround_day(day: pd.Timestamp, days: int) -> tuple[Period, Period]:
    """The `days` before a day, and as many from that day on."""
    eve = day - pd.Timedelta(days=1)
    return (eve - pd.Timedelta(days=days), eve), (eve, eve + pd.Timedelta(days=days))


def estimate_aftermath(
    scored: pd.DataFrame, day: pd.Timestamp, days: int, period: Period, *, by: str, rules: Rules,
    scale: tuple[float, float], pool_from: pd.DataFrame | None = None, groups: Collection[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The change of each group on each topic from the `days` before `day` to the `days` from it on: `COLUMNS`.

    low, high: 90 % interval. rank: the share (0-1) of placebo days, this day among them, on which the change is at least
    as clear, that is as large in half widths of its interval; NaN with fewer than `LEAST_PLACEBOS` of them, and where a
    window of `day` itself leaves the period. Placebo days lie a week apart,
    with both windows within `period` (a day is compared with days on which both windows hold enough evidence). Small
    ranks are unusual changes; if dates meant nothing, every rank would be equally likely. `groups` are those wanted, None
    for all.
    """
    whole = scored if pool_from is None else pool_from
    placebos = list_placebos(day, days, period) if is_whole(day, days, period) else []
    rows = []
    for topic in sorted(scored["topic"].unique()):
        own, pool = scored[scored["topic"] == topic], whole[whole["topic"] == topic]
        shared = prepare_pool(pool, by=by, scale=scale)
        for group in sorted(set(own[by].unique()) & set(own[by] if groups is None else groups)):
            measure = prepare_changes(own, group, by=by, rules=rules, scale=scale, pool=shared)
            rows.append((group, topic, *_compare(measure, day, days, placebos)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(measure: Callable, day: pd.Timestamp, days: int, placebos: list[pd.Timestamp]) -> tuple:
    change, half, before, after = measure(*surround_day(day, days))
    found = [measure(*surround_day(other, days))[:2] for other in placebos]
    others = np.array([abs(c) / h for c, h in found if not np.isnan(c)])
    return change, change - half, change + half, before, after, rank_change(abs(change) / half, others), len(others)


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
