"""The way from a change to its statements: one line, one of the periods compared, the statements behind it."""

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.positions import Period
from stance.estimates.selection import Selection
from stance.formats import escape_markdown, format_day
from stance.ui.caches import fetch_evidence
from stance.ui.parts.cards import show_evidence
from stance.ui.pickers import choose_one

EMPTY = "No statement of {line} on {topic} in this period: silence in the record, not a neutral stance."


def show_ends(
    dossier: Dossier,
    selection: Selection,
    topics: list[Topic],
    names: dict[str, str],
    ends: dict[str, Period],
    *,
    key: str,
) -> None:
    """The statements of one of the lines `names` on one of the topics within one of the periods `ends`, as cards.

    Every choice is in the link, under names that begin with `key`.
    """
    st.subheader("The statements behind it", anchor=False)
    columns = st.columns(3)
    titles = {topic.id: topic.title for topic in topics}
    topic = choose_one(columns[0], "Topic of the statements", titles, f"{key}_topic")
    line = choose_one(columns[1], "Line of the statements", names, f"{key}_line")
    end = choose_one(columns[2], "Period of the statements", {name: name for name in ends}, f"{key}_end")
    evidence = fetch_evidence(dossier, selection, topic, line, ends[end])
    if evidence.empty:
        st.info(escape_markdown(EMPTY.format(line=names[line], topic=titles[topic])), icon="ℹ️")
        return
    start, until = ends[end]
    days = f"{format_day(start + pd.Timedelta(days=1))} to {format_day(until)}"
    show_evidence(dossier, evidence, f"{names[line]} on {titles[topic]}, {days}", key=key)


def move_end(key: str, chart_key: str) -> None:
    """Takes the clicked end of a change over into the pickers of `show_ends`; its customdata is [line, period]."""
    points = st.session_state[chart_key]["selection"]["points"]
    if points and points[0].get("customdata"):
        line, end = list(points[0]["customdata"])[:2]
        st.session_state.update({f"{key}_line": line, f"{key}_end": end})
