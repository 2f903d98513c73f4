"""An exhibit on a page: its picture, its sentences, its table."""

from collections.abc import Callable

import streamlit as st

from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.ui.parts.tables import show_table

CONFIG = {"displayModeBar": False}


def draw(exhibit: Exhibit, *, on_click: Callable[[], None] | None = None) -> None:
    """The picture with the words of the exhibit as its alternative text; a click on a mark calls `on_click`.

    Plotly's own bar is hidden: it would save the picture without its title and source, which "Share, cite, download" adds.
    """
    clicks = {"on_select": on_click, "selection_mode": "points"} if on_click else {}
    st.plotly_chart(exhibit.picture, key=exhibit.key, theme=None, config=CONFIG, alt=exhibit.alternative, **clicks)  # type: ignore[call-overload]


def show_sentences(exhibit: Exhibit) -> None:
    """What may be said, a sentence a line."""
    if len(exhibit.sentences) == 1:
        st.markdown(escape_markdown(exhibit.sentences[0]))
    elif exhibit.sentences:
        st.markdown("\n".join(f"- {escape_markdown(sentence)}" for sentence in exhibit.sentences))


def show_notes(exhibit: Exhibit) -> None:
    """How to read it, and what it does not show."""
    for text in (exhibit.note, *exhibit.caveats):
        if text:
            st.caption(escape_markdown(text))


def show_exhibit(exhibit: Exhibit, *, on_click: Callable[[], None] | None = None) -> None:
    """Sentences, picture, notes and table of an exhibit, one under the other; without a picture its reason."""
    if exhibit.picture is None and exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
        return
    show_sentences(exhibit)
    if exhibit.picture is not None:
        draw(exhibit, on_click=on_click)
    show_notes(exhibit)
    if exhibit.table is not None:
        show_table(exhibit.table, exhibit.key)
