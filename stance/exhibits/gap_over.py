"""The gap between the two sides that own a pole over two periods, each taken whole, and who closed or widened it."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_gap, split_gap
from stance.estimates.periods import Period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.drawn import name_lines
from stance.exhibits.exhibit import Exhibit, make_empty
from stance.wording.gaps import NO_GAP_OVER, describe_gap_over
from stance.wording.lines import name_topic
from stance.wording.verdicts import judge_change

TITLE = "The gap over the two periods above"


def make_gap_over(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, periods: tuple[Period, Period]
) -> Exhibit:
    """The change of the gap between two periods, the earlier one first, in a sentence."""
    selection, (first, last) = selection.by_side(), sorted(periods)
    rows, sides = select_scored(scored, dossier, selection), dossier.codebook.poled_sides
    if sides is None or rows.empty:
        return make_empty("gap_over", TITLE, NO_GAP_OVER)
    minus, plus = (side.id for side in sides)
    estimator = make_estimator(dossier, scored, selection)
    positions = estimator.periods(rows[rows["topic"] == topic], [first, last])
    gap = estimate_gap(positions, minus, plus)
    if gap.empty:
        return make_empty("gap_over", TITLE, NO_GAP_OVER)
    row = split_gap(gap, positions, minus, plus, first[1], last[1]).iloc[0].to_dict()
    names, about = name_lines(dossier, "side"), dossier.codebook.topic(topic)
    said = describe_gap_over(row, names[minus], names[plus], (first, last))
    return Exhibit(
        "gap_over", judge_change(row), TITLE, f"The gap on {name_topic(about)}, in codes.", sentences=(said,)
    )
