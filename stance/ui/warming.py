"""What is made before the first visitor comes: the first screen of every dossier, and every page as a visitor first sees it.

Belongs here: filling the caches of a server that starts, and a visitor without a browser who does. Not here: the caches
(`caches`), the server (`server.py`).
"""

import asyncio
import gc
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionClient

from stance.dossier.loading import Dossier, find_dossiers
from stance.errors import StanceError
from stance.memory import give_back
from stance.ui.loaded import default_view, fetch_dossier
from stance.ui.pages.overview import gather_overview

SCHEMES = ("light", "dark")
PAGE_SECONDS = 60


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
        gather_overview(dossier, default_view(dossier), dark=dark)


class Guide(SessionClient):
    """A visitor who takes what the server sends, keeps the pages that it names, and notes that a page is done."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.done = asyncio.Event()

    def write_forward_msg(self, message: ForwardMsg) -> None:
        """Takes a message of the server."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = [one.page_script_hash for one in message.navigation.app_pages]
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.done.set()

    @property
    def client_context(self) -> None:
        """No connection: it has no address, no cookies."""


async def visit_pages(server: Runtime) -> list[str]:
    """Shows every page to a visitor, light and dark, so that what they show at first is kept; returns the pages by their hashes.

    A page that fails, or takes more than a minute, is left to its visitors. To be run in the loop of the server.
    """
    return [page for scheme in SCHEMES for page in await _visit_pages(server, scheme)]


def settle_memory() -> None:
    """Sets what is kept apart from what may become litter, and looks for litter from now on.

    Looking through all that a server keeps takes half a second, in which its visitors wait.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    give_back()


async def _visit_pages(server: Runtime, scheme: str) -> list[str]:
    guide = Guide()
    session = server.connect_session(guide, {})
    try:
        await _open_page(server, session, guide, _ask_page("", scheme))
        for page in guide.pages:
            await _open_page(server, session, guide, _ask_page(page, scheme))
    finally:
        server.close_session(session)
    return guide.pages


def _ask_page(page: str, scheme: str) -> BackMsg:
    asked = BackMsg()
    asked.rerun_script.page_script_hash = page
    asked.rerun_script.context_info.color_scheme = scheme
    return asked


async def _open_page(server: Runtime, session: str, guide: Guide, asked: BackMsg) -> None:
    """Asks for a page and waits until it is done."""
    guide.done.clear()
    server.handle_backmsg(session, asked)
    try:
        await asyncio.wait_for(guide.done.wait(), PAGE_SECONDS)
    except TimeoutError:
        return
