"""How a reader gives many statements: pasted, one a line, or a table with a column of them.

Belongs here: the boxes, and reading a file once. Not here: scoring and showing (`many`).
"""

import streamlit as st

from stance.classifier.given import SIDE, TEXT, Given, check_amount, name_actors, split_lines
from stance.dossier.loading import Dossier
from stance.dossier.own_events import MEGABYTE
from stance.errors import DataError, Problem
from stance.formats import escape_markdown
from stance.ui.parts.own import LINES, SHEET_KEPT, limit_scored, name_upload

FROM, PASTED, TABLE = "scored_from", "Pasted lines", "A table"
NO_SIDE = ""
LINES_NAME = "pasted lines"
KINDS = ("csv", "tsv", "txt", "xlsx", "parquet")


def choose_given(dossier: Dossier) -> tuple[Given | None, tuple]:
    """What the reader gave, None where that is nothing yet, and what tells it from anything else that was given.

    Raises DataError with every fault of a file's form.
    """
    st.session_state.setdefault(FROM, PASTED)
    way = st.segmented_control("Statements from", [PASTED, TABLE], required=True, key=FROM, persist_state="page")
    return _choose_lines(dossier) if way == PASTED else _choose_table(dossier)


def choose_side(dossier: Dossier, key: str) -> str:
    """The side of whoever said what is pasted, by its id; "" for none."""
    titles = {NO_SIDE: "None: score without the side"} | dossier.label_sides()
    return str(
        st.selectbox("Side of the speaker", list(titles), format_func=titles.__getitem__, key=key, persist_state="page")
    )


def _choose_lines(dossier: Dossier) -> tuple[Given | None, tuple]:
    with st.form("own_statements", border=False):
        text = st.text_area(
            "Statements, one a line, in the language of the dossier",
            key=LINES,
            height=220,
            placeholder=f"One point a line, at most {limit_scored()[1].most:,} lines.",
            persist_state="page",
        )
        side = choose_side(dossier, "lines_side")
        st.form_submit_button("Score lines")
    rows = split_lines(text or "")
    if rows.empty:
        return None, ()
    sided = {SIDE: SIDE} if side else {}
    return Given(LINES_NAME, rows.assign(**{SIDE: side} if side else {}), **sided), (text, side)


def _choose_table(dossier: Dossier) -> tuple[Given | None, tuple]:
    megabytes, rows, _ = limit_scored()
    st.caption(f"CSV, XLSX or Parquet with one statement a row, at most {megabytes.amount} and {rows.amount}.")
    with st.container(key="own_table"):
        file = st.file_uploader(
            "Table of statements", type=KINDS, key=name_upload("own_table"), max_upload_size=megabytes.most
        )
    if file is None:
        st.session_state.pop(SHEET_KEPT, None)
        return None, ()
    sheet = _choose_sheet(file)
    for note in sheet.notes:
        st.caption(escape_markdown(note))
    text, side = _choose_columns(dossier, sheet, file.file_id)
    if not text:
        return None, ()
    return _name_columns(dossier, sheet, text, side), (file.file_id, sheet.rows.shape, text, side)


def _choose_sheet(file):
    """The table of the file; of a workbook with several sheets the one that the reader chooses."""
    sheet = _read_once(file, "")
    if len(sheet.sheets) < 2:
        return sheet
    chosen = st.selectbox(
        "Sheet", sheet.sheets, key=f"sheet_{file.file_id}", index=None, placeholder="The first one that holds something"
    )
    return _read_once(file, chosen) if chosen else sheet


def _read_once(file, name: str):
    """A sheet of the file, read when it comes and not on every run; raises DataError where it cannot be read."""
    kept = st.session_state.get(SHEET_KEPT, {})
    key, whole = (file.file_id, name), (file.file_id, "")
    if key not in kept:
        first = {whole: kept[whole]} if whole in kept else {}
        kept = st.session_state[SHEET_KEPT] = first | {key: _read(file, name)}
    found = kept[key]
    if isinstance(found, DataError):
        raise found.with_traceback(None)
    return found


def _read(file, name: str):
    from stance.bringing.reading import read_sheet  # libraries that only this needs

    megabytes, *amount = limit_scored()
    if file.size > megabytes.most * MEGABYTE:
        return DataError([Problem(file.name, None, "", "", *megabytes.refuse())])
    try:
        sheet = read_sheet(file.getvalue(), file.name, sheet=name)
        check_amount(sheet.name, sheet.rows, *amount)
    except DataError as error:
        return error
    return sheet


def _choose_columns(dossier: Dossier, sheet, file_id: str) -> tuple[str, str]:
    """The columns of the statements and of the sides or actors: at first those whose names say so; "" for none."""
    from stance.bringing.mapping import guess_columns

    headers = list(sheet.rows)
    guess = guess_columns(headers, dossier.codebook)
    first = guess.get(TEXT) or (headers[0] if len(headers) == 1 else "")
    sided = guess.get(SIDE) or guess.get("actor") or NO_SIDE
    left, right = st.columns(2)
    text = left.selectbox(
        "Column of the statements",
        headers,
        index=headers.index(first) if first else None,
        key=f"text_column_{file_id}_{len(headers)}",
        placeholder="Choose the column that holds what was said",
    )
    side = right.selectbox(
        "Column of the side or the actor",
        [NO_SIDE, *headers],
        index=[NO_SIDE, *headers].index(sided),
        format_func=lambda one: one or "None: score without the side",
        key=f"side_column_{file_id}_{len(headers)}",
    )
    return text or "", side or NO_SIDE


def _name_columns(dossier: Dossier, sheet, text: str, side: str) -> Given:
    """What was given, with the chosen column taken for the side or for the actor, by what its cells name."""
    if side and name_actors(sheet.rows[side], dossier):
        return Given(sheet.name, sheet.rows, text, actor=side)
    beside = "actor" if side and side != "actor" and "actor" in sheet.rows else ""
    return Given(sheet.name, sheet.rows, text, side, beside)
