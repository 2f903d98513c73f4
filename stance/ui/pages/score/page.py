"""The page Score statements: one text of the reader's own, or many, and what the classifier cannot do.

Belongs here: title, tabs, what holds for both. Not here: the tabs (`one`, `many`).
"""

import streamlit as st

from stance.classifier.cards import load_card
from stance.dossier.loading import Dossier
from stance.formats import escape_markdown
from stance.ui.caches import fetch_text
from stance.ui.frame import show_limits_link, show_title
from stance.ui.loaded import fetch_advice, find_models
from stance.ui.pages.score.many import show_many
from stance.ui.pages.score.one import show_one
from stance.ui.parts.own import describe_keeping
from stance.ui.pickers import choose_tab
from stance.ui.sidebar import current_filters, say_unfiltered
from stance.wording.model_card import list_limits
from stance.wording.own_statement import SUBTITLE, TITLE
from stance.wording.scored_rows import MANY, ONE

TABS = {ONE: show_one, MANY: show_many}


def show_score() -> None:
    """Title, the open tab, and what the classifier cannot do; the filters at the side do not apply."""
    dossier, _ = current_filters()
    say_unfiltered()
    show_title(TITLE, f"{SUBTITLE} {describe_keeping()}".strip())
    limits = fetch_text(_list_limits, dossier)
    if advice := fetch_advice(dossier):
        st.warning(escape_markdown(advice))
    tabs = choose_tab(TABS, "scoring")
    (opened,) = [title for title in TABS if tabs[title].open]
    with tabs[opened]:
        TABS[opened](dossier)
    st.subheader("What it cannot do", anchor=False)
    st.markdown(limits)
    show_limits_link()


def _list_limits(dossier: Dossier) -> str:
    """What the classifier cannot do, with its measured error, as Markdown; raises ModelError where there is none."""
    card = load_card(find_models(dossier), dossier)
    return "\n".join(f"- {one}" for one in list_limits(card, dossier.codebook))
