"""The tab "Who moved": dumbbells with a sentence a line, their table, and what the change of each side is made of."""

from functools import partial

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.split import make_split
from stance.exhibits.who_moved import SILENT, make_who_moved
from stance.formats import escape_markdown
from stance.ui.caches import fetch_exhibit
from stance.ui.frame import is_dark
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import draw, show_sentences
from stance.ui.parts.tables import fold_table, show_table
from stance.ui.pickers import take_click


def show_who_moved(dossier: Dossier, selection: Selection, topic: str, periods: tuple[Period, Period]) -> list[Exhibit]:
    """Draws the tab; what it shows."""
    moved = fetch_exhibit(make_who_moved, dossier, selection, topic=topic, periods=periods, dark=is_dark())
    split = fetch_exhibit(make_split, dossier, selection, topic=topic, periods=periods)
    _show_changes(moved)
    for caveat in moved.caveats:
        st.warning(escape_markdown(caveat))
    show_evidence(dossier, selection, moved, "move")
    _show_split(split)
    return [moved, split]


def _show_changes(moved: Exhibit) -> None:
    if moved.picture is None or moved.table is None:
        st.info(escape_markdown(" ".join(moved.sentences)), icon="ℹ️")
    else:
        show_sentences(moved)
        draw(moved, on_click=partial(take_click, moved, "move"))
        st.caption(escape_markdown(moved.note))
        show_table(moved.table, "movement", noun="line")
    if SILENT in moved.extra:
        fold_table(moved.extra[SILENT].about, moved.extra[SILENT], SILENT, noun="line")


def _show_split(split: Exhibit) -> None:
    st.subheader(split.title, anchor=False)
    st.caption(escape_markdown(split.note))
    if not split.panels:
        st.info(escape_markdown(" ".join(split.sentences)), icon="ℹ️")
    for panel in split.panels:
        show_sentences(panel)
        if panel.table:
            fold_table(panel.title, panel.table, panel.key, noun="line")
