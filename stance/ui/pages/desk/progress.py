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


@st.fragment(run_every=LOOK)
def show_progress(dossier: Dossier, store: Store) -> None:
    """Who coded how much, and ordinal alpha of every pair on every topic."""
    with shown_errors("progress"):
        st.subheader(PROGRESS, anchor=False)
        current, _ = read_standing(store, dossier)
        if current.empty:
            st.caption(NONE_YET)
            return
        counts = count_codings(current)
        total = len(dossier.statements)
        st.caption(escape_markdown(describe_progress(current["statement"].nunique(), total, len(counts))))
        left, right = st.columns([2, 3], gap="large")
        left.markdown(_write_coders(counts))
        pairs = _measure_once(dossier, current)
        if pairs.empty:
            right.caption(NO_PAIR)
            return
        right.markdown(_write_pairs(dossier, pairs))
        right.caption(ALPHA)


def _measure_once(dossier: Dossier, current: pd.DataFrame) -> pd.DataFrame:
    """The agreement of what stands, measured again only where something else stands than at the last look."""
    stamp = (stamp_dossier(dossier), tuple(current["act"]))
    kept = st.session_state.get(MEASURED)
    if not kept or kept[0] != stamp:
        kept = st.session_state[MEASURED] = (stamp, measure_pairs(current, dossier))
    return kept[1]


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
