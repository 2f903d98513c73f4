"""Tables of exhibits: columns with label and unit, rows that open, and a download of exactly the rows shown."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.tables import to_csv_bytes
from stance.errors import FIELDS, Problem
from stance.exhibits.exhibit import Column, Table
from stance.formats import escape_markdown, format_count
from stance.ui.frame import run_alone

FORMATS = {"signed": "%+.2f", "number": "%.2f", "precise": "%.3f"}
MOST_LISTED = 500
OPEN_ROW = "Choose a row (its box at the left; on the keyboard Shift+Space) to read it in full."


def show_table(table: Table, key: str, *, noun: str = "row") -> None:
    """The table with its note and a download of its rows."""
    st.dataframe(
        table.packed, hide_index=True, placeholder="", alt=table.about, column_config=configure_columns(table.columns)
    )
    if table.note:
        st.caption(escape_markdown(table.note))
    offer_table(table, key, noun=noun)


@run_alone
def fold_table(label: str, table: Table, key: str, *, noun: str = "row") -> None:
    """The same in a box that is closed at first, and made when it is opened; a part of the page that runs again alone."""
    box = st.expander(escape_markdown(label), key=f"{key}_open", on_change="rerun")
    if box.open:
        with box:
            show_table(table, key, noun=noun)


def offer_table(table: Table, key: str, *, noun: str = "row") -> None:
    """A download of exactly the rows of the table."""
    offer_csv(f"Download {format_count(len(table.rows), noun)} (CSV)", table, key)


def offer_csv(label: str, table: Table, key: str) -> None:
    """A download of exactly the rows of the table under a label of its own; the bytes are made on the click."""
    make, name = partial(_write_csv, table), f"{table.file}.csv"
    st.download_button(label, make, name, "text/csv", key=f"download_{key}", on_click="ignore")


def list_faults(problems: Sequence[Problem], key: str) -> None:
    """Every problem as a row of a table: file, row, column, value, trouble, remedy, with a download of all."""
    shown = _tabulate(problems[:MOST_LISTED])
    shown = shown.assign(row=shown["row"].astype("Int64"))
    wide = {name: st.column_config.TextColumn(name, width="large") for name in ("trouble", "remedy")}
    head = f"{format_count(len(problems), 'fault')}: {problems[0]}"
    st.dataframe(shown, hide_index=True, placeholder="", alt=head, column_config=wide)
    if len(problems) > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED} of {len(problems):,} faults; the download has all.")
    label = f"Download {format_count(len(problems), 'fault')} (CSV)"
    st.download_button(
        label,
        lambda: to_csv_bytes(_tabulate(problems)),
        "faults.csv",
        "text/csv",
        key=f"download_{key}",
        on_click="ignore",
    )


def _tabulate(problems: Sequence[Problem]) -> pd.DataFrame:
    return pd.DataFrame([astuple(problem) for problem in problems], columns=list(FIELDS))


def _write_csv(table: Table) -> bytes:
    return to_csv_bytes(table.shown)


def pick_row(table: Table, key: str, **settings) -> pd.Series | None:
    """A table from which one row can be chosen, by click or by keyboard; the chosen row, or None with a hint.

    A choice is a row's number, so it ends with the table that it was made in: other rows are another table to Streamlit.
    """
    event = st.container(key=key).dataframe(
        table.packed,
        hide_index=True,
        key=f"{key}_{table.stamp}",
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        alt=table.about,
        column_config=configure_columns(table.columns),
        **settings,
    )
    if event["selection"]["rows"]:
        return table.rows.iloc[event["selection"]["rows"][0]]
    st.caption(OPEN_ROW)
    return None


def write_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A small table as Markdown, its cells escaped; its text wraps, and it can be read without a canvas."""
    lines = [" | ".join(escape_markdown(" ".join(cell.split())) for cell in row) for row in (head, *rows)]
    return "\n".join(f"| {line} |" for line in (lines[0], " | ".join(["---"] * len(head)), *lines[1:]))


def configure_columns(columns: tuple[Column, ...]) -> dict:
    """Streamlit's settings of each column: heading with unit, number format, links."""
    return {column.name: _configure(column) for column in columns}


def _configure(column: Column):
    label = column.heading
    if column.kind in FORMATS:
        return st.column_config.NumberColumn(label, format=FORMATS[column.kind])
    if column.kind == "share":
        return st.column_config.NumberColumn(label, format="percent")
    if column.kind == "link":
        return st.column_config.LinkColumn(label)
    if column.kind == "day":
        return st.column_config.DateColumn(label, format="YYYY-MM-DD")
    return st.column_config.Column(label, width="large" if column.name == "text" else None)
