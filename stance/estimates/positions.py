"""From scores to positions: where a group stood at a date, with a band, how far it moved, and from which statements.

Belongs here: how everything is estimated, as one object, and its frames. Not here: the formulas of one position
(`samples`), where scores come from, pictures, words.
Below the least evidence a position is NA: silence is not neutrality.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from stance.dossier.scales import Scales, clip_scores, scale_of
from stance.estimates.rules import DEFAULT_RULES, Rules
from stance.estimates.samples import (
    NOTHING,
    Position,
    Samples,
    estimate_cells,
    weigh_statements,
)
from stance.estimates.spans import Period, falls_within, list_spans
from stance.estimates.stock import Stock, find_stock

COLUMNS = ["group", "topic", "date", "position", "low", "high", "half", "statements", "sources"]
COUNTS = [f"{name}_{end}" for name in ("statements", "sources") for end in ("before", "after")]
BANDS = [f"{name}_{end}" for end in ("before", "after") for name in ("low", "high")]
CHANGE_COLUMNS = ["group", "topic", "before", "after", "change", "low", "high", *COUNTS, *BANDS]


@dataclass(frozen=True)
class Change:
    """The positions of one group on one topic in two periods, and what lies between; NaN where one has too little evidence."""

    before: Position
    after: Position

    @property
    def change(self) -> float:
        """The later position minus the earlier, in units of the scale."""
        return self.after.position - self.before.position

    @property
    def half(self) -> float:
        """The half width of its 90 % interval, which takes the two positions as independent."""
        return float(np.hypot(self.before.half, self.after.half))

    @property
    def low(self) -> float:
        """The lower end of its 90 % interval."""
        return self.change - self.half

    @property
    def high(self) -> float:
        """The upper end of its 90 % interval."""
        return self.change + self.half


@dataclass(frozen=True, eq=False)
class Changes:
    """Scored statements made ready for any number of changes: their samples by groups of the column `by`, and the stock whose
    variance all share."""

    samples: Samples
    stock: Stock
    by: str
    rules: Rules
    scale: Scales = (-2, 2)

    def between(self, group: str, topic: str, first: Period, last: Period) -> Change:
        """The change of a group on a topic from the period `first` to the period `last`; NaN for a group that is silent."""
        return Change(*self.within(group, topic, (first, last)))

    def within(self, group: str, topic: str, periods: Sequence[Period]) -> list[Position]:
        """The position of a group on a topic in each period; NaN where it is silent."""
        key, kept, scale = (group, topic), tuple(periods), scale_of(self.scale, topic)
        spread = self.samples.get(key, NOTHING).measure(kept)
        return estimate_cells(spread, self.variance(topic, kept), self.rules, scale)

    def variance(self, topic: str, periods: tuple[Period, ...]) -> np.ndarray:
        """The variance that all groups share on a topic in each period, in squared units of the scale."""
        return self.stock.pool(self.by, topic, periods, scale_of(self.scale, topic))


@dataclass(frozen=True, eq=False)
class Estimator:
    """How positions are estimated: the column of the groups, the rules, the scale of each topic, whose variance is pooled.

    `pool_from` is where the pooled variance comes from: all scored statements, when what is estimated is a selection; None for
    what is estimated itself. It is pooled once for everything that one estimator estimates.
    """

    by: str = "side"
    rules: Rules = DEFAULT_RULES
    scale: Scales = (-2, 2)
    pool_from: pd.DataFrame | None = None

    def positions(self, scored: pd.DataFrame, dates: Iterable[pd.Timestamp]) -> pd.DataFrame:
        """Positions of every group and topic in `scored` at `dates`, from the statements of the trailing window.

        Columns: group, topic, date, position, low, high (90 % band, cut at the ends of the scale), half (half
        width of the uncut band), statements, sources. Position and band are NA where a window holds too few statements or
        sources. A window runs from `rules.window_days` before a date (exclusive) to the date (inclusive).
        """
        return self.list_positions(self.prepare(scored), dates)

    def list_positions(self, ready: Changes, dates: Iterable[pd.Timestamp]) -> pd.DataFrame:
        """As `positions`, of statements that are ready."""
        return self._list_periods(ready, [(day - pd.Timedelta(days=self.rules.window_days), day) for day in dates])

    def periods(self, scored: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
        """As `positions`, for any periods; `date` is the end of the period."""
        return self._list_periods(self.prepare(scored), periods)

    def _list_periods(self, ready: Changes, periods: Sequence[Period]) -> pd.DataFrame:
        rows = [
            (*key, period[1], *cell)
            for key in ready.samples
            for period, cell in zip(periods, ready.within(*key, periods), strict=True)
        ]
        frame = pd.DataFrame(rows, columns=["group", "topic", "date", "position", "half", "statements", "sources"])
        kinds = {"date": "datetime64[s]", "position": float, "half": float, "statements": int, "sources": int}
        return self._add_band(frame.astype(kinds))[COLUMNS]

    def change(self, scored: pd.DataFrame, first: Period, last: Period) -> pd.DataFrame:
        """How far each group moved on each topic from the period `first` to the period `last`.

        Columns: group, topic, before, after, change, low, high (90 % interval of the change), statements and sources in
        each period with the endings _before and _after, and with the same endings low and high of both positions (90 %
        bands, cut at the ends of the scale). NA where either period has too little evidence.
        """
        return self.list_changes(self.prepare(scored), first, last)

    def list_changes(self, ready: Changes, first: Period, last: Period) -> pd.DataFrame:
        """As `change`, of statements that are ready."""
        rows = [(*key, *_list_cells(ready.between(*key, first, last))) for key in ready.samples]
        numbers = ["before", "after", "half_before", "half_after", "change", "low", "high"]
        frame = pd.DataFrame(rows, columns=["group", "topic", *numbers, *COUNTS])
        frame = frame.astype(dict.fromkeys(numbers, float) | dict.fromkeys(COUNTS, int))
        for end in ("before", "after"):
            frame = self._add_band(frame, end, f"half_{end}", f"_{end}")
        return frame[CHANGE_COLUMNS]

    def prepare(self, scored: pd.DataFrame) -> Changes:
        """The statements made ready for many changes, fast; `change` collects the same ones in a frame."""
        own = find_stock(scored)
        stock = own if self.pool_from is None else find_stock(self.pool_from)
        return Changes(own.split(self.by), stock, self.by, self.rules, self.scale)

    def prepare_part(self, kept: np.ndarray) -> Changes:
        """The same for those statements of `pool_from` that a mask names, without looking at each of the others again."""
        stock = find_stock(self.pool_from)
        return Changes(stock.narrow(self.by, kept), stock, self.by, self.rules, self.scale)

    def _add_band(
        self, frame: pd.DataFrame, position: str = "position", half: str = "half", ending: str = ""
    ) -> pd.DataFrame:
        bands = {"low": frame[position] - frame[half], "high": frame[position] + frame[half]}
        cut = {f"{name}{ending}": clip_scores(band, frame["topic"], self.scale) for name, band in bands.items()}
        return frame.assign(**cut)


def _list_cells(change: Change) -> tuple[float, ...]:
    before, after = change.before, change.after
    numbers = (before.position, after.position, before.half, after.half, change.change, change.low, change.high)
    return (*numbers, before.statements, after.statements, before.sources, after.sources)


def list_evidence(scored: pd.DataFrame, *, by: str, group: str, topic: str, period: Period) -> pd.DataFrame:
    """The rows of `scored` behind one position, newest first, with `weight` and `effect`.

    `weight` is the share in the mean of source means (they sum to 1; sum of weight times score is the position);
    `effect` is the position minus the position without that statement (leave-one-out), NA for a lone statement.
    """
    wanted = scored[(scored[by] == group) & (scored["topic"] == topic)]
    wanted = wanted[falls_within(wanted, period)]
    sources, scores = wanted["source"].to_numpy(), wanted["score"].to_numpy(dtype=float)
    evidence = wanted.assign(weight=weigh_statements(sources), effect=_measure_effects(sources, scores))
    return evidence.sort_values(["date", "statement"], ascending=False)


def list_weights(scored: pd.DataFrame, *, by: str, cells: Iterable[tuple[str, str, Period]]) -> pd.DataFrame:
    """The evidence behind many positions, each a cell of group, topic and period: statement, topic, `weight` and `effect` as
    `list_evidence` has them, and `cell`, the number of the position."""
    ordered = scored.sort_values(["date", "statement"])
    earliest, latest = (days.to_numpy() for days in list_spans(ordered))
    sources, scores = ordered["source"].to_numpy(), ordered["score"].to_numpy(dtype=float)
    rows = ordered.groupby([by, "topic"]).indices
    found = [np.empty((4, 0), dtype=object)]
    for cell, (group, topic, (after, until)) in enumerate(cells):
        own = rows.get((group, topic), np.empty(0, dtype=int))
        own = own[(earliest[own] > after.to_datetime64()) & (latest[own] <= until.to_datetime64())]
        weights, effects = weigh_statements(sources[own]), _measure_effects(sources[own], scores[own])
        found.append(np.array([own, weights, effects, np.full(len(own), cell)], dtype=object)[:, ::-1])
    own, weights, effects, numbers = np.concatenate(found, axis=1)
    about = ordered[["statement", "topic"]].iloc[own.astype(int)].reset_index(drop=True)
    return about.assign(weight=weights.astype(float), effect=effects.astype(float), cell=numbers.astype(int))


def _measure_effects(sources: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The mean of source means minus the same without each statement; NaN for a lone statement."""
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    means = np.bincount(inverse, weights=scores) / counts
    own, others = counts[inverse] - 1, len(means) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        shrunk = (means[inverse] - scores) / own / len(means)
        gone = (means.mean() - scores) / others if len(means) else np.empty(0)
    return np.where(own > 0, -shrunk, -gone if others > 0 else np.nan)
