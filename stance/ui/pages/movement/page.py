"""The Movement page: who moved between two periods, the gap, any two lines, governments and public, and the map, a tab each."""

from collections.abc import Callable
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
TABS: dict[str, Show] = {
    "Who moved": show_who_moved,
    "The gap": show_gap,
    "Any two": show_comparison,
    "Governments and public": show_groups,
    "Map": show_map,
}


def show_movement() -> None:
    """Pickers, and the open tab under its finding."""
    dossier, selection = current_filters()
    head = st.container()
    selection, topic = _choose_lines(dossier, selection)
    first, last = _choose_periods(selection)
    tabs = choose_tab(TABS, "moves")
    (title,) = [one for one in TABS if tabs[one].open]
    with tabs[title]:
        shown = TABS[title](dossier, selection, topic, (first, last))
    with head:
        show_title(shown[0].title, shown[0].subtitle)
    show_origin(dossier, selection)
    before, after = sorted([first, last])
    show_share(dossier, View(selection, "movement", before, after), shown)


def _choose_lines(dossier: Dossier, selection: Selection) -> tuple[Selection, str]:
    """The selection with lines by side or by actor, and one of its topics."""
    labels, (left, right) = dossier.label_topics(), st.columns(2)
    with left:
        by = choose_by()
    titles = {topic: labels[topic] for topic in selection.topics}
    return replace(selection, by=by), choose_one(right, "Topic", titles, "one_topic")


def _choose_periods(selection: Selection) -> tuple[Period, Period]:
    left, right = st.columns(2)
    with left:
        first = choose_period(selection, "before")
    with right:
        return first, choose_period(selection, "after")
