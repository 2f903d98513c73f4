"""The Disagreements page: statements to read again, and how many of each kind chance would give."""

from functools import partial

import streamlit as st

from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.estimates.review import TRIAGE
from stance.estimates.selection import Selection
from stance.exhibits.disagreements import make_contradictions, make_disagreements
from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.ui.caches import fetch_check, fetch_duplicates
from stance.ui.frame import run_alone, show_limits_link, show_title
from stance.ui.links import draw_heeding
from stance.ui.parts.cards import show_pair
from stance.ui.parts.exhibits import show_sentences
from stance.ui.parts.statements import open_statement
from stance.ui.parts.tables import offer_table, pick_row
from stance.ui.pickers import URL, choose_many, choose_tab
from stance.ui.sidebar import current_filters


def show_disagreements() -> None:
    """Title and the open tab; the filters at the side apply."""
    dossier, selection = current_filters()
    exhibit = fetch_check(make_disagreements, dossier, selection)
    show_title(exhibit.title, exhibit.subtitle)
    tabs = choose_tab(TABS, "review")
    (title,) = [one for one in TABS if tabs[one].open]
    with tabs[title]:
        TABS[title](dossier, selection)
    if exhibit.table is not None:
        show_limits_link()


def _show_board(dossier: Dossier, selection: Selection) -> None:
    """Codes far from their scores, by kind of triage."""
    whole = fetch_check(make_disagreements, dossier, selection)
    if whole.table is None:
        _explain(whole)
        return
    show_sentences(whole)
    kinds = choose_many(
        st.multiselect, "Show", {kind: kind for kind in TRIAGE}, "triage", placeholder="All three kinds"
    )
    exhibit = fetch_check(make_disagreements, dossier, selection, kinds=kinds) if kinds else whole
    if exhibit.table is not None:
        open_statement(dossier, exhibit.table, exhibit.key)
        st.caption(escape_markdown(exhibit.table.note))
        offer_table(exhibit.table, exhibit.key)


def _show_duplicates(dossier: Dossier, selection: Selection) -> None:
    """Pairs of like texts with unlike codes."""
    least = _slide("Least similarity of the texts", "alike", 0.2, 0.9, 0.3, 0.05)
    steps = _slide("Least distance of the codes, in codes", "apart", 0, _span(dossier, selection), 1)
    try:
        exhibit = fetch_duplicates(dossier, selection, least=least, steps=steps)
    except ModelError as error:
        st.info(escape_markdown(str(error)), icon="ℹ️")
        return
    _show_pairs(dossier, exhibit)


def _show_contradictions(dossier: Dossier, selection: Selection) -> None:
    """Pairs of one actor's statements with unlike codes."""
    most, widest = 365, max(_span(dossier, selection), 2)
    days = _slide("Within how many days", "within", 0, most, 60, 5)
    steps = _slide("At least how far apart, in codes", "steps", 1, widest, 2)
    _show_pairs(dossier, fetch_check(make_contradictions, dossier, selection, days=days, steps=steps))


def _slide(label: str, key: str, *range_: float):
    """A number by a slider, from its least, most, first value and step."""
    return draw_heeding(label, key, partial(st.slider, label, *range_, key=key, bind=URL), lambda number: [str(number)])


def _span(dossier: Dossier, selection: Selection) -> int:
    """The distance of the poles, in codes."""
    topics = [dossier.codebook.topic(topic) for topic in selection.topics]
    return max(topic.codes[-1] - topic.codes[0] for topic in topics)


@run_alone
def _show_pairs(dossier: Dossier, exhibit: Exhibit) -> None:
    """The pairs; a chosen one shows both statements below."""
    show_sentences(exhibit)
    if exhibit.table is None:
        st.info(escape_markdown(" ".join(exhibit.caveats)), icon="ℹ️")
        return
    row = pick_row(exhibit.table, exhibit.key)
    if row is not None:
        show_pair(dossier, row["first"], row["second"], dossier.codebook.topic(row["topic_id"]))
    offer_table(exhibit.table, exhibit.key, noun="pair")


def _explain(exhibit: Exhibit) -> None:
    st.info(escape_markdown(" ".join(exhibit.sentences)), icon="ℹ️")


TABS = {
    "Code against score": _show_board,
    "Near-duplicates": _show_duplicates,
    "Self-contradictions": _show_contradictions,
}
