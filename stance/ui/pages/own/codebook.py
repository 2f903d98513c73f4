"""Step 3: the codebook, one that is there already or one that is written here, and the columns that hold its codes.

Belongs here: choosing the codebook. Not here: its form (`form`), what a codebook may hold (`stance.dossier.codebook`).
"""

from dataclasses import dataclass

import streamlit as st

from stance.bringing.codebooks import copy_codebook, read_codebook
from stance.bringing.mapping import guess_columns
from stance.bringing.reading import Sheet
from stance.dossier.codebook import Codebook
from stance.errors import DataError, Problem, ProblemsError
from stance.formats import escape_markdown, format_count, format_number
from stance.limits import TOML_BYTES
from stance.ui.pages.own.columns import choose_header, describe_cells
from stance.ui.pages.own.form import write_form
from stance.ui.pages.own.ground import OWN_BOOK, Work, ask_one, name_widget, show_step
from stance.ui.pages.own.places import list_books
from stance.ui.parts.tables import list_faults

WRITTEN, GIVEN = "Write one here", "From a file codebook.toml"
ABOUT = "The codebook says which days the dossier covers, which sides there are, and which questions (topics) the codes are about."
MADE = "Download this codebook (TOML)"


@dataclass(frozen=True)
class Book:
    """A codebook as it was chosen or written: its text and what is in it, and the header of each topic's codes."""

    text: str
    codebook: Codebook
    columns: dict[str, str]


def choose_codebook(work: Work, sheet: Sheet, columns: dict[str, str]) -> Book | None:
    """The codebook; None, with what is still missing, where there is none that can be used."""
    place = st.container()
    st.caption(ABOUT)
    shipped = list_books()
    options = [*([OWN_BOOK] if work.book else []), WRITTEN, *shipped, GIVEN]
    chosen = ask_one("Codebook", "book", options, options[0])
    try:
        if chosen == WRITTEN:
            text, asked = write_form(sheet, columns)
        else:
            text, asked = _read_chosen(work, chosen, shipped), None
        book = read_codebook(text) if text else None
    except ProblemsError as error:
        _show_state(place, None)
        list_faults(error.problems, "book_faults")
        return None
    _show_state(place, book)
    if book is None:
        return None
    topics = asked if asked is not None else _choose_topics(book, sheet, columns)
    st.download_button(MADE, text, "codebook.toml", "application/toml", key=name_widget("get_book"), on_click="ignore")
    return Book(text, book, topics)


def _show_state(place, book: Codebook | None) -> None:
    with place:
        if book is None:
            show_step(3, "Codebook", "not complete yet")
        else:
            sides = format_count(len(book.sides), "side")
            show_step(3, "Codebook", f"{sides}, {format_count(len(book.topics), 'topic')}", done=True)


def _read_chosen(work: Work, chosen: str, shipped: dict) -> str:
    """The text of a codebook that is there already, "" while none is given."""
    if chosen == GIVEN:
        _take_book(work)
        return work.book
    return work.book if chosen == OWN_BOOK else copy_codebook(shipped[chosen])


def _take_book(work: Work) -> None:
    given = st.file_uploader("codebook.toml", key=name_widget("book_file"), max_upload_size=1)
    if given is None or given.file_id == work.book_upload:
        return
    content = given.getvalue()
    if len(content) > TOML_BYTES.most:
        raise DataError([Problem("codebook.toml", None, "", "", *TOML_BYTES.refuse())])
    work.book_upload, work.book = given.file_id, content.decode("utf-8-sig", errors="replace")


def _choose_topics(book: Codebook, sheet: Sheet, columns: dict[str, str]) -> dict[str, str]:
    """The header of the codes of each topic, guessed by its name."""
    guessed = guess_columns([one for one in sheet.rows.columns if one not in columns.values()], book)
    st.markdown(
        "**Columns with the codes** (empty cells are statements that say nothing on the topic, or are not coded yet)"
    )
    chosen = {}
    for topic in book.topics:
        ours, theirs, first = st.columns([3, 2, 3], vertical_alignment="center")
        codes = " to ".join(format_number(code, 0) for code in (topic.codes[0], topic.codes[-1]))
        ours.markdown(f"**{escape_markdown(topic.title)}**, {codes}  \n{escape_markdown(topic.question)}")
        with theirs:
            label = f"Your column for the codes of “{topic.title}”"
            chosen[topic.id] = choose_header(label, f"codes_{topic.id}", sheet, guessed.get(topic.id, ""))
        first.caption(escape_markdown(describe_cells(sheet.rows, chosen[topic.id])) or "–")
    return chosen
