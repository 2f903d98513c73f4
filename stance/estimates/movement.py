"""From positions to what moved: the gap between two sides, changes between periods, the largest swing of a line.

Belongs here: differences of positions, with their intervals. Not here: positions themselves, words, pictures.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from stance.dossier.conventions import CONFIDENCE
from stance.estimates.positions import DEFAULT_RULES, Period, Rules, estimate_periods, weigh_statements

QUANTILE = float(ndtri((1 + CONFIDENCE) / 2))


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
    before, after = (_weigh_actors(own[(own["date"] > start) & (own["date"] <= end)]) for start, end in (first, last))
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
    """Who closed or widened the gap between two dates: topic, change, low, high, from_minus, from_plus.

    The last two add up to the change; above 0 widens. low, high: its 90 % interval, which takes the two dates as
    independent: too wide where their windows overlap. `gap` and `positions` are those of `estimate_gap` and
    `estimate_positions`. NaN where a position of either side is missing at either date.
    """
    by_date = positions.pivot_table(index=["topic", "date"], columns="group", values="position", dropna=False)
    halves = ((gap["high"] - gap["low"]) / 2).groupby([gap["topic"], gap["date"]]).first()
    rows = []
    for topic in gap["topic"].unique():
        old, new = (by_date.reindex([(topic, day)]).iloc[0].reindex([minus, plus]) for day in (start, end))
        half = float(np.hypot(*halves.reindex([(topic, start), (topic, end)])))
        moved = new - old
        change = moved[plus] - moved[minus]
        rows.append((topic, change, change - half, change + half, -moved[minus], moved[plus]))
    return pd.DataFrame(rows, columns=["topic", "change", "low", "high", "from_minus", "from_plus"])


def state_sign(change: float, low: float, high: float) -> float:
    """The probability (0-1) that a change has the sign that it shows, from its 90 % interval taken as normal."""
    half = (high - low) / 2
    return float(ndtr(QUANTILE * abs(change) / half)) if half > 0 else float("nan")
