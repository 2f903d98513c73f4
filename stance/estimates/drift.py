"""How scores vary around a position that drifts: the variances, and the covariance of the scores of one group on a topic.

Belongs here: the model in words and as matrices. Not here: the fit of its parameters (`drift_fit`), positions
(`statespace`).

score = level + drift of the day + speaker + week + source + noise + error of the classifier. The drift is an
Ornstein-Uhlenbeck process (Uhlenbeck and Ornstein 1930, https://doi.org/10.1103/PhysRev.36.823): it returns to the level
within `days`. All parts are Gaussian. The level is left open: its prior is ten times as wide as the scale, so that the
weights of the statements behind a position sum to 1 (to a thousandth) and nothing draws a position to the middle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from stance.errors import UsageError, make_visible
from stance.estimates.spans import list_spans
from stance.limits import TRACK

LEVEL_WIDTHS = 10.0
MONDAY = 3


@dataclass(frozen=True)
class Parameters:
    """The standard deviations of the parts of a score, in units of the scale, and the memory of the drift in days.

    drift: of the position around its level; days: after which a departure has shrunk to 37 %; speaker: of what an actor
    always adds (0 where the groups are actors); week and source: of what all statements of an ISO week, of a source
    add; noise: of the single statement.
    """

    drift: float
    days: float
    speaker: float
    week: float
    source: float
    noise: float


@dataclass(frozen=True, eq=False)
class Track:
    """The scores of one group on one topic, in order of `days` and statement; `rows` are their places in the frame.

    `days` are the last days that each can have been said on, `earliest` the first ones, counted from 1970-01-01 (one day, but for a
    date known to its month only); actors and sources are whole numbers.
    """

    rows: np.ndarray
    earliest: np.ndarray
    days: np.ndarray
    scores: np.ndarray
    spreads: np.ndarray
    shared: np.ndarray
    actors: np.ndarray
    sources: np.ndarray

    @cached_property
    def apart(self) -> np.ndarray:
        """The days between each pair of statements."""
        return np.abs(np.subtract.outer(self.days, self.days))

    @cached_property
    def blocks(self) -> tuple[np.ndarray, ...]:
        """Which pairs share the speaker, the week, the source, and which are one statement; 0 or 1."""
        weeks = np.floor_divide(self.days + MONDAY, 7)
        same = [np.equal.outer(names, names).astype(float) for names in (self.actors, weeks, self.sources)]
        return (*same, np.eye(len(self.days)))


def split_tracks(scored: pd.DataFrame, by: str) -> dict[tuple[str, str], Track]:
    """The track of each group of the column `by` and topic, by (group, topic); the order of rows does not matter."""
    earliest, latest = list_spans(scored)
    ordered = scored.assign(row=np.arange(len(scored)), earliest=earliest, latest=latest)
    ordered = ordered.sort_values(["latest", "statement"], kind="stable")
    actors, sources = (pd.factorize(ordered[name])[0] for name in ("actor", "source"))
    numbers = [ordered[name].to_numpy(dtype=float) for name in ("score", "spread", "shared")]
    days = (count_days(ordered[name]) for name in ("earliest", "latest"))
    parts = (ordered["row"].to_numpy(), *days, *numbers, actors, sources)
    found = ordered.groupby([by, "topic"], sort=True).indices
    _refuse_long({key: len(at) for key, at in found.items()})
    return {key: Track(*(part[at] for part in parts)) for key, at in found.items()}


def _refuse_long(lengths: Mapping[tuple[str, str], int]) -> None:
    for (group, topic), length in lengths.items():
        if length > TRACK.most:
            trouble, remedy = TRACK.refuse(length)
            raise UsageError(f"'{make_visible(group)}' {trouble} on '{make_visible(topic)}'. {remedy}.")


def count_days(dates: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    """The whole days from 1970-01-01 to each date."""
    return dates.to_numpy(dtype="datetime64[D]").astype(float)


def relate_drift(apart: np.ndarray, parameters: Parameters, scale: tuple[float, float]) -> np.ndarray:
    """The covariance of two positions that lie so many days apart, in squared units of the scale."""
    level = (LEVEL_WIDTHS * (scale[1] - scale[0])) ** 2
    return level + parameters.drift**2 * np.exp(-apart / parameters.days)


def relate_scores(track: Track, parameters: Parameters, scale: tuple[float, float]) -> np.ndarray:
    """The covariance of the scores of a track, in squared units of the scale."""
    deviations = (parameters.speaker, parameters.week, parameters.source, parameters.noise)
    whole = relate_drift(track.apart, parameters, scale) + relate_errors(track)
    for deviation, block in zip(deviations, track.blocks, strict=True):
        whole += deviation**2 * block
    return whole


def relate_errors(track: Track) -> np.ndarray:
    """The covariance of the classifier's errors: its own of each score, and the one that all scores of a side share."""
    return np.diag(track.spreads**2) + np.outer(track.shared, track.shared)
