"""What the steps of the page share: the table that was given, the answers of the visitor, and what was made of them.

Belongs here: what stands in the session, and widgets whose answers outlive a change of page. Not here: any step.
Streamlit forgets a widget that a run does not draw; an answer is therefore kept beside its widget.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from stance.bringing.assembling import Brought
from stance.bringing.reading import Sheet
from stance.classifier.apart import Training
from stance.errors import Problem
from stance.limits import DEMO_OWN_FILE_MB, OWN_FILE_MB, Limit
from stance.settings import read_settings
from stance.ui.parts.own import DOSSIER_KEPT, name_round

T = TypeVar("T")
OWN_BOOK = "codebook.toml that was given"


@dataclass
class Mended:
    """What a visitor wrote in place of a cell: its row and header, what stood there, and what stands there now."""

    row: int
    column: str
    was: str
    now: str


@dataclass
class Work:
    """All that a visitor gave and answered on this page.

    upload: the id of the upload that was read last. content, name: the file, "" before one was given. sheet: its table, None where it
    has none that can be read. troubles: why not. answers: of the widgets, by name. book: a codebook.toml that was given. mends: what was
    written instead, also of cells that the present file does not have. made: what was assembled last, and from what. opened: the name of the folder
    of the dossier that was opened from the table. training: the classifier in the making. found: what was found in the table, by name, with what it depends on.
    """

    upload: str = ""
    book_upload: str = ""
    content: bytes = b""
    name: str = ""
    sheet: Sheet | None = None
    troubles: tuple[Problem, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    book: str = ""
    mends: list[Mended] = field(default_factory=list)
    made: tuple[Any, Brought] | None = None
    opened: str = ""
    training: Training | None = None
    found: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def find_once(self, name: str, what: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, found again only when `what` it depends on has changed."""
        if self.found.get(name, (None,))[0] != what:
            self.found[name] = what, find()
        return self.found[name][1]

    @property
    def is_whole(self) -> bool:
        """Whether the file was a whole dossier, which needs no further step."""
        return bool(self.name) and self.sheet is None and not self.troubles


def current_work() -> Work:
    """What this visitor gave and answered so far."""
    return st.session_state.setdefault(DOSSIER_KEPT, Work())


def name_widget(name: str) -> str:
    """The key of a widget of this page: another one once all was forgotten, since what it holds is forgotten with it."""
    return f"own_{name_round()}_{name}"


def ask(draw: Callable[..., T], label: str, name: str, default: T, **settings: Any) -> T:
    """The answer to a widget, which it keeps when the visitor goes to another page; at first `default`."""
    key, answers = name_widget(name), current_work().answers
    if key not in st.session_state:
        st.session_state[key] = answers.get(name, default)
    answers[name] = draw(label, key=key, **settings)
    return answers[name]


def ask_one(label: str, name: str, options: list[str], default: str, **settings: Any) -> str:
    """One of the options; the default where the former answer is none of them."""
    key, answers = name_widget(name), current_work().answers
    if st.session_state.get(key, answers.get(name)) not in options:
        answers.pop(name, None)
        st.session_state[key] = default
    return ask(st.selectbox, label, name, default, options=options, **settings)


def show_step(number: int, title: str, state: str, *, done: bool = False) -> None:
    """The heading of a step with its state: what it has, or what it waits for."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"own_step_{number}"):
        st.subheader(f"{number}. {title}", anchor=False, width="content")
        st.badge(state, color="green" if done else "gray")


def limit_file() -> Limit:
    """How large a file may be here."""
    return DEMO_OWN_FILE_MB if read_settings().is_demo else OWN_FILE_MB
