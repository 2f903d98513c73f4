"""How sure the parts of a change are: what was said and who spoke, with intervals and the number of speakers.

Belongs here: intervals of the parts by draws. Not here: the parts themselves (`movement`), words.

A draw weighs the sources of each period anew (`resampling`), which moves who spoke and what each speaker said. A speaker with
few sources would seem surer than it is, so the mean of each gets an error on top, as far as the draws fall short of
the band of its position: that knows the small number of its sources and the classifier's error. Of more than `MOST_DRAWN`
sources in both periods, or `MOST_ROWS` statements in one, nothing is drawn: the same errors are worked out (`split_errors`).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from stance.dossier.conventions import QUANTILE
from stance.estimates.movement import split_change, split_movement
from stance.estimates.positions import Estimator
from stance.estimates.resampling import bound_draws, draw_weights, make_generator
from stance.estimates.spans import Period, falls_within
from stance.estimates.split_errors import estimate_errors

MOST_DRAWN, MOST_ROWS = 2_000, 20_000  # sources and statements of a period
Ends = tuple[Any, Any]


@dataclass(frozen=True, eq=False)
class Split:
    """The parts of one change, a row a speaker, and the same of all speakers together.

    parts: the columns of `split_movement`, with said_low, said_high, spoke_low and spoke_high (90 % intervals). whole: said
    and spoke with their ends, and speakers_before, speakers_after, speakers_both (how many spoke). NaN where the group was
    silent in one period; said_low and said_high also of a speaker who was: its `said` is 0 by definition, not by evidence.
    """

    parts: pd.DataFrame
    whole: dict[str, float]


def measure_split(scored: pd.DataFrame, group: str, periods: tuple[Period, Period], estimator: Estimator) -> Split:
    """The parts of the change of a group between two periods with their intervals; `scored` holds one topic.

    `estimator` counts by the column of the groups; its pooled variance makes the errors of speakers with few sources.
    """
    own = scored[scored[estimator.by] == group]
    parts = split_movement(own, group, *periods, by=estimator.by)
    there = parts[["weight_before", "weight_after"]].to_numpy() > 0
    counts = dict(zip(("speakers_before", "speakers_after"), there.sum(axis=0).tolist(), strict=True))
    whole = counts | {"speakers_both": int(there.all(axis=1).sum())}
    for name, ends in _bound_parts(own, parts, periods, estimator).items():
        parts[f"{name}_low"], parts[f"{name}_high"] = ends[0]
        total = parts[name].sum(skipna=False) if len(parts) else np.nan
        whole |= {name: float(total), f"{name}_low": float(ends[1][0]), f"{name}_high": float(ends[1][1])}
    known = {end: parts[end].where(there.all(axis=1)) for end in ("said_low", "said_high")}
    return Split(parts.assign(**known), whole)


def _bound_parts(
    own: pd.DataFrame, parts: pd.DataFrame, periods: tuple[Period, Period], estimator: Estimator
) -> dict[str, tuple[Ends, Ends]]:
    """Both ends of the intervals of said and of spoke, of each speaker and of all together; NaN where a period is silent."""
    rows, silent = [own[falls_within(own, period)] for period in periods], np.full(len(parts), np.nan)
    if any(one.empty for one in rows):
        return dict.fromkeys(("said", "spoke"), ((silent, silent), (np.nan, np.nan)))
    halves, actors = _measure_halves(own, parts, periods, estimator), parts["actor"].to_numpy()
    if min(one["source"].nunique() for one in rows) > MOST_DRAWN or max(map(len, rows)) > MOST_ROWS:
        errors = estimate_errors(rows, actors, halves)
        return {
            name: (_reach(parts[name].to_numpy(), each), _reach(parts[name].sum(), every))
            for name, (each, every) in errors.items()
        }
    drawn = _draw_parts(rows, actors, halves)
    return {
        name: (bound_draws(one), bound_draws(one.sum(axis=1)))
        for name, one in zip(("said", "spoke"), drawn, strict=True)
    }


def _reach(value: Any, error: Any) -> Ends:
    return value - QUANTILE * error, value + QUANTILE * error


def _draw_parts(rows: list[pd.DataFrame], actors: np.ndarray, halves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Draws of said and of spoke, one row a draw and one column a speaker."""
    generator = make_generator()
    (old, before), (new, after) = (
        _draw_speakers(one, actors, half, generator) for one, half in zip(rows, halves, strict=True)
    )
    return split_change(old, new, before, after)


def _measure_halves(
    own: pd.DataFrame, parts: pd.DataFrame, periods: tuple[Period, Period], estimator: Estimator
) -> np.ndarray:
    """The half width of each speaker's band in both periods, from one source on; NaN where it did not speak."""
    topics = own["topic"].unique()
    rules = replace(estimator.rules, min_statements=1, min_sources=1)
    ready = replace(estimator, by="actor", rules=rules).prepare(own)
    changes = [ready.between(actor, str(topic), *periods) for topic in topics for actor in parts["actor"]]
    return np.array([[change.before.half, change.after.half] for change in changes]).reshape(-1, 2).T


def _draw_speakers(
    rows: pd.DataFrame, actors: np.ndarray, half: np.ndarray, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The weight and the mean of each actor in each draw; the mean is NaN where it did not speak."""
    drawn = draw_weights(rows["source"].to_numpy(), generator)
    member = (rows["actor"].to_numpy()[:, None] == actors).astype(float)
    weight, mass = drawn @ member, (drawn * rows["score"].to_numpy()) @ member
    means = np.divide(mass, weight, out=np.full_like(mass, np.nan), where=weight > 0)
    short = np.sqrt(np.maximum((half / QUANTILE) ** 2 - means.var(axis=0), 0))
    return weight, means + short * generator.standard_normal(means.shape)
