"""Where the numbers of a page come from, and the way to the classifier's limits."""

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.scored import CODES
from stance.estimates.selection import Selection
from stance.formats import escape_markdown
from stance.ui.caches import fetch_origin, fetch_scores
from stance.ui.frame import show_limits_link


def show_origin(dossier: Dossier, selection: Selection) -> None:
    """The version that the numbers of a page come from, and the limits of the classifier in them."""
    st.caption(escape_markdown(fetch_origin(dossier, selection)))
    if selection.score_source != CODES and not fetch_scores(dossier).empty:
        show_limits_link()
