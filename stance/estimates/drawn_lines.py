"""The lines that a selection draws, by the estimator that it names: trailing mean, filter or smoother.

Belongs here: handing the selected statements to that estimator. Not here: the
estimators (`positions`, `statespace`), what is measured by means of periods whatever line is drawn (`selected`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.periods import list_dates
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import FILTER, MEAN, Selection, select_lines, select_scored

if TYPE_CHECKING:
    from stance.estimates.drift import Parameters
    from stance.estimates.statespace import StateSpace

Fitted = Mapping[str, "Parameters"]


def estimate_drawn(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, fitted: Fitted | None = None
) -> pd.DataFrame:
    """The positions of the selection's line within its dates: the columns of `Estimator.positions`.

    `fitted` are the parameters by topic of `fit_parameters` for all of `scored` and the groups of the selection; None fits
    them here (half a second). The trailing mean needs none.
    """
    if selection.line == MEAN:
        return estimate_positions(dossier, scored, selection)
    line = make_line(dossier, scored, selection, fitted)
    estimate = line.filter if selection.line == FILTER else line.smooth
    rows = select_scored(scored, dossier, selection)
    return select_lines(estimate(rows, list_dates(*dossier.codebook.period)), selection)


def make_line(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, fitted: Fitted | None = None
) -> "StateSpace":
    """The state-space line of a selection; its parameters are those of the whole dossier, as the pooled variance is."""
    from stance.estimates.drift_fit import fit_parameters
    from stance.estimates.statespace import StateSpace

    scale = dossier.codebook.scales
    known = fit_parameters(scored, selection.by, scale) if fitted is None else fitted
    return StateSpace(selection.by, selection.rules, scale, known)
