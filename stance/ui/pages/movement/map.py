"""The tab "Map": two topics against each other, with a trail over the years."""

from functools import partial

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.map import make_map
from stance.ui.caches import fetch_exhibit
from stance.ui.frame import is_dark
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import show_exhibit
from stance.ui.pickers import choose_one, take_click


def show_map(
    dossier: Dossier, selection: Selection, topic: str, periods: tuple[Period, Period]  # noqa: ARG001 - has topics and years of its own
) -> list[Exhibit]:  # fmt: skip
    """Draws the tab; what it shows."""
    topics = _choose_topics(dossier, selection) if len(selection.topics) > 1 else selection.topics
    found = fetch_exhibit(make_map, dossier, selection, topics=topics, dark=is_dark())
    show_exhibit(found, on_click=partial(take_click, found, "map"))
    show_evidence(dossier, selection, found, "map")
    return [found]


def _choose_topics(dossier: Dossier, selection: Selection) -> tuple[str, str]:
    """The topics across and up, two different ones."""
    labels, columns = dossier.label_topics(), st.columns(2)
    titles = {topic: labels[topic] for topic in selection.topics}
    across = choose_one(columns[0].selectbox, "Across", titles, "map_x")
    others = {topic: title for topic, title in titles.items() if topic != across}
    return across, choose_one(columns[1].selectbox, "Upwards", others, "map_y", first=list(titles)[1])
