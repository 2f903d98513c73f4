"""The Actors page: one actor on all topics, beside its own side."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.occasions import make_occasions
from stance.exhibits.profile import make_profile, offer_actors
from stance.exhibits.said import MOST_PAIRS, make_said
from stance.exhibits.silence import make_silence
from stance.formats import escape_markdown
from stance.ui.caches import fetch_exhibit, fetch_offer
from stance.ui.frame import is_dark, run_alone, show_title
from stance.ui.parts.cards import show_pair, show_statements
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import draw, show_notes, show_sentences
from stance.ui.parts.lines import show_heading
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.parts.tables import fold_table, show_table
from stance.ui.pickers import choose_one, take_click
from stance.ui.sidebar import current_filters

POSITIONS = "The positions of the charts as a table"


def show_actors() -> None:
    """Title, picker and profile of one actor."""
    dossier, selection = current_filters()
    head, labels = st.container(), fetch_offer(offer_actors, dossier, selection)
    first = next((actor for actor in selection.actors if actor in labels), "")
    who = choose_one(st.selectbox, "Actor", labels, "who", first=first) if labels else ""
    profile = fetch_exhibit(make_profile, dossier, selection, who=who, dark=is_dark())
    with head:
        show_title(profile.title, profile.subtitle)
    if not who:
        st.info(escape_markdown(" ".join(profile.sentences)), icon="ℹ️")
        return
    shown, own = [profile, *_show_rest(dossier, selection, who, profile)], replace(selection, by="actor", actors=(who,))
    show_evidence(dossier, own, profile, "profile")
    show_origin(dossier, own)
    show_share(dossier, View(own, "actors", lines=(who,)), shown)


def _show_rest(dossier: Dossier, selection: Selection, who: str, profile: Exhibit) -> Iterable[Exhibit]:
    """The parts of the page from the top; what they show beside the profile."""
    silence = fetch_exhibit(make_silence, dossier, selection, who=who, dark=is_dark())
    said = fetch_exhibit(make_said, dossier, selection, who=who)
    occasions = fetch_exhibit(make_occasions, dossier, selection, who=who)
    _show_lines(profile)
    _show_silence(silence)
    for column, panel in zip(st.columns(len(said.panels), gap="medium"), said.panels, strict=True):
        with column:
            _show_topic(dossier, panel)
    _show_occasions(occasions)
    return silence, said, occasions


def _show_lines(profile: Exhibit) -> None:
    for column, panel in zip(st.columns(len(profile.panels), gap="medium"), profile.panels, strict=True):
        with column:
            show_heading(panel)
            draw(panel, on_click=partial(take_click, panel, "profile"))
    show_notes(profile)
    if profile.table:
        fold_table(POSITIONS, profile.table, "profile_positions")


def _show_silence(silence: Exhibit) -> None:
    st.subheader(silence.title, anchor=False)
    show_sentences(silence)
    draw(silence)
    show_notes(silence)


def _show_topic(dossier: Dossier, panel: Exhibit) -> None:
    """What the actor said on one topic, with its lists of statements folded away."""
    st.subheader(escape_markdown(panel.title), anchor=False)
    show_sentences(panel)
    for part in panel.panels:
        _fold_part(dossier, panel.key.removeprefix("said_"), part)


@run_alone
def _fold_part(dossier: Dossier, topic: str, part: Exhibit) -> None:
    """A list of statements, made when it is opened."""
    box = st.expander(escape_markdown(part.title), key=f"open_{part.key}", on_change="rerun")
    if not box.open:
        return
    with box:
        show_sentences(part)
        show_notes(part)
        if part.key.startswith("pairs_"):
            _show_pairs(dossier, topic, part)
        elif part.table and not part.sentences:
            show_statements(dossier, tuple(part.table.rows["statement"]))


def _show_pairs(dossier: Dossier, topic: str, part: Exhibit) -> None:
    """The first pairs of statements, side by side."""
    for pair in part.table.rows.head(MOST_PAIRS).to_dict("records") if part.table else ():
        st.markdown(escape_markdown(pair["apart"]))
        show_pair(dossier, pair["first"], pair["second"], dossier.codebook.topic(topic))


def _show_occasions(occasions: Exhibit) -> None:
    st.subheader(escape_markdown(occasions.title), anchor=False)
    if occasions.table is None:
        st.info(escape_markdown(" ".join(occasions.sentences)), icon="ℹ️")
    else:
        show_table(occasions.table, occasions.key)
