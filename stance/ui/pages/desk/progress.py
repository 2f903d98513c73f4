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
        with left:
            _show_coders(counts)
        with right:
            _show_pairs(_measure_once(dossier, current))


def _measure_once(dossier: Dossier, current: pd.DataFrame) -> pd.DataFrame:
    """The agreement of what stands, measured again only where something else stands than at the last look."""
    stamp = (stamp_dossier(dossier), tuple(current["act"]))
    kept = st.session_state.get(MEASURED)
    if not kept or kept[0] != stamp:
        kept = st.session_state[MEASURED] = (stamp, measure_pairs(current, dossier))
    return kept[1]


def _show_coders(counts: pd.DataFrame) -> None:
    shown = counts.assign(last=counts["last"].dt.strftime("%Y-%m-%d %H:%M"))
    st.dataframe(
        shown.set_axis(["Coder", "Coded", "Unsure", "Last (UTC)"], axis=1),
        hide_index=True,
        alt="Coders with the number of statements that they coded",
    )


def _show_pairs(pairs: pd.DataFrame) -> None:
    if pairs.empty:
        st.caption(NO_PAIR)
        return
    rows = {
        "Coders": pairs["pair"],
        "Topic": pairs["topic"],
        "Both gave a code": pairs["both"],
        "Ordinal alpha [90 %]": [describe_alpha(row) for row in pairs.to_dict("records")],
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Ordinal alpha of every two coders by topic")
    st.caption(ALPHA)
