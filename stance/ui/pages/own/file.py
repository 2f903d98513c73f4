"""Step 1: a file, read once when it comes; templates and a worked example.

Belongs here: taking a file. Not here: what is in it (`columns`), reading it (`stance.bringing`).
"""

from pathlib import Path

import streamlit as st

from stance.bringing.placing import unpack_dossier
from stance.bringing.reading import read_sheet
from stance.dossier.codebook import load_codebook
from stance.errors import DataError, Problem, ProblemsError
from stance.formats import escape_markdown, format_count
from stance.ui.pages.own.ground import OWN_BOOK, Work, ask_one, current_work, limit_file, name_widget, show_step
from stance.ui.pages.own.places import check_room, list_books, open_folder, take_folder
from stance.ui.parts.tables import list_faults

EXAMPLE_NAME = "worked-example.xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = (
    "A table with one row a statement (who said what, when, where it was published), as CSV, Excel (.xlsx) or Parquet; or the zip of a "
    "whole dossier. At most {most}. Headers may be called anything: the next step asks which is which."
)


def choose_file(work: Work) -> bool:
    """Takes a file where one is given; whether there is a table to go on with."""
    place = st.container()
    st.caption(ABOUT.format(most=limit_file().amount))
    given = st.file_uploader(
        "Your table, or the zip of a dossier", key=name_widget("file"), max_upload_size=limit_file().most
    )
    if given is not None and given.file_id != work.upload:
        work.upload = given.file_id
        take_file(work, given.getvalue(), given.name)
        if work.is_whole:
            st.rerun()  # with the dossier chosen at the side
    with place:
        show_step(1, "A file", _describe(work), done=work.sheet is not None or work.is_whole)
    if work.sheet is None:
        left, _ = st.columns([1, 2])
        left.button("Open the worked example", key=name_widget("example"), on_click=_take_example)
    for note in work.sheet.notes if work.sheet else ():
        st.caption(escape_markdown(f"{note}."))
    _choose_sheet(work)
    if work.troubles:
        list_faults(work.troubles, "file_faults")
    with st.expander(
        "No table yet? Templates and the worked example", key=name_widget("templates"), on_change="rerun"
    ) as box:
        if box.open:
            _offer_templates()
    return work.sheet is not None


def _describe(work: Work) -> str:
    if work.sheet is not None:
        return f"{work.name[:60]}: {format_count(len(work.sheet.rows), 'row')}, {format_count(len(work.sheet.rows.columns), 'column')}"
    if work.is_whole:
        return f"{work.name[:60]}: a whole dossier, open"
    return f"{work.name[:60]} cannot be read" if work.troubles else "none yet"


def take_file(work: Work, content: bytes, name: str) -> None:
    """Reads a file into the work: a table, or a dossier that is opened at once; what cannot be read leaves its troubles.

    What was mended before stays: it counts again where the same cells come again.
    """
    work.content, work.name, work.sheet, work.troubles = content, Path(name).name, None, ()
    try:
        if len(content) > limit_file().most * 1024 * 1024:
            raise DataError([Problem(work.name, None, "", "", *limit_file().refuse())])
        if work.name.lower().endswith(".zip"):
            check_room()
            open_folder(unpack_dossier(content, work.name, take_folder()))
        else:
            work.sheet = read_sheet(content, work.name)
    except ProblemsError as error:
        work.troubles = error.problems


def _take_example() -> None:
    from stance.bringing.templates import make_example  # writes workbooks, which other visits do without

    work = current_work()
    content, work.book = make_example()
    take_file(work, content, EXAMPLE_NAME)
    work.answers["book"] = OWN_BOOK
    st.session_state[name_widget("book")] = OWN_BOOK


def _choose_sheet(work: Work) -> None:
    """The sheet of a workbook that has several."""
    if work.sheet is None or len(work.sheet.sheets) < 2:
        return
    names = list(work.sheet.sheets)
    chosen = ask_one("Sheet of the workbook", f"sheet_{work.upload}", names, names[0])
    if chosen != work.answers.get("sheet_read", names[0]):
        work.answers["sheet_read"] = chosen
        try:
            work.sheet, work.troubles = read_sheet(work.content, work.name, sheet=chosen), ()
        except ProblemsError as error:
            work.troubles = error.problems


def _offer_templates() -> None:
    """Downloads of an empty table for a codebook, and of the worked example with its codebook; made on the click."""
    books = list_books()
    st.caption(
        "A template has a column for everything a dossier can hold, three example rows, and lists to choose codes from."
    )
    title = ask_one("For the codebook of", "template_book", list(books), next(iter(books)))
    with st.container(horizontal=True):
        for kind, mime in (("xlsx", XLSX_TYPE), ("csv", "text/csv")):
            _offer(
                f"Template ({kind.upper()})",
                lambda kind=kind: _make_template(books[title], kind),
                f"template.{kind}",
                mime,
            )
        _offer("Worked example (XLSX)", lambda: _make_example()[0], EXAMPLE_NAME, XLSX_TYPE)
        _offer("Its codebook (TOML)", lambda: _make_example()[1].encode(), "codebook.toml", "application/toml")


def _offer(label: str, make, name: str, mime: str) -> None:
    st.download_button(label, make, name, mime, key=name_widget(f"get_{label}"), on_click="ignore")


def _make_template(folder: Path, kind: str) -> bytes:
    from stance.bringing.templates import make_template

    return make_template(load_codebook(folder), kind)


def _make_example() -> tuple[bytes, str]:
    from stance.bringing.templates import make_example

    return make_example()
