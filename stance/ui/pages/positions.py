"""The Positions page: where each side or actor stands over time, and the statements behind every point."""

from dataclasses import replace

import streamlit as st

from stance.estimates.view import View
from stance.exhibits.lines import make_lines
from stance.ui.caches import fetch_drawn, fetch_exhibit
from stance.ui.frame import is_dark, show_title
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.lines import show_lines
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.pickers import choose_by, choose_line, choose_window
from stance.ui.sidebar import current_filters

HEIGHT = 430


def show_positions() -> None:
    """Title, pickers, a chart a topic, and the statements behind a point."""
    dossier, selection = current_filters()
    head, (left, middle, right) = st.container(), st.columns(3)
    with left:
        by = choose_by()
    with middle:
        window_days = choose_window()
    with right:
        line = choose_line()
    selection = replace(selection, by=by, window_days=window_days, line=line)
    exhibit = fetch_exhibit(make_lines, dossier, selection, dark=is_dark(), height=HEIGHT)
    with head:
        show_title(exhibit.title, exhibit.subtitle)
    show_lines(exhibit)
    show_origin(dossier, selection)
    show_evidence(dossier, selection, exhibit, "point")
    show_share(dossier, View(selection, "positions", lines=fetch_drawn(dossier, selection)), [exhibit])
