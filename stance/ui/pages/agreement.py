"""The Agreement page: coder with coder, the classifier with the codes, and the statements on which coders differ."""

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.agreement import DRAWS
from stance.estimates.selection import Selection, default_selection
from stance.exhibits.agreement import make_agreement, make_differences, make_readings
from stance.exhibits.checked import make_checked, make_departures
from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.ui.caches import fetch_check
from stance.ui.frame import is_dark, show_limits_link, show_title
from stance.ui.parts.exhibits import draw, show_exhibit, show_sentences
from stance.ui.parts.statements import open_statement
from stance.ui.parts.tables import offer_table, show_table
from stance.ui.pickers import choose_one, choose_tab
from stance.ui.sidebar import current_filters, say_unfiltered


def show_agreement() -> None:
    """Title and the open tab; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    whole = default_selection(dossier.codebook)
    exhibit = fetch_check(make_agreement, dossier, whole, draws=DRAWS, dark=is_dark())
    show_title(exhibit.title, exhibit.subtitle)
    tabs = choose_tab(TABS, "agreement")
    (title,) = [one for one in TABS if tabs[one].open]
    with tabs[title]:
        TABS[title](dossier, whole, exhibit)


def _show_coders(dossier: Dossier, selection: Selection, exhibit: Exhibit) -> None:  # noqa: ARG001 - as the other tabs
    if not exhibit.panels:
        _explain(exhibit)
        return
    show_sentences(exhibit)
    if exhibit.table is not None:
        show_table(exhibit.table, exhibit.key)
    _show_pair(_choose_pair(exhibit, "Pair of coders", "pair"), exhibit.note)


def _choose_pair(exhibit: Exhibit, label: str, key: str) -> Exhibit:
    """The panel of the chosen pair of coders; without a choice where there is one pair."""
    pairs = {panel.key: panel for panel in exhibit.panels}
    if len(pairs) == 1:
        return exhibit.panels[0]
    return pairs[choose_one(st.selectbox, label, {one: panel.title for one, panel in pairs.items()}, key)]


def _show_pair(panel: Exhibit, note: str) -> None:
    """Coefficients of two codings, and a picture a topic of which codes are confused."""
    show_sentences(panel)
    if panel.table is not None:
        show_table(panel.table, panel.key)
    st.caption(escape_markdown(note))
    st.subheader("Which codes are confused", anchor=False)
    st.caption(escape_markdown(panel.note))
    for column, confusion in zip(st.columns(len(panel.panels)), panel.panels, strict=True):
        with column:
            show_sentences(confusion)
            draw(confusion)
            if confusion.table is not None:
                with st.expander("The same as a table"):
                    show_table(confusion.table, confusion.key)


def _show_differences(dossier: Dossier, selection: Selection, exhibit: Exhibit) -> None:
    if not exhibit.panels:
        _explain(exhibit)
        return
    number = exhibit.panels.index(_choose_pair(exhibit, "Pair", "differing_pair"))
    found = fetch_check(make_differences, dossier, selection, number=number)
    show_sentences(found)
    if found.table is not None:
        open_statement(dossier, found.table, found.key)
        offer_table(found.table, found.key)


def _show_classifier(dossier: Dossier, selection: Selection, exhibit: Exhibit) -> None:  # noqa: ARG001 - as the other tabs
    found = fetch_check(make_readings, dossier, selection, draws=DRAWS, dark=is_dark())
    show_sentences(found) if found.panels else _explain(found)
    for panel in found.panels:
        _show_pair(panel, found.note)
        show_limits_link()


def _show_people(dossier: Dossier, selection: Selection, exhibit: Exhibit) -> None:  # noqa: ARG001 - as the other tabs
    found = fetch_check(make_checked, dossier, selection, draws=DRAWS, dark=is_dark())
    show_sentences(found) if found.panels else _explain(found)
    for panel in found.panels:
        _show_pair(panel, found.note)
        show_exhibit(fetch_check(make_departures, dossier, selection))


def _explain(exhibit: Exhibit) -> None:
    st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")


TABS = {
    "Coders": _show_coders,
    "Where coders differ": _show_differences,
    "Classifier and codes": _show_classifier,
    "People and codes": _show_people,
}
