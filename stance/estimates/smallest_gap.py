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
    sources, names = pd.factorize(rows["source"])
    scores = rows["score"].to_numpy(dtype=float)
    means, there = np.zeros((len(names), len(dates))), np.zeros((len(names), len(dates)))
    earliest, latest = (days.to_numpy() for days in list_spans(rows))
    for place, end in enumerate(dates):
        inside = (earliest > (end - window).to_datetime64()) & (latest <= end.to_datetime64())
        counts = np.bincount(sources[inside], minlength=len(names))
        sums = np.bincount(sources[inside], scores[inside], minlength=len(names))
        means[:, place], there[:, place] = sums / np.maximum(counts, 1), counts > 0
    weights = generator.exponential(size=(DRAWS, len(names)))
    return (weights @ means) / (weights @ there)
