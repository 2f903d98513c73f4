"""What a reader chose to see, and the rows that belong to it.

Belongs here: one object for all filters, and the rows it keeps. Not here: widgets, estimates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.linking import MARKS
from stance.dossier.loading import Dossier
from stance.estimates.rules import ACTOR_WINDOW, SIDE_WINDOW, Rules
from stance.estimates.scored import BEST
from stance.estimates.spans import Period, falls_within
from stance.estimates.stock import find_stock

BY = {"side": "Sides", "actor": "Actors"}
MEAN, FILTER, SMOOTHER = "mean", "filter", "smoother"
LINES = {
    MEAN: "Trailing mean",
    FILTER: "Filter (knows nothing later)",
    SMOOTHER: "Smoother (knows later statements)",
}
LEFT_OUT = MARKS | {"indirect": "Reported speech", "act": "Acts"}


@dataclass(frozen=True)
class Selection:
    """The reader's filters; an empty tuple of actors or kinds keeps all of them. `without`: keys of `LEFT_OUT`; `line`: a key of
    `LINES`, the estimator of the lines that are drawn (whatever else is measured comes from means of periods)."""

    topics: tuple[str, ...]
    sides: tuple[str, ...]
    first: date
    last: date
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    score_source: str = BEST
    by: str = "side"
    window_days: int = 0
    without: tuple[str, ...] = ()
    line: str = MEAN

    @property
    def rules(self) -> Rules:
        """The window in days (0 stands for the default of sides or of actors) and the minimum evidence."""
        return Rules(self.window_days or (SIDE_WINDOW if self.by == "side" else ACTOR_WINDOW))

    def by_side(self) -> "Selection":
        """The same with lines by side."""
        return replace(self, by="side")


def default_selection(codebook: Codebook, score_source: str = BEST) -> Selection:
    """All topics, the sides that own a pole (all sides where none does), the whole period, by this score source."""
    poled = tuple(side.id for side in codebook.sides if side.pole)
    sides = poled or tuple(codebook.side_ids)
    return Selection(tuple(codebook.topic_ids), sides, *codebook.period, score_source=score_source)


def select_actors(actors: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The actors that the sides, kinds and actors of the selection leave."""
    kept = actors["side"].isin(selection.sides)
    if selection.kinds:
        kept &= actors["kind"].isin(selection.kinds)
    if selection.actors:
        kept &= actors["actor"].isin(selection.actors)
    return actors[kept]


def select_statements(dossier: Dossier, selection: Selection, columns: Sequence[str] = ()) -> pd.DataFrame:
    """The statements of the selected actors within the selected dates, newest first, with these columns (none for all)."""
    statements = dossier.statements
    places = np.flatnonzero(mark_statements(dossier, selection))[::-1]
    return (statements[list(columns)] if columns else statements).take(places).reset_index(drop=True)


def mark_statements(dossier: Dossier, selection: Selection) -> np.ndarray:
    """Whether each statement of the dossier is one of `select_statements`."""
    numbers, actors = dossier.actor_numbers
    period = (pd.Timestamp(selection.first) - pd.Timedelta(days=1), pd.Timestamp(selection.last))
    kept = actors.isin(select_actors(dossier.actors, selection)["actor"].tolist())[numbers]
    kept &= falls_within(dossier.statements, period).to_numpy()
    if selection.without:
        kept &= ~_mark_left_out(dossier, selection).to_numpy(dtype=bool)
    return kept


def list_left_out(dossier: Dossier, selection: Selection) -> tuple[str, ...]:
    """The ids of the statements that `without` takes out, by the marks of speaker and source or by the kind of speech."""
    return tuple(dossier.statements.loc[_mark_left_out(dossier, selection), "statement"])


def _mark_left_out(dossier: Dossier, selection: Selection) -> pd.Series:
    statements, out = dossier.statements, set(selection.without)
    marked = [marks for marks in statements["marks"].unique() if out & set(marks.split(", "))]
    return statements["marks"].isin(marked) | statements["speech"].isin(out)


def mark_scored(scored: pd.DataFrame, dossier: Dossier, selection: Selection) -> np.ndarray:
    """Whether each scored row is of the selected actors and topics, of any date: a window may begin before the dates shown."""
    stock = find_stock(scored)
    kept = stock.mark("actor", select_actors(dossier.actors, selection)["actor"])
    kept = kept & stock.mark("topic", selection.topics)
    if selection.without:
        kept &= ~scored["statement"].isin(list_left_out(dossier, selection)).to_numpy(dtype=bool)
    return kept


def select_scored(
    scored: pd.DataFrame,
    dossier: Dossier,
    selection: Selection,
    columns: Sequence[str] = (),
    within: Period | None = None,
) -> pd.DataFrame:
    """The rows of `mark_scored`, with these columns (none for all), of a period alone where one is given."""
    kept = mark_scored(scored, dossier, selection)
    if within is not None:
        kept &= falls_within(scored, within).to_numpy()
    return scored.loc[kept, list(columns or scored)]


def select_lines(positions: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The positions within the selected dates."""
    within = positions["date"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    return positions[within].reset_index(drop=True)


def list_leading_actors(statements: pd.DataFrame, selection: Selection, count: int = 4) -> tuple[str, ...]:
    """The chosen actors, or where none is chosen the `count` with most statements among `statements`."""
    ranked = statements["actor"].value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    return selection.actors or tuple(map(str, ranked.index[:count]))


def mark_events(events: pd.DataFrame, statements: pd.DataFrame, selection: Selection, named: int = 2) -> pd.DataFrame:
    """The events for the lane under a chart: date, date_precision, title, label, named.

    They are the numbered meetings where the dossier has any, else all events, within the dates. The `named` ones
    with most statements in the week from their day get a label (their place, else their title).
    """
    within = events["date"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    numbered = events["meeting"] != ""
    shown = events[within & (numbered if numbered.any() else True)].reset_index(drop=True)
    dates, week = np.sort(statements["date"].to_numpy()), pd.Timedelta(days=7)
    before, within_week = (dates.searchsorted((shown["date"] + end).to_numpy()) for end in (0 * week, week))
    counts = pd.Series(within_week - before, dtype=int)
    top = set(_pick_apart(shown, counts, named))
    labels = shown["place"].where(shown["place"] != "", shown["title"]).str.split(",").str[0]
    return shown[["date", "date_precision", "title"]].assign(
        label=labels, named=[row in top for row in range(len(shown))]
    )


def _pick_apart(shown: pd.DataFrame, counts: pd.Series, named: int, months: int = 9) -> list[int]:
    """Rows by count, skipping those within `months` of one already picked, so that labels do not meet."""
    picked: list[int] = []
    days = shown["date"].to_numpy(dtype="datetime64[D]").astype(int)
    for row in counts.sort_values(ascending=False, kind="stable").index:
        if len(picked) == named:
            break
        if all(abs(days[row] - days[other]) > months * 30 for other in picked):
            picked.append(int(row))
    return picked
