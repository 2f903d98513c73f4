"""Division into folds: a source is never in two of them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold

from stance.errors import ModelError

FOLDS = 5
SEED = 0


def split_folds(sources: pd.Series, folds: int = FOLDS, seed: int = SEED) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Row numbers to train on and to score, fold by fold; all statements of a source are in one fold.

    Raises ModelError with fewer than two sources.
    """
    count = min(folds, sources.nunique())
    if count < 2:
        raise ModelError("Cross-fitting needs coded statements from at least two sources.")
    split = GroupKFold(n_splits=count, shuffle=True, random_state=seed)
    yield from split.split(np.zeros(len(sources)), groups=sources)
