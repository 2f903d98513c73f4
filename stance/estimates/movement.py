"""From positions to what moved: the gap between two sides, the surest swing of a line, what a move is made of.

Belongs here: differences of positions that are there, and their parts. Not here: positions, changes between periods
(`positions`), words, pictures.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from stance.dossier.conventions import CONFIDENCE
from stance.estimates.periods import Period
from stance.estimates.rules import NAMED
from stance.estimates.samples import weigh_statements
from stance.estimates.spans import falls_within

QUANTILE = float(ndtri((1 + CONFIDENCE) / 2))
SWING_COLUMNS = ["group", "topic", "start", "date", "start_from", "date_from"]
SWING_COLUMNS += ["before", "after", "change", "low", "high", "half", "held"] + [
    f"{name}_{end}" for name in ("statements", "sources", "low", "high") for end in ("before", "after")
]
COUNTS = [f"{name}_{end}" for name in ("statements", "sources") for end in ("before", "after")]
GAP_COLUMNS = ["topic", "change", "low", "high", "from_minus", "from_plus", "gap_before", "gap_after", *COUNTS]


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
    actor's mean at its average weight, `spoke` the change of its weight at its average mean; both columns together add up
    exactly to the change. An actor that spoke in one period only changed its weight alone. `scored` holds one topic.
    Columns: actor, weight_before, weight_after (0-1), mean_before, mean_after (NaN where it did not speak), said, spoke
    (units of the scale). No rows where the group spoke in neither period.
    """
    own = scored[scored[by] == group]
    before, after = (_weigh_actors(own[falls_within(own, period)]) for period in (first, last))
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer")
    weights = both[["weight_before", "weight_after"]].fillna(0).set_axis(["old", "new"], axis=1)
    means = both[["mean_before", "mean_after"]].set_axis(["old", "new"], axis=1)
    means = means.assign(old=means["old"].fillna(means["new"]), new=means["new"].fillna(means["old"]))
    said = weights.mean(axis=1) * (means["new"] - means["old"])
    spoke = means.mean(axis=1) * (weights["new"] - weights["old"])
    table = both.fillna({"weight_before": 0.0, "weight_after": 0.0}).assign(said=said, spoke=spoke)
    return table.rename_axis("actor").reset_index()


def _weigh_actors(rows: pd.DataFrame) -> pd.DataFrame:
    """The weight and the weighted mean of each actor's statements."""
    weight = pd.Series(weigh_statements(rows["source"].to_numpy()), index=rows.index)
    sums = pd.DataFrame({"weight": weight, "mass": weight * rows["score"]}).groupby(rows["actor"]).sum()
    return pd.DataFrame({"weight": sums["weight"], "mean": sums["mass"] / sums["weight"]})


def split_gap(
    gap: pd.DataFrame, positions: pd.DataFrame, minus: str, plus: str, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Who closed or widened the gap between two dates, one row a topic: `GAP_COLUMNS`.

    change: the later gap minus the earlier, in units of the scale; low, high: its 90 % interval, which takes the two dates
    as independent: too wide where their windows overlap. from_minus and from_plus add up to the change; above 0 widens.
    gap_before, gap_after: the gaps at both dates, negative where the sides have crossed. statements_ and sources_: of both
    sides in the windows of both dates, 0 without. `gap` and `positions` are those of `estimate_gap` and
    `Estimator.positions`. NaN where a position of either side is missing at either date.
    """
    by_date = positions.pivot_table(index=["topic", "date"], columns="group", values="position", dropna=False)
    ends = gap.assign(half=(gap["high"] - gap["low"]) / 2).groupby(["topic", "date"]).first()
    rows = []
    for topic in gap["topic"].unique():
        at = [(topic, start), (topic, end)]
        old, new = (by_date.reindex([day]).iloc[0].reindex([minus, plus]) for day in at)
        both, moved = ends.reindex(at), new - old
        half, change = float(np.hypot(*both["half"])), moved[plus] - moved[minus]
        counts = both[["statements", "sources"]].fillna(0).astype(int).to_numpy().T.ravel()
        rows.append((topic, change, change - half, change + half, -moved[minus], moved[plus], *both["gap"], *counts))
    return pd.DataFrame(rows, columns=GAP_COLUMNS)


def state_sign(change: float, low: float, high: float) -> float:
    """The probability (0-1) that a change has the sign that it shows, from its 90 % interval taken as normal."""
    half = (high - low) / 2
    return float(ndtr(QUANTILE * abs(change) / half)) if half > 0 else float("nan")
