"""The dossiers that a visitor can choose from: those of the server, and their own.

Belongs here: which there are, and their titles. Not here: the box (`sidebar`), what belongs to one visitor (`private`).
"""

from pathlib import Path

import streamlit as st

from stance.dossier.labels import make_unique
from stance.dossier.loading import find_dossiers, join_dossiers
from stance.ui.loaded import fetch_title
from stance.ui.private import MARK, is_own, own_root

WISH = "_own_wish"
OWN = f"{MARK}{{title}}"


def offer_dossiers() -> dict[str, Path]:
    """The folders by name, the visitor's own after those of the server; an own one of a name that is taken gets another."""
    own = own_root()
    return find_dossiers() if own is None else join_dossiers(find_dossiers(), find_dossiers((own,)))


def wish_dossier(folder: Path) -> None:
    """Lets the next run show the dossier in a folder."""
    st.session_state[WISH] = folder


def take_wish(dossiers: dict[str, Path], key: str) -> None:
    """Sets the box of dossiers to the one that was wished for, before it is drawn."""
    folder = st.session_state.pop(WISH, None)
    if name := next((one for one, place in dossiers.items() if place == folder), ""):
        st.session_state[key] = name


def title_dossiers(dossiers: dict[str, Path]) -> dict[str, str]:
    """The title of each dossier by its name, unique; the name itself where its codebook cannot be read."""
    titles = {name: fetch_title(folder) or name for name, folder in dossiers.items()}
    return make_unique(
        {name: OWN.format(title=title) if is_own(dossiers[name]) else title for name, title in titles.items()}
    )
