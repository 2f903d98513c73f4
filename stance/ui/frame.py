"""The frame around every page: setup, title, messages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import streamlit as st

from stance.dossier.tables import list_problems, to_csv_bytes
from stance.errors import ProblemsError, StanceError
from stance.formats import escape_markdown, format_count
from stance.memory import use_one_heap
from stance.ui.keeping import single_look
from stance.ui.links import heeded_link
from stance.ui.private import describe_error
from stance.ui.turns import taken_turn
from stance.ui.watching.logs import start_logs
from stance.ui.watching.runs import note_refusal, report_defect, watched_run

P = ParamSpec("P")
CAME = "_came"
STYLE = Path(__file__).with_name("style.css")
DEFECT = (
    "Something went wrong here, and this part of the page could not be shown. Load the page again, or take the last choice "
    "back. If it stays, tell whoever runs this dashboard the error id **{id}**: it leads to the entry in the log."
)


def set_up_page() -> None:
    """Sets title, icon and layout, the log, and where memory is taken from; the first call of every run."""
    use_one_heap()
    start_logs()
    st.set_page_config(page_title="Stance tracker", page_icon="📊", layout="wide")
    st.html(STYLE)


@contextmanager
def shown_page(page: str) -> Iterator[None]:
    """A run of the page of that name: what its link asks for and is not there is said above it, what stops it is a message."""
    with watched_run(page), taken_turn(), single_look(), heeded_link(), shown_errors():
        yield
    st.session_state[CAME] = True


def is_first_run() -> bool:
    """Whether no page was shown in this session before the present run."""
    return CAME not in st.session_state


def run_alone(show: Callable[P, None]) -> Callable[P, None]:
    """Makes `show` a part of a page that runs again alone (a fragment of Streamlit's), with messages of its own."""

    @st.fragment
    @wraps(show)
    def show_alone(*args: P.args, **kwargs: P.kwargs) -> None:
        part = show.__name__.strip("_")
        with watched_run(part=part), taken_turn(), single_look(), shown_errors(part):
            show(*args, **kwargs)

    return show_alone


@contextmanager
def shown_errors(name: str = "page") -> Iterator[None]:
    """Shows a StanceError as a message, one line a problem, and any other error as an error id; ends what it encloses.

    Where there are more problems than the message lists, all of them are a file. `name` tells two such places of a page apart.
    """
    try:
        yield
    except ProblemsError as error:
        note_refusal()
        head, *lines = str(error).splitlines()
        st.error("\n".join([head, "", *(f"- {escape_markdown(line)}" for line in lines)]))
        if error.is_cut:
            _offer_problems(error, name)
    except StanceError as error:
        note_refusal()
        st.error(escape_markdown(describe_error(error)))
    except Exception as error:
        show_defect(error)


def show_defect(error: Exception) -> bool:
    """Shows an error id in place of what failed, and reports the error under it; True: nothing else need be shown."""
    st.error(DEFECT.format(id=report_defect(error)))
    return True


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
