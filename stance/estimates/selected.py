"""What a selection shows: the positions, changes and gaps of a dossier under a reader's filters.

Belongs here: handing the selected statements to the estimates with the same options everywhere, so that pages, exports
and reports show the same numbers. Not here: the estimates themselves, caches.
"""

from typing import Any

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.movement import estimate_gap, estimate_movement
from stance.estimates.positions import Period, estimate_positions, list_dates
from stance.estimates.selection import Selection, select_lines, select_scored


def list_options(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> dict[str, Any]:
    """The options of every estimate of the selection: by, rules, scale, pool_from."""
    return {
        "by": selection.by,
        "rules": selection.rules,
        "scale": dossier.codebook.scale,
        "pool_from": scored,
    }


def estimate_lines(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The positions that the selection shows, within its dates: the columns of `positions.estimate_positions`.

    `scored` is `scored.score_statements` of the whole dossier by the selection's score source.
    """
    view, dates = select_scored(scored, dossier, selection), list_dates(*dossier.codebook.period)
    positions = estimate_positions(view, dates, **list_options(dossier, scored, selection))
    return select_lines(positions, selection)


def estimate_ends(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, first: Period, last: Period
) -> pd.DataFrame:
    """The change of each group between two periods: the columns of `movement.estimate_movement`."""
    view = select_scored(scored, dossier, selection)
    return estimate_movement(view, first, last, **list_options(dossier, scored, selection))


def estimate_distance(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The gap between the two sides that own a pole: the columns of `movement.estimate_gap`; empty without such sides."""
    sides = dossier.codebook.poled_sides
    positions = estimate_lines(dossier, scored, selection.by_side())
    minus, plus = (sides[0].id, sides[1].id) if sides else ("", "")
    return estimate_gap(positions, minus, plus)
