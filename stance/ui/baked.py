"""The way from the dashboard to the baked pages, where it is told that there are any.

Belongs here: their address. Not here: baking them.
"""

import os

from stance.baked.addresses import locate_page
from stance.dossier.loading import Dossier
from stance.dossier.source_links import is_address
from stance.ui.private import is_own

ADDRESS = "STANCE_SITE_URL"


def find_baked(dossier: Dossier, kind: str = "", name: str = "") -> str:
    """The address of the page of a topic, actor, event or statement, or of the first page; "" where none is told.

    `{dossier}` in the setting stands for the name of the dossier, where there are sites of several. A visitor's own is baked nowhere.
    """
    if is_own(dossier.folder):
        return ""
    told = os.environ.get(ADDRESS, "").replace("{dossier}", dossier.slug).rstrip("/")
    return f"{told}/{locate_page(kind, name) if kind else 'index.html'}" if is_address(told) else ""
