"""The Statements page: the wide table, one statement in full."""

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Table
from stance.exhibits.statements import order_columns
from stance.formats import escape_markdown, format_count
from stance.ui.caches import fetch_statements
from stance.ui.frame import show_limits_link, show_title
from stance.ui.parts.cards import show_statement
from stance.ui.parts.share import show_share
from stance.ui.parts.tables import offer_csv, pick_row
from stance.ui.pickers import URL
from stance.ui.sidebar import current_filters

HEIGHT = 430


def show_statements() -> None:
    """Title, search, the table of statements, and its downloads."""
    dossier, selection = current_filters()
    head = st.container()
    words = st.text_input(
        "Search text, speaker, office, venue, source", key="search", bind=URL, placeholder="e.g. 1956"
    )
    exhibit = fetch_statements(dossier, selection, words)
    with head:
        show_title(exhibit.title, exhibit.subtitle)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
    else:
        _open_row(dossier, selection, exhibit.table)
        _offer_rows("these", exhibit.table, "shown")
    _offer_rows("all", exhibit.extra["all"], "all")
    show_limits_link()
    show_share(dossier, View(selection, "statements", search=words), [exhibit])


@st.fragment
def _open_row(dossier: Dossier, selection: Selection, table: Table) -> None:
    """The table; a chosen row (by click, or by Shift+Space on the keyboard) opens below as a card."""
    order = order_columns(table, selection.topics)
    row = pick_row(table, "statement_table", column_order=order, height=HEIGHT)
    if row is not None:
        show_statement(dossier, row)


def _offer_rows(what: str, table: Table, key: str) -> None:
    label = f"Download {what} {format_count(len(table.rows), 'row')} (CSV)"
    offer_csv(label, table.shown, table.file, key)
