"""Step 4: what keeps the table from being a dossier, each fault with a box for what should stand there instead.

Belongs here: showing faults and taking corrections. Not here: finding them (`stance.bringing.assembling`).
A correction remembers which cell it replaced and what stood there: it counts wherever that cell still holds the same, also in a
file that is given again, and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from stance.bringing.assembling import Brought, assemble, list_unread
from stance.bringing.dates import is_of_two
from stance.bringing.reading import Sheet
from stance.errors import Problem
from stance.formats import escape_markdown, format_count
from stance.ui.pages.own.codebook import Book
from stance.ui.pages.own.columns import choose_order
from stance.ui.pages.own.file import XLSX_TYPE
from stance.ui.pages.own.ground import Mended, Work, name_widget, show_step
from stance.ui.parts.tables import list_faults

AT_A_TIME, MOST_GROUPED, LONGEST, ROWS_NAMED = 20, 5_000, 500, 6
EMPTIED = "-"
HOW = f"**Mend here**: write what should stand in the cell instead, or {EMPTIED} for an empty cell. Your file stays as it is."
AMBIGUOUS = (
    "Some dates of this table can be read in two ways. Say here which part stands first, for all of them at once:"
)


@dataclass(frozen=True)
class Fault:
    """Cells of one column that hold the same and are wrong for the same reason: their rows, and what to do."""

    rows: tuple[int, ...]
    column: str
    value: str
    trouble: str
    remedy: str


def check_table(work: Work, sheet: Sheet, columns: dict[str, str], book: Book) -> Brought | None:
    """The dossier that the table makes; None, with every fault and a way to mend it, where it makes none."""
    place = st.container()
    order = st.session_state.get(name_widget("order"), work.answers.get("order", ""))
    brought = make_once(work, sheet, columns | book.columns, book, order)
    with place:
        _show_state(brought)
    if order or any(is_of_two(one.value) for one in brought.problems):
        st.markdown(AMBIGUOUS)
        choose_order()
    _show_mended(brought)
    if unread := list_unread(sheet, columns | book.columns):
        st.caption(
            f"Not used: {escape_markdown(', '.join(one or '(no header)' for one in unread[:12]))}{' …' if len(unread) > 12 else ''}."
        )
    if brought.problems:
        _mend_faults(work, sheet, brought.problems)
    _show_written(work, sheet)
    return None if brought.problems else brought


def make_once(work: Work, sheet: Sheet, columns: dict[str, str], book: Book, order: str) -> Brought:
    """What the table makes, made again only when something that it is made of has changed."""
    mends = apply_mends(work.mends, sheet.rows)
    what = (id(sheet), tuple(columns.items()), book.text, order, tuple(mends.items()))
    if work.made is None or work.made[0] != what:
        work.made = what, assemble(sheet, columns, book.text, mends=mends, order=order)
    return work.made[1]


def apply_mends(mends: Iterable[Mended], rows: pd.DataFrame) -> dict[tuple[int, str], str]:
    """What stands in which cell instead, of those cells that still hold what was mended."""
    return {(one.row, one.column): one.now for one in mends if counts_here(one, rows)}


def counts_here(mend: Mended, rows: pd.DataFrame) -> bool:
    """Whether the cell is there and still holds what was mended."""
    there = mend.row in rows.index and mend.column in rows
    return bool(there and rows.at[mend.row, mend.column] == mend.was)


def _show_state(brought: Brought) -> None:
    if brought.problems:
        show_step(4, "Faults", f"{format_count(len(brought.problems), 'fault')} to mend")
    else:
        show_step(4, "Faults", "none", done=True)


def _show_mended(brought: Brought) -> None:
    """What was mended without asking, one line a reason."""
    if not brought.mended:
        return
    count = sum(one.count for one in brought.mended)
    with st.expander(f"Mended without asking: {format_count(count, 'cell')}", key=name_widget("mended")):
        lines = [
            {
                "column": one.column,
                "first row": one.row,
                "was": one.before,
                "is now": one.after,
                "why": one.reason,
                "cells": one.count,
            }
            for one in brought.mended
        ]
        st.dataframe(pd.DataFrame(lines), hide_index=True, placeholder="", alt="What was mended without asking")


def group_faults(problems: Iterable[Problem], sheet: Sheet) -> tuple[list[Fault], list[Problem]]:
    """The faults of cells, those alike together, and the problems that no other cell would mend."""
    groups: dict[tuple[str, str, str, str], list[int]] = {}
    others: list[Problem] = []
    for one in problems:
        if one.row is None or one.row not in sheet.rows.index or one.column not in sheet.rows:
            others.append(one)
        else:
            groups.setdefault((one.column, one.value, one.trouble, one.remedy), []).append(one.row)
    found = [
        Fault(tuple(dict.fromkeys(rows)), column, value, trouble, remedy)
        for (column, value, trouble, remedy), rows in groups.items()
    ]
    return found, others


def _mend_faults(work: Work, sheet: Sheet, problems: Sequence[Problem]) -> None:
    """All faults as a table, boxes for the first ones, and a marked copy for who would rather mend the file."""
    faults, others = group_faults(problems[:MOST_GROUPED], sheet)
    list_faults(problems, "faults")
    _offer_marked(sheet, problems)
    if others:
        st.markdown("**To mend in the steps above, or in the file**")
        st.markdown("\n".join(f"- {escape_markdown(str(one))}" for one in others[:AT_A_TIME]))
    if faults:
        _write_instead(work, sheet, faults)


def _write_instead(work: Work, sheet: Sheet, faults: list[Fault]) -> None:
    """A box a fault for what should stand in its cells; equal cells are mended together."""
    st.markdown(HOW)
    shown = faults[:AT_A_TIME]
    with st.form(name_widget("mend"), border=True):
        written = [_write_one(place, fault) for place, fault in enumerate(shown)]
        pressed = st.form_submit_button("Mend these cells", type="primary")
    if len(faults) > len(shown):
        st.caption(
            f"The first {len(shown)} of {len(faults)} different faults; the next ones come when these are mended."
        )
    if pressed and any(written):
        for fault, text in zip(shown, written, strict=True):
            write_mends(work.mends, fault, text, sheet.rows)
        st.rerun()


def _write_one(place: int, fault: Fault) -> str:
    left, right = st.columns([3, 2], vertical_alignment="center")
    value = f"“{fault.value[:80]}” " if fault.value else "an empty cell "
    left.markdown(escape_markdown(f"{fault.column}, {name_rows(fault.rows)}: {value}{fault.trouble}. {fault.remedy}."))
    key = name_widget(f"instead_{place}_{fault.column}_{fault.value[:40]}_{fault.rows[0]}")
    label = f"{fault.column}, {name_rows(fault.rows)}: write instead"
    return str(
        right.text_input(label, key=key, max_chars=LONGEST, placeholder="write instead", label_visibility="collapsed")
    ).strip()


def name_rows(rows: Sequence[int]) -> str:
    """The first rows of a fault: "rows 3, 7 and 12", and how many there are besides."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    more = f" and {len(rows) - ROWS_NAMED:,} more" if len(rows) > ROWS_NAMED else ""
    return f"rows {', '.join(map(str, rows[:ROWS_NAMED]))}{more}"


def write_mends(mends: list[Mended], fault: Fault, text: str, rows: pd.DataFrame) -> None:
    """Notes what stands in the cells of a fault instead; a text that is empty mends nothing, `EMPTIED` empties them."""
    if not text:
        return
    for row in fault.rows:
        mends[:] = [one for one in mends if (one.row, one.column) != (row, fault.column)]
        mends.append(Mended(row, fault.column, str(rows.at[row, fault.column]), "" if text == EMPTIED else text))


def _offer_marked(sheet: Sheet, problems: Sequence[Problem]) -> None:
    from stance.bringing.marking import mark_copy, mark_csv

    with st.container(horizontal=True):
        label, name = "Your table with every fault marked", "marked"
        st.download_button(
            f"{label} (XLSX)",
            lambda: mark_copy(sheet, problems),
            f"{name}.xlsx",
            XLSX_TYPE,
            key=name_widget("marked_xlsx"),
            on_click="ignore",
        )
        st.download_button(
            f"{label} (CSV)",
            lambda: mark_csv(sheet, problems),
            f"{name}.csv",
            "text/csv",
            key=name_widget("marked_csv"),
            on_click="ignore",
        )


def _show_written(work: Work, sheet: Sheet) -> None:
    """What the visitor wrote instead, with a way to take each back."""
    if not work.mends:
        return
    here = [one for one in work.mends if counts_here(one, sheet.rows)]
    with st.expander(f"Mended by you: {format_count(len(here), 'cell')}", key=name_widget("written")):
        st.caption("Where a file that you give again holds the same in the same cell, the correction counts again.")
        for place, one in enumerate(work.mends[: AT_A_TIME * 5]):
            left, right = st.columns([4, 1], vertical_alignment="center")
            gone = "" if counts_here(one, sheet.rows) else " (not in this file)"
            left.markdown(
                escape_markdown(
                    f"{one.column}, row {one.row}: “{one.was[:80]}” is now {f'“{one.now[:80]}”' if one.now else 'empty'}{gone}"
                )
            )
            right.button(
                "Take back",
                key=name_widget(f"back_{place}_{one.row}_{one.column}"),
                on_click=work.mends.remove,
                args=(one,),
            )
        st.button("Take all back", key=name_widget("back_all"), on_click=work.mends.clear)
