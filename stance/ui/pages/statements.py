"""The Statements page: the wide table, one statement in full."""

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.catalogue import list_statements
from stance.estimates.selection import Selection, select_statements
from stance.export import keep_spoken
from stance.ui.caches import dossier_key, fetch_dossier, fetch_scores
from stance.ui.frame import sign_columns
from stance.ui.parts.cards import show_statement

FORMATS = {
    "text": st.column_config.TextColumn(width="large"),
    **sign_columns("score", "text_score"),
    **{name: st.column_config.NumberColumn(format="%.2f") for name in ("distance", "confidence", "similarity")},
}


def fetch_catalogue(dossier: Dossier) -> pd.DataFrame:
    """The wide table of all statements, newest first."""
    return _list(dossier.folder, dossier_key(dossier))


@st.cache_resource(max_entries=4, show_spinner=False)
def _list(folder, key) -> pd.DataFrame:  # noqa: ARG001
    dossier = fetch_dossier(folder)
    return list_statements(dossier, dossier.statements.iloc[::-1], fetch_scores(dossier))


def fetch_chosen(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The rows of the wide table that the filters leave; with fewer than all topics, those that speak to one of them."""
    table = fetch_catalogue(dossier)
    chosen = table[table["statement"].isin(select_statements(dossier, selection)["statement"])]
    return keep_spoken(chosen, dossier, selection.topics)


def show_statement_table(dossier: Dossier, selection: Selection, shown: pd.DataFrame) -> None:
    """The table; a chosen row (by click, or by Shift+Space on the keyboard) opens below as a card."""
    if shown.empty:
        st.info("No statement fits. Search for fewer words, or widen the filters at the side.", icon="ℹ️")
        return
    numbers = {
        name: st.column_config.NumberColumn(format="%.2f") for name in shown if name.endswith(("score", "probability"))
    }
    first = ["date", "name", "text", *(c for t in selection.topics for c in shown if c.startswith(f"{t}: "))]
    order = [*first, *(c for c in shown if c not in first and ": " not in c)]
    settings = {
        "url": st.column_config.LinkColumn("url"),
        "text": st.column_config.TextColumn(width="large"),
        **numbers,
    }
    row = pick_row(
        shown, "statement_table", "Statements with codes, scores and sources",
        column_order=order, height=430, column_config=settings,
    )  # fmt: skip
    if row is not None:
        show_statement(dossier, row)


def pick_row(shown: pd.DataFrame, key: str, alt: str, **settings) -> pd.Series | None:
    """A table from which one row can be chosen, by click or by keyboard; the chosen row, or None with a hint."""
    settings = {"column_config": FORMATS} | settings
    event = st.dataframe(
        shown,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        alt=alt,
        **settings,
    )
    rows = [row for row in event["selection"]["rows"] if row < len(shown)]
    if rows:
        return shown.iloc[rows[0]]
    st.caption("Choose a row (its box at the left; on the keyboard Shift+Space) to read it in full.")
    return None


def open_statement(dossier: Dossier, shown: pd.DataFrame, key: str, alt: str) -> None:
    """A table of statements of which a chosen one opens below, with codes, scores and source."""
    row = pick_row(shown, key, alt)
    if row is not None:
        catalogue = fetch_catalogue(dossier).set_index("statement", drop=False)
        show_statement(dossier, catalogue.loc[row["statement"]])
