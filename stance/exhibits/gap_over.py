"""The gap between the two sides that own a pole over two periods, each taken whole, and who closed or widened it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import ORDER, estimate_gap, estimate_in_order, split_gap
from stance.estimates.periods import Period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.exhibits.gap import ONE_SIDE
from stance.wording.compared import describe_faults, describe_period
from stance.wording.gaps import NO_GAP_OVER, describe_gap_over
from stance.wording.lines import Line, name_topic
from stance.wording.selections import describe_filters
from stance.wording.verdicts import judge_change

TITLE, KEY = "The gap over two whole periods", "gap_over"
COLUMNS = (
    Column("days", "period"),
    Column("line", "line"),
    Column("position", "position or gap", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
)
NOTE = (
    "Each period is taken whole: every source in it counts the same, whenever it was said. The gap is {plus} minus {minus}, in "
    "codes; its interval and that of its change take sides and periods as independent."
)
ENDS = ("before", "after")


@dataclass(frozen=True, eq=False)
class _Ends:
    """Both sides, the periods in order of time, and positions and gap in them, by their places in `ORDER`."""

    lines: tuple[Line, Line]
    sides: tuple[str, str]
    periods: Sequence[Period]
    positions: pd.DataFrame
    gap: pd.DataFrame

    def compare(self) -> dict[str, Any]:
        """The row of `split_gap`, with the gap and its interval before and after."""
        (row,) = split_gap(self.gap, self.positions, *self.sides, *ORDER).to_dict("records")
        at = self.gap.set_index("date")
        for end, place in zip(ENDS, ORDER, strict=True):
            row |= {end: at.at[place, "gap"], **{f"{name}_{end}": at.at[place, name] for name in ("low", "high")}}
        return row


def make_gap_over(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, periods: tuple[Period, Period]
) -> Exhibit:
    """The gap in each of two periods and its change, the earlier one first, with a table of both sides; a place a side and period."""
    about, selection, sides = dossier.codebook.topic(topic), selection.by_side(), dossier.codebook.poled_sides
    if sides is None or not {side.id for side in sides} <= set(selection.sides):
        return make_empty(KEY, TITLE, ONE_SIDE)
    found = _measure_ends(dossier, scored, selection, topic, sorted(periods))
    if found.gap.empty:
        return make_empty(KEY, TITLE, NO_GAP_OVER)
    row, (minus, plus) = found.compare(), found.lines
    return Exhibit(
        KEY,
        judge_change(row),
        TITLE,
        f"The gap on {name_topic(about)}, in codes. {describe_filters(selection, dossier.actors)}".strip(),
        sentences=(describe_gap_over(row, minus, plus, found.periods),),
        note=NOTE.format(minus=minus.name, plus=plus.name),
        caveats=describe_faults(*periods),
        table=_list_ends(dossier, found, topic),
        places=tuple(_list_places(found, topic)),
    )


def _measure_ends(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, topic: str, periods: list[Period]
) -> _Ends:
    rows, names = select_scored(scored, dossier, selection), name_lines(dossier, "side")
    positions = estimate_in_order(rows[rows["topic"] == topic], periods, make_estimator(dossier, scored, selection))
    minus, plus = (side.id for side in dossier.codebook.poled_sides or ())
    gap = estimate_gap(positions, minus, plus)
    return _Ends((names[minus], names[plus]), (minus, plus), periods, positions, gap)


def _list_ends(dossier: Dossier, found: _Ends, topic: str) -> Table:
    """Both sides and the gap in the earlier period, then in the later one."""
    names = dict(zip(found.sides, (line.name for line in found.lines), strict=True))
    own = found.positions[found.positions["group"].isin(found.sides)]
    gap = found.gap.rename(columns={"gap": "position"}).assign(line="gap")
    both = pd.concat([own.assign(line=own["group"].map(names)), gap])
    days = dict(zip(ORDER, map(describe_period, found.periods), strict=True))
    rows = both.assign(days=both["date"].map(days)).sort_values("date", kind="stable", ignore_index=True)
    about = "Both sides and the gap, one row a line and period"
    return Table(rows[[column.name for column in COLUMNS]], COLUMNS, about, f"{dossier.slug}-gap-over-{topic}")


def _list_places(found: _Ends, topic: str) -> Iterable[Place]:
    for side, line in zip(found.sides, found.lines, strict=True):
        for end, period in zip(ENDS, found.periods, strict=True):
            yield Place((side, end), topic, side, line.name, f"{end}: {describe_period(period)}", period)
