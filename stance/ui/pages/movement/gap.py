"""The tab "The gap": the distance between the two sides that own a pole, at days and over the two periods of the page."""

from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.gap import make_gap
from stance.exhibits.gap_over import make_gap_over
from stance.formats import format_day
from stance.ui.caches import fetch_exhibit
from stance.ui.frame import is_dark
from stance.ui.links import draw_heeding
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import show_exhibit
from stance.ui.pickers import URL, choose_one, take_click


def show_gap(dossier: Dossier, selection: Selection, topic: str, periods: tuple[Period, Period]) -> list[Exhibit]:
    """Draws the tab; what it shows."""
    selection = selection.by_side()
    found = fetch_exhibit(make_gap, dossier, selection, topic=topic, dark=is_dark())
    if found.places:
        days = _choose_days(sorted({place.period[1] for place in found.places}))
        if days:
            found = fetch_exhibit(make_gap, dossier, selection, topic=topic, days=days, dark=is_dark())
    show_exhibit(found, on_click=partial(take_click, found, "gap_side"))
    show_evidence(dossier, selection, found, "gap_side")
    over = fetch_exhibit(make_gap_over, dossier, selection, topic=topic, periods=periods)
    if over.table is None:
        return [found]
    _show_over(dossier, selection, over)
    return [found, over]


def _show_over(dossier: Dossier, selection: Selection, over: Exhibit) -> None:
    """The gap over the two periods above the tabs, and a box with the statements behind it."""
    st.subheader(over.title, anchor=False)
    show_exhibit(over)
    label, key = "The statements of both periods", "gap_over_open"
    draw = partial(st.expander, label, key=key, on_change="rerun", bind=URL)
    box = draw_heeding(label, key, draw, lambda box: [str(box.open)])
    if box.open:
        with box:
            show_evidence(dossier, selection, over, over.key)


def _choose_days(days: list[pd.Timestamp]) -> tuple[pd.Timestamp, ...]:
    """The two days to compare; none where they are the first and the last one."""
    titles = {f"{day:%Y-%m-%d}": format_day(day) for day in days}
    first, *_, last = titles
    left, right = st.columns(2)
    chosen = {
        choose_one(left.selectbox, "From", titles, "gap_from", first=first),
        choose_one(right.selectbox, "To", titles, "gap_to", first=last),
    }
    return () if chosen == {first, last} else tuple(pd.Timestamp(day) for day in sorted(chosen))
