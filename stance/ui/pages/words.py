"""The Words page: which terms set the sides apart on a topic, their use by year, and their statements."""

from functools import partial

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.term import make_term
from stance.exhibits.terms import make_terms, offer_terms
from stance.formats import escape_markdown
from stance.ui.caches import fetch_exhibit, fetch_offer
from stance.ui.frame import is_dark, show_title
from stance.ui.parts.exhibits import draw, show_notes, show_sentences
from stance.ui.parts.origin import show_origin
from stance.ui.parts.share import show_share
from stance.ui.parts.statements import open_statement
from stance.ui.parts.tables import fold_table, offer_table
from stance.ui.pickers import choose_one
from stance.ui.sidebar import current_filters

HEADING = "One term: by year, and its statements"
CHOOSE = {True: "Choose a term here, or click it in the chart.", False: "Choose a term."}
YEARS = "The years as a table"


def show_words() -> None:
    """Title, the terms that set the sides apart, and one term with its years and statements."""
    dossier, selection = current_filters()
    head, labels = st.container(), dossier.label_topics()
    topic = choose_one(st.selectbox, "Topic", {one: labels[one] for one in selection.topics}, "one_topic")
    terms = fetch_exhibit(make_terms, dossier, selection, topic=topic, dark=is_dark())
    with head:
        show_title(terms.title, terms.subtitle)
    _show_comparison(terms)
    shown = [terms, *_show_term(dossier, selection, topic, terms)]
    show_origin(dossier, selection)
    show_share(dossier, View(selection, "words"), shown)


def _show_comparison(terms: Exhibit) -> None:
    """The picture and the table of all terms; why there are none."""
    if terms.table is None:
        st.info(escape_markdown(" ".join(terms.sentences)), icon="ℹ️")
        show_notes(terms)
        return
    if terms.picture is not None:
        draw(terms, on_click=partial(_take_term, terms))
    show_notes(terms)
    fold_table(terms.table.about, terms.table, "words", noun="term")


def _take_term(terms: Exhibit) -> None:
    """Takes the clicked term of the picture over into the picker; a click beside a mark does nothing."""
    points = st.session_state[terms.key]["selection"]["points"]
    place = terms.find_place(points[0]["customdata"]) if points and points[0].get("customdata") else None
    if place:
        st.session_state["term"] = place.group


def _show_term(dossier: Dossier, selection: Selection, topic: str, terms: Exhibit) -> list[Exhibit]:
    """One term by year, and its statements; what is shown."""
    labels = fetch_offer(offer_terms, dossier, selection, topic=topic)
    if not labels:
        return []
    st.subheader(HEADING, anchor=False)
    st.caption(CHOOSE[terms.picture is not None])
    term = choose_one(st.selectbox, "Term", labels, "term")
    found = fetch_exhibit(make_term, dossier, selection, topic=topic, term=term, dark=is_dark())
    show_sentences(found)
    draw(found)
    show_notes(found)
    if found.table:
        fold_table(YEARS, found.table, "term_years_table")
    statements = found.extra["statements"]
    st.caption(escape_markdown(statements.note))
    open_statement(dossier, statements, "term_statements")
    offer_table(statements, "word_statements", noun="statement")
    return [found]
