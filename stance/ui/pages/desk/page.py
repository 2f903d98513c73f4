"""The Coding desk: who codes, and the open tab."""

import streamlit as st

from stance.coding.entries import CODING
from stance.coding.progress import read_standing
from stance.coding.roles import Coder
from stance.coding.store import FILE, Store, open_store
from stance.dossier.loading import Dossier
from stance.formats import escape_markdown
from stance.settings import read_settings
from stance.ui.caches import fetch_queue
from stance.ui.frame import show_title
from stance.ui.pages.desk.checking import show_checking
from stance.ui.pages.desk.coding import show_coding
from stance.ui.pages.desk.progress import show_progress
from stance.ui.pages.desk.settling import show_settling
from stance.ui.pickers import choose_tab
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.ui.signing import choose_coder
from stance.wording.coding import ALL, ALL_CODED, CHANCE, NAME_FIRST, ORDER_HELP, ORDERS, SUBTITLE, TITLE

PRIVATE = "_own_codings"


def show_desk() -> None:
    """Title, who is at the desk, and the open tab; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    show_title(TITLE, SUBTITLE)
    coder = choose_coder()
    if not coder.name:
        if coder.codes:
            st.info(escape_markdown(NAME_FIRST), icon="ℹ️")
        return
    store = _find_store(dossier)
    if coder.codes:
        tabs = choose_tab(TABS, "desk")
        (title,) = [one for one in TABS if tabs[one].open]
        with tabs[title]:
            TABS[title](dossier, coder, store)
    show_progress(dossier, store)


def _find_store(dossier: Dossier) -> Store:
    """Where codings are kept: in a public demo in the visitor's session alone."""
    settings = read_settings()
    if settings.is_demo:
        return st.session_state.setdefault(PRIVATE, open_store("sqlite://"))
    return open_store(settings.database_url or f"sqlite:///{dossier.folder / FILE}")


def _show_code(dossier: Dossier, coder: Coder, store: Store) -> None:
    """The coder's queue; by choice all statements, to code blind what has codes already."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_doubt = st.selectbox("Order", list(ORDERS), key="coding_order", help=ORDER_HELP, width=260) != CHANCE
        everything = st.toggle(ALL, key="coding_all")
    queue = fetch_queue(dossier, coder.name, everything=everything, by_doubt=by_doubt)
    if not queue.statements:
        st.info(escape_markdown(ALL_CODED), icon="ℹ️")
        return
    coded, _ = read_standing(store, dossier)
    others = frozenset(coded.loc[coded["coder"] != coder.name, "statement"])
    show_coding(dossier, coder, store, queue.defer(others).statements, CODING, queue.controls)


TABS = {"Code": _show_code, "Settle": show_settling, "Check the record": show_checking}
