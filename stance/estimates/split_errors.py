"""The errors of what was said and who spoke where sources are many: what the draws of `split_intervals` come to, without drawing.

Belongs here: the same errors to the first order. Not here: the parts of a change (`movement`), drawing (`split_intervals`).

A weight of a source moves the weight and the mean of each speaker, and these move both parts; of thousands of sources none
moves them far, so that the sum of what each does (the delta method, with the variance of Dirichlet weights) is the variance of the
draws. Added is the product of both errors of a speaker, which counts where it weighs the same in both periods.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from stance.dossier.conventions import QUANTILE

Errors = dict[str, tuple[np.ndarray, float]]


@dataclass(frozen=True, eq=False)
class _End:
    """One period: the source and the speaker of each row, its weight within its source, its score; weight and mean of each
    speaker, how far the mean errs beyond what sources say, and the variances of weight and mean."""

    sources: np.ndarray
    speakers: np.ndarray
    shares: np.ndarray
    scores: np.ndarray
    weight: np.ndarray
    mean: np.ndarray
    short: np.ndarray
    errors: np.ndarray

    @property
    def pull(self) -> np.ndarray:
        """How far each source moves the middle of both positions."""
        own = np.bincount(self.sources, self.shares * self.scores)
        return (own - own.mean()) / 2

    def move(self, by_weight: np.ndarray, by_mean: np.ndarray, middle: np.ndarray | float = 0.0) -> np.ndarray:
        """The variance of a number of each speaker that goes with its weight, its mean and (`middle`) the pull of all sources."""
        pairs, which = np.unique(self.sources * len(self.weight) + self.speakers, return_inverse=True)
        moved, speakers = np.bincount(which, self._move_rows(by_weight, by_mean)), pairs % len(self.weight)
        pull, sources = self.pull, len(self.pull)
        sums = [
            np.bincount(speakers, one, minlength=len(self.weight)) / sources
            for one in (moved, moved**2, moved * pull[pairs // len(self.weight)])
        ]
        squares = sums[1] + 2 * middle * sums[2] + middle**2 * np.mean(pull**2)
        return np.maximum(squares - sums[0] ** 2, 0) / (sources + 1)

    def move_all(self, by_weight: np.ndarray, by_mean: np.ndarray) -> float:
        """The variance of the sum of such numbers over all speakers."""
        moved = np.bincount(self.sources, self._move_rows(by_weight, by_mean))
        return float(moved.var() / (len(moved) + 1))

    def _move_rows(self, by_weight: np.ndarray, by_mean: np.ndarray) -> np.ndarray:
        at = self.speakers
        return self.shares * (by_weight[at] + by_mean[at] * (self.scores - self.mean[at]) / self.weight[at])


def _read_end(rows: pd.DataFrame, actors: np.ndarray, half: np.ndarray) -> _End:
    sources, speakers = pd.factorize(rows["source"])[0], pd.Index(actors).get_indexer(rows["actor"])
    shares, scores = 1 / np.bincount(sources)[sources], rows["score"].to_numpy(dtype=float)
    mass, weight = (np.bincount(speakers, one, minlength=len(actors)) for one in (shares * scores, shares))
    mean = np.divide(mass, weight, out=np.full(len(actors), np.nan), where=weight > 0)
    none, every, nothing = np.zeros(len(actors)), np.ones(len(actors)), np.zeros((2, len(actors)))
    end = _End(sources, speakers, shares, scores, weight / (sources.max() + 1), mean, none, nothing)
    errors = np.stack([end.move(every, none), end.move(none, every)])
    short = np.sqrt(np.maximum(np.nan_to_num(half / QUANTILE) ** 2 - errors[1], 0))
    return replace(end, short=short, errors=errors + np.stack([none, short**2]))


def estimate_errors(rows: list[pd.DataFrame], actors: np.ndarray, halves: np.ndarray) -> Errors:
    """The standard error of what each actor adds to `said` and to `spoke`, and that of the sum over all of them.

    `rows` are those of both periods, none empty; `halves` the half widths of the 90 % band of each actor in both.
    """
    ends = tuple(_read_end(one, actors, half) for one, half in zip(rows, halves, strict=True))
    gone, shift = [np.isnan(end.mean) for end in ends], ends[1].weight - ends[0].weight
    old, new = (np.where(gone[one], ends[1 - one].mean, ends[one].mean) for one in (0, 1))
    middle = ((ends[0].weight * old).sum() + (ends[1].weight * new).sum()) / 2
    share, both = (ends[0].weight + ends[1].weight) / 2, ~(gone[0] | gone[1])
    apart = (old + new) / 2 - middle
    own = np.where(both, shift / 2, shift)
    said = [((new - old) / 2, np.where(both, sign * share, 0.0)) for sign in (-1, 1)]
    spoke = [(sign * apart, np.where(gone[one], 0.0, own)) for one, sign in ((0, -1), (1, 1))]
    product = np.prod(ends[0].errors + ends[1].errors, axis=0)
    return {
        "said": _add_up(ends, said, np.zeros(len(actors)), np.where(both, product / 4, 0.0)),
        "spoke": _add_up(ends, spoke, shift, np.where(both, product / 4, product)),
    }


def _add_up(
    ends: tuple[_End, ...], moves: list[tuple[np.ndarray, np.ndarray]], shift: np.ndarray, product: np.ndarray
) -> tuple[np.ndarray, float]:
    """The errors of both periods together; `shift` is how far each number falls as the middle rises, `product` what is added."""
    each, whole = product.copy(), float(product.sum())
    for end, (by_weight, by_mean) in zip(ends, moves, strict=True):
        through = (end.weight / 2 * end.short) ** 2
        own = (by_mean - shift * end.weight / 2) ** 2 * end.short**2
        each += end.move(by_weight, by_mean, -shift) + own + shift**2 * (through.sum() - through)
        whole += end.move_all(by_weight, by_mean) + float((by_mean**2 * end.short**2).sum())
    return np.sqrt(each), float(np.sqrt(whole))
