"""What a visitor gives of their own, events or a text: how large it may be, how long it is kept, and how it is forgotten.

Belongs here: what a public demo says and takes, and its clock. Not here: reading what was given (`pages/events`, `pages/score`).
All of it stays in the session of the visitor: nothing is written to a disk, and nothing goes into a cache that others share.
"""

import time
from datetime import timedelta

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from stance.errors import UsageError
from stance.limits import (
    DEMO_PASTED_CHARACTERS,
    DEMO_SCORED_CHARACTERS,
    DEMO_SCORED_MB,
    DEMO_SCORED_ROWS,
    DEMO_UPLOAD_MB,
    OWN_MINUTES,
    PASTED_CHARACTERS,
    SCORED_CHARACTERS,
    SCORED_MB,
    SCORED_ROWS,
    UPLOAD_MB,
    Limit,
)
from stance.settings import read_settings
from stance.ui.private import CODINGS, ROOT, forget_root

TEXT, EVENTS_KEPT, EXHIBITS_KEPT, STATEMENT_KEPT = "own_text", "_own_events", "_own_exhibits", "_own_statement"
DOSSIER_KEPT = "_own_dossier"
LINES, SHEET_KEPT, SCORED_KEPT = "own_lines", "_own_sheet", "_own_scored"
TYPED = (TEXT, LINES)
KEPT = (EVENTS_KEPT, EXHIBITS_KEPT, STATEMENT_KEPT, SHEET_KEPT, SCORED_KEPT, DOSSIER_KEPT, ROOT, CODINGS)
USED, ROUND = "_used", "_own_round"
LOOK = timedelta(minutes=1)
NOTICE = (
    "This is a public demo: nothing here can be changed. Tables that you upload, texts that you paste and codes that you give stay in your "
    f"session, are seen by no other visitor and written to no disk, and are forgotten after {OWN_MINUTES.amount} without use, or soon after you close "
    "this tab. Give it nothing that is confidential."
)
FORGOTTEN = f"What you uploaded, pasted or coded was not used for {OWN_MINUTES.amount} and is forgotten. Give it again to go on."
KEEPING = f"In this public demo it is forgotten after {OWN_MINUTES.amount} without use."


def mind_demo() -> None:
    """In a public demo, says above the page that it is one, and forgets what was given and not used for long; once a run.

    Raises UsageError where the settings cannot be used.
    """
    if not read_settings().is_demo:
        return
    st.info(NOTICE, icon="ℹ️")
    if _is_over():
        forget_own()
        st.warning(FORGOTTEN)
    st.session_state[USED] = time.monotonic()
    _watch_clock()


@st.fragment(run_every=LOOK)
def _watch_clock() -> None:
    """Looks every minute whether it is time to forget; that a tab stands open is no use of it."""
    if _is_over():
        st.rerun()


def _is_over() -> bool:
    """Whether something was given and the page not used for so long that it is forgotten."""
    last = st.session_state.get(USED, time.monotonic())
    given = any(st.session_state.get(name) for name in (*TYPED, *KEPT))
    return given and time.monotonic() - last > OWN_MINUTES.most * 60


def forget_own() -> None:
    """Takes all that was given out of the session: the bytes of the files, what was read from them, the text, own dossiers."""
    if (work := st.session_state.get(DOSSIER_KEPT)) and work.training:
        work.training.stop()
    forget_root()
    for name in KEPT:
        st.session_state.pop(name, None)
    st.session_state.update(dict.fromkeys(TYPED, ""))
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def name_upload(box: str = "own_events") -> str:
    """The key of a box for a file: another one once its file was forgotten, since a box cannot be emptied."""
    return f"{box}_{name_round()}"


def name_round() -> int:
    """How often this visitor's things were forgotten: a part of the keys of boxes that are to be empty then."""
    return st.session_state.get(ROUND, 0)


def limit_upload() -> Limit:
    """How large a table of own events may be here."""
    return DEMO_UPLOAD_MB if read_settings().is_demo else UPLOAD_MB


def limit_text() -> Limit:
    """How long a pasted text may be here."""
    return DEMO_PASTED_CHARACTERS if read_settings().is_demo else PASTED_CHARACTERS


def limit_scored() -> tuple[Limit, Limit, Limit]:
    """How much may be scored at once here: megabytes of a file, rows, characters of all cells."""
    if read_settings().is_demo:
        return DEMO_SCORED_MB, DEMO_SCORED_ROWS, DEMO_SCORED_CHARACTERS
    return SCORED_MB, SCORED_ROWS, SCORED_CHARACTERS


def describe_keeping() -> str:
    """How long what is given here is kept; "" where it stays as long as its session."""
    return KEEPING if read_settings().is_demo else ""


def check_text(text: str) -> None:
    """Raises UsageError where a pasted text is too long to be read."""
    if len(text) > limit_text().most:
        trouble, remedy = limit_text().refuse(len(text))
        raise UsageError(f"The text {trouble}. {remedy}.")
