"""The scores of one group on one topic, and what a period of them says: the arithmetic behind every estimate.

Belongs here: source means, their variance, position and band of one cell. Not here: frames.

A position is the mean of source means: ten quotes of one speech count once. Its band is a t interval whose variance
borrows from the other groups of the topic (a moderated variance after Smyth 2004,
https://doi.org/10.2202/1544-6115.1027, with a prior from the width of the scale), because the variance of two or
three sources alone is too uncertain. Sources of one speaker and of one week resemble each other, so the variance of the
mean is enlarged by the design effect of both (Kish 1965, Survey Sampling, 5.4). Near a pole the band reaches further
towards the middle, since a few equal codes there do not rule out others (a pseudo-source in the middle, after
Agresti and Coull 1998, https://doi.org/10.1080/00031305.1998.10480550). The classifier's error is added where it gave
scores, and the error of its correction, which all scores of a side share and no number of statements averages out.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.conventions import CONFIDENCE
from stance.estimates.periods import Period
from stance.estimates.rules import Rules
from stance.estimates.spans import list_spans

POOL_WEIGHT = 1.2
PRIOR_WEIGHT = 3.0
POLE_PULL = 1.0
SPEAKER_SHARE, WEEK_SHARE = (
    0.18,
    0.15,
)  # of the variance among sources: measured on the shipped dossier, see docs/decisions/bands.md


class Position(NamedTuple):
    """Position, half width of its band (NaN without enough evidence), statements and sources of one group in one period."""

    position: float
    half: float
    statements: int
    sources: int


@dataclass(frozen=True)
class Sample:
    """The scores of one group on one topic, in order of the first day each can have been said on (`earliest`); `latest` is
    the last one; sources, speakers and weeks are numbers from 0. A group of one actor alone has no speakers to draw from: each
    of its sources then stands for a speaker of its own."""

    earliest: np.ndarray
    latest: np.ndarray
    scores: np.ndarray
    spreads: np.ndarray
    shared: np.ndarray
    sources: np.ndarray
    speakers: np.ndarray
    weeks: np.ndarray

    def within(self, days: np.ndarray) -> "Sample":
        """The part of the sample whose whole span of days lies in a period, given by `list_days`."""
        first, last = self.earliest.searchsorted(days, side="right")
        if first == last:
            return NOTHING
        inside = self._pick(slice(first, last))
        known = inside.latest <= days[1]
        return inside if known.all() else inside._pick(known)

    def _pick(self, which: slice | np.ndarray) -> "Sample":
        return Sample(*(getattr(self, one.name)[which] for one in fields(self)))

    def without(self, gone: np.ndarray) -> "Sample":
        """The sample without the statements that a mask names, in the order of `order_statements`."""
        return _part_speakers(self._pick(~gone))

    def count_clusters(self, weights: np.ndarray) -> float:
        """The variance of the mean with these weights of its statements, in variances of one source (0-1): the design effect over
        the number of sources."""
        clusters = (self.sources, self.speakers, self.weeks)
        own, speaker, week = (float(np.square(np.bincount(one, weights=weights)).sum()) for one in clusters)
        return (1 - SPEAKER_SHARE - WEEK_SHARE) * own + SPEAKER_SHARE * speaker + WEEK_SHARE * week


Samples = dict[tuple[str, str], Sample]
_NONE = np.empty(0)
SILENCE = Position(np.nan, np.nan, 0, 0)
_NO_DAYS = np.empty(0, dtype="datetime64[D]")
_NO_CODES = np.empty(0, dtype=int)
NOTHING = Sample(_NO_DAYS, _NO_DAYS, _NONE, _NONE, _NONE, _NO_CODES, _NO_CODES, _NO_CODES)


def list_days(period: Period) -> np.ndarray:
    """Both days of a period as `Sample.within` takes them: worked out once, for the many samples of a period."""
    return np.array([np.datetime64(day, "D") for day in period])


def order_statements(scored: pd.DataFrame) -> pd.DataFrame:
    """The rows in the order of a sample, with `earliest` and `latest`."""
    earliest, latest = list_spans(scored)
    return scored.assign(earliest=earliest, latest=latest).sort_values(["earliest", "date"], kind="stable")


def split_samples(scored: pd.DataFrame, by: str) -> Samples:
    """The sample of each group of the column `by` and topic, by (group, topic)."""
    ordered = order_statements(scored)
    sources, speakers = (pd.factorize(ordered[name])[0] for name in ("source", "actor"))
    first, last = (ordered[name].to_numpy(dtype="datetime64[D]") for name in ("earliest", "latest"))
    weeks = pd.factorize((first.astype(int) + 3) // 7)[0]  # from Monday on; day 0 was a Thursday
    scores, spreads, shared = (ordered[name].to_numpy(dtype=float) for name in ("score", "spread", "shared"))
    columns = (first, last, scores, spreads, shared, sources, speakers, weeks)
    rows = ordered.groupby([by, "topic"], sort=True).indices
    return {key: _part_speakers(Sample(*(column[at] for column in columns))) for key, at in rows.items()}


def _part_speakers(sample: Sample) -> Sample:
    alone = len(sample.speakers) > 0 and sample.speakers.min() == sample.speakers.max()
    return replace(sample, speakers=sample.sources) if alone else sample


def weigh_statements(sources: np.ndarray) -> np.ndarray:
    """The weight of each statement in the mean of source means; they sum to 1."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1.0 / (counts[inverse] * len(counts))


class Spread(NamedTuple):
    """What a sample says of its mean and of the variance among its sources.

    mean: the mean of source means. squares: the sum of their squares around it, and freedom, what it has to be divided by.
    weights: of the statements, with sum 1. design: the variance of the mean in variances of one source. sources: how many.
    """

    mean: float
    squares: float
    freedom: float
    weights: np.ndarray
    design: float
    sources: int


def _measure_spread(sample: Sample) -> Spread:
    counts = np.bincount(sample.sources)
    sums = np.bincount(sample.sources, weights=sample.scores)
    there = counts > 0
    means = sums[there] / counts[there]
    weights = 1.0 / (counts[sample.sources] * len(means))
    design = sample.count_clusters(weights)
    squares = float(np.square(means - means.mean()).sum())
    return Spread(float(means.mean()), squares, len(means) * max(1 - design, 0.0), weights, design, len(means))


def _pool_variance(samples: list[Sample], scale: tuple[float, float]) -> float:
    """The variance of source means around their group's mean (squared units of the scale), over all samples.

    Pseudo-observations with a standard deviation of a quarter of the scale keep it above 0.
    """
    parts = [_measure_spread(sample) for sample in samples if len(sample.scores) > 1]
    squares, freedom = sum(part.squares for part in parts), sum(part.freedom for part in parts)
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


def estimate_position(sample: Sample, variance: float, rules: Rules, scale: tuple[float, float]) -> Position:
    """Position and band of one sample, with the pooled variance of its topic and period and the ends of the scale."""
    if not len(sample.scores):
        return SILENCE
    spread, statements = _measure_spread(sample), len(sample.scores)
    if statements < rules.min_statements or spread.sources < rules.min_sources:
        return Position(np.nan, np.nan, statements, spread.sources)
    freedom = POOL_WEIGHT + spread.freedom
    moderated = (POOL_WEIGHT * variance + spread.squares) / freedom
    classifier = (spread.weights**2 * sample.spreads**2).sum() + (spread.weights @ sample.shared) ** 2
    error = float(np.sqrt(moderated * spread.design + classifier))
    half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error + _reach_from_pole(spread, scale)
    return Position(spread.mean, half, statements, spread.sources)


def _reach_from_pole(spread: Spread, scale: tuple[float, float]) -> float:
    """How much further the band goes for a mean near a pole: up to what one more source in the middle would move it."""
    middle, most = (scale[0] + scale[1]) / 2, (scale[1] - scale[0]) / 2
    share = min(abs(spread.mean - middle) / most, 1.0)
    return POLE_PULL * most * share**4 / (1 / spread.design + 1)
