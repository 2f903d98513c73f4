"""What belongs to one visitor alone: the folder of the dossiers that they brought, and results that are made from them.

Belongs here: whose it is and where its results are kept. Not here: how a dossier is brought (`pages/own`), the folders on disk or in
memory (`own_folders`), what a public demo forgets (`parts/own`). Nothing made from such a dossier goes into a cache that visitors
share: it is kept in the session, and gone with it.
"""

import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from stance.errors import ModelError, StanceError
from stance.ui.own_folders import make_folder, remove_folder

ROOT, SHOWN, RESULTS, GONE = "_own_root", "_own_shown", "_own_results", "_own_gone"
MARK = "Your own: "
MENDED_HERE = "Train one on the page “Your own dossier”."
LOST = (
    "Your own dossier is not here any more: this server was started anew, or has forgotten it. Give its file, or the zip that you "
    "downloaded, again on the page “Your own dossier”."
)
CODINGS = "_own_codings"  # databases of what the visitor coded, by dossier


def own_root() -> Path | None:
    """The folder of the visitor's own dossiers; None where they brought none, and outside of a visit."""
    return st.session_state.get(ROOT) if get_script_run_ctx(suppress_warning=True) else None


def is_own(folder: Path) -> bool:
    """Whether the dossier in a folder is the visitor's own."""
    root = own_root()
    return root is not None and root in folder.parents


def take_root(*, only_memory: bool) -> Path:
    """The folder of the visitor's own dossiers, made where there is none yet; raises UsageError where it cannot be made.

    only_memory: refuse to make one that lies on a disk.
    """
    root = own_root()
    if root is None or not root.is_dir():
        root = st.session_state[ROOT] = make_folder(only_memory=only_memory)
    return root


def forget_root() -> None:
    """Removes the folder of the visitor's own dossiers and everything that was made from them."""
    if root := st.session_state.pop(ROOT, None):
        remove_folder(root)
    st.session_state.pop(RESULTS, None)


def drop_lost() -> bool:
    """Whether the visitor's folder is there no longer, although the session says so; it is forgotten then."""
    root = own_root()
    if root is None or root.is_dir():
        return False
    forget_root()
    return True


def mark_shown(folder: Path) -> None:
    """Notes which dossier this run shows: while it is the visitor's own, whatever is made is theirs."""
    st.session_state[SHOWN] = is_own(folder)


def shows_own() -> bool:
    """Whether this run shows a dossier of the visitor's own."""
    return bool(get_script_run_ctx(suppress_warning=True) and st.session_state.get(SHOWN))


def find_results(key: str) -> MutableMapping[str, Any] | None:
    """Where the visitor's own results are kept; None for one of a dossier that all may see. `key` is the text of its arguments."""
    root = own_root()
    if root is None or not (st.session_state.get(SHOWN) or str(root) in key):
        return None
    return st.session_state.setdefault(RESULTS, {})


def describe_error(error: StanceError) -> str:
    """The message of an error; of an own dossier's classifier without commands for a terminal that its reader does not have."""
    if isinstance(error, ModelError) and shows_own():
        return mend_words(str(error))
    return str(error)


def mend_words(text: str) -> str:
    """What is said of the classifier of an own dossier, with a way that its reader has, and no place on the server."""
    root = own_root()
    plain = re.sub(r"Run: .*", MENDED_HERE, text)
    return re.sub(rf"{re.escape(str(root))}\S*?([\w.-]+)(?=[\s.]|$)", r"\1", plain) if root else plain
