"""The frame around every page: setup, title, messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from stance.errors import ProblemsError, StanceError
from stance.formats import escape_markdown

STYLE = Path(__file__).with_name("style.css")


def set_up_page() -> None:
    """Sets title, icon and layout; the first call of every run."""
    st.set_page_config(page_title="Stance tracker", page_icon="📊", layout="wide")
    st.html(STYLE)


@contextmanager
def shown_errors() -> Iterator[None]:
    """Shows a StanceError as a message, one line a problem, and stops the page; anything else goes through."""
    try:
        yield
    except ProblemsError as error:
        head, *lines = str(error).splitlines()
        st.error("\n".join([head, "", *(f"- {escape_markdown(line)}" for line in lines)]))
    except StanceError as error:
        st.error(escape_markdown(str(error)))


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
