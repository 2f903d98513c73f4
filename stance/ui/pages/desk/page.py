"""The Coding desk: who codes, and the open tab."""

import streamlit as st

from stance.coding.entries import CODING
from stance.coding.progress import read_standing
from stance.coding.roles import Coder
from stance.coding.store import Store
from stance.dossier.loading import Dossier
from stance.formats import escape_markdown
from stance.ui.caches import fetch_queue
from stance.ui.databases import find_store
from stance.ui.frame import show_title
from stance.ui.loaded import fetch_scores
from stance.ui.pages.desk.checking import show_checking
from stance.ui.pages.desk.coding import show_coding
from stance.ui.pages.desk.keeping import show_keeping
from stance.ui.pages.desk.progress import show_progress
from stance.ui.pages.desk.settling import show_settling
from stance.ui.pickers import choose_tab
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.ui.signing import choose_coder
from stance.wording.coding import ALL, ALL_CODED, CHANCE, NAME_FIRST, ORDER, ORDER_HELP, ORDERS, SUBTITLE, TITLE

CHECK = "Check the record"


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
    store = find_store(dossier)
    if coder.codes:
        tabs = choose_tab(TABS, "desk")
        (title,) = [one for one in TABS if tabs[one].open]
        with tabs[title]:
            TABS[title](dossier, coder, store)
        if title == CHECK:  # it has a progress and an agreement of its own
            return
    show_progress(dossier, store)


def _show_code(dossier: Dossier, coder: Coder, store: Store) -> None:
    """The coder's queue; by choice all statements, to code blind what has codes already."""
    with st.container(horizontal=True, vertical_alignment="center"):
        everything = st.toggle(ALL, key="coding_all")
        by_doubt = _choose_order(dossier) != CHANCE
    queue = fetch_queue(dossier, coder.name, everything=everything, by_doubt=by_doubt)
    if not queue.statements:
        st.info(escape_markdown(ALL_CODED), icon="ℹ️")
        return
    coded, _ = read_standing(store, dossier)
    others = frozenset(coded.loc[coded["coder"] != coder.name, "statement"])
    show_coding(dossier, coder, store, queue.defer(others).statements, CODING, queue.controls)


def _choose_order(dossier: Dossier) -> str:
    """In which order statements come; by chance where there is no classifier that could doubt."""
    if fetch_scores(dossier).empty:
        return CHANCE
    with st.popover(ORDER, type="tertiary"):
        st.caption(ORDER_HELP)
        return st.radio(ORDER, ORDERS, key="coding_order", label_visibility="collapsed")


TABS = {
    "Code": _show_code,
    "Settle": show_settling,
    CHECK: show_checking,
    "Keep and retrain": show_keeping,
}
