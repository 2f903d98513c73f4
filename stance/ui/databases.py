"""Where the codings of a dossier are kept, for a visitor.

Belongs here: which database it is. Not here: the database itself (`coding/store`), the page (`pages/desk`).
"""

from pathlib import Path

import streamlit as st

from stance.coding.engines import name_address
from stance.coding.store import FILE, Store, open_apart, open_private, open_store
from stance.dossier.loading import Dossier
from stance.limits import DEMO_CODINGS
from stance.settings import read_settings
from stance.ui.private import CODINGS, is_own


def find_store(dossier: Dossier) -> Store:
    """The database of a dossier's codings: in a public demo one in the memory of the visitor's session, whoever they are; for a dossier of the
    visitor's own a file in its folder; else that of STANCE_DATABASE_URL, else a file beside the dossier.

    Raises UsageError where the database cannot be used.
    """
    settings = read_settings()
    if settings.is_demo:
        return _find_private(dossier.folder)
    if is_own(dossier.folder):
        return _find_own(dossier.folder / FILE)
    return open_store(settings.database_url or name_address(dossier.folder / FILE))


def _find_private(folder: Path) -> Store:
    stores = st.session_state.setdefault(CODINGS, {})
    if folder not in stores:
        stores[folder] = open_private(DEMO_CODINGS)
    return stores[folder]


def _find_own(file: Path) -> Store:
    """Opened for this session alone, so that the file goes when its folder does."""
    stores = st.session_state.setdefault(CODINGS, {})
    if file not in stores or not file.exists():
        stores[file] = open_apart(file)
    return stores[file]
