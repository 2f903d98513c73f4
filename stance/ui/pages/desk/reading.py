"""The classifier's reading of the statement at hand, shown only where the coder switches it on; such codings are kept as aided."""

import streamlit as st

from stance.coding.bench import Bench
from stance.dossier.loading import Dossier
from stance.formats import escape_markdown
from stance.ui.loaded import fetch_scores
from stance.wording.coding import AIDED, UNREAD, describe_reading

SWITCH = "coding_aided"


def choose_reading(dossier: Dossier, bench: Bench) -> None:
    """The switch, and with it per topic what the classifier reads; no switch where there is no classifier."""
    scores = fetch_scores(dossier)
    if scores.empty or bench.draft is None:
        return
    if not st.toggle(AIDED, key=SWITCH):
        return
    bench.mark(aided=True)
    own = scores[scores["statement"] == bench.draft.statement].set_index("topic")
    lines = [describe_reading(topic, own.loc[topic.id]) for topic in dossier.codebook.topics if topic.id in own.index]
    st.markdown("\n".join(f"- {escape_markdown(one)}" for one in lines or [UNREAD]))
