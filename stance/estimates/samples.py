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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from stance.dossier.conventions import CONFIDENCE
from stance.dossier.scales import Scale
from stance.estimates.rules import Rules
from stance.estimates.spans import Period, list_spans

POOL_WEIGHT = 1.2
PRIOR_WEIGHT = 3.0
POLE_PULL = 1.0
MOST_KEPT, LONGEST_KEPT = 16, 200  # results of a sample that are kept, and periods of one that is
MOST_CELLS = 40_000  # statements times periods looked at in one go: few enough for the cache of a core
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


@dataclass(frozen=True, eq=False)
class Sample:
    """The scores of one group on one topic, in order of the first day each can have been said on (`earliest`); `latest` is
    the last one; sources, speakers and weeks are numbers from 0, in the order in which they first stand here; rows are places in
    the frame that it comes from. A group of one actor alone has no speakers to draw from: each of its sources then stands for a
    speaker of its own."""

    earliest: np.ndarray
    latest: np.ndarray
    scores: np.ndarray
    spreads: np.ndarray
    shared: np.ndarray
    sources: np.ndarray
    speakers: np.ndarray
    weeks: np.ndarray
    rows: np.ndarray
    kept: dict[tuple[Period, ...], "Spreads"] = field(default_factory=dict, repr=False)

    def measure(self, periods: tuple[Period, ...]) -> "Spreads":
        """What the sample says in each period (`measure_spreads`), worked out once for the periods that are asked for again."""
        if len(periods) > LONGEST_KEPT:
            return measure_spreads(self, list_days(periods))
        if periods not in self.kept:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[periods] = measure_spreads(self, list_days(periods))
        return self.kept[periods]

    def pick(self, which: slice | np.ndarray) -> "Sample":
        """The part of the sample that a slice or a mask names."""
        return Sample(*(getattr(self, name)[which] for name in ARRAYS))

    def without(self, gone: np.ndarray) -> "Sample":
        """The sample without the statements that a mask names, in its own order."""
        return _part_speakers(self.pick(~gone))

    def narrow(self, own: np.ndarray) -> "Sample":
        """The sample of those of its statements that a mask names, numbered anew: itself where that are all."""
        return self if own.all() else _part_speakers(_number_clusters(self.pick(own)))


ARRAYS = tuple(one.name for one in fields(Sample) if one.name != "kept")
Samples = dict[tuple[str, str], Sample]
_NONE = np.empty(0)
SILENCE = Position(np.nan, np.nan, 0, 0)
_NO_DAYS = np.empty(0, dtype="datetime64[D]")
_NO_CODES = np.empty(0, dtype=int)
NOTHING = Sample(_NO_DAYS, _NO_DAYS, _NONE, _NONE, _NONE, _NO_CODES, _NO_CODES, _NO_CODES, _NO_CODES)


@lru_cache(maxsize=256)
def list_days(periods: tuple[Period, ...]) -> np.ndarray:
    """Both days of each period, one row a period."""
    days = [[np.datetime64(day, "D") for day in period] for period in periods]
    return np.array(days, dtype="datetime64[D]").reshape(-1, 2)


def split_samples(scored: pd.DataFrame, by: str) -> Samples:
    """The sample of each group of the column `by` and topic, by (group, topic), in order of both."""
    earliest, latest = (days.to_numpy(dtype="datetime64[D]") for days in list_spans(scored))
    numbers = [scored[name].to_numpy(dtype=float) for name in ("score", "spread", "shared")]
    clusters = [_number(scored[name])[0] for name in ("source", "actor")]

    def take(at: np.ndarray) -> Sample:
        weeks = (earliest[at].astype(np.int32) + 3) // 7  # from Monday on; day 0 was a Thursday
        cells = [column[at] for column in (earliest, latest, *numbers, *clusters)]
        return _share_cells(Sample(*[*cells, weeks, at]))

    order = np.lexsort((scored["date"].to_numpy(), earliest)).astype(np.int32)
    return {key: _part_speakers(_number_clusters(take(at))) for key, at in _group_rows(scored, by, order)}


def _share_cells(sample: Sample) -> Sample:
    """The same in less memory: one array for both days where they are the same, one 0 for errors where there are none."""
    latest = sample.earliest if np.array_equal(sample.earliest, sample.latest) else sample.latest
    errors = {name: getattr(sample, name) for name in ("spreads", "shared")}
    thin = {name: cells if cells.any() else np.broadcast_to(0.0, cells.shape) for name, cells in errors.items()}
    return replace(sample, kept={}, latest=latest, **thin)  # type: ignore[arg-type]


def _number(cells: pd.Series | np.ndarray, *, sort: bool = False) -> tuple[np.ndarray, pd.Index]:
    numbers, names = pd.factorize(cells, sort=sort)
    return numbers.astype(np.int32), names


def _group_rows(scored: pd.DataFrame, by: str, order: np.ndarray) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """The places of the rows of each group and topic, in an order of all rows; those without a group are left out."""
    (groups, names), (topics, titles) = (_number(scored[name], sort=True) for name in (by, "topic"))
    codes = np.where(groups < 0, np.int32(-1), groups * np.int32(len(titles)) + topics)[order]
    ranked = order[np.argsort(codes, kind="stable")]
    ends = np.cumsum(np.bincount(codes + 1, minlength=len(names) * len(titles) + 1))
    for code, (start, end) in enumerate(pairwise(ends.tolist())):
        if start < end:
            yield (names[code // len(titles)], titles[code % len(titles)]), ranked[start:end]


def _number_clusters(sample: Sample) -> Sample:
    """The sample with its own sources, speakers and weeks numbered from 0 on as they come."""
    numbers = {name: _number(getattr(sample, name))[0] for name in ("sources", "speakers", "weeks")}
    return replace(sample, kept={}, **numbers)


def _part_speakers(sample: Sample) -> Sample:
    alone = len(sample.speakers) > 0 and sample.speakers.min() == sample.speakers.max()
    return replace(sample, kept={}, speakers=sample.sources) if alone else sample


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
    sample = _narrow_clusters(sample.pick(_span_days(sample, days)))
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


def _narrow_clusters(part: Sample) -> Sample:
    """A part with its clusters numbered anew, in the same order, where most of them are elsewhere."""
    names = ("sources", "speakers", "weeks")
    wide = [name for name in names if len(part.rows) * 2 < getattr(part, name).max(initial=0)]
    return replace(part, kept={}, **{name: _close_ranks(getattr(part, name)) for name in wide}) if wide else part  # type: ignore[arg-type]


def _close_ranks(numbers: np.ndarray) -> np.ndarray:
    """The rank of each number among the distinct ones."""
    there = np.zeros(numbers.max() + 1, dtype=bool)
    there[numbers] = True
    return (there.cumsum() - 1)[numbers]


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


def pool_variance(spreads: Sequence[Spreads], count: int, scale: Scale) -> np.ndarray:
    """The variance of source means around their group's mean (squared units of the scale), over all spreads, in each of `count` periods.

    Pseudo-observations with a standard deviation of a quarter of the scale keep it above 0.
    """
    squares, freedom = sum(one.squares for one in spreads), sum(one.freedom for one in spreads)
    return (squares + PRIOR_WEIGHT * ((scale[1] - scale[0]) / 4) ** 2) / (freedom + np.full(count, PRIOR_WEIGHT))


def estimate_cells(spread: Spreads, variance: np.ndarray, rules: Rules, scale: Scale) -> list[Position]:
    """Position and band of one sample in each period of its spread, with the pooled variance of its topic there and the ends
    of the scale."""
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
