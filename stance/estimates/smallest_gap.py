"""The smallest gap over time, with an interval that knows that it is the smallest of many.

Belongs here: which date has the smallest gap and how sure that is. Not here: gaps and their bands (`movement`), words.

The smallest of many noisy gaps looks smaller than it is. Its interval is therefore one that holds at all dates at once, as
"Inference on winners" has it (Andrews, Kitagawa and McCloskey 2024, https://doi.org/10.1093/qje/qjad043: the projection
interval): the sup-t band of Montiel Olea and Plagborg-Møller (2019, https://doi.org/10.1002/jae.2656).
"""

from typing import Any

import numpy as np
import pandas as pd

from stance.dossier.conventions import CONFIDENCE, QUANTILE
from stance.estimates.resampling import DRAWS, make_generator
from stance.estimates.spans import list_spans

# the columns of scored statements that are needed here
SPOKEN = ("side", "source", "score", "date", "earliest", "latest")
MOST_WEIGHED = 2_000  # sources whose weights are drawn one by one


def find_smallest_gap(
    gap: pd.DataFrame, scored: pd.DataFrame, minus: str, plus: str, *, window_days: int
) -> dict[str, Any]:
    """The row of `estimate_gap` with the gap nearest to 0, its interval widened to hold at all dates at once; {} without a gap.

    Keys: date, gap, low, high, statements, sources, dates (how many are compared) and told: whether at some date the sides
    stood clearly farther apart, else no date can be named as the smallest. `gap` and `scored` hold one topic.
    """
    known = gap.dropna(subset="gap").reset_index(drop=True)
    if known.empty:
        return {}
    half = (known["high"] - known["low"]) / 2 * _measure_widening(known["date"], scored, (minus, plus), window_days)
    low, high, least = known["gap"] - half, known["gap"] + half, int(known["gap"].abs().idxmin())
    apart = (low > high[least]) | (high < low[least])
    row: dict[str, Any] = known.loc[least].to_dict()
    return row | {"low": low[least], "high": high[least], "dates": len(known), "told": bool(apart.any())}


def _measure_widening(dates: pd.Series, scored: pd.DataFrame, sides: tuple[str, str], window_days: int) -> float:
    """How many times wider than at one date alone an interval is that holds at all dates at once; at least 1.

    The largest deviation over all dates, in standard deviations, that nine of ten draws stay within, over that of one date.
    """
    generator, window = make_generator(), pd.Timedelta(days=window_days)
    minus, plus = (_draw_positions(scored[scored["side"] == side], dates, window, generator) for side in sides)
    drawn = plus - minus
    spread = drawn.std(axis=0)
    deviation = np.abs(drawn - drawn.mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    return max(float(np.quantile(deviation.max(axis=1), CONFIDENCE)) / QUANTILE, 1.0)


def _draw_positions(
    rows: pd.DataFrame, dates: pd.Series, window: pd.Timedelta, generator: np.random.Generator
) -> np.ndarray:
    """The position of one side at each date, one row a draw; a source has one random weight in all windows that it is in."""
    means, there = _average_sources(rows, dates, window)
    if len(means) > MOST_WEIGHED:
        return _draw_normal(means, there, generator)
    weights = generator.exponential(size=(DRAWS, len(means)))
    return (weights @ means) / (weights @ there)


def _average_sources(rows: pd.DataFrame, dates: pd.Series, window: pd.Timedelta) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each source (rows) in the window of each date, 0 without a statement, and whether it has one."""
    sources, names = pd.factorize(rows["source"])
    means, there = np.zeros((len(dates), len(names))), np.zeros((len(dates), len(names)))
    earliest, latest = (days.to_numpy() for days in list_spans(rows))
    order = np.argsort(earliest, kind="stable")
    earliest, latest, sources = earliest[order], latest[order], sources[order]
    scores = rows["score"].to_numpy(dtype=float)[order]
    ends = dates.to_numpy()
    firsts, lasts = (
        earliest.searchsorted(days.astype(earliest.dtype), side="right") for days in ((dates - window).to_numpy(), ends)
    )
    for place, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        inside = latest[first:last] <= ends[place]
        own, values = sources[first:last][inside], scores[first:last][inside]
        counts = np.bincount(own, minlength=len(names))
        means[place] = np.bincount(own, values, minlength=len(names)) / np.maximum(counts, 1)
        there[place] = counts > 0
    return means.T, there.T


def _draw_normal(means: np.ndarray, there: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """As with random weights, to the first order: draws with the covariance that weights of variance 1 give to the positions.

    Both arrays are used up. Of many sources no single one counts for much, so the two agree."""
    count = there.sum(axis=0)
    position = means.sum(axis=0) / count
    pull = np.subtract(means, np.multiply(position, there, out=there), out=means)  # in place: they are large
    pull /= count
    sizes, axes = np.linalg.eigh(pull.T @ pull)
    return position + generator.standard_normal((DRAWS, len(sizes))) @ (axes * np.sqrt(np.maximum(sizes, 0))).T
