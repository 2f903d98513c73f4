"""Step 2: which column of the table is which of a dossier's; a guess that can be changed.

Belongs here: choosing columns. Not here: the guess (`stance.bringing.mapping`), the columns with codes, which belong to a codebook (`codebook`).
"""

from datetime import date

import pandas as pd
import streamlit as st

from stance.bringing.mapping import Target, guess_columns, list_targets
from stance.bringing.reading import Sheet
from stance.dossier.codebook import Codebook, Side
from stance.formats import escape_markdown, format_count
from stance.ui.pages.own.ground import ask_one, name_widget, show_step

PLAINER = {
    "actor": "who said it: a name or a short id",
    "side": "the side of that actor",
    "statement": "a short id or number of the row",
}
NONE, LONGEST, SHOWN = "", 40, 3
UNASKED = "(not in my table)"
ORDERS = {
    "": "As the dates themselves show",
    "day first": "Day first: 03/04 is 3 April",
    "month first": "Month first: 03/04 is 4 March",
}
# Every column that does not depend on a codebook; two sides, so that the column of sides is asked for.
BARE = Codebook("", "", (date.min, date.max), "", (Side("a", "a"), Side("b", "b")), (), ())


def choose_columns(sheet: Sheet) -> dict[str, str]:
    """The header of each target that no codebook is needed for, "" for none."""
    targets, guessed = list_targets(BARE), guess_columns(sheet.rows.columns, BARE)
    at_hand = [one for one in targets if one.required or guessed.get(one.name)]
    rest = [one for one in targets if one not in at_hand]
    found = sum(bool(guessed.get(one.name)) for one in targets)
    show_step(2, "Columns", f"{format_count(found, 'column')} recognised", done=True)
    st.caption(
        "What a dossier needs at the left, your column for it, and what stands in its first rows. Change what was guessed wrong."
    )
    chosen = {one.name: _choose(one, sheet, guessed.get(one.name, NONE)) for one in at_hand}
    with st.expander(
        f"{format_count(len(rest), 'more column')} that a dossier can have", key=name_widget("more_columns")
    ):
        chosen |= {one.name: _choose(one, sheet, NONE) for one in rest}
    return chosen


def choose_order() -> str:
    """Which part stands first in dates such as 03/04/2019; "" for what the column itself shows."""
    titles = list(ORDERS)
    return ask_one("Dates such as 03/04/2019", "order", titles, "", format_func=ORDERS.__getitem__)


def _choose(target: Target, sheet: Sheet, guess: str) -> str:
    ours, theirs, first = st.columns([3, 2, 3], vertical_alignment="center")
    needed = " (needed)" if target.required else ""
    about = PLAINER.get(target.name, target.description)
    ours.markdown(f"**{escape_markdown(target.title)}**{needed}  \n{escape_markdown(about)}")
    with theirs:
        header = choose_header(f"Your column for “{target.title}”", f"column_{target.name}", sheet, guess)
    first.caption(escape_markdown(describe_cells(sheet.rows, header)) or "–")
    return header


def choose_header(label: str, name: str, sheet: Sheet, guess: str) -> str:
    """One of the headers of the table, "" for none."""
    options = [NONE, *map(str, sheet.rows.columns)]
    shown = {option: option or UNASKED for option in options}
    return ask_one(label, name, options, guess, format_func=shown.__getitem__, label_visibility="collapsed")


def describe_cells(rows: pd.DataFrame, header: str) -> str:
    """The first different cells of a column that hold something, cut short; addresses without what would make links of them."""
    if header not in rows:
        return ""
    cells = [cell.removeprefix("https://").removeprefix("www.") for cell in rows[header].head(200).unique() if cell][
        :SHOWN
    ]
    return " · ".join(" ".join(cell.split())[:LONGEST] + ("…" if len(cell) > LONGEST else "") for cell in cells)
