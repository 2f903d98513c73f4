"""From scores to positions: where a group stood at a date, with a band, from the statements up to that date.

Belongs here: the estimates, as frames. Not here: where scores come from, pictures, words.

A position is the mean of source means in a trailing window: ten quotes of one speech are one voice. Its band
is a t interval whose variance borrows from the other groups of the topic (a moderated variance after Smyth
2004, https://doi.org/10.2202/1544-6115.1027, with a weak prior from the width of the scale), because the
variance of two or three sources alone is too uncertain; the classifier's error is added where it gave scores, and the
error of its correction, which all scores of a side share and no number of statements averages out.
Below the minimum evidence a position is NA: silence is not neutrality.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.conventions import CONFIDENCE

SIDE_WINDOW, ACTOR_WINDOW = 180, 365
MIN_STATEMENTS, MIN_SOURCES = 3, 2
POOL_WEIGHT = 4.0
PRIOR_WEIGHT = 1.0
PERIODS_SHORTER_THAN_DAYS = 400
COLUMNS = ["group", "topic", "date", "position", "low", "high", "half", "statements", "sources"]

Period = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Rules:
    """How positions are estimated: the window in days and the least evidence for a number."""

    window_days: int = SIDE_WINDOW
    min_statements: int = MIN_STATEMENTS
    min_sources: int = MIN_SOURCES


DEFAULT_RULES = Rules()


@dataclass(frozen=True)
class _Sample:
    """The scores of one group on one topic, in order of date."""

    dates: np.ndarray
    scores: np.ndarray
    spreads: np.ndarray
    shared: np.ndarray
    sources: np.ndarray

    def between(self, after: np.datetime64, until: np.datetime64) -> "_Sample":
        first, last = np.searchsorted(self.dates, [after, until], side="right")
        parts = (self.dates, self.scores, self.spreads, self.shared, self.sources)
        return _Sample(*(part[first:last] for part in parts))


_NOTHING = _Sample(np.empty(0, dtype="datetime64[D]"), *(np.empty(0) for _ in range(4)))


def list_dates(first: date, last: date) -> pd.DatetimeIndex:
    """The dates at which positions are estimated: month ends, or week ends in a period of up to 400 days."""
    short = (last - first).days <= PERIODS_SHORTER_THAN_DAYS
    dates = pd.date_range(first, last + timedelta(days=6 if short else 30), freq="W" if short else "ME")
    return pd.DatetimeIndex(dates[dates <= pd.Timestamp(last)].union([pd.Timestamp(last)]))


def weigh_statements(sources: np.ndarray) -> np.ndarray:
    """The weight of each statement in the mean of source means; they sum to 1."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1.0 / (counts[inverse] * len(counts))


def _split_samples(scored: pd.DataFrame, by: str) -> dict[tuple[str, str], _Sample]:
    ordered = scored.sort_values("date", kind="stable")
    codes = pd.factorize(ordered["source"])[0]
    dates = ordered["date"].to_numpy(dtype="datetime64[D]")
    scores, spreads, shared = (ordered[name].to_numpy(dtype=float) for name in ("score", "spread", "shared"))
    rows = ordered.groupby([by, "topic"], sort=True).indices
    return {key: _Sample(dates[at], scores[at], spreads[at], shared[at], codes[at]) for key, at in rows.items()}


def _average_sources(sample: _Sample) -> np.ndarray:
    _, inverse, counts = np.unique(sample.sources, return_inverse=True, return_counts=True)
    return np.bincount(inverse, weights=sample.scores) / counts


def _measure_spread(means: np.ndarray) -> tuple[float, int]:
    """The sum of squares around the mean and its degrees of freedom."""
    return float(((means - means.mean()) ** 2).sum()), len(means) - 1


def estimate_pool(scored: pd.DataFrame, periods: list[Period], *, by: str, scale: tuple[float, float]) -> pd.DataFrame:
    """The variance of source means around their group's mean, one row per topic and period.

    Columns: topic, until (end of the period), variance (squared units of the scale). Groups of the column `by`
    are pooled; one pseudo-observation with a standard deviation of a quarter of the scale keeps it above 0.
    """
    samples = _split_samples(scored, by)
    rows = []
    for topic in sorted({topic for _, topic in samples}):
        of_topic = [sample for (_, t), sample in samples.items() if t == topic]
        for (_, until), days in zip(periods, _days(periods), strict=True):
            rows.append((topic, until, _pool_variance([sample.between(*days) for sample in of_topic], scale)))
    return pd.DataFrame(rows, columns=["topic", "until", "variance"])


def _pool_variance(cells: list[_Sample], scale: tuple[float, float]) -> float:
    parts = [_measure_spread(_average_sources(cell)) for cell in cells if len(cell.scores) > 1]
    squares, freedom = (sum(part[i] for part in parts) for i in (0, 1))
    return (squares + PRIOR_WEIGHT * ((scale[1] - scale[0]) / 4) ** 2) / (freedom + PRIOR_WEIGHT)


def _days(periods: Iterable[Period]) -> list[tuple[np.datetime64, np.datetime64]]:
    return [(np.datetime64(after, "D"), np.datetime64(until, "D")) for after, until in periods]


def _estimate_cell(sample: _Sample, variance: float, rules: Rules) -> tuple[float, float, int, int]:
    """Position, half width of the band, statements and sources of one cell."""
    statements, sources = len(sample.scores), len(set(sample.sources.tolist()))
    if statements < rules.min_statements or sources < rules.min_sources:
        return np.nan, np.nan, statements, sources
    means = _average_sources(sample)
    squares, freedom = _measure_spread(means)
    moderated = (POOL_WEIGHT * variance + squares) / (POOL_WEIGHT + freedom)
    weights = weigh_statements(sample.sources)
    common = float(weights @ sample.shared)
    error = float(np.sqrt(moderated / sources + (weights**2 * sample.spreads**2).sum() + common**2))
    half = float(stdtrit(POOL_WEIGHT + freedom, (1 + CONFIDENCE) / 2)) * error
    return float(means.mean()), half, statements, sources


def estimate_positions(
    scored: pd.DataFrame,
    dates: pd.DatetimeIndex,
    *,
    by: str = "side",
    rules: Rules = DEFAULT_RULES,
    scale: tuple[float, float] = (-2, 2),
    pool_from: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Positions of every group and topic in `scored` at `dates`, from the statements of the trailing window.

    Columns: group, topic, date, position, low, high (90 % band, cut at the ends of `scale`), half (half
    width of the uncut band), statements, sources. Position and band are NA where a window holds too few statements or
    sources. A window runs from `rules.window_days` before a date (exclusive) to the date (inclusive).
    `pool_from` is where the pooled variance comes from: all scored statements, when `scored` is a selection.
    """
    periods = [(day - pd.Timedelta(days=rules.window_days), day) for day in dates]
    return estimate_periods(scored, periods, by=by, rules=rules, scale=scale, pool_from=pool_from)


def estimate_periods(
    scored: pd.DataFrame,
    periods: list[Period],
    *,
    by: str,
    rules: Rules,
    scale: tuple[float, float],
    pool_from: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """As `estimate_positions`, for any periods (after, until]; `date` is the end of the period."""
    whole = scored if pool_from is None else pool_from
    pool = estimate_pool(whole, periods, by=by, scale=scale).set_index(["topic", "until"])["variance"].to_dict()
    rows = []
    for (group, topic), sample in _split_samples(scored, by).items():
        for (_, until), days in zip(periods, _days(periods), strict=True):
            cell = _estimate_cell(sample.between(*days), pool[topic, until], rules)
            rows.append((group, topic, until, *cell))
    frame = pd.DataFrame(rows, columns=["group", "topic", "date", "position", "half", "statements", "sources"])
    frame = frame.astype({"date": "datetime64[s]", "position": float, "half": float, "statements": int, "sources": int})
    bands = {"low": frame["position"] - frame["half"], "high": frame["position"] + frame["half"]}
    return frame.assign(**{name: band.clip(*scale) for name, band in bands.items()})[COLUMNS]


def list_evidence(scored: pd.DataFrame, *, by: str, group: str, topic: str, period: Period) -> pd.DataFrame:
    """The rows of `scored` behind one position, newest first, with `weight` and `effect`.

    `weight` is the share in the mean of source means (they sum to 1; sum of weight times score is the position);
    `effect` is the position minus the position without that statement (leave-one-out), NA for a lone statement.
    """
    after, until = period
    wanted = scored[(scored[by] == group) & (scored["topic"] == topic)]
    wanted = wanted[(wanted["date"] > after) & (wanted["date"] <= until)]
    sources, scores = wanted["source"].to_numpy(), wanted["score"].to_numpy(dtype=float)
    evidence = wanted.assign(weight=weigh_statements(sources), effect=_measure_effects(sources, scores))
    return evidence.sort_values(["date", "statement"], ascending=False)


def _measure_effects(sources: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The mean of source means minus the same without each statement; NaN for a lone statement."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, weights=scores) / counts
    own, others = counts[inverse] - 1, len(means) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        shrunk = (means[inverse] - scores) / own / len(means)
        gone = (means.mean() - scores) / others if len(means) else np.empty(0)
    return np.where(own > 0, -shrunk, -gone if others > 0 else np.nan)


def estimate_change(
    scored: pd.DataFrame,
    group: str,
    first: Period,
    last: Period,
    *,
    by: str = "side",
    rules: Rules = DEFAULT_RULES,
    scale: tuple[float, float] = (-2, 2),
    pool_from: pd.DataFrame | None = None,
) -> tuple[float, float, int, int]:
    """One row of `movement.estimate_movement`, fast: change, half width of its interval, statements before and after.

    `scored` and `pool_from` hold one topic. NaN where a period has too little evidence.
    """
    return prepare_changes(scored, group, by=by, rules=rules, scale=scale, pool_from=pool_from)(first, last)


def prepare_changes(
    scored: pd.DataFrame,
    group: str,
    *,
    by: str = "side",
    rules: Rules = DEFAULT_RULES,
    scale: tuple[float, float] = (-2, 2),
    pool_from: pd.DataFrame | None = None,
    pool: Callable[[Period], float] | None = None,
) -> Callable[[Period, Period], tuple[float, float, int, int]]:
    """`estimate_change` of one group as a function of the two periods, for many of them.

    `pool` is `prepare_pool` of `pool_from`, where several groups share it.
    """
    sample = next(iter(_split_samples(scored[scored[by] == group], by).values()), _NOTHING)
    shared = pool or prepare_pool(scored if pool_from is None else pool_from, by=by, scale=scale)

    def estimate(first: Period, last: Period) -> tuple[float, float, int, int]:
        ends = []
        for period, days in zip((first, last), _days([first, last]), strict=True):
            ends.append(_estimate_cell(sample.between(*days), shared(period), rules))
        (before, half_before, n_before, _), (after, half_after, n_after, _) = ends
        return after - before, float(np.hypot(half_before, half_after)), n_before, n_after

    return estimate


def prepare_pool(pool_from: pd.DataFrame, *, by: str, scale: tuple[float, float]) -> Callable[[Period], float]:
    """The pooled variance of one topic as a function of the period; a period is worked out once."""
    samples = list(_split_samples(pool_from, by).values())

    @cache
    def measure(period: Period) -> float:
        (days,) = _days([period])
        return _pool_variance([sample.between(*days) for sample in samples], scale)

    return measure
