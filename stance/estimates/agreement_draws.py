"""Coefficients of agreement in many samples of sources at once, and the intervals that they make.

Belongs here: samples of sources, and coefficients from tables of counts. Not here: which codings are compared (`agreement`).
A sample of whole sources is a weight for each; every coefficient follows from how often each value meets each other one, a sum
over sources. So time grows with sources and values, not with statements.
"""

import numpy as np
import pandas as pd

from stance.dossier.conventions import CONFIDENCE

ENDS = {"low": (1 - CONFIDENCE) / 2, "high": (1 + CONFIDENCE) / 2}


def draw_weights(numbers: np.ndarray, draws: int) -> np.ndarray:
    """How often each source (its number, from 0) stands in each sample drawn with replacement: draws x sources."""
    count, rng = int(numbers.max(initial=-1)) + 1, np.random.default_rng(0)
    picks = [rng.integers(0, count, count) for _ in range(draws if count else 0)]
    return np.array([np.bincount(pick, minlength=count) for pick in picks]).reshape(len(picks), count)


def find_ends(name: str, drawn: np.ndarray) -> dict[str, float]:
    """NAME_low and NAME_high: the ends of the 90 % interval of what was drawn; NaN where nothing of it is defined."""
    values = pd.Series(drawn, dtype=float)
    return {f"{name}_{end}": float(values.quantile(at)) for end, at in ENDS.items()}


def count_meetings(cells: np.ndarray, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The values of two coders' cells in order, and how often each of one meets each of the other in each source:
    sources x values x values, with a last row and column for an empty cell."""
    values = np.unique(cells[~np.isnan(cells)])
    places = np.where(np.isnan(cells), len(values), np.searchsorted(values, cells))
    table = np.zeros((int(numbers.max(initial=-1)) + 1, len(values) + 1, len(values) + 1))
    np.add.at(table, (numbers, *places), 1)
    return values, table


def count_coincidences(counts: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Krippendorff's coincidences of each source (sources x values x values), from how often each value was given to each
    statement (statements x values, two or more each)."""
    table = np.zeros((int(numbers.max(initial=-1)) + 1, counts.shape[1], counts.shape[1]))
    weighted = counts / (counts.sum(axis=1, keepdims=True) - 1)
    for source, members in pd.Series(numbers).groupby(numbers).indices.items():
        table[source] = weighted[members].T @ counts[members] - np.diag(weighted[members].sum(axis=0))
    return table


def add_sources(weights: np.ndarray, table: np.ndarray) -> np.ndarray:
    """The table of each sample, draws x values x values, from that of each source."""
    return np.tensordot(weights, table, axes=1)


def find_alphas(coincidences: np.ndarray, *, ordinal: bool) -> np.ndarray:
    """Krippendorff's alpha of each table of coincidences; NaN where nothing varies."""
    totals = coincidences.sum(axis=2)
    whole = totals.sum(axis=1)
    distance = _step_apart(totals) if ordinal else 1 - np.eye(totals.shape[1])
    seen = (coincidences * distance).sum(axis=(1, 2))
    chance = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    return 1 - _divide(seen * (whole - 1), chance)


def _step_apart(totals: np.ndarray) -> np.ndarray:
    """The squared ordinal distance of every two values in each sample: how many values lie between their middles."""
    middles = totals.cumsum(axis=1) - totals / 2
    return (middles[:, :, None] - middles[:, None, :]) ** 2


def find_kappas(meetings: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Cohen's kappa with linear weights of each table of two coders' codes; NaN where nothing varies."""
    distance = np.abs(values[:, None] - values)
    whole, seen = meetings.sum(axis=(1, 2)), (meetings * distance).sum(axis=(1, 2))
    chance = np.einsum("di,ij,dj->d", meetings.sum(axis=2), distance, meetings.sum(axis=1))
    return 1 - _divide(seen * whole, chance)


def find_shares(meetings: np.ndarray) -> np.ndarray:
    """The share of each table that lies on its diagonal; NaN for an empty one."""
    return _divide(np.trace(meetings, axis1=1, axis2=2), meetings.sum(axis=(1, 2)))


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)
