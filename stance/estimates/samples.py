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
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.conventions import CONFIDENCE
from stance.dossier.scales import Scale, Scales, scale_of
from stance.estimates.periods import Period
from stance.estimates.rules import Rules
from stance.estimates.spans import list_spans

POOL_WEIGHT = 1.2
PRIOR_WEIGHT = 3.0
POLE_PULL = 1.0
MOST_CELLS = 100_000  # statements times periods looked at in one go: few enough for the cache of a core
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

    def pick(self, which: slice | np.ndarray) -> "Sample":
        """The part of the sample that a slice or a mask names."""
        return Sample(*(getattr(self, one.name)[which] for one in fields(self)))

    def without(self, gone: np.ndarray) -> "Sample":
        """The sample without the statements that a mask names, in the order of `order_statements`."""
        return _part_speakers(self.pick(~gone))


Samples = dict[tuple[str, str], Sample]
_NONE = np.empty(0)
SILENCE = Position(np.nan, np.nan, 0, 0)
_NO_DAYS = np.empty(0, dtype="datetime64[D]")
_NO_CODES = np.empty(0, dtype=int)
NOTHING = Sample(_NO_DAYS, _NO_DAYS, _NONE, _NONE, _NONE, _NO_CODES, _NO_CODES, _NO_CODES)


@lru_cache(maxsize=256)
def list_days(periods: tuple[Period, ...]) -> np.ndarray:
    """Both days of each period, one row a period."""
    days = [[np.datetime64(day, "D") for day in period] for period in periods]
    return np.array(days, dtype="datetime64[D]").reshape(-1, 2)


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
    return {
        key: _part_speakers(_number_clusters(Sample(*(column[at] for column in columns)))) for key, at in rows.items()
    }


def _number_clusters(sample: Sample) -> Sample:
    """The sample with its own sources, speakers and weeks numbered from 0 on, in the same order."""
    names = ("sources", "speakers", "weeks")
    return replace(sample, **{name: np.unique(getattr(sample, name), return_inverse=True)[1] for name in names})


def _part_speakers(sample: Sample) -> Sample:
    alone = len(sample.speakers) > 0 and sample.speakers.min() == sample.speakers.max()
    return replace(sample, speakers=sample.sources) if alone else sample


def weigh_statements(sources: np.ndarray) -> np.ndarray:
    """The weight of each statement in the mean of source means; they sum to 1."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    return 1.0 / (counts[inverse] * len(counts))


class Spreads(NamedTuple):
    """What a sample says of its mean and of the variance among its sources, one entry a period.

    mean: the mean of source means. squares: the sum of their squares around it, and freedom, what it has to be divided by.
    design: the variance of the mean in variances of one source (0-1), the design effect over the number of sources.
    classifier: the variance that the classifier's scores bring. All are 0 in a period without statements.
    """

    statements: np.ndarray
    sources: np.ndarray
    mean: np.ndarray
    squares: np.ndarray
    freedom: np.ndarray
    design: np.ndarray
    classifier: np.ndarray


def measure_spreads(sample: Sample, days: np.ndarray) -> Spreads:
    """The spread of the part of the sample whose whole span of days lies in each period, given by `list_days`."""
    blocks = np.array_split(days, max(1, min(len(days), len(days) * len(sample.scores) // MOST_CELLS)))
    parts = [_measure_block(sample, block) for block in blocks]
    return Spreads(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _measure_block(sample: Sample, days: np.ndarray) -> Spreads:
    sample = sample.pick(_span_days(sample, days))
    if not len(sample.scores):
        return Spreads(*np.zeros((2, len(days)), dtype=int), *np.zeros((5, len(days))))
    inside = ((sample.earliest > days[:, :1]) & (sample.latest <= days[:, 1:])).astype(float)
    counts = _sum_clusters(inside, sample.sources)
    there = counts > 0
    sources = there.sum(axis=1)
    means = _sum_clusters(inside * sample.scores, sample.sources) / np.maximum(counts, 1)
    mean = _total(means) / np.maximum(sources, 1)
    squares = _total(np.square(means - mean[:, None]) * there)
    weights = inside / np.maximum(counts[:, sample.sources] * sources[:, None], 1)
    design = _measure_design(weights, sample)
    classifier = _total(np.square(weights * sample.spreads)) + np.square(_total(weights * sample.shared))
    statements = inside.sum(axis=1).astype(int)
    return Spreads(statements, sources, mean, squares, sources * np.maximum(1 - design, 0), design, classifier)


def _span_days(sample: Sample, days: np.ndarray) -> slice:
    """Where the statements begin and end that any of the periods can hold."""
    if not len(days):
        return slice(0)
    return slice(*sample.earliest.searchsorted((days[:, 0].min(), days[:, 1].max()), side="right"))


def _measure_design(weights: np.ndarray, sample: Sample) -> np.ndarray:
    """The variance of the mean with these weights of the statements, in variances of one source."""
    clusters = (sample.sources, sample.speakers, sample.weeks)
    own, speaker, week = (_total(np.square(_sum_clusters(weights, one))) for one in clusters)
    return (1 - SPEAKER_SHARE - WEEK_SHARE) * own + SPEAKER_SHARE * speaker + WEEK_SHARE * week


def _total(values: np.ndarray) -> np.ndarray:
    """The sum of each row, added up in order: the zeros of what lies outside a period change no digit."""
    return values.cumsum(axis=1)[:, -1]


def _sum_clusters(values: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """The sum of the values of each cluster (columns, by the clusters' numbers) in each period (rows)."""
    periods, width = len(values), int(clusters.max()) + 1
    places = clusters + width * np.arange(periods)[:, None]
    return np.bincount(places.ravel(), values.ravel(), minlength=periods * width).reshape(periods, width)


def _pool_variance(samples: list[Sample], days: np.ndarray, scale: Scale) -> np.ndarray:
    """The variance of source means around their group's mean (squared units of the scale), over all samples, in each period.

    Pseudo-observations with a standard deviation of a quarter of the scale keep it above 0.
    """
    parts = [measure_spreads(sample, days) for sample in samples]
    squares, freedom = sum(part.squares for part in parts), sum(part.freedom for part in parts)
    return (squares + PRIOR_WEIGHT * ((scale[1] - scale[0]) / 4) ** 2) / (freedom + np.full(len(days), PRIOR_WEIGHT))


def prepare_pool(samples: Samples, scale: Scales) -> Callable[[str, tuple[Period, ...]], np.ndarray]:
    """The pooled variance as a function of topic and periods, one entry a period; each call is worked out once."""
    pools: dict[str, list[Sample]] = {}
    for (_, topic), sample in samples.items():
        if len(sample.scores) > 1:
            pools.setdefault(topic, []).append(sample)

    @cache
    def measure(topic: str, periods: tuple[Period, ...]) -> np.ndarray:
        return _pool_variance(pools.get(topic, []), list_days(periods), scale_of(scale, topic))

    return measure


def estimate_cells(
    sample: Sample, days: np.ndarray, variance: np.ndarray, rules: Rules, scale: Scale
) -> list[Position]:
    """Position and band of one sample in each period, with the pooled variance of its topic there and the ends of the scale."""
    spread = measure_spreads(sample, days)
    enough = (spread.statements >= max(rules.min_statements, 1)) & (spread.sources >= rules.min_sources)
    freedom = POOL_WEIGHT + spread.freedom
    moderated = (POOL_WEIGHT * variance + spread.squares) / freedom
    error = np.sqrt(moderated * spread.design + spread.classifier)
    half = stdtrit(freedom, (1 + CONFIDENCE) / 2) * error + _reach_from_pole(spread, scale)
    known = (np.where(enough, one, np.nan).tolist() for one in (spread.mean, half))
    return [Position(*cell) for cell in zip(*known, spread.statements.tolist(), spread.sources.tolist(), strict=True)]


def _reach_from_pole(spread: Spreads, scale: Scale) -> np.ndarray:
    """How much further the band goes for a mean near a pole: up to what one more source in the middle would move it."""
    middle, most = (scale[0] + scale[1]) / 2, (scale[1] - scale[0]) / 2
    share = np.minimum(np.abs(spread.mean - middle) / most, 1.0)
    return POLE_PULL * most * np.square(np.square(share)) * spread.design / (1 + spread.design)
