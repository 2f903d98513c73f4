"""The filters that all pages share. Every choice lives in the URL, so that a link is the view."""

import runpy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier, find_dossiers
from stance.errors import UsageError
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import LEFT_OUT, Selection, default_selection
from stance.formats import escape_markdown
from stance.ui.caches import fetch_choices, fetch_dossier, fetch_trouble
from stance.ui.days import Days, choose_days
from stance.ui.parts.share import warn_of_change
from stance.ui.pickers import URL, choose_many, choose_one, remember_labels, take_former

CHOSEN = "_chosen"
DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


def choose_filters() -> None:
    """Draws the filters that all pages share and keeps the result for the page of this run."""
    with st.sidebar:
        dossier = _choose_dossier()
        remember_labels(dossier)
        if trouble := fetch_trouble(dossier):
            st.warning(escape_markdown(trouble))
        st.session_state[CHOSEN] = (dossier, _choose_selection(dossier))
    warn_of_change(dossier)


def current_filters() -> tuple[Dossier, Selection]:
    """The dossier and the selection of this run.

    Until st.navigation has run once, a new Streamlit server treats pages/ the old way and starts the page of a deep
    link by itself: then the dashboard has to be run from here, which runs the page again within it.
    """
    if CHOSEN not in st.session_state:
        runpy.run_path(str(DASHBOARD), run_name="__main__")
        st.stop()
    return st.session_state[CHOSEN]


def say_unfiltered() -> None:
    """Says at the filters that the page of this run does not heed them."""
    st.sidebar.caption("These filters do not change this page; it covers the whole dossier.")


def _choose_dossier() -> Dossier:
    dossiers = find_dossiers()
    if not dossiers:
        raise UsageError("There is no dossier in data/. Put a folder with codebook.toml and statements.csv there.")
    slugs = list(dossiers)
    asked = st.query_params.get("dossier", slugs[0])
    if len(slugs) == 1 and asked not in slugs:
        st.warning(f"The dossier of this link is not here; this is '{escape_markdown(slugs[0])}'.")
    slug = slugs[0] if len(slugs) == 1 else choose_one(st, "Dossier", {one: one for one in slugs}, "dossier")
    dossier = fetch_dossier(dossiers[slug])
    st.markdown(f"**{escape_markdown(dossier.codebook.title)}**")
    return dossier


def _choose_selection(dossier: Dossier) -> Selection:
    whole = default_selection(dossier.codebook)
    topics = _choose_pills("Topics", dossier.label_topics(), whole.topics, "topic")
    sides = _choose_pills("Sides", dossier.label_sides(), whole.sides, "side")
    kinds = _choose_kinds(fetch_choices(dossier, replace(whole, sides=sides))["kinds"])
    labels = dossier.label_actors()
    within = fetch_choices(dossier, replace(whole, sides=sides, kinds=kinds))["actors"]
    actors = choose_many(st.multiselect, "Actors", {a: labels[a] for a in within}, "actor", placeholder="All actors")
    first, last = choose_days(_choose_months(whole), (whole.first, whole.last))
    take_former("scores", SCORE_SOURCES)
    source = st.radio(
        "Score source",
        list(SCORE_SOURCES),
        format_func=SCORE_SOURCES.__getitem__,
        key="scores",
        bind=URL,
        help="Best available: a statement's code where it has one, else the classifier's score.",
    )
    return Selection(topics, sides, first, last, actors, kinds, source, without=_choose_left_out(dossier))


def _choose_pills(label: str, titles: dict[str, str], default: tuple[str, ...], key: str) -> tuple[str, ...]:
    if len(titles) == 1:
        return tuple(titles)
    return choose_many(st.pills, label, titles, key, selection_mode="multi", default=list(default)) or default


def _choose_kinds(kinds: list[str]) -> tuple[str, ...]:
    if not kinds:
        return ()
    titles = {kind: kind for kind in kinds}
    return choose_many(st.multiselect, "Kind of actor", titles, "kind", placeholder="All kinds")


def _choose_left_out(dossier: Dossier) -> tuple[str, ...]:
    """Kinds of report to leave out, of those that the dossier has."""
    known = {one: LEFT_OUT[one] for one in LEFT_OUT if one in dossier.kinds_of_report}
    return choose_many(st.multiselect, "Leave out", known, "without", placeholder="Nothing") if known else ()


def _choose_months(whole: Selection) -> Days:
    months = list(pd.period_range(whole.first, whole.last, freq="M"))
    if len(months) < 3:
        return whole.first, whole.last
    ends = st.select_slider(
        "Dates", months, value=(months[0], months[-1]), format_func=lambda m: f"{m:%b %Y}", key="dates", bind=URL
    )
    return max(ends[0].start_time.date(), whole.first), min(ends[1].end_time.date(), whole.last)
