"""Scored statements made ready once for any number of estimates: their samples, and the variance that all groups share.

Belongs here: what hangs on the statements alone, kept for as long as they are. Not here: the arithmetic (`samples`), which
statements a reader chose (`selection`).
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from stance.dossier.scales import Scale
from stance.estimates.samples import Sample, Samples, pool_variance, split_samples
from stance.estimates.spans import Period

T = TypeVar("T")
MOST_POOLS, MOST_MASKS = 2_000, 16
Part = tuple[np.ndarray, Sample]  # which statements of a sample are in, and the sample of those


class Stock:
    """All statements that a variance is pooled over. What it is asked for twice is worked out once."""

    def __init__(self, scored: pd.DataFrame) -> None:
        self._scored = scored
        self._samples: dict[str, Samples] = {}
        self._numbered: dict[str, tuple[np.ndarray, pd.Index]] = {}
        self._marked = lru_cache(MOST_MASKS)(self._mark)
        self._parts: tuple[str, dict[tuple[str, str], Part]] = ("", {})
        self._last: dict[str, tuple[bytes, Any]] = {}
        self.pool = lru_cache(MOST_POOLS)(self._pool)

    def mark(self, column: str, values: Collection[str]) -> np.ndarray:
        """Whether each row has one of the values in a column of few distinct ones; not to be changed."""
        return self._marked(column, tuple(values))

    def _mark(self, column: str, values: tuple[str, ...]) -> np.ndarray:
        if column not in self._numbered:
            places, names = pd.factorize(self._scored[column])
            self._numbered[column] = places.astype(np.int32), names
        places, names = self._numbered[column]
        return np.append(names.isin(values), False)[places]

    def split(self, by: str) -> Samples:
        """The samples of all groups of the column `by`, as `split_samples`."""
        if by not in self._samples:
            self._samples[by] = split_samples(self._scored, by)
        return self._samples[by]

    def narrow(self, by: str, kept: np.ndarray) -> Samples:
        """The samples of the rows that a mask names, without those that lose all. One that loses none is the very same, and so is
        one that lost the same rows the last time: a filter that leaves a group alone leaves what was worked out of it."""
        last_by, last = self._parts
        before = last if by == last_by else {}
        masks = {key: kept[sample.rows] for key, sample in self.split(by).items()}
        parts = {key: self._take_part(by, key, own, before.get(key)) for key, own in masks.items() if own.any()}
        self._parts = by, before | parts
        return {key: sample for key, (_, sample) in parts.items()}

    def _take_part(self, by: str, key: tuple[str, str], own: np.ndarray, before: Part | None) -> Part:
        if before is not None and np.array_equal(own, before[0]):
            return before
        return own, self.split(by)[key].narrow(own)

    def recall(self, name: str, made_from: Sequence[np.ndarray], make: Callable[[], T]) -> T:
        """What `make` gives: what it gave the last time under that name, where it is made from equal arrays; not to be changed."""
        digest = hashlib.sha256(b"".join(array.tobytes() for array in made_from)).digest()
        if self._last.get(name, (b"",))[0] != digest:
            self._last[name] = digest, make()
        return self._last[name][1]

    def _pool(self, by: str, topic: str, periods: tuple[Period, ...], scale: Scale) -> np.ndarray:
        """The variance that all groups of the column `by` share on a topic with that scale, in each period."""
        own = [sample for key, sample in self.split(by).items() if key[1] == topic and len(sample.rows) > 1]
        return pool_variance([sample.measure(periods) for sample in own], len(periods), scale)


class Scored(pd.DataFrame):
    """The scored statements of a whole dossier. Any part or copy of them is a plain frame."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @cached_property
    def stock(self) -> Stock:
        """What is made ready of them."""
        return Stock(self)


def find_stock(scored: pd.DataFrame) -> Stock:
    """The stock of scored statements: that of a whole dossier is made once."""
    return scored.stock if isinstance(scored, Scored) else Stock(scored)
