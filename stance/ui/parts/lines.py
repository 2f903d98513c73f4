"""Lines of positions as tabs of one view: chart, table, sources."""

from functools import partial
from html import escape

import streamlit as st

from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.ui.caches import fetch_image
from stance.ui.frame import is_first_run
from stance.ui.parts.exhibits import draw
from stance.ui.parts.tables import show_table
from stance.ui.pickers import choose_tab, take_click

TABS = ("Chart", "Table", "Sources")


def show_lines(exhibit: Exhibit) -> None:
    """The panels side by side, or the table of their positions, or that of their sources; only the open tab is made."""
    tabs = choose_tab(TABS, "view")
    if tabs["Table"].open and exhibit.table:
        with tabs["Table"]:
            show_table(exhibit.table, "positions")
    elif tabs["Sources"].open:
        with tabs["Sources"]:
            show_table(exhibit.extra["sources"], "sources", noun="source")
    else:
        with tabs["Chart"]:
            _show_panels(exhibit)
            if exhibit.note:
                st.caption(escape_markdown(exhibit.note))


def _show_panels(exhibit: Exhibit) -> None:
    if not exhibit.panels:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    for column, panel in zip(st.columns(len(exhibit.panels), gap="medium"), exhibit.panels, strict=True):
        with column:
            show_heading(panel)
            _show_ahead(panel)
            draw(panel, on_click=partial(_take_point, panel))


def _show_ahead(panel: Exhibit) -> None:
    """On a visitor's first run the picture without its script, over the place of the chart until that is drawn (style.css).

    Markdown is in the first script that a browser is sent; what st.html needs is fetched for itself, and waits for the chart's."""
    if is_first_run() and panel.picture is not None:
        with st.container(key=f"ahead_{panel.key}"):
            st.markdown(fetch_image(panel))
    else:
        st.empty()


def show_heading(panel: Exhibit) -> None:
    """The head of a panel: topic, question and finding."""
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in panel.sentences)
    head = f'<h2>{escape(panel.title)}</h2><p class="question">{escape(panel.subtitle)}</p>'
    st.html(f'<div class="{"finding" if said else "finding short"}">{head}{said}</div>')


def _take_point(panel: Exhibit) -> None:
    """Takes the clicked point of a panel over into the pickers of the evidence."""
    take_click(panel, "point")
