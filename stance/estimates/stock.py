"""Scored statements made ready once for any number of estimates: their samples, and the variance that all groups share.

Belongs here: what hangs on the statements alone, kept for as long as they are. Not here: the arithmetic (`samples`), which
statements a reader chose (`selection`).
"""

from collections.abc import Collection
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from stance.dossier.scales import Scale
from stance.estimates.samples import Samples, pool_variance, split_samples
from stance.estimates.spans import Period

MOST_POOLS, MOST_MASKS = 2_000, 16


class Stock:
    """All statements that a variance is pooled over. What it is asked for twice is worked out once."""

    def __init__(self, scored: pd.DataFrame) -> None:
        self._scored = scored
        self._samples: dict[str, Samples] = {}
        self._numbered: dict[str, tuple[np.ndarray, pd.Index]] = {}
        self._marked = lru_cache(MOST_MASKS)(self._mark)
        self._part: tuple[str, np.ndarray, Samples] = ("", np.empty(0), {})
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
        """The samples of the rows that a mask names; one that loses none is the very same, and so are those of the mask before."""
        last_by, last, samples = self._part
        if by != last_by or not np.array_equal(kept, last):
            parts = {key: sample.narrow(kept) for key, sample in self.split(by).items()}
            samples = {key: sample for key, sample in parts.items() if len(sample.rows)}
            self._part = by, kept, samples
        return samples

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
