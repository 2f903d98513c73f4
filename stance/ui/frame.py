"""The frame around every page: setup, title, messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from stance.dossier.tables import list_problems, to_csv_bytes
from stance.errors import ProblemsError, StanceError
from stance.formats import escape_markdown, format_count
from stance.ui.links import heeded_link

STYLE = Path(__file__).with_name("style.css")


def set_up_page() -> None:
    """Sets title, icon and layout; the first call of every run."""
    st.set_page_config(page_title="Stance tracker", page_icon="📊", layout="wide")
    st.html(STYLE)


@contextmanager
def shown_page() -> Iterator[None]:
    """A run of a page: what its link asks for and is not there is said above it, and what stops it is a message."""
    with heeded_link(), shown_errors():
        yield


@contextmanager
def shown_errors(name: str = "page") -> Iterator[None]:
    """Shows a StanceError as a message, one line a problem, and stops the page; anything else goes through.

    Where there are more problems than the message lists, all of them are a file. `name` tells two such places of a page apart.
    """
    try:
        yield
    except ProblemsError as error:
        head, *lines = str(error).splitlines()
        st.error("\n".join([head, "", *(f"- {escape_markdown(line)}" for line in lines)]))
        if error.is_cut:
            _offer_problems(error, name)
    except StanceError as error:
        st.error(escape_markdown(str(error)))


def _offer_problems(error: ProblemsError, name: str) -> None:
    """A download of every problem; the bytes are made on the click."""
    label = f"Download all {format_count(len(error.problems), 'problem')} (CSV)"
    st.download_button(
        label,
        lambda: to_csv_bytes(list_problems(error)),
        "problems.csv",
        "text/csv",
        key=f"problems_{name}",
        on_click="ignore",
    )


def show_title(title: str, subtitle: str) -> None:
    """The finding as the page's only first-level heading, and under it unit and period."""
    st.title(escape_markdown(title), anchor=False)
    st.caption(escape_markdown(subtitle))


def show_limits_link() -> None:
    """The way to the limits of the classifier, on every page that shows its scores."""
    st.page_link(
        "pages/method.py", label="What the classifier can and cannot do: Method", query_params={"method": "Classifier"}
    )


def is_dark() -> bool:
    """Whether the reader's page is dark."""
    return st.context.theme.type == "dark"
