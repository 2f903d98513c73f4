"""The scores of one group on one topic, and what a period of them says: the arithmetic behind every estimate.

Belongs here: source means, their variance, position and band of one cell. Not here: frames.

A position is the mean of source means: ten quotes of one speech count once. Its band is a t interval whose variance
borrows from the other groups of the topic (a moderated variance after Smyth 2004,
https://doi.org/10.2202/1544-6115.1027, with a weak prior from the width of the scale), because the variance of two or
three sources alone is too uncertain; the classifier's error is added where it gave scores, and the error of its
correction, which all scores of a side share and no number of statements averages out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.conventions import CONFIDENCE
from stance.estimates.periods import Period
from stance.estimates.rules import Rules
from stance.estimates.spans import list_spans

POOL_WEIGHT = 4.0
PRIOR_WEIGHT = 1.0


class Position(NamedTuple):
    """Position, half width of its band (NaN without enough evidence), statements and sources of one group in one period."""

    position: float
    half: float
    statements: int
    sources: int


@dataclass(frozen=True)
class Sample:
    """The scores of one group on one topic, in order of the first day each can have been said on (`earliest`); `latest` is
    the last one, and sources are numbers from 0."""

    earliest: np.ndarray
    latest: np.ndarray
    scores: np.ndarray
    spreads: np.ndarray
    shared: np.ndarray
    sources: np.ndarray

    def within(self, days: np.ndarray) -> "Sample":
        """The part of the sample whose whole span of days lies in a period, given by `list_days`."""
        first, last = self.earliest.searchsorted(days, side="right")
        if first == last:
            return NOTHING
        inside = self._pick(slice(first, last))
        known = inside.latest <= days[1]
        return inside if known.all() else inside._pick(known)

    def _pick(self, which: slice | np.ndarray) -> "Sample":
        parts = (self.earliest, self.latest, self.scores, self.spreads, self.shared, self.sources)
        return Sample(*(part[which] for part in parts))


Samples = dict[tuple[str, str], Sample]
_NONE = np.empty(0)
SILENCE = Position(np.nan, np.nan, 0, 0)
_NO_DAYS = np.empty(0, dtype="datetime64[D]")
NOTHING = Sample(_NO_DAYS, _NO_DAYS, _NONE, _NONE, _NONE, np.empty(0, dtype=int))


def list_days(period: Period) -> np.ndarray:
    """Both days of a period as `Sample.within` takes them: worked out once, for the many samples of a period."""
    return np.array([np.datetime64(day, "D") for day in period])


def split_samples(scored: pd.DataFrame, by: str) -> Samples:
    """The sample of each group of the column `by` and topic, by (group, topic)."""
    earliest, latest = list_spans(scored)
    ordered = scored.assign(earliest=earliest, latest=latest).sort_values(["earliest", "date"], kind="stable")
    codes = pd.factorize(ordered["source"])[0]
    first, last = (ordered[name].to_numpy(dtype="datetime64[D]") for name in ("earliest", "latest"))
    scores, spreads, shared = (ordered[name].to_numpy(dtype=float) for name in ("score", "spread", "shared"))
    rows = ordered.groupby([by, "topic"], sort=True).indices
    return {
        key: Sample(first[at], last[at], scores[at], spreads[at], shared[at], codes[at]) for key, at in rows.items()
    }


def weigh_statements(sources: np.ndarray) -> np.ndarray:
    """The weight of each statement in the mean of source means; they sum to 1."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1.0 / (counts[inverse] * len(counts))


def _average_sources(sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """The mean score of each source, and how many statements of the sample the source of each has."""
    counts = np.bincount(sample.sources)
    sums = np.bincount(sample.sources, weights=sample.scores)
    there = counts > 0
    return sums[there] / counts[there], counts[sample.sources]


def _measure_spread(means: np.ndarray) -> tuple[float, int]:
    """The sum of squares around the mean and its degrees of freedom."""
    return float(((means - means.mean()) ** 2).sum()), len(means) - 1


def _pool_variance(samples: list[Sample], scale: tuple[float, float]) -> float:
    """The variance of source means around their group's mean (squared units of the scale), over all samples.

    One pseudo-observation with a standard deviation of a quarter of the scale keeps it above 0.
    """
    parts = [_measure_spread(_average_sources(sample)[0]) for sample in samples if len(sample.scores) > 1]
    squares, freedom = (sum(part[i] for part in parts) for i in (0, 1))
    return (squares + PRIOR_WEIGHT * ((scale[1] - scale[0]) / 4) ** 2) / (freedom + PRIOR_WEIGHT)


def prepare_pool(samples: Samples, scale: tuple[float, float]) -> Callable[[str, Period], float]:
    """The pooled variance as a function of topic and period; each is worked out once."""
    pools: dict[str, list[Sample]] = {}
    for (_, topic), sample in samples.items():
        pools.setdefault(topic, []).append(sample)

    @cache
    def measure(topic: str, period: Period) -> float:
        days = list_days(period)
        return _pool_variance([sample.within(days) for sample in pools.get(topic, [])], scale)

    return measure


def estimate_position(sample: Sample, variance: float, rules: Rules) -> Position:
    """Position and band of one sample, with the pooled variance of its topic and period."""
    if not len(sample.scores):
        return SILENCE
    means, shares = _average_sources(sample)
    statements, sources = len(sample.scores), len(means)
    if statements < rules.min_statements or sources < rules.min_sources:
        return Position(np.nan, np.nan, statements, sources)
    squares, freedom = _measure_spread(means)
    moderated = (POOL_WEIGHT * variance + squares) / (POOL_WEIGHT + freedom)
    weights = 1.0 / (shares * sources)
    common = float(weights @ sample.shared)
    error = float(np.sqrt(moderated / sources + (weights**2 * sample.spreads**2).sum() + common**2))
    half = float(stdtrit(POOL_WEIGHT + freedom, (1 + CONFIDENCE) / 2)) * error
    return Position(float(means.mean()), half, statements, sources)
