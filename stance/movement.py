"""From positions to what moved: the gap between two sides, changes between periods, the largest swing of a line.

Belongs here: differences of positions, with their intervals. Not here: positions themselves, words, pictures.
"""

import numpy as np
import pandas as pd

from stance.positions import DEFAULT_RULES, Period, Rules, estimate_periods


def estimate_gap(positions: pd.DataFrame, minus: str, plus: str) -> pd.DataFrame:
    """The distance from side `minus` to side `plus`: topic, date, gap, low, high, statements, sources.

    The gap is plus minus minus, in units of the scale (negative when they have crossed); NA where either position
    is. The band takes the two positions as independent, so its half width is the root of the summed squares.
    """
    key = ["topic", "date"]
    sides = [positions[positions["group"] == side].set_index(key) for side in (minus, plus)]
    both = sides[0].join(sides[1], suffixes=("_minus", "_plus"), how="inner")
    gap = both["position_plus"] - both["position_minus"]
    half = np.hypot(both["half_plus"], both["half_minus"])
    counts = {name: both[f"{name}_plus"] + both[f"{name}_minus"] for name in ("statements", "sources")}
    return pd.DataFrame({"gap": gap, "low": gap - half, "high": gap + half, **counts}).reset_index()


def estimate_movement(
    scored: pd.DataFrame,
    first: Period,
    last: Period,
    *,
    by: str = "side",
    rules: Rules = DEFAULT_RULES,
    scale: tuple[float, float] = (-2, 2),
    pool_from: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How far each group moved on each topic from the period `first` to the period `last`.

    Columns: group, topic, before, after, change, low, high (90 % interval of the change), and statements and
    sources in each period with the endings _before and _after. NA where either period has too little evidence.
    """
    before, after = (
        estimate_periods(scored, [period], by=by, rules=rules, scale=scale, pool_from=pool_from).set_index(
            ["group", "topic"]
        )
        for period in (first, last)
    )
    both = before.join(after, suffixes=("_before", "_after"), how="outer")
    change = both["position_after"] - both["position_before"]
    half = np.hypot(both["half_before"], both["half_after"])
    counts = [f"{name}_{end}" for name in ("statements", "sources") for end in ("before", "after")]
    moved = (
        both[counts]
        .fillna(0)
        .astype(int)
        .assign(
            before=both["position_before"],
            after=both["position_after"],
            change=change,
            low=change - half,
            high=change + half,
        )
    )
    return moved.reset_index()[["group", "topic", "before", "after", "change", "low", "high", *counts]]


def estimate_swings(positions: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """Each group's largest change on each topic between two adjacent windows, in half widths of its interval.

    Columns: group, topic, start, date (ends of the two windows), before, after, change, low, high (90 % interval),
    sources_before, sources_after. The windows do not overlap: the later date is the first one at least
    `window_days` after the earlier. Groups and topics without two such positions have no row.
    """
    rows = [row for key, line in positions.groupby(["group", "topic"]) if (row := _find_swing(key, line, window_days))]
    ends = ["start", "date", "before", "after", "change", "low", "high", "sources_before", "sources_after"]
    return pd.DataFrame(rows, columns=["group", "topic", *ends])


def _find_swing(key: tuple[str, str], line: pd.DataFrame, window_days: int) -> tuple | None:
    known = line.dropna(subset="position").sort_values("date").reset_index(drop=True)
    later = known["date"].searchsorted(known["date"] + pd.Timedelta(days=window_days))
    pairs = [(start, end) for start, end in enumerate(later) if end < len(known)]
    if not pairs:
        return None
    before, after = known.iloc[[start for start, _ in pairs]], known.iloc[[end for _, end in pairs]]
    change = after["position"].to_numpy() - before["position"].to_numpy()
    half = np.hypot(after["half"].to_numpy(), before["half"].to_numpy())
    best = int(np.argmax(np.abs(change) / half))
    old, new = before.iloc[best], after.iloc[best]
    interval = (change[best], change[best] - half[best], change[best] + half[best])
    return (*key, old["date"], new["date"], old["position"], new["position"], *interval, old["sources"], new["sources"])
