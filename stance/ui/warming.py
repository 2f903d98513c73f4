"""The first screen made before the first visitor comes.

Belongs here: filling the caches of a server that starts. Not here: the caches (`caches`), the server (`server.py`).
"""

from pathlib import Path

from stance.dossier.loading import Dossier, find_dossiers
from stance.errors import StanceError
from stance.estimates.selection import default_selection
from stance.ui.caches import fetch_dossier
from stance.ui.pages.overview import gather_overview


def warm_caches() -> list[str]:
    """Makes the first screen of every dossier, light and dark, and returns the names of those that were made.

    A dossier that cannot be used is passed over: its visitors are told why.
    """
    return [name for name, folder in find_dossiers().items() if _warm(folder)]


def _warm(folder: Path) -> bool:
    try:
        _make_first_screen(fetch_dossier(folder))
    except StanceError:
        return False
    return True


def _make_first_screen(dossier: Dossier) -> None:
    for dark in (False, True):
        gather_overview(dossier, default_selection(dossier.codebook), dark=dark)
