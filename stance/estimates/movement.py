"""From positions to what moved: the gap between two sides, the surest swing of a line, what a move is made of.

Belongs here: differences of positions that are there, and their parts. Not here: positions, changes between periods
(`positions`), words, pictures.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtr

from stance.dossier.conventions import QUANTILE
from stance.estimates.periods import Period
from stance.estimates.positions import Estimator
from stance.estimates.rules import NAMED
from stance.estimates.samples import weigh_statements
from stance.estimates.spans import falls_within

ORDER = tuple(pd.to_datetime([0, 1], unit="D"))
SWING_COLUMNS = ["group", "topic", "start", "date", "start_from", "date_from"]
SWING_COLUMNS += ["before", "after", "change", "low", "high", "half", "held"] + [
    f"{name}_{end}" for name in ("statements", "sources", "low", "high") for end in ("before", "after")
]
COUNTS = [f"{name}_{end}" for name in ("statements", "sources") for end in ("before", "after")]
SHARES = [f"from_{side}_{end}" for side in ("minus", "plus") for end in ("low", "high")]
GAP_COLUMNS = ["topic", "change", "low", "high", "from_minus", "from_plus", "gap_before", "gap_after", *COUNTS, *SHARES]


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


def estimate_swings(positions: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """Each group's surest change on each topic between two adjacent windows: `SWING_COLUMNS`.

    start, date: the ends of the two windows, start_from, date_from their first days; the windows do not overlap: the later
    one ends on the first date at least `window_days` after the earlier. before, after, change: positions and what lies
    between. low, high: the interval of the change that holds those of all swings of a page together (`NAMED` half widths of
    its 90 % interval); half: that half width. held: the change in half widths at this or the neighbouring dates, whichever is
    least; 0 where a neighbour is missing or goes the other way. The swing shown is the one that held most, else the one
    largest in half widths. With the endings _before and _after: statements, sources, and low and high of both positions.
    Groups and topics without two such positions have no row.
    """
    rows = [row for key, line in positions.groupby(["group", "topic"]) if (row := _find_swing(key, line, window_days))]
    return pd.DataFrame(rows, columns=SWING_COLUMNS)


def _find_swing(key: tuple[str, str], line: pd.DataFrame, window_days: int) -> tuple | None:
    line, window = line.sort_values("date").reset_index(drop=True), pd.Timedelta(days=window_days)
    known = line["position"].notna().to_numpy()
    dates = line.loc[known, "date"]
    later = dates.searchsorted(line["date"] + window)
    pairs = np.flatnonzero(known & (later < len(dates)))
    if not len(pairs):
        return None
    before, after = line.iloc[pairs], line.loc[dates.index[later[pairs]]]
    change = after["position"].to_numpy() - before["position"].to_numpy()
    half = np.hypot(after["half"].to_numpy(), before["half"].to_numpy())
    held = _hold(change / half, pairs, len(line))
    best = int(np.argmax(held)) if held.any() else int(np.argmax(np.abs(change) / half))
    old, new = before.iloc[best], after.iloc[best]
    reach = NAMED * half[best]
    interval = (change[best], change[best] - reach, change[best] + reach, half[best], held[best])
    days = [one["date"] - window + pd.Timedelta(days=1) for one in (old, new)]
    ends = [one[name] for name in ("statements", "sources", "low", "high") for one in (old, new)]
    return (*key, old["date"], new["date"], *days, old["position"], new["position"], *interval, *ends)


def _hold(strength: np.ndarray, places: np.ndarray, count: int) -> np.ndarray:
    """The least strength of each place (signed, at `places` among `count` dates) and its two neighbours; 0 where they differ in sign."""
    all_dates = np.zeros(count + 2)
    all_dates[places + 1] = strength
    three = np.stack([all_dates[places + shift] for shift in range(3)])
    same = (np.sign(three) == np.sign(strength)).all(axis=0)
    return np.where(same, np.abs(three).min(axis=0), 0.0)


def split_movement(scored: pd.DataFrame, group: str, first: Period, last: Period, *, by: str = "side") -> pd.DataFrame:
    """What moved a line between two periods: said differently, and who spoke; one row a part (actor).

    After Kitagawa (1955, https://doi.org/10.1080/01621459.1955.10501299) and Oaxaca (1973): a position is the sum over
    actors of weight times own mean; weights are the shares in the mean of source means. `said` is the change of an
    actor's mean at its average weight, `spoke` the change of its weight times the distance of its average mean from the
    group's (the average of both positions): who stands where the group does adds nothing, whatever its weight. Both columns
    together add up exactly to the change. An actor that spoke in one period only changed its weight alone. `scored` holds
    one topic. Columns: actor, weight_before, weight_after (0-1), mean_before, mean_after (NaN where it did not speak), said,
    spoke (units of the scale; NaN where the group was silent in one period). No rows where it spoke in neither.
    """
    own = scored[scored[by] == group]
    before, after = (_weigh_actors(own[falls_within(own, period)]) for period in (first, last))
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer")
    both = both.fillna({"weight_before": 0.0, "weight_after": 0.0})
    cells = [both[f"{name}_{end}"].to_numpy() for name in ("weight", "mean") for end in ("before", "after")]
    said, spoke = split_change(*cells)
    known = len(before) > 0 and len(after) > 0
    table = both.assign(said=said if known else np.nan, spoke=spoke if known else np.nan)
    return table.rename_axis("actor").reset_index()


def split_change(
    weight_before: np.ndarray, weight_after: np.ndarray, mean_before: np.ndarray, mean_after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The parts `said` and `spoke` of `split_movement`, by the weights and means of actors along the last axis.

    A mean that is NaN is taken from the other period.
    """
    old = np.where(np.isnan(mean_before), mean_after, mean_before)
    new = np.where(np.isnan(mean_after), mean_before, mean_after)
    middle = ((weight_before * old).sum(axis=-1, keepdims=True) + (weight_after * new).sum(axis=-1, keepdims=True)) / 2
    said = (weight_before + weight_after) / 2 * (new - old)
    return said, (weight_after - weight_before) * ((old + new) / 2 - middle)


def _weigh_actors(rows: pd.DataFrame) -> pd.DataFrame:
    """The weight and the weighted mean of each actor's statements."""
    weight = pd.Series(weigh_statements(rows["source"].to_numpy()), index=rows.index)
    sums = pd.DataFrame({"weight": weight, "mass": weight * rows["score"]}).groupby(rows["actor"]).sum()
    return pd.DataFrame({"weight": sums["weight"], "mean": sums["mass"] / sums["weight"]})


def estimate_in_order(scored: pd.DataFrame, periods: Sequence[Period], estimator: Estimator) -> pd.DataFrame:
    """As `Estimator.periods` for two periods, each by itself: `date` is not its end but its place, a day of `ORDER`.

    Two periods may end on the same day, and one may lie within the other.
    """
    parts = [
        estimator.periods(scored, [period]).assign(date=place) for period, place in zip(periods, ORDER, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def split_gap(
    gap: pd.DataFrame, positions: pd.DataFrame, minus: str, plus: str, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Who closed or widened the gap between two dates, one row a topic: `GAP_COLUMNS`.

    change: the later gap minus the earlier, in units of the scale; low, high: its 90 % interval, which takes the two dates
    as independent: too wide where their windows overlap. from_minus and from_plus add up to the change; above 0 widens.
    Their 90 % intervals (endings _low and _high) are those of the changes of both sides, by the same rule: a share is the
    difference of two positions, so the root of the summed squares of their half widths is exact where those are.
    gap_before, gap_after: the gaps at both dates, negative where the sides have crossed. statements_ and sources_: of both
    sides in the windows of both dates, 0 without. `gap` and `positions` are those of `estimate_gap` and
    `Estimator.positions`. NaN where a position of either side is missing at either date.
    """
    ends = gap.assign(half=(gap["high"] - gap["low"]) / 2).groupby(["topic", "date"]).first()
    rows = []
    for topic in gap["topic"].unique():
        at = [(topic, start), (topic, end)]
        both, shares = (
            ends.reindex(at),
            _share_change(positions[positions["topic"] == topic], [minus, plus], start, end),
        )
        half, change = float(np.hypot(*both["half"])), shares[0][0] + shares[1][0]
        counts = both[["statements", "sources"]].fillna(0).astype(int).to_numpy().T.ravel()
        bounds = [edge for share, width in shares for edge in (share - width, share + width)]
        parts = (shares[0][0], shares[1][0])
        rows.append((topic, change, change - half, change + half, *parts, *both["gap"], *counts, *bounds))
    return pd.DataFrame(rows, columns=GAP_COLUMNS)


def _share_change(
    positions: pd.DataFrame, sides: list[str], start: pd.Timestamp, end: pd.Timestamp
) -> list[tuple[float, float]]:
    """What the minus and the plus side added to the gap, each with its half width; NaN without a position."""
    cells = positions.set_index(["group", "date"])[["position", "half"]]
    shares = []
    for side, sign in zip(sides, (-1, 1), strict=True):
        old, new = cells.reindex([(side, start), (side, end)]).to_numpy(dtype=float)
        shares.append((sign * (new[0] - old[0]), float(np.hypot(old[1], new[1]))))
    return shares


def state_sign(change: float, low: float, high: float) -> float:
    """The probability (0-1) that a change has the sign that it shows, from its 90 % interval taken as normal."""
    half = (high - low) / 2
    return float(ndtr(QUANTILE * abs(change) / half)) if half > 0 else float("nan")
