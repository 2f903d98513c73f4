"""The way from a mark to its statements: chosen from lists, or by a click; both read the same places of the exhibit."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Exhibit, Place
from stance.formats import escape_markdown
from stance.ui.caches import fetch_cards, fetch_exhibit
from stance.ui.frame import run_alone
from stance.ui.links import write_link
from stance.ui.parts.cards import choose_cards, join_cards, write_card
from stance.ui.parts.tables import offer_table, show_table
from stance.ui.pickers import choose_one, choose_tab, understand

HEADING = "The statements behind it"
TABS = ("Cards", "As a table")
FORMER = {"line": ("",), "when": ("_end", "_date")}


@run_alone
def show_evidence(
    dossier: Dossier,
    selection: Selection,
    exhibit: Exhibit,
    key: str,
    *,
    heading: str = HEADING,
    make: Callable[..., Exhibit] = make_evidence,
) -> None:
    """Pickers for one of the places, and its statements as cards, as a table and as a file, with what each moves the number by.

    Every choice is in the link, under names that begin with `key`. A part of the page that runs again alone. `make` finds
    the statements of a place.
    """
    places = exhibit.every_place
    if not places:
        return
    st.subheader(heading, anchor=False)
    if exhibit.pictures:
        st.caption("Click a mark in the picture, or choose it here.")
    place = _choose_place(dossier, places, key)
    found = fetch_exhibit(make, dossier, selection, place=place)
    if found.table is None:
        st.info(escape_markdown(found.title), icon="ℹ️")
        return
    st.markdown(f"**{escape_markdown(found.title)}**")
    st.caption(found.note)
    tabs = choose_tab(TABS, f"{key}_as")
    if tabs["As a table"].open:
        with tabs["As a table"]:
            show_table(found.table, f"{key}_evidence", noun="statement")
    else:
        with tabs["Cards"]:
            most = choose_cards(len(found.table.rows), key)
            st.html(join_cards(fetch_cards(write_card, make, dossier, selection, most=most, place=place)))
            offer_table(found.table, f"{key}_evidence", noun="statement")


def _choose_place(dossier: Dossier, places: Sequence[Place], key: str) -> Place:
    """One of the places, by topic, line and time; what is chosen first narrows what comes after."""
    labels, several = dossier.label_topics(), len({place.topic for place in places}) > 1
    columns = st.columns(3 if several else 2)
    topic = places[0].topic
    if several:
        titles = {place.topic: labels[place.topic] for place in places}
        topic = choose_one(columns[0].selectbox, "Topic of the statements", titles, f"{key}_topic")
    lines = {place.group: place.line for place in places if place.topic == topic}
    _take_former(lines, key, "line")
    group = choose_one(columns[-2].selectbox, "Line of the statements", lines, f"{key}_line")
    own = {place.mark[-1]: place for place in places if (place.topic, place.group) == (topic, group)}
    times = {mark: place.when for mark, place in own.items()}
    _take_former(times, key, "when")
    return own[choose_one(columns[-1].selectbox, "Period of the statements", times, f"{key}_when")]


def _take_former(titles: Mapping[str, str], key: str, name: str) -> None:
    """Takes a choice over from a link of former times, in which it had another name."""
    for former in (f"{key}{ending}" for ending in FORMER[name]):
        asked = st.query_params.get(former, "")
        if asked and f"{key}_{name}" not in st.query_params:
            found = understand(asked, titles) or next(
                (one for one in titles if titles[one].endswith(f" {asked}")), asked
            )
            del st.query_params[former]
            write_link(f"{key}_{name}", titles.get(found, asked))
