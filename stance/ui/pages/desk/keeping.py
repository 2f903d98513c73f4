"""The tab Keep and retrain: what is kept, taken out and brought in, and a classifier trained on the final codes beside the present one.

Belongs here: what an adjudicator sees and presses. Not here: the files (`coding/exchange`, `coding/finals`), the training (`coding/retraining`).
"""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from stance.coding.exchange import HISTORY, read_all_standing, to_codings, to_history, write_codings
from stance.coding.finals import choose_finals, count_changed, keep_usable, pack_dossier
from stance.coding.importing import bring_in
from stance.coding.retraining import Retrained, Retraining, finish_retraining, put_in_place, start_retraining
from stance.coding.roles import Coder
from stance.coding.store import Store
from stance.dossier.columns import CODINGS
from stance.dossier.loading import Dossier
from stance.errors import StanceError, UsageError
from stance.formats import escape_markdown
from stance.settings import read_settings
from stance.ui.frame import shown_errors
from stance.ui.parts.own import limit_upload
from stance.ui.parts.tables import write_table
from stance.ui.private import is_own
from stance.wording.advice import describe_advice
from stance.wording.keeping import (
    ADJUDICATORS,
    NO_FINALS,
    NO_TRAINING,
    NOTHING_KEPT,
    RULE,
    USE,
    USED,
    WAITING,
    compare_cards,
    describe_finals,
    describe_import,
    describe_kept,
    describe_left_out,
    describe_measured,
)
from stance.wording.model_card import describe_model_card

LOOK_SECONDS = 2
UNDER_WAY, MADE, SAID, GIVEN = "_retraining", "_retrained", "_kept_said", "_codings_given"
HEAD = ("Measure", "In use", "Retrained", "Reads nothing")


def show_keeping(dossier: Dossier, coder: Coder, store: Store) -> None:
    """What is kept of a dossier's codings; for adjudicators, ways out and in, and training."""
    with shown_errors("keeping"):
        standing = read_all_standing(store, dossier)
        usable = keep_usable(standing, dossier)
        _say_kept(dossier, store, standing, usable)
        if not coder.adjudicates:
            st.info(ADJUDICATORS, icon="ℹ️")
            return
        _offer_files(dossier, store, standing, usable)
        _take_file(dossier, store)
        _show_retraining(dossier, usable)


def _say_kept(dossier: Dossier, store: Store, standing: pd.DataFrame, usable: pd.DataFrame) -> None:
    st.subheader("What is kept", anchor=False)
    if said := st.session_state.pop(SAID, ""):
        st.success(escape_markdown(said))
    acts = len(store.read_acts(dossier.slug))
    st.markdown(escape_markdown(describe_kept(standing, acts, store.kind)) if acts else NOTHING_KEPT)
    if left := describe_left_out(standing, usable):
        st.caption(left)


def _offer_files(dossier: Dossier, store: Store, standing: pd.DataFrame, usable: pd.DataFrame) -> None:
    """Three downloads, each made on the click."""
    ways: dict[str, tuple[str, Callable[[], bytes]]] = {
        f"Download {CODINGS.file}": (CODINGS.file, lambda: write_codings(to_codings(standing, dossier.codebook))),
        f"Download every act ({HISTORY})": (HISTORY, partial(_write_history, dossier, store)),
        "Download the dossier with final codes (zip)": (f"{dossier.slug}.zip", partial(pack_dossier, dossier, usable)),
    }
    with st.container(horizontal=True):
        for label, (name, make) in ways.items():
            st.download_button(label, make, name, key=f"keep_{name.rsplit('.', 1)[0]}", on_click="ignore")


def _write_history(dossier: Dossier, store: Store) -> bytes:
    return write_codings(to_history(store.read_acts(dossier.slug), dossier.codebook))


def _take_file(dossier: Dossier, store: Store) -> None:
    """A codings.csv or history.csv into the database; nothing is replaced, and giving it twice adds nothing."""
    with st.expander("Bring codings in"):
        number = st.session_state.get(GIVEN, 0)
        about = "A codings.csv or a history.csv of this dossier. Nothing that is kept is replaced."
        given = st.file_uploader(about, type="csv", key=f"keep_file_{number}", max_upload_size=limit_upload().most)
        if given is not None and st.button("Add what is new", key="keep_import"):
            st.session_state[SAID] = describe_import(bring_in(store, given.getvalue(), given.name, dossier), given.name)
            st.session_state[GIVEN] = number + 1
            st.rerun()


def _show_retraining(dossier: Dossier, usable: pd.DataFrame) -> None:
    st.subheader("Train on the final codes", anchor=False)
    st.markdown(RULE)
    finals = choose_finals(usable, dossier.codebook)
    waiting = usable["statement"].nunique() - len(finals)
    st.markdown(describe_finals(finals, *count_changed(finals, dossier), waiting) if len(finals) else NO_FINALS)
    under_way = st.session_state.get(UNDER_WAY)
    if not _may_train(dossier):
        st.info(NO_TRAINING, icon="ℹ️")
    elif under_way and under_way.dossier.folder == dossier.folder:
        _watch_training()
    elif len(finals) and st.button("Train and compare", key="keep_train"):
        st.session_state.pop(MADE, None)
        st.session_state[UNDER_WAY] = start_retraining(dossier, usable)
        st.rerun()
    made = st.session_state.get(MADE)
    if made and made.dossier.folder == dossier.folder:
        _show_comparison(dossier, made)


def _may_train(dossier: Dossier) -> bool:
    return is_own(dossier.folder) or not read_settings().is_demo


@st.fragment(run_every=LOOK_SECONDS)
def _watch_training() -> None:
    """How far the training is; once it is over the whole page runs again. A clock of the page."""
    with shown_errors("training"):
        under_way: Retraining | None = st.session_state.get(UNDER_WAY)
        if under_way is None:
            st.rerun()
        elif under_way.training.is_over:
            _finish(under_way)
        else:
            _show_progress(under_way)


def _show_progress(under_way: Retraining) -> None:
    step, done = under_way.training.step
    said = f", {step} {done:.0%}" if step else ""
    st.progress(done, text=WAITING.format(seconds=under_way.training.seconds, step=said))
    if st.button("Stop", key="keep_stop"):
        del st.session_state[UNDER_WAY]
        under_way.training.stop()
        st.rerun()


def _finish(under_way: Retraining) -> None:
    """Keeps what came of it for this visit and runs the page; where nothing did, says why."""
    try:
        made = finish_retraining(under_way)
    except StanceError as error:
        st.warning(escape_markdown(str(error)))
        if st.button("Close", key="keep_close"):
            del st.session_state[UNDER_WAY]
            st.rerun()
        return
    st.session_state[MADE] = made
    del st.session_state[UNDER_WAY]
    st.rerun()


def _show_comparison(dossier: Dossier, made: Retrained) -> None:
    """Old and new measures side by side, whether to use the new scores, and the button that puts all in place."""
    for topic in dossier.codebook.topics:
        st.markdown(f"**{escape_markdown(topic.title)}**")
        st.markdown(write_table(HEAD, compare_cards(made.old, made.card, topic.id)))
    st.caption(describe_measured(made.old, made.card))
    st.markdown(describe_advice(made.card, dossier.codebook))
    st.markdown(USE)
    with st.container(horizontal=True):
        if st.button("Use it", key="keep_use", type="primary"):
            use_retrained(dossier, made)
            _close(USED)
        if st.button("Leave it", key="keep_leave"):
            _close("")


def use_retrained(dossier: Dossier, made: Retrained) -> None:
    """Puts tables and classifier in place; raises UsageError in a public demo, and as `put_in_place`."""
    if not _may_train(dossier):
        raise UsageError(NO_TRAINING)
    head = f"# Model card: {made.dossier.codebook.title}\n\n"
    put_in_place(made, dossier, head + describe_model_card(made.card, made.dossier))


def _close(said: str) -> None:
    del st.session_state[MADE]
    st.session_state[SAID] = said
    st.rerun()
