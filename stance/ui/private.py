"""What belongs to one visitor alone: the folder of the dossier that they brought, and results that are made from it.

Belongs here: where it lies and where its results are kept. Not here: how a dossier is brought (`pages/own`), what a public demo
forgets (`parts/own`). Nothing made from such a dossier goes into a cache that visitors share: it is kept in the session, and gone with it.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

ROOT, SHOWN, RESULTS = "_own_root", "_own_shown", "_own_results"
CODINGS = "_own_codings"  # databases of what the visitor coded, by dossier


def own_root() -> Path | None:
    """The folder of the visitor's own dossiers; None where they brought none, and outside of a visit."""
    return st.session_state.get(ROOT) if get_script_run_ctx(suppress_warning=True) else None


def is_own(folder: Path) -> bool:
    """Whether the dossier in a folder is the visitor's own."""
    root = own_root()
    return root is not None and root in folder.parents


def mark_shown(folder: Path) -> None:
    """Notes which dossier this run shows: while it is the visitor's own, whatever is made is theirs."""
    st.session_state[SHOWN] = is_own(folder)


def find_results(key: str) -> MutableMapping[str, Any] | None:
    """Where the visitor's own results are kept; None for one of a dossier that all may see. `key` is the text of its arguments."""
    root = own_root()
    if root is None or not (st.session_state.get(SHOWN) or str(root) in key):
        return None
    return st.session_state.setdefault(RESULTS, {})
