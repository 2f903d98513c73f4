"""What a side's change is made of: its speakers saying something else, and others speaking, or speaking more."""

from collections.abc import Iterable, Mapping

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.resampling import DRAWS
from stance.estimates.selected import estimate_change, estimate_split, split_changes
from stance.estimates.selection import Selection
from stance.estimates.split_intervals import Split
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.wording.changes import describe_split
from stance.wording.compared import describe_unit
from stance.wording.verdicts import Verdict, find_strongest, judge_changes

COLUMNS = (
    Column("name", "actor"),
    Column("when", "spoke in"),
    Column("said", "part: said something else", "signed", "codes"),
    Column("said_low", "90 % interval of said from", "signed"),
    Column("said_high", "said to", "signed"),
    Column("spoke", "part: spoke more or less", "signed", "codes"),
    Column("spoke_low", "90 % interval of spoke from", "signed"),
    Column("spoke_high", "spoke to", "signed"),
    Column("weight_before", "weight before", "share"),
    Column("weight_after", "weight after", "share"),
    Column("mean_before", "mean before", "signed", "codes"),
    Column("mean_after", "mean after", "signed", "codes"),
)
TITLE = "What a side’s change is made of"
NOTE = (
    "A side moves when its speakers say something else, and when others speak, or speak more. The two parts add up exactly to the "
    "change (a decomposition after Kitagawa and Oaxaca): an account of it, not its causes. Who spoke is counted from the side’s own "
    "position: a speaker who stands where the side does adds nothing, however much it speaks. Intervals are 90 %, from "
    f"{DRAWS} draws that weigh the sources anew (Bayesian bootstrap) and let each speaker’s mean vary by its band."
)
WHEN = {(True, True): "both periods", (True, False): "the one before only", (False, True): "the one after only"}
EMPTY = "No side has enough statements in both periods for a change."


def make_split(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, periods: tuple[Period, Period]
) -> Exhibit:
    """The parts of the change of each chosen side on a topic: a panel with a sentence and the table of its speakers.

    A side of whose change nothing can be said has none.
    """
    (first, last), selection = sorted(periods), selection.by_side()
    changes = estimate_change(dossier, scored, selection, first, last)
    own = split_changes(dossier, scored, selection, changes[changes["topic"] == topic], (first, last))
    judged = judge_changes(own)
    known = judged[judged["verdict"] != Verdict.TOO_FEW]
    sides = [side for side in dossier.codebook.side_ids if side in set(known["group"])]
    splits = {
        side: estimate_split(dossier, scored, selection, group=side, topic=topic, periods=(first, last))
        for side in sides
    }
    panels = tuple(_make_panels(dossier, splits))
    said = () if panels else (EMPTY,)
    unit = describe_unit(first, last)
    return Exhibit("split", find_strongest(known["verdict"]), TITLE, unit, sentences=said, note=NOTE, panels=panels)


def _make_panels(dossier: Dossier, splits: Mapping[str, Split]) -> Iterable[Exhibit]:
    lines, names = name_lines(dossier, "side"), dossier.label_actors()
    for side, split in splits.items():
        line = lines[side]
        there = (split.parts[["weight_before", "weight_after"]] > 0).itertuples(index=False, name=None)
        rows = split.parts.assign(name=split.parts["actor"].map(names), when=[WHEN[one] for one in there])
        rows = rows.sort_values("spoke", key=lambda part: -part.abs())
        said = describe_split(split.whole, line)
        about, file = f"Parts of the change of {line.name}, one row a speaker", f"{dossier.slug}-split-{side}"
        table = Table(rows, COLUMNS, about, file)
        yield Exhibit(f"split_{side}", Verdict.CLEAR, f"{line.name} by speaker", sentences=(said,), table=table)
