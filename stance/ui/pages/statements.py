"""The Statements page: the wide table, one statement in full, one statement by its address with its context."""

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit, Table
from stance.exhibits.statements import order_columns
from stance.formats import escape_markdown, format_count
from stance.limits import SEARCH_CHARACTERS
from stance.ui.caches import fetch_context, fetch_row, fetch_statements
from stance.ui.frame import run_alone, show_limits_link, show_title
from stance.ui.parts.cards import show_statement
from stance.ui.parts.context import show_context
from stance.ui.parts.exhibits import show_sentences
from stance.ui.parts.share import show_share
from stance.ui.parts.tables import offer_csv, pick_row
from stance.ui.pickers import URL
from stance.ui.sidebar import current_filters
from stance.wording.searching import SEARCH_EXAMPLE, SEARCH_HELP, SEARCHED

HEIGHT = 430
ADDRESS = "statement"


def show_statements() -> None:
    """One statement with its context where the link or the box names one; else search, table and downloads."""
    dossier, selection = current_filters()
    head, boxes = st.container(), st.columns([3, 1], vertical_alignment="bottom")
    asked = boxes[1].text_input("Open a statement by its id", key=ADDRESS, bind=URL).strip()
    found = fetch_context(dossier, asked) if asked else None
    if found is not None and found.table is not None:
        boxes[0].button("← All statements", on_click=_leave_address, key="leave")
        _show_one(dossier, selection, found, head, asked)
    else:
        if found is not None:
            st.warning(escape_markdown(" ".join(found.sentences)))
        words = boxes[0].text_input(SEARCHED, key="search", bind=URL, placeholder=SEARCH_EXAMPLE, help=SEARCH_HELP)
        _show_all(dossier, selection, head, _heed_length(words))


def _heed_length(words: str) -> str:
    """The words of a search; none where there are too many, with a sentence."""
    if len(words) <= SEARCH_CHARACTERS.most:
        return words
    trouble, remedy = SEARCH_CHARACTERS.refuse(len(words))
    st.warning(f"The search {trouble}. {remedy}.")
    return ""


def _leave_address() -> None:
    st.session_state[ADDRESS] = ""


def _show_one(dossier: Dossier, selection: Selection, found: Exhibit, head, asked: str) -> None:
    """The statement of an address with its context."""
    with head:
        show_title(found.title, found.subtitle)
    show_context(dossier, found, fetch_row(dossier, asked))
    show_limits_link()
    show_share(dossier, View(selection, "statements", search=asked), [found])


def _show_all(dossier: Dossier, selection: Selection, head, words: str) -> None:
    """Title, the table of the statements that selection and words leave, and its downloads."""
    exhibit = fetch_statements(dossier, selection, words)
    with head:
        show_title(exhibit.title, exhibit.subtitle)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
    else:
        show_sentences(exhibit)
        _open_row(dossier, selection, exhibit.table)
        _offer_rows("these", exhibit.table, "shown")
    if "all" in exhibit.extra:
        _offer_rows("all", exhibit.extra["all"], "all")
    show_limits_link()
    show_share(dossier, View(selection, "statements", search=words), [exhibit])


@run_alone
def _open_row(dossier: Dossier, selection: Selection, table: Table) -> None:
    """The table; a chosen row (by click, or by Shift+Space on the keyboard) opens below as a card."""
    order = order_columns(table, selection.topics)
    row = pick_row(table, "statement_table", column_order=order, height=HEIGHT)
    if row is not None:
        show_statement(dossier, row)


def _offer_rows(what: str, table: Table, key: str) -> None:
    label = f"Download {what} {format_count(len(table.rows), 'row')} (CSV)"
    offer_csv(label, table, key)
