"""The tables of a view: the rows that its pages show, with unrounded numbers.

Belongs here: which rows and columns a download holds. Not here: how they are estimated, files.
"""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED
from stance.estimates.catalogue import list_statements, search_statements
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_distance, estimate_ends, estimate_lines
from stance.estimates.selection import select_statements
from stance.export.view import View

NAMES = ("statements-shown", "statements-all", "positions-shown", "positions", "movement", "gap")


def build_tables(dossier: Dossier, scores: pd.DataFrame, view: View) -> dict[str, pd.DataFrame]:
    """The tables of `NAMES`: what the view shows of statements and positions, all of them, movement and gap.

    Statements have the columns of `catalogue.list_statements`, newest first; the others those of
    `estimates.estimate_lines`, `estimate_ends` (between the periods of the view) and `estimate_distance`. Days are
    text, YYYY-MM-DD; numbers are not rounded; a position without enough evidence is missing.
    """
    selection = view.selection
    whole = list_statements(dossier, dossier.statements.iloc[::-1], scores)
    scored = score_statements(dossier, scores, selection.score_source)
    positions = estimate_lines(dossier, scored, selection)
    tables = {
        "statements-shown": _keep_shown(whole, dossier, view),
        "statements-all": whole,
        "positions-shown": positions[positions["group"].isin(view.lines)] if view.lines else positions,
        "positions": positions,
        "movement": estimate_ends(dossier, scored, selection, *view.periods),
        "gap": estimate_distance(dossier, scored, selection),
    }
    return {name: _write_days(table) for name, table in tables.items()}


def _keep_shown(whole: pd.DataFrame, dossier: Dossier, view: View) -> pd.DataFrame:
    chosen = whole[whole["statement"].isin(select_statements(dossier, view.selection)["statement"])]
    return search_statements(keep_spoken(chosen, dossier, view.selection.topics), view.search)


def keep_spoken(table: pd.DataFrame, dossier: Dossier, topics: tuple[str, ...]) -> pd.DataFrame:
    """The rows of `catalogue.list_statements` that speak to one of the topics; all of them where all topics are chosen.

    A coded statement speaks to a topic by its code, any other by the probability that it addresses the topic.
    """
    if set(topics) == set(dossier.codebook.topic_ids):
        return table
    coded = table["statement"].map(dossier.statements.set_index("statement")["coded"]).astype(bool)
    by_code = table[[f"{topic}: code" for topic in topics]].notna().any(axis=1)
    by_score = (table[[f"{topic}: probability" for topic in topics]] >= ADDRESSED).any(axis=1)
    return table[by_code.where(coded, by_score)]


def _write_days(table: pd.DataFrame) -> pd.DataFrame:
    days = [name for name in table if pd.api.types.is_datetime64_any_dtype(table[name])]
    return table.assign(**{name: table[name].dt.strftime("%Y-%m-%d") for name in days}).reset_index(drop=True)
