"""The page Your own dossier: five steps from a file to every page, each with its state.

Belongs here: the order of the steps. Not here: any one of them.
"""

import streamlit as st

from stance.ui.frame import show_title, shown_errors
from stance.ui.pages.own.codebook import choose_codebook
from stance.ui.pages.own.columns import choose_columns
from stance.ui.pages.own.faults import check_table
from stance.ui.pages.own.file import choose_file
from stance.ui.pages.own.ground import Work, current_work, show_step
from stance.ui.pages.own.opening import offer_forgetting, offer_opening, show_opened
from stance.ui.pages.own.places import list_own
from stance.ui.pages.own.training import show_trouble
from stance.ui.parts.own import describe_keeping
from stance.ui.sidebar import current_filters, say_unfiltered

TITLE = "Your own dossier"
ABOUT = "From a spreadsheet of statements to positions over time that can be checked and published, in five steps."
PRIVATE = (
    "What you give lies in this tab’s session only: no other visitor sees it, no link leads to it, and it is gone when you close or reload "
    "this tab. Download the dossier as a zip to keep it."
)
STEPS = ("A file", "Columns", "Codebook", "Faults", "Open")


def show_own() -> None:
    """Title, the steps as far as they go, what is open, and the way to forget it."""
    current_filters()  # a link that opens this page as the very first one of a server has to run the whole dashboard
    say_unfiltered()
    show_title(TITLE, ABOUT)
    st.caption(f"{PRIVATE} {describe_keeping()}".strip())
    work = current_work()
    show_trouble(work)
    reached = 0
    with shown_errors("own_steps"):
        reached = _go_through(work)
    for number in range(reached + 1, len(STEPS) + 1) if not list_own() or work.sheet is not None else ():
        show_step(number, STEPS[number - 1], f"after step {number - 1}")
    with shown_errors("own_opened"):
        show_opened(work)
    if work.name or list_own():
        offer_forgetting()


def _go_through(work: Work) -> int:
    """The steps one after the other, as far as what was given allows; returns the last one that was shown."""
    if not choose_file(work) or work.sheet is None:
        return 1
    columns = choose_columns(work.sheet)
    book = choose_codebook(work, work.sheet, columns)
    if book is None:
        return 3
    brought = check_table(work, work.sheet, columns, book)
    if brought is None:
        return 4
    offer_opening(work, brought, book)
    return 5
