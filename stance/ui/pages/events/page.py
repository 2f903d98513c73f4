"""The Events page: what happened when, what was said around it, and what followed, compared with other days."""

from dataclasses import replace

import streamlit as st

from stance.estimates.view import View
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lanes import make_event, make_lanes
from stance.formats import escape_markdown
from stance.ui.caches import fetch_drawn
from stance.ui.frame import is_dark, show_title
from stance.ui.pages.events.ground import Ground
from stance.ui.pages.events.own_events import choose_own_events
from stance.ui.pages.events.talks import show_answers, show_figures, show_saying, show_texts, write_sources
from stance.ui.parts.cards import link_source
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import draw, show_notes, show_sentences
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.parts.tables import show_table
from stance.ui.pickers import choose_by, choose_many, choose_one, choose_tab
from stance.ui.sidebar import current_filters

FOLLOWED, SAID, ANSWERED, TEXTS = TABS = ("What followed", "What was said", "Answers", "Texts and rules")
DAYS = ("180", "30", "60", "90", "365")
CLICK = "Click an event, or choose it above."


def show_events() -> None:
    """Lanes of events with the figures behind the talks, a chosen event, and the tabs on it."""
    dossier, selection = current_filters()
    head, (first, second) = st.container(), st.columns([1, 3])
    with first:
        selection = replace(selection, by=choose_by())
    ground = choose_own_events(dossier, selection)
    kinds = _choose_kinds(second, ground)
    event, days = _choose_event(ground, kinds)
    lanes = ground.fetch(make_lanes, event=event, kinds=kinds, dark=is_dark())
    found = [lanes]
    if event:
        _show_lanes(ground, lanes, event)
        found = [_show_tabs(ground, event, days), lanes]
    else:
        st.info(escape_markdown(" ".join(lanes.sentences)), icon="ℹ️")
    with head:
        show_title(found[0].title, found[0].subtitle or lanes.subtitle)
    show_origin(dossier, selection)
    show_share(
        dossier,
        View(selection, "events", lines=fetch_drawn(dossier, selection)),
        _list_shared(ground, found, event, kinds),
    )


def _list_shared(ground: Ground, found: list[Exhibit], event: str, kinds: tuple[str, ...]) -> list[Exhibit]:
    """The exhibits without the reader's own events, which neither link nor archive carries."""
    if ground.given is None:
        return found
    plain, own = Ground(ground.dossier, ground.selection), event in ground.own
    lanes = plain.fetch(make_lanes, event="" if own else event, kinds=kinds, dark=is_dark())
    return [lanes] if own else [*found[:-1], lanes]


def _choose_kinds(column, ground: Ground) -> tuple[str, ...]:
    """The kinds of event to show; none chosen keeps all."""
    with column:
        return choose_many(
            st.multiselect, "Kinds of event", ground.offer().kinds, "event_kind", placeholder="All kinds"
        )


def _choose_event(ground: Ground, kinds: tuple[str, ...]) -> tuple[str, int]:
    """One of the events of these kinds ("" where there is none), and how many days before and after it are compared."""
    if not ground.offer().labels:
        return "", 0
    left, right = st.columns([3, 1])
    days = int(choose_one(right.selectbox, "Days before and after", {days: days for days in DAYS}, "event_days"))
    offered = ground.offer(kinds=kinds, days=days)
    return choose_one(left.selectbox, "Event", offered.labels, "event", first=offered.first), days


def _show_lanes(ground: Ground, lanes: Exhibit, event: str) -> None:
    left, right = st.columns([3, 1], gap="medium") if len(ground.dossier.figures) else (st.container(), None)
    about = ground.fetch_about(make_event, event=event)
    with left:
        draw(lanes, on_click=_take_event)
        st.caption(escape_markdown(" ".join(filter(None, [*lanes.sentences, lanes.note, CLICK]))))
        show_sentences(about)
        st.html(write_sources(ground.fetch_cards(link_source, make_event, event=event)))
        _show_table(lanes)
    if right is not None:
        with right:
            show_figures(ground, event)


def _show_table(lanes: Exhibit) -> None:
    box = st.expander("The events as a table", key="lanes_table", on_change="rerun")
    if box.open and lanes.table:
        with box:
            show_table(lanes.table, "lanes", noun="event")


def _take_event() -> None:
    """Takes the clicked event of the lanes over into the picker; a click beside a mark does nothing."""
    points = st.session_state["lanes"]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state["event"] = next(iter(points[0]["customdata"]))


def _show_tabs(ground: Ground, event: str, days: int) -> Exhibit:
    """The open tab, and the exhibit in it."""
    tabs = choose_tab(TABS, "around")
    opened = next((title for title in TABS if tabs[title].open), FOLLOWED)
    with tabs[opened]:
        if opened == SAID:
            return show_saying(ground, event)
        if opened == ANSWERED:
            return show_answers(ground)
        if opened == TEXTS:
            return show_texts(ground)
        return _show_aftermath(ground, event, days)


def _show_aftermath(ground: Ground, event: str, days: int) -> Exhibit:
    with st.spinner("Comparing with other days …"):
        exhibit = ground.fetch_about(make_aftermath, event=event, days=days)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return exhibit
    for panel in exhibit.panels:
        items = "\n".join(f"- {escape_markdown(sentence)}" for sentence in panel.sentences)
        st.markdown(f"**{escape_markdown(panel.title)}:**\n{items}")
    show_notes(exhibit)
    show_table(exhibit.table, "aftermath")
    show_evidence(ground.dossier, ground.selection, exhibit, "after")
    return exhibit
