"""One statement in full, with what stands beside it: its day, its event, its actor before and after."""

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier
from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.ui.baked import find_baked
from stance.ui.frame import run_alone
from stance.ui.parts.cards import choose_cards, show_statement, show_statements
from stance.ui.parts.exhibits import show_notes
from stance.ui.parts.tables import offer_table

BEFORE_AND_AFTER = "context_actor"  # its cards differ in how they stand beside the statement


def show_context(dossier: Dossier, exhibit: Exhibit, row: pd.Series) -> None:
    """The card of the statement (`row` of the catalogue), then a heading, a count and cards for each part of its context."""
    show_statement(dossier, row)
    if place := find_baked(dossier, "statements", row["statement"]):
        st.link_button("This statement as a plain page", place)
    for panel in exhibit.panels:
        st.subheader(escape_markdown(panel.title), anchor=False)
        st.caption(escape_markdown(" ".join(panel.sentences)))
        if panel.table is not None:
            _show_beside(dossier, panel.table.rows, panel.key)
    show_notes(exhibit)
    if exhibit.table is not None:
        offer_table(exhibit.table, "context", noun="row")


@run_alone
def _show_beside(dossier: Dossier, rows: pd.DataFrame, key: str) -> None:
    """The statements of one part as cards, the first few at first; runs again alone."""
    shown = rows.head(choose_cards(len(rows), key))
    relations = tuple(shown["relation"]) if key == BEFORE_AND_AFTER else ()
    show_statements(dossier, tuple(shown["statement"]), relations)
