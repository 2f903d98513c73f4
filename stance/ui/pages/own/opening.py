"""Step 5: the dossier is opened in every page, kept as a zip, or forgotten.

Belongs here: what can be done with a dossier that is sound. Not here: making it (`faults`), its classifier (`training`).
"""

import io
import zipfile
from pathlib import Path

import streamlit as st

from stance.bringing.assembling import Brought
from stance.bringing.placing import make_name, place_dossier
from stance.formats import escape_markdown, format_count
from stance.ui.loaded import fetch_title
from stance.ui.pages.own.codebook import Book
from stance.ui.pages.own.ground import Work, name_widget, show_step
from stance.ui.pages.own.places import check_room, list_own, open_folder, take_folder
from stance.ui.pages.own.training import show_training
from stance.ui.parts.own import forget_own

PAGES = {
    "pages/overview.py": "Overview",
    "pages/positions.py": "Positions",
    "pages/movement.py": "Movement",
    "pages/statements.py": "Statements",
}
KEEP = (
    "**How to keep it.** Download the zip. Give it here another time, or unpack it into `data/` of a copy of this program of your own, or "
    "into a folder that its setting `STANCE_DATA` names: then it is there at every start, for all who use that copy (`python -m stance init` "
    "begins such a folder, `python -m stance validate` checks it)."
)
OPENED = "“{title}” is open: it is chosen at the side, and every page, report and export shows it."


def offer_opening(work: Work, brought: Brought, book: Book) -> None:
    """A button that opens what the table makes, or the present state of it."""
    ready = format_count(brought.statements, "statement")
    is_open = work.opened in [folder.name for folder in list_own()]
    show_step(5, "Open", f"{ready}, open" if is_open else f"{ready}, ready", done=True)
    fresh = is_open and work.answers.get("opened_from") == work.made[0] if work.made else False
    if fresh:
        return
    label = "Open it again with what you changed" if is_open else f"Open {ready} in every page"
    if st.button(label, type="primary", key=name_widget("open")):
        place(work, brought, make_name(book.codebook.title.translate(str.maketrans("/\\", "--"))))
        st.rerun()


def place(work: Work, brought: Brought, name: str) -> None:
    """Writes the dossier into the visitor's folder, in place of the former one of this table, and opens it; raises StanceError."""
    check_room(name)
    folder = place_dossier(brought.files, take_folder(), name)
    work.opened, work.answers["opened_from"] = folder.name, work.made[0] if work.made else None
    open_folder(folder)


def show_opened(work: Work) -> None:
    """Each dossier of the visitor's own: its pages, its zip, its classifier; and the way to forget it all."""
    for folder in list_own():
        with st.container(border=True, key=name_widget(f"dossier_{folder.name}")):
            st.markdown(escape_markdown(OPENED.format(title=fetch_title(folder) or folder.name)))
            with st.container(horizontal=True):
                for page, label in PAGES.items():
                    st.page_link(page, label=label)
            _offer_zip(folder)
            show_training(work, folder)
    if list_own():
        st.markdown(KEEP)


def _offer_zip(folder: Path) -> None:
    st.download_button(
        "Download the dossier (zip)",
        lambda: zip_folder(folder),
        f"{folder.name}.zip",
        "application/zip",
        key=name_widget(f"zip_{folder.name}"),
        on_click="ignore",
    )


def zip_folder(folder: Path) -> bytes:
    """The files of a dossier, with its classifier where it has one, as a zip with one folder of the dossier's name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    return packed.getvalue()


def offer_forgetting() -> None:
    """A button that forgets everything that was given here, at once."""
    if st.button("Forget everything that I brought", key=name_widget("forget")):
        forget_own()
        st.rerun()
