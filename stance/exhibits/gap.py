"""The gap between the two sides that own a pole, over time, and who closed or widened it between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.dossier.codebook import Side, Topic
from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_gap, split_gap
from stance.estimates.selected import estimate_positions, estimate_smallest_gap
from stance.estimates.selection import Selection
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.figures.moves import plot_gap
from stance.formats import format_day
from stance.wording.gaps import describe_gap, describe_gap_change, describe_gap_claim
from stance.wording.lines import Line, name_topic
from stance.wording.selections import describe_selection
from stance.wording.verdicts import judge_change

COLUMNS = (
    Column("topic", "topic"),
    Column("date", "date", "day"),
    Column("gap", "gap", "signed", "codes"),
    Column("low", "90 % band from", "signed"),
    Column("high", "to", "signed"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
)
ONE_SIDE = "The gap needs both sides that own a pole: switch both on at the side."
TOO_SHORT = "The positions of both sides are known at fewer than two dates. Choose wider dates."
NOTE = (
    "{plus} minus {minus}, in codes, with a 90 % band; below 0 the sides have crossed. The interval of the change takes the "
    "two days as independent: too wide where their windows overlap; so do those of the shares of both sides."
)


@dataclass(frozen=True, eq=False)
class _Distance:
    """The sides, their names, the gap at every date, the smallest of all, the positions behind it, and the window in days."""

    sides: tuple[Side, Side]
    lines: dict[str, Line]
    gap: pd.DataFrame
    smallest: dict[str, Any]
    positions: pd.DataFrame
    window: pd.Timedelta

    @property
    def known(self) -> pd.DataFrame:
        return self.gap.dropna(subset="gap").sort_values("date")


def make_gap(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    topic: str,
    days: tuple[pd.Timestamp, ...] = (),
    dark: bool = False,
) -> Exhibit:
    """The gap on one topic, and its change between the first and the last of `days` (none: of all days on which it is known).

    The places are both sides at every known date, those of the compared days first; the table holds the gap at every date.
    """
    about, selection = dossier.codebook.topic(topic), selection.by_side()
    empty = f"No gap on {name_topic(about)}"
    sides = dossier.codebook.poled_sides
    if sides is None or not {side.id for side in sides} <= set(selection.sides):
        return make_empty("gap", empty, ONE_SIDE)
    found = _measure_distance(dossier, scored, selection, topic, sides)
    if len(found.known) < 2:
        return make_empty("gap", empty, TOO_SHORT)
    compared = days or tuple(found.known["date"])
    return _make_gap(dossier, selection, found, about, (min(compared), max(compared)), dark=dark)


def _measure_distance(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, topic: str, sides: tuple[Side, Side]
) -> _Distance:
    positions = estimate_positions(dossier, scored, selection)
    minus, plus = (side.id for side in sides)
    gap, window = estimate_gap(positions, minus, plus), pd.Timedelta(days=selection.rules.window_days)
    gap = gap[gap["topic"] == topic]
    smallest = estimate_smallest_gap(dossier, scored, selection, gap)
    return _Distance(sides, name_lines(dossier, "side"), gap, smallest, positions, window)


def _make_gap(
    dossier: Dossier,
    selection: Selection,
    found: _Distance,
    topic: Topic,
    days: tuple[pd.Timestamp, pd.Timestamp],
    *,
    dark: bool,
) -> Exhibit:
    minus, plus = (found.lines[side.id] for side in found.sides)
    change = _compare_days(found, days)
    table = Table(
        found.gap.assign(topic=topic.title),
        COLUMNS,
        "The gap between the sides, one row a date",
        f"{dossier.slug}-gap-{topic.id}",
    )
    return Exhibit(
        "gap",
        judge_change(change),
        describe_gap_claim(change, topic),
        f"The gap on {name_topic(topic)}, in codes. {describe_selection(selection, dossier.actors)}",
        sentences=(describe_gap_change(change, minus, plus), describe_gap(found.gap, found.smallest)),
        note=NOTE.format(plus=plus.name, minus=minus.name),
        picture=plot_gap(found.gap, marks=days, group=found.sides[1].id, dark=dark),
        table=table,
        places=tuple(_list_places(found, topic, days)),
    )


def _compare_days(found: _Distance, days: tuple[pd.Timestamp, pd.Timestamp]) -> dict[str, Any]:
    """The row of `split_gap` with start and end, and the gap's own bands at both."""
    minus, plus = (side.id for side in found.sides)
    (row,) = split_gap(found.gap, found.positions, minus, plus, *days).to_dict("records")
    at = found.gap.set_index("date")
    for when, day in zip(("before", "after"), days, strict=True):
        bands = {f"{name}_{when}": at.at[day, name] for name in ("low", "high")}
        row |= {when: at.at[day, "gap"], **bands}
    return row | {"start": days[0], "end": days[1]}


def _list_places(found: _Distance, topic: Topic, days: tuple[pd.Timestamp, pd.Timestamp]) -> Iterable[Place]:
    """The compared days, the later one first, then all others from the newest."""
    others = [day for day in found.known["date"][::-1] if day not in days]
    dates = dict.fromkeys([*reversed(days), *others])
    for side in found.sides:
        for day in dates:
            when = f"{found.window.days} days to {format_day(day)}"
            mark, period = (side.id, f"{day:%Y-%m-%d}"), (day - found.window, day)
            yield Place(mark, topic.id, side.id, found.lines[side.id].name, when, period)
