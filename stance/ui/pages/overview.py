"""The Overview page: where the sides stood on every topic, and what moved: the first screen."""

from html import escape

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lines import make_lines
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.ui.caches import fetch_drawn, fetch_exhibit
from stance.ui.frame import is_dark, show_title
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.lines import show_lines
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.sidebar import current_filters

HEIGHT = 330


def show_overview() -> None:
    """Title, a chart a topic, boxes, and the statements behind a point."""
    dossier, selection = current_filters()
    exhibit, boxes = gather_overview(dossier, selection, dark=is_dark())
    show_title(exhibit.title, exhibit.subtitle)
    show_lines(exhibit)
    _show_boxes(boxes)
    show_origin(dossier, selection)
    show_evidence(dossier, selection, exhibit, "point")
    show_share(dossier, View(selection, "overview", lines=fetch_drawn(dossier, selection)), [exhibit, boxes])


def gather_overview(dossier: Dossier, selection: Selection, *, dark: bool) -> tuple[Exhibit, Exhibit]:
    """The kept exhibits of the page: lines and boxes."""
    lines = fetch_exhibit(make_lines, dossier, selection, dark=dark, height=HEIGHT)
    return lines, fetch_exhibit(make_topic_boxes, dossier, selection)


def _show_boxes(boxes: Exhibit) -> None:
    st.html(f'<div class="boxes">{"".join(map(_write_box, boxes.panels))}</div>')


def _write_box(panel: Exhibit) -> str:
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in panel.sentences)
    return f'<div class="box"><p class="head">{escape(panel.title)}</p>{said}</div>'
