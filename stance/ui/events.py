"""The Events page: what happened when, and what followed an event, compared with other days."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from stance.dossier import Dossier
from stance.figures import plot_lanes
from stance.selection import Selection
from stance.ui.fetch import fetch_aftermath
from stance.ui.filters import choose_by, choose_event, choose_event_kinds, choose_event_window
from stance.ui.frame import is_dark, show_title
from stance.ui.views import CHART_CONFIG, fetch_voices, offer_csv
from stance.wording import describe_aftermath, escape_markdown, format_count, format_day

NUMBERS = {name: st.column_config.NumberColumn(format="%+.2f") for name in ("change", "low", "high")}
NO_EVENTS = "This dossier has no event in the chosen dates: events.csv lists them, the dates are chosen at the side."
READING = (
    "“Followed by” is not “caused by”: other things happened too. Each change is from the days before the event to the days from it on, "
    "with a 90 % interval. Other days: a week apart, with both windows within the dossier’s period; they overlap, so they are no "
    "independent tests, and with this many lines and topics some share under 10 % is to be expected."
)


def show_events(dossier: Dossier, selection: Selection) -> None:
    """Lanes of events, a chosen event and what followed it."""
    head = st.container()
    selection = replace(selection, by=choose_by())
    within = dossier.events["date"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    events = dossier.events[within] if len(dossier.events) else dossier.events
    if events.empty:
        with head:
            show_title("No event in these dates", "What happened when, and what followed.")
        st.info(NO_EVENTS, icon="ℹ️")
        return
    kinds = choose_event_kinds(sorted(events["kind"].unique()))
    events = events[events["kind"].isin(kinds)] if kinds else events
    left, right = st.columns([3, 1])
    event = choose_event(left, events.sort_values("date"))
    days = choose_event_window(right)
    with head:
        show_title(
            f"What followed: {event['title']}, {format_day(event['date'])}", f"{event['summary']} {READING}".strip()
        )
    figure = plot_lanes(events, chosen=event["event"], dark=is_dark())
    st.plotly_chart(
        figure,
        key="lanes",
        theme=None,
        config=CHART_CONFIG,
        alt=f"{format_count(len(events), 'event')} by kind on a time axis",
    )
    _show_aftermath(dossier, selection, event, days)


def _show_aftermath(dossier: Dossier, selection: Selection, event: pd.Series, days: int) -> None:
    voices = fetch_voices(dossier, selection)
    table = fetch_aftermath(dossier, selection, event["date"], days)
    table = table[table["group"].isin(voices)]
    for topic_id in selection.topics:
        topic = dossier.codebook.topic(topic_id)
        rows = table[table["topic"] == topic_id].set_index("group")
        lines = [
            describe_aftermath(rows.loc[group], topic, voice) for group, voice in voices.items() if group in rows.index
        ]
        st.markdown(
            f"**{escape_markdown(topic.title)}**, followed by:\n"
            + "\n".join(f"- {escape_markdown(line)}" for line in lines)
        )
    shown = table.assign(line=table["group"].map({group: voice.name for group, voice in voices.items()}))
    shown = shown[["topic", "line", *table.columns.drop(["group", "topic"])]]
    st.dataframe(
        shown, hide_index=True, placeholder="", alt="Changes that followed the event",
        column_config=NUMBERS | {"rank": st.column_config.NumberColumn("share of other days as large", format="percent")},
    )  # fmt: skip
    offer_csv(
        f"Download {format_count(len(shown), 'row')} (CSV)",
        shown,
        f"{dossier.slug}-after-{event['event']}",
        "aftermath",
    )
    source = escape_markdown(event["sources"] or "none given")
    st.caption(f"Sources of the event: {source}")
