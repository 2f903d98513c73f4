"""The talks themselves on the page: the strip of figures, what was said, answers, texts read in two ways, standing rules."""

from html import escape

import streamlit as st

from stance.dossier.loading import Dossier
from stance.exhibits.around import make_figures, make_saying
from stance.exhibits.exhibit import Exhibit, Table
from stance.exhibits.lanes import make_event
from stance.exhibits.talks import make_answers, make_texts
from stance.formats import escape_markdown, format_day
from stance.ui.caches import fetch_cards, fetch_exhibit
from stance.ui.frame import run_alone
from stance.ui.pages.events.ground import Ground
from stance.ui.parts.cards import link_source, show_statements
from stance.ui.parts.exhibits import show_notes, show_sentences
from stance.ui.parts.statements import open_statement
from stance.ui.pickers import choose_one


def show_figures(ground: Ground, event: str) -> None:
    """The dossier's figures, those nearest to the event first, each with its source."""
    st.markdown(f"**{escape_markdown(ground.fetch_about(make_figures, event=event).title)}**")
    with st.container(height=330, key="figures"):
        boxes = ground.fetch_cards(write_figure, make_figures, event=event)
        st.html(f'<div class="strip" tabindex="0">{"".join(boxes)}</div>')


def write_figure(row: dict) -> str:
    """A figure as HTML: the number, what it measures, its day and its source."""
    return (
        f'<div class="box"><p><b>{escape(row["shown"])}</b> {escape(row["measure"])}</p>'
        f'<p class="quiet">{format_day(row["date"])}. Source: {link_source(row)}</p></div>'
    )


def write_sources(links: tuple[str, ...]) -> str:
    """The sources of an event as HTML, from their links."""
    return f'<p class="sources">Sources of the event: {"; ".join(links) or "none given"}</p>'


def show_saying(ground: Ground, event: str) -> Exhibit:
    """What was said around the event, a table of statements of which one opens in full."""
    exhibit = ground.fetch_about(make_saying, event=event)
    show_sentences(exhibit)
    show_notes(exhibit)
    if exhibit.table is not None:
        open_statement(ground.dossier, exhibit.table, "said_around")
    return exhibit


def show_answers(ground: Ground) -> Exhibit:
    """Events of a theme, each with the statements that answered it."""
    dossier, selection = ground.dossier, ground.selection
    themes = {answer.theme: answer.theme for answer in dossier.reference.answer}
    theme = choose_one(st.selectbox, "Theme", themes, "theme") if themes else ""
    exhibit = fetch_exhibit(make_answers, dossier, selection, theme=theme)
    if not exhibit.panels:
        _say_missing(exhibit)
        return exhibit
    show_sentences(exhibit)
    for panel in exhibit.panels:
        _show_answer(ground, panel)
    return exhibit


@run_alone
def _show_answer(ground: Ground, panel: Exhibit) -> None:
    box = st.expander(escape_markdown(panel.title), key=f"open_{panel.key}", on_change="rerun")
    if not box.open:
        return
    about = {"event": panel.key.removeprefix("answer_")}
    with box:
        show_sentences(panel)
        st.html(write_sources(fetch_cards(link_source, make_event, ground.dossier, ground.selection, **about)))
        _show_cards(ground.dossier, panel.table)


def show_texts(ground: Ground) -> Exhibit:
    """The texts of the talks with their readings side by side and all statements that cite them; the standing rules."""
    exhibit = fetch_exhibit(make_texts, ground.dossier, ground.selection)
    if not exhibit.panels and not exhibit.note:
        _say_missing(exhibit)
    show_notes(exhibit)
    for panel in exhibit.panels:
        _show_text(ground.dossier, panel)
    return exhibit


def _show_text(dossier: Dossier, panel: Exhibit) -> None:
    """A text or a standing rule."""
    st.subheader(escape_markdown(panel.title), anchor=False)
    for sentence in panel.sentences:
        st.markdown(escape_markdown(sentence))
    if panel.panels:
        for column, reading in zip(st.columns(len(panel.panels)), panel.panels, strict=True):
            with column:
                _show_reading(dossier, reading)
    tables = {panel.key: panel.table} if panel.table else {}
    for key, table in (tables | dict(panel.extra)).items():
        if len(table.rows):
            _offer_statements(dossier, table, key)


@run_alone
def _show_reading(dossier: Dossier, reading: Exhibit) -> None:
    st.markdown(f"**{escape_markdown(reading.title)}.** {escape_markdown(' '.join(reading.sentences))}")
    if reading.table is not None:
        box = st.expander(reading.table.about, key=f"open_{reading.key}", on_change="rerun")
        if box.open:
            with box:
                _show_cards(dossier, reading.table)


@run_alone
def _offer_statements(dossier: Dossier, table: Table, key: str) -> None:
    """A list of statements, folded away, of which one opens in full."""
    box = st.expander(escape_markdown(table.about), key=f"open_{key}", on_change="rerun")
    if box.open:
        with box:
            open_statement(dossier, table, key)


def _show_cards(dossier: Dossier, table: Table | None) -> None:
    """The statements of a table as cards."""
    if table is not None:
        show_statements(dossier, tuple(table.rows["statement"]))


def _say_missing(exhibit: Exhibit) -> None:
    st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")
