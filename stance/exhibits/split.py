"""What a side's change is made of: its speakers saying something else, and others speaking, or speaking more."""

from collections.abc import Iterable

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import split_movement
from stance.estimates.periods import Period
from stance.estimates.selected import estimate_change
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.wording.changes import describe_split
from stance.wording.compared import describe_unit
from stance.wording.verdicts import Verdict, find_strongest, judge_changes

COLUMNS = (
    Column("name", "actor"),
    Column("weight_before", "weight before", "share"),
    Column("weight_after", "weight after", "share"),
    Column("mean_before", "mean before", "signed", "codes"),
    Column("mean_after", "mean after", "signed", "codes"),
    Column("said", "part: said something else", "signed", "codes"),
    Column("spoke", "part: spoke more or less", "signed", "codes"),
)
TITLE = "What a side’s change is made of"
NOTE = (
    "A side moves when its speakers say something else, and when others speak, or speak more. The two parts add up exactly to the "
    "change (a decomposition after Kitagawa and Oaxaca): an account of it, not its causes, and without intervals of their own."
)
EMPTY = "No side has enough statements in both periods for a change."


def make_split(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, periods: tuple[Period, Period]
) -> Exhibit:
    """The parts of the change of each chosen side on a topic: a panel with a sentence and the table of its speakers.

    A side of whose change nothing can be said has none.
    """
    (first, last), selection = sorted(periods), selection.by_side()
    changes = estimate_change(dossier, scored, selection, first, last)
    judged = judge_changes(changes[changes["topic"] == topic])
    known = judged[judged["verdict"] != Verdict.TOO_FEW]
    own = select_scored(scored, dossier, selection)
    own = own[own["topic"] == topic]
    sides = [side for side in dossier.codebook.side_ids if side in set(known["group"])]
    panels = tuple(_make_panels(dossier, own, sides, (first, last)))
    said = () if panels else (EMPTY,)
    unit = describe_unit(first, last)
    return Exhibit("split", find_strongest(known["verdict"]), TITLE, unit, sentences=said, note=NOTE, panels=panels)


def _make_panels(
    dossier: Dossier, own: pd.DataFrame, sides: list[str], periods: tuple[Period, Period]
) -> Iterable[Exhibit]:
    lines, names = name_lines(dossier, "side"), dossier.label_actors()
    for side in sides:
        parts = split_movement(own, side, *periods)
        rows = parts.assign(name=parts["actor"].map(names)).sort_values("spoke", key=lambda part: -part.abs())
        line = lines[side]
        table = Table(rows, COLUMNS, f"Parts of the change of {line.name}", f"{dossier.slug}-split-{side}")
        said = describe_split(parts["said"].sum(), parts["spoke"].sum(), line)
        yield Exhibit(f"split_{side}", Verdict.CLEAR, f"{line.name} by speaker", sentences=(said,), table=table)
