"""The filters that all pages share. Every choice lives in the URL, so that a link is the view."""

import runpy
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from stance.dossier.loading import NONE_FOUND, Dossier
from stance.errors import StanceError, UsageError, make_visible
from stance.estimates.scored import CODES, SCORE_SOURCES
from stance.estimates.selection import LEFT_OUT, Selection
from stance.formats import escape_markdown
from stance.ui.caches import fetch_choices, fetch_months
from stance.ui.days import Days, choose_days
from stance.ui.dossiers import offer_dossiers, title_dossiers
from stance.ui.links import draw_heeding, say_above
from stance.ui.loaded import default_view, fetch_advice, fetch_dossier, fetch_faults, fetch_trouble
from stance.ui.parts.own import mind_demo
from stance.ui.parts.share import warn_of_change
from stance.ui.pickers import URL, choose_many, choose_one, remember_labels, tell_left_out
from stance.ui.private import mark_shown
from stance.ui.signing import offer_way_back

CHOSEN = "_chosen"
PASSED = "The dossier '{name}' cannot be shown, '{first}' is: {trouble}"
BEST = "Best available: a statement's code where it has one, else the classifier's score."
DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"


def choose_filters() -> None:
    """Draws the filters that all pages share, and above the page what a public demo says; keeps the result for the page of this run."""
    mind_demo()
    with st.sidebar:
        offer_way_back()
        dossier = _choose_dossier()
        remember_labels(dossier)
        for trouble in filter(None, (fetch_trouble(dossier), fetch_faults(dossier))):
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
    dossiers = offer_dossiers()
    if not dossiers:
        raise UsageError(NONE_FOUND)
    slug = _choose_slug(dossiers)
    mark_shown(dossiers[slug])
    dossier = fetch_dossier(dossiers[slug])
    if len(dossiers) == 1:  # else the box says it
        st.markdown(f"**{escape_markdown(dossier.codebook.title)}**")
    return dossier


def _choose_slug(dossiers: dict[str, Path]) -> str:
    """The name of one of the dossiers; at first the first one without faults, and which ones were passed over is said."""
    slugs = list(dossiers)
    if len(slugs) == 1:
        if st.query_params.get("dossier", slugs[0]) not in slugs:
            say_above(f"The dossier of this link is not here; this is '{escape_markdown(slugs[0])}'.")
        return slugs[0]
    first, passed = _find_sound(dossiers)
    slug = choose_one(st.selectbox, "Dossier", title_dossiers(dossiers), "dossier", first=first, say=say_above)
    if slug == first:
        for name, trouble in passed.items():
            say_above(
                escape_markdown(PASSED.format(name=make_visible(name), trouble=trouble, first=make_visible(first)))
            )
    return slug


def _find_sound(dossiers: dict[str, Path]) -> tuple[str, dict[str, str]]:
    """The first dossier that can be shown, and the first fault of each before it; the first of all where none can."""
    passed: dict[str, str] = {}
    for slug, folder in dossiers.items():
        try:
            fetch_dossier(folder)
        except StanceError as error:
            passed[slug] = error.brief
        except Exception as error:  # a defect is loud where this dossier is chosen; the others are shown
            passed[slug] = f"{type(error).__name__}."
        else:
            return slug, passed
    return next(iter(dossiers)), {}


def _choose_selection(dossier: Dossier) -> Selection:
    whole = default_view(dossier)
    topics = _choose_pills("Topics", dossier.label_topics(), whole.topics, "topic")
    sides = _choose_pills("Sides", dossier.label_sides(), whole.sides, "side")
    known = {kind: kind for kind in fetch_choices(dossier, replace(whole, sides=sides))["kinds"]}
    kinds = _choose_some("Kind of actor", known, "kind", "All kinds")
    labels = dossier.label_actors()
    within = fetch_choices(dossier, replace(whole, sides=sides, kinds=kinds))["actors"]
    actors = _choose_some("Actors", {actor: labels[actor] for actor in within}, "actor", "All actors")
    first, last = choose_days(_choose_months(whole), (whole.first, whole.last))
    source = _choose_source(dossier, whole.score_source)
    there = {one: LEFT_OUT[one] for one in LEFT_OUT if one in dossier.kinds_of_report}
    without = _choose_some("Leave out", there, "without", "Nothing")
    return Selection(topics, sides, first, last, actors, kinds, source, without=without)


def _choose_source(dossier: Dossier, first: str) -> str:
    """The score source; where the classifier's scores should not be used, that is said under the choice."""
    source = choose_one(st.radio, "Score source", SCORE_SOURCES, "scores", first=first, say=say_above, help=BEST)
    if advice := fetch_advice(dossier):
        (st.caption if source == CODES else st.warning)(escape_markdown(advice))
    return source


def _choose_pills(label: str, titles: dict[str, str], default: tuple[str, ...], key: str) -> tuple[str, ...]:
    if len(titles) == 1:
        tell_left_out(label, titles, key, say_above)
        return tuple(titles)
    settings = {"selection_mode": "multi", "default": list(default)}
    return choose_many(st.pills, label, titles, key, say=say_above, **settings) or default


def _choose_some(label: str, titles: dict[str, str], key: str, none: str) -> tuple[str, ...]:
    return choose_many(st.multiselect, label, titles, key, say=say_above, placeholder=none)


def _choose_months(whole: Selection) -> Days:
    months = fetch_months(whole)
    if len(months) < 3:
        return whole.first, whole.last
    names = list(months)
    draw = partial(st.select_slider, "Dates", names, value=(names[0], names[-1]), key="dates", bind=URL)
    first, last = (months[name] for name in draw_heeding("Dates", "dates", draw, list, say_above))
    return max(first.start_time.date(), whole.first), min(last.end_time.date(), whole.last)
