"""Divisions of the coded statements into rows to train on and rows to test: what a classifier must not have seen.

Belongs here: which rows are on which side. Not here: fitting, scoring, measuring (`divisions`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stance.errors import ModelError

FOLDS = 5
SEED = 0
LEAST_BEFORE = 0.2

Fold = tuple[np.ndarray, np.ndarray]


def split_folds(groups: pd.Series, folds: int = FOLDS, seed: int = SEED) -> Iterator[Fold]:
    """Row numbers to train on and to score, fold by fold; all statements of a source (or other group) are in one fold.

    Raises ModelError with fewer than two groups.
    """
    from sklearn.model_selection import GroupKFold  # here, so that the names of the divisions are known without it

    count = min(folds, groups.nunique())
    if count < 2:
        raise ModelError(f"Cross-fitting needs coded statements from at least two {groups.name or 'source'}s.")
    split = GroupKFold(n_splits=count, shuffle=True, random_state=seed)
    yield from split.split(np.zeros(len(groups)), groups=groups)


def split_by_source(coded: pd.DataFrame, seed: int) -> dict[str, Fold]:
    """Folds by number; no source is in two of them."""
    return _number(split_folds(coded["source"], seed=seed))


def split_by_actor(coded: pd.DataFrame, seed: int) -> dict[str, Fold]:
    """Folds by number; no actor is in two of them. A source that quotes several actors may be."""
    return _number(split_folds(coded["actor"], seed=seed))


def split_by_both(coded: pd.DataFrame, seed: int) -> dict[str, Fold]:
    """Folds by number; neither the actor nor the source of a tested row is trained on. Each row is tested once."""
    folds = split_folds(coded["actor"], seed=seed)
    return _number((_leave_out_sources(coded, train, test), test) for train, test in folds)


def split_by_year(coded: pd.DataFrame, seed: int = SEED) -> dict[str, Fold]:  # noqa: ARG001 - drawn by nothing
    """By year: what was said before it (but for its sources) to train on, and what was said in it to test.

    Years with less than `LEAST_BEFORE` of the statements before them are left out.
    """
    years = coded["date"].dt.year.to_numpy()
    tested = [year for year in np.unique(years) if (years < year).mean() >= LEAST_BEFORE]
    return {f"{year}": _split_at(coded, years < year, years == year) for year in tested}


def split_by_batch(coded: pd.DataFrame, seed: int = SEED) -> dict[str, Fold]:  # noqa: ARG001 - drawn by nothing
    """By batch after the first (its ISO day): earlier batches (but for its sources) to train on, and it to test.

    `coded` may have a column batch, the day on which a row was added to the record, as text or datetime. Rows without one are on
    neither side. Empty with fewer than two batches.
    """
    batches = _read_batches(coded)
    days = sorted(set(batches) - {""})
    return {day: _split_at(coded, (batches != "") & (batches < day), batches == day) for day in days[1:]}


def _read_batches(coded: pd.DataFrame) -> np.ndarray:
    """The ISO day of each row's batch, "" where it has none."""
    if "batch" not in coded:
        return np.full(len(coded), "", dtype=object)
    return coded["batch"].astype("str").fillna("").str.replace("NaT", "").str[:10].to_numpy(dtype=object)


def _split_at(coded: pd.DataFrame, before: np.ndarray, tested: np.ndarray) -> Fold:
    test = np.flatnonzero(tested)
    return _leave_out_sources(coded, np.flatnonzero(before), test), test


def _leave_out_sources(coded: pd.DataFrame, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """The rows to train on that share no source with a tested row."""
    sources = coded["source"].to_numpy()
    return train[~np.isin(sources[train], sources[test])]


def _number(folds: Iterator[Fold]) -> dict[str, Fold]:
    return {str(number): fold for number, fold in enumerate(folds)}


@dataclass(frozen=True)
class Division:
    """One way to divide.

    meaning: what it asks, in words. split: from the coded statements and a seed to folds by name. drawn: whether the
    seed draws the folds; if so they are repeated and only counted together, if not each fold is a row of its own.
    """

    meaning: str
    split: Callable[[pd.DataFrame, int], dict[str, Fold]]
    drawn: bool = True


BY_SOURCE, BY_BATCH = "by_source", "by_batch"
DIVISIONS = {
    BY_SOURCE: Division("new sources (no source in two folds)", split_by_source),
    "by_actor": Division("new actors (no actor in two folds)", split_by_actor),
    "by_actor_and_source": Division("new actors in new sources (neither was trained on)", split_by_both),
    "forward": Division("forward in time (trained on the years before)", split_by_year, drawn=False),
    BY_BATCH: Division("a later batch (trained on the batches before)", split_by_batch, drawn=False),
}
