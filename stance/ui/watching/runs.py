"""A run of a page or of a part of it: how long it took and how it ended; a defect: its id and what it was.

Belongs here: the record of a run, and who hears of it. Not here: lines of a log (`logs`), numbers for Prometheus
(`metrics`), what the visitor is shown (`frame`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_hex
from typing import Protocol
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from stance.ui.links import NAMES
from stance.ui.private import MARK, shows_own

VISITOR, PAGE = "_watched_session", "_watched_page"
SHOWN, REFUSED, FAILED, AGAIN, STOPPED = "shown", "refused", "failed", "again", "stopped"
# What a visitor types, pastes or uploads (an event may be one's own), of which a record holds the length alone.
OWN = frozenset({"search", "statement", "event", "event_kind", *(name for name in NAMES if name.startswith("after"))})
LONGEST, MOST_VALUES = 80, 12


@dataclass
class Run:
    """One run: its page, its `part` ("" for the whole page), the session by a random name, and what the link chose.

    `status` is "shown", "refused" (a sentence stood in place of something), "failed" (an error id did), "again" (given up
    for a newer run) or "stopped"; `seconds` is known after the end.
    """

    page: str
    part: str
    session: str
    view: str
    status: str = SHOWN
    seconds: float = 0.0


@dataclass(frozen=True)
class Defect:
    """A defect that a visitor met, under the id that was shown."""

    id: str
    error: Exception
    page: str
    session: str


class Listener(Protocol):
    """Hears of every run after its end, and of every defect."""

    def hear_run(self, run: Run) -> None:
        """Takes note of a run."""

    def hear_defect(self, defect: Defect) -> None:
        """Takes note of a defect; must not keep it, its frames hold what the visitor asked for."""


LISTENERS: list[Listener] = []
_running: ContextVar[Run | None] = ContextVar("running", default=None)


@contextmanager
def watched_run(page: str = "", part: str = "") -> Iterator[None]:
    """A run that the listeners hear of; within another run it belongs to that one.

    Without a `page` it is that of the session's last run: a part that runs again alone does not know its page.
    """
    if _running.get() is not None:
        yield
        return
    run = _begin_run(page, part)
    token, start = _running.set(run), time.perf_counter()
    try:
        yield
    except BaseException as end:
        run.status = _name_end(end)
        raise
    finally:
        _running.reset(token)
        run.seconds = time.perf_counter() - start
        for listener in LISTENERS:
            listener.hear_run(run)


def _begin_run(page: str, part: str) -> Run:
    if page:
        st.session_state[PAGE] = page
    return Run(st.session_state.get(PAGE, ""), part, _name_session(), describe_view())


def _name_session() -> str:
    """Eight random digits that stand for the session; they tell nothing of the visitor and end with the session."""
    if VISITOR not in st.session_state:
        st.session_state[VISITOR] = token_hex(4)
    return st.session_state[VISITOR]


def _name_end(end: BaseException) -> str:
    if isinstance(end, RerunException):
        return AGAIN
    return STOPPED if isinstance(end, StopException) else FAILED


def describe_view() -> str:
    """The choices in the link of this run as a query string: known names alone, long values cut, a visitor's own words as their length.

    With a dossier of the visitor's own all values are their own words.
    """
    chosen = {name: st.query_params.get_all(name)[:MOST_VALUES] for name in st.query_params if name in NAMES}
    mine = shows_own() or any(value.startswith(MARK) for value in chosen.get("dossier", ()))
    hidden = frozenset(chosen) if mine else OWN
    return urlencode({name: [_shorten(one, name in hidden) for one in chosen[name]] for name in chosen}, doseq=True)


def _shorten(value: str, hidden: bool) -> str:
    return f"{len(value)} characters" if hidden else value[:LONGEST]


def note_refusal() -> None:
    """Notes that a sentence stands in place of something in this run."""
    run = _running.get()
    if run is not None and run.status == SHOWN:
        run.status = REFUSED


def report_defect(error: Exception) -> str:
    """The new id of a defect that the listeners have heard of: eight hexadecimal digits."""
    run = _running.get()
    if run is not None:
        run.status = FAILED
    page, session = (run.page, run.session) if run else (st.session_state.get(PAGE, ""), _name_session())
    defect = Defect(token_hex(4), error, page, session)
    for listener in LISTENERS:
        listener.hear_defect(defect)
    return defect.id
