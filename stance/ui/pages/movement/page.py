"""The Movement page: who moved between two periods, the gap, any two lines, governments and public, and the map, a tab each."""

from collections.abc import Callable, Collection
from dataclasses import replace

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.ui.frame import show_title
from stance.ui.pages.movement.comparison import show_comparison
from stance.ui.pages.movement.gap import show_gap
from stance.ui.pages.movement.groups import show_groups
from stance.ui.pages.movement.map import show_map
from stance.ui.pages.movement.periods import choose_period
from stance.ui.pages.movement.who_moved import show_who_moved
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.pickers import choose_by, choose_one, choose_tab
from stance.ui.sidebar import current_filters

Show = Callable[[Dossier, Selection, str, tuple[Period, Period]], list[Exhibit]]
BY, TOPIC, PERIODS = "by", "topic", "periods"
TABS: dict[str, tuple[Show, Collection[str]]] = {  # what each tab shows, and which of the pickers above act on it
    "Who moved": (show_who_moved, (BY, TOPIC, PERIODS)),
    "The gap": (show_gap, (TOPIC, PERIODS)),
    "Any two": (show_comparison, (TOPIC,)),
    "Governments and public": (show_groups, (TOPIC,)),
    "Map": (show_map, (BY,)),
}


def show_movement() -> None:
    """Pickers, and the open tab under its finding."""
    dossier, selection = current_filters()
    head, pickers = st.container(), st.container()
    tabs = choose_tab(TABS, "moves")
    (title,) = [one for one in TABS if tabs[one].open]
    show, acting = TABS[title]
    with pickers:
        selection, topic = _choose_lines(dossier, selection, acting)
        first, last = _choose_periods(selection, acting)
    with tabs[title]:
        shown = show(dossier, selection, topic, (first, last))
    with head:
        show_title(shown[0].title, shown[0].subtitle)
    show_origin(dossier, selection)
    before, after = sorted([first, last])
    show_share(dossier, View(selection, "movement", before, after), shown)


def _choose_lines(dossier: Dossier, selection: Selection, acting: Collection[str]) -> tuple[Selection, str]:
    """The selection with lines by side or by actor, and one of its topics."""
    labels, (left, right) = dossier.label_topics(), st.columns(2)
    with left:
        by = choose_by(disabled=BY not in acting)
    titles = {topic: labels[topic] for topic in selection.topics}
    return replace(selection, by=by), choose_one(
        right.selectbox, "Topic", titles, "one_topic", disabled=TOPIC not in acting
    )


def _choose_periods(selection: Selection, acting: Collection[str]) -> tuple[Period, Period]:
    (left, right), still = st.columns(2), PERIODS not in acting
    with left:
        first = choose_period(selection, "before", disabled=still)
    with right:
        return first, choose_period(selection, "after", disabled=still)
