"""Positions from a state-space line: a level and a drift, told apart from speakers, weeks, sources and noise.

Belongs here: positions and the statements behind them, given parameters. Not here: the model (`drift`), its fit
(`drift_fit`), the trailing mean (`positions`).

A position is the posterior mean of level plus drift at a date (Rasmussen and Williams 2006, equations 2.25 and 2.26): a
weighted mean of scores whose weights are known. The filter takes statements up to the date, the smoother all. As the
statements stand in order of date, the factor of their first k is the first k rows of the factor of all: one
factorisation serves every date of a filter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import solve_triangular

from stance.dossier.conventions import QUANTILE
from stance.dossier.scales import Scales, scale_of
from stance.estimates.drift import Parameters, Track, count_days, relate_drift, relate_scores, split_tracks
from stance.estimates.positions import COLUMNS
from stance.estimates.rules import Rules
from stance.estimates.spans import list_spans


@dataclass(frozen=True, eq=False)
class Solved:
    """A track with its covariance factored: `root` is the lower Cholesky factor, `whitened` its solution for the scores."""

    track: Track
    root: np.ndarray
    whitened: np.ndarray


@dataclass(frozen=True, eq=False)
class StateSpace:
    """How positions are estimated by a drift: the column of the groups, the rules, scale and parameters by topic.

    Of the rules the window only says where a line breaks; it weighs nothing.
    """

    by: str
    rules: Rules
    scale: Scales
    parameters: Mapping[str, Parameters]

    def filter(self, scored: pd.DataFrame, dates: Iterable[pd.Timestamp]) -> pd.DataFrame:
        """Positions of every group and topic at `dates`, each from the statements up to that day.

        The columns of `Estimator.positions`: group, topic, date, position, low, high (90 % band, cut at the ends of the
        scale), half, statements, sources. The last two count the trailing window of the rules; where it holds too few,
        position and band are NaN, as those of the trailing mean are. Raises KeyError for a topic without parameters.
        """
        return self._list_positions(scored, pd.DatetimeIndex(dates), later=False)

    def smooth(self, scored: pd.DataFrame, dates: Iterable[pd.Timestamp]) -> pd.DataFrame:
        """As `filter`, each position from all statements of its group and topic, later ones as well."""
        return self._list_positions(scored, pd.DatetimeIndex(dates), later=True)

    def evidence(
        self, scored: pd.DataFrame, group: str, topic: str, date: pd.Timestamp, *, smooth: bool = False
    ) -> pd.DataFrame:
        """The rows of `scored` behind one position, newest first, with `weight` and `effect`.

        The weights sum to 1 (to a thousandth; some are below 0) and the sum of weight times score is the position;
        `effect` is the position minus the position without that statement, under the same parameters (Rasmussen and
        Williams 2006, equation 5.12), NaN for a lone statement.
        """
        own = scored[(scored[self.by] == group) & (scored["topic"] == topic)]
        own = own if smooth else own[list_spans(own)[1] <= date]
        if own.empty:
            return own.assign(weight=0.0, effect=np.nan)
        (track,) = split_tracks(own, self.by).values()
        weights, effects = self._weigh(track, topic, count_days(pd.DatetimeIndex([date])))
        ordered = own.iloc[track.rows].assign(weight=weights, effect=effects if len(own) > 1 else np.nan)
        return ordered.sort_values(["date", "statement"], ascending=False)

    def _weigh(self, track: Track, topic: str, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        solved = self._solve(track, topic)
        inverse = solve_triangular(solved.root, np.eye(len(track.rows)), lower=True)
        weights = inverse.T @ self._project(solved, topic, day)[:, 0]
        return weights, weights * (inverse.T @ solved.whitened) / (inverse**2).sum(axis=0)

    def _solve(self, track: Track, topic: str) -> Solved:
        root = np.linalg.cholesky(relate_scores(track, self.parameters[topic], scale_of(self.scale, topic)))
        return Solved(track, root, solve_triangular(root, track.scores - self._middle(topic), lower=True))

    def _project(self, solved: Solved, topic: str, days: np.ndarray) -> np.ndarray:
        """What each whitened score (row) tells of the position at each day (column)."""
        apart = np.abs(np.subtract.outer(solved.track.days, days))
        cross = relate_drift(apart, self.parameters[topic], scale_of(self.scale, topic))
        return solve_triangular(solved.root, cross, lower=True)

    def _middle(self, topic: str) -> float:
        return sum(scale_of(self.scale, topic)) / 2

    def _list_positions(self, scored: pd.DataFrame, dates: pd.DatetimeIndex, *, later: bool) -> pd.DataFrame:
        days, tracks = count_days(dates), split_tracks(scored, self.by)
        cells = [self._estimate(track, topic, days, later=later) for (_, topic), track in tracks.items()]
        position, half, statements, sources = (
            np.array(cells).reshape(-1, 4, len(days)).transpose(1, 0, 2).reshape(4, -1)
        )
        groups, topics = (np.repeat(np.array([key[i] for key in tracks], dtype=object), len(days)) for i in (0, 1))
        ends = np.repeat([scale_of(self.scale, topic) for _, topic in tracks], len(days), axis=0).reshape(-1, 2).T
        low, high = (np.clip(position + sign * half, *ends) for sign in (-1, 1))
        when = np.tile(dates.to_numpy(dtype="datetime64[s]"), len(tracks))
        counts = [statements.astype(int), sources.astype(int)]
        columns = [groups, topics, when, position, low, high, half, *counts]
        return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))

    def _estimate(self, track: Track, topic: str, days: np.ndarray, *, later: bool) -> np.ndarray:
        """Rows: position, half, statements, sources; a column a day."""
        statements, sources = _count_windows(track, days, self.rules.window_days)
        enough = (statements >= self.rules.min_statements) & (sources >= self.rules.min_sources)
        position, half = np.full((2, len(days)), np.nan)
        if enough.any():
            solved = self._solve(track, topic)
            told = self._project(solved, topic, days[enough])
            if not later:
                told = np.where(np.less_equal.outer(track.days, days[enough]), told, 0.0)
            prior = relate_drift(np.zeros(1), self.parameters[topic], scale_of(self.scale, topic))
            position[enough] = self._middle(topic) + told.T @ solved.whitened
            half[enough] = QUANTILE * np.sqrt(prior - (told**2).sum(axis=0))
        return np.array([position, half, statements, sources])


def _count_windows(track: Track, days: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """The statements and the sources of the window that ends on each day, as the trailing mean counts them."""
    inside = np.greater.outer(track.earliest, days - window) & np.less_equal.outer(track.days, days)
    own = np.equal.outer(np.unique(track.sources), track.sources).astype(float)
    return inside.sum(axis=0), (own @ inside > 0).sum(axis=0)
