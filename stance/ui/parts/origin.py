"""Where the numbers of a page come from, and the way to the classifier's limits."""

import streamlit as st

from stance.classifier.cards import load_card
from stance.dossier.loading import Dossier
from stance.estimates.scored import CLASSIFIER, CODES
from stance.estimates.selection import Selection
from stance.formats import escape_markdown
from stance.ui.caches import fetch_origin, fetch_text
from stance.ui.frame import show_limits_link
from stance.ui.loaded import fetch_advice, fetch_scores, find_models
from stance.wording.trials import describe_shrinkage


def show_origin(dossier: Dossier, selection: Selection) -> None:
    """The version that the numbers of a page come from, and the limits of the classifier in them."""
    st.caption(escape_markdown(fetch_origin(dossier, selection)))
    if selection.score_source == CODES or fetch_scores(dossier).empty:
        return
    if advice := fetch_advice(dossier):
        st.warning(escape_markdown(advice))
    if selection.score_source == CLASSIFIER:
        st.caption(fetch_text(_write_shrinkage, dossier, selection.topics))
    show_limits_link()


def _write_shrinkage(dossier: Dossier, topics: tuple[str, ...]) -> str:
    """How much of the movement lines from the classifier alone show, topic by topic, as Markdown."""
    card = load_card(find_models(dossier), dossier)
    return " ".join(describe_shrinkage(card, dossier.codebook.topic(topic)) for topic in topics)
