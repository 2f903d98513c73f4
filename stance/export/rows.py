"""The tables of a view: the rows that its pages show, with unrounded numbers.

Belongs here: which rows and columns a download holds. Not here: how they are estimated, files.
"""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.catalogue import list_statements, select_rows
from stance.estimates.drawn_lines import estimate_drawn
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_change, estimate_gap_of
from stance.estimates.view import View

NAMES = ("statements-shown", "statements-all", "positions-shown", "positions", "movement", "gap")


def build_tables(dossier: Dossier, scores: pd.DataFrame, view: View) -> dict[str, pd.DataFrame]:
    """The tables of `NAMES`: what the view shows of statements and positions, all of them, movement and gap.

    Statements have the columns of `catalogue.list_statements`, newest first; the others those of
    `drawn_lines.estimate_drawn`, `selected.estimate_change` (between the periods of the view) and `estimate_gap_of`. Days are
    text, YYYY-MM-DD; numbers are not rounded; a position without enough evidence is missing.
    """
    selection = view.selection
    whole = list_statements(dossier, dossier.statements.iloc[::-1], scores)
    scored = score_statements(dossier, scores, selection.score_source)
    positions = estimate_drawn(dossier, scored, selection)
    tables = {
        "statements-shown": select_rows(whole, dossier, selection, view.search),
        "statements-all": whole,
        "positions-shown": positions[positions["group"].isin(view.lines)] if view.lines else positions,
        "positions": positions,
        "movement": estimate_change(dossier, scored, selection, *view.periods),
        "gap": estimate_gap_of(dossier, scored, selection),
    }
    return {name: _write_days(table) for name, table in tables.items()}


def _write_days(table: pd.DataFrame) -> pd.DataFrame:
    days = [name for name in table if pd.api.types.is_datetime64_any_dtype(table[name])]
    return table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days}).reset_index(drop=True)
