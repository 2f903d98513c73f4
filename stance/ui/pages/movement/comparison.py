"""The tab "Any two": two lines of any kind on a topic, each over days of its own."""

from datetime import date

import pandas as pd
import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.periods import Period
from stance.estimates.selection import Selection
from stance.exhibits.comparison import ACTOR, SIDE, make_comparison, make_comparison_evidence, offer_lines
from stance.exhibits.exhibit import Exhibit
from stance.ui.caches import fetch_exhibit, fetch_offer
from stance.ui.days import describe_foreign, drop_foreign
from stance.ui.links import tell, write_link
from stance.ui.parts.evidence import show_evidence
from stance.ui.parts.exhibits import show_exhibit
from stance.ui.pickers import URL, choose_one

HEADING = "The statements behind a line"


def show_comparison(
    dossier: Dossier,
    selection: Selection,
    topic: str,
    periods: tuple[Period, Period],  # noqa: ARG001 - days of its own
) -> list[Exhibit]:
    """Draws the tab; what it shows."""
    titles = fetch_offer(offer_lines, dossier, selection)
    columns = st.columns(2)
    ends = [_choose_end(column, dossier, titles, selection, place) for place, column in enumerate(columns)]
    lines, days = (ends[0][0], ends[1][0]), (ends[0][1], ends[1][1])
    found = fetch_exhibit(make_comparison, dossier, selection, topic=topic, lines=lines, periods=days)
    show_exhibit(found)
    show_evidence(dossier, selection, found, "pair", heading=HEADING, make=make_comparison_evidence)
    return [found]


def _choose_end(
    column, dossier: Dossier, titles: dict[str, str], selection: Selection, place: int
) -> tuple[str, Period]:
    """A line and its first and last day; turned where they are the wrong way round."""
    name, key = ("First", "Second")[place], ("first", "second")[place]
    _take_id(dossier, titles, f"pair_{key}")
    line = choose_one(
        column.selectbox, f"{name} line", titles, f"pair_{key}", first=list(titles)[min(place, len(titles) - 1)]
    )
    left, right = column.columns(2)
    ends = {"from": (left, "from", selection.first), "until": (right, "until", selection.last)}
    chosen = [
        _choose_day(box, f"{name} line, {word}", day, f"pair_{key}_{end}", selection)
        for end, (box, word, day) in ends.items()
    ]
    first, last = (pd.Timestamp(day) for day in sorted(chosen))
    return line, (first - pd.Timedelta(days=1), last)


def _take_id(dossier: Dossier, titles: dict[str, str], key: str) -> None:
    """Takes a side or an actor over from a link that names it by its bare id or by a former name."""
    asked = st.query_params.get(key, "")
    if key in st.session_state or not asked or asked in titles.values():
        return
    meant = dossier.find_by_label(asked)
    found = [one for one in (f"{SIDE}:{meant}", f"{ACTOR}:{meant}") if one in titles]
    if found:
        write_link(key, titles[found[0]])


def _choose_day(box, label: str, day: date, key: str, selection: Selection) -> date:
    """A day within the chosen dates; one of a link or a box that lies outside is replaced, with a sentence."""
    whole = selection.first, selection.last
    if refused := drop_foreign(key, whole):
        st.session_state.pop(key, None)
    tell(box.warning, key, describe_foreign(refused, whole))
    return box.date_input(label, day, *whole, key=key, bind=URL, format="YYYY-MM-DD") or day
