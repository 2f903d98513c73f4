"""Progress and agreement at the foot of the desk, made anew every few seconds without loading the page again.

Belongs here: how they are shown. Not here: what is counted and measured (`coding/progress`). A look costs one query and no measuring while
nothing was added.
"""

from datetime import timedelta

import pandas as pd
import streamlit as st

from stance.coding.progress import count_codings, measure_pairs, read_standing
from stance.coding.store import Store
from stance.dossier.loading import Dossier
from stance.formats import escape_markdown
from stance.ui.frame import shown_errors
from stance.ui.loaded import stamp_dossier
from stance.ui.parts.tables import write_table
from stance.wording.coding import ALPHA, NO_PAIR, NONE_YET, PROGRESS, describe_alpha, describe_progress

LOOK = timedelta(seconds=5)
MEASURED = "_measured"
Measured = tuple[pd.DataFrame, pd.DataFrame, int]


@st.fragment(run_every=LOOK)
def show_progress(dossier: Dossier, store: Store) -> None:
    """Who coded how much, and ordinal alpha of every pair on every topic."""
    with shown_errors("progress"):
        st.subheader(PROGRESS, anchor=False)
        counts, pairs, coded = _measure_once(dossier, store)
        if not coded:
            st.caption(NONE_YET)
            return
        st.caption(escape_markdown(describe_progress(coded, len(dossier.statements), len(counts))))
        left, right = st.columns([2, 3], gap="large")
        left.markdown(_write_coders(counts))
        if pairs.empty:
            right.caption(NO_PAIR)
            return
        right.markdown(_write_pairs(dossier, pairs))
        right.caption(ALPHA)


def _measure_once(dossier: Dossier, store: Store) -> Measured:
    """The coders' counts, the agreement of pairs and how many statements are coded; read and measured again only where an act was added."""
    stamp = (stamp_dossier(dossier), id(store), store.find_last(dossier.slug))
    kept = st.session_state.get(MEASURED)
    if not kept or kept[0] != stamp:
        current, _ = read_standing(store, dossier)
        found = (count_codings(current), measure_pairs(current, dossier), current["statement"].nunique())
        kept = st.session_state[MEASURED] = (stamp, found)
    measured: Measured = kept[1]
    return measured


def _write_coders(counts: pd.DataFrame) -> str:
    times = counts["last"].dt.strftime("%Y-%m-%d %H:%M")
    rows = zip(counts["coder"], counts["coded"].map(str), counts["unsure"].map(str), times, strict=True)
    return write_table(("Coder", "Coded", "Unsure", "Last (UTC)"), rows)


def _write_pairs(dossier: Dossier, pairs: pd.DataFrame) -> str:
    titles = dossier.label_topics()
    rows = [
        (one["pair"], titles[one["topic"]], str(one["both"]), describe_alpha(one)) for one in pairs.to_dict("records")
    ]
    return write_table(("Coders", "Topic", "Both gave a code", "Ordinal alpha [90 %]"), rows)
