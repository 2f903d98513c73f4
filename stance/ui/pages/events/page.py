"""The Events page: what happened when, what was said around it, and what followed, compared with other days."""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.reference import name_groups
from stance.estimates.aftermath import is_whole, surround_day
from stance.estimates.positions import Period
from stance.estimates.selection import Selection, select_statements
from stance.export import View
from stance.figures import plot_lanes
from stance.formats import escape_markdown, format_count, format_day, format_when, upper_first
from stance.ui.caches import fetch_aftermath
from stance.ui.frame import draw, is_dark, show_title, sign_columns
from stance.ui.pages.events.own_events import choose_events
from stance.ui.pages.events.talks import show_answers, show_figures, show_texts
from stance.ui.pages.positions import fetch_voices, offer_csv
from stance.ui.pages.statements import open_statement
from stance.ui.parts.cards import show_sources
from stance.ui.parts.evidence import show_ends
from stance.ui.pickers import choose_by, choose_event, choose_event_kinds, choose_event_window, move_event
from stance.wording import NO_EVIDENCE, describe_aftermath, describe_saying

NUMBERS = sign_columns("change", "low", "high")
TABS = ("What followed", "What was said", "Answers", "Texts and rules")
NO_EVENTS = "This dossier has no event in the chosen dates: events.csv lists them, a table of your own can be added above, and the dates are chosen at the side."
SUBTITLE = "Events by channel; what was said around one of them, and how positions changed from the days before to the days from it on."
READING = (
    "“Followed by” is not “caused by”: other things happened too. Each change is from the days before the event to the days from it on, "
    "with a 90 % interval. As clear: as large for its interval. Other days: a week apart, with both windows within the dossier’s period; they overlap, so they are no "
    "independent tests, and with this many lines and topics some share under 10 % is to be expected."
)
NEAR_DAYS = 3
LOOSE = ("month", "year")
NO_DAY = "Only the month or the year of this event is known: no day parts before from after. Choose an event known to the day."


def show_events(dossier: Dossier, selection: Selection) -> View:
    """Lanes of events with the figures behind the talks, a chosen event, and the tabs on it; what they belong to."""
    head, (first, second) = st.container(), st.columns([1, 3])
    with first:
        selection = replace(selection, by=choose_by())
    view = View(selection, "events")
    every = choose_events(dossier)
    within = every["date"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    events = every[within] if len(every) else every
    if events.empty:
        with head:
            show_title("No event in these dates", SUBTITLE)
        st.info(NO_EVENTS, icon="ℹ️")
        return view
    with second:
        kinds = choose_event_kinds(sorted(events["kind"].unique()))
    events = events[events["kind"].isin(kinds)] if kinds else events
    left, right = st.columns([3, 1])
    days = choose_event_window(right)
    last = pd.Timestamp(dossier.codebook.period[1]) - pd.Timedelta(days=days)
    event = choose_event(left, events.sort_values("date"), last)
    with head:
        show_title(f"What followed: {_name_event(event)}", SUBTITLE)
    _show_lanes(dossier, events, event)
    tabs = dict(zip(TABS, st.tabs(TABS, key="around", bind="query-params"), strict=True))
    with tabs["What followed"]:
        _show_aftermath(dossier, selection, event, days)
    with tabs["What was said"]:
        _show_saying(dossier, selection, event)
    with tabs["Answers"]:
        show_answers(dossier)
    with tabs["Texts and rules"]:
        show_texts(dossier, selection)
    return view


def _name_event(event: pd.Series) -> str:
    return f"{event['title']}, {format_when(event['date'], event['date_precision'])}"


def _show_lanes(dossier: Dossier, events: pd.DataFrame, event: pd.Series) -> None:
    figures = dossier.figures
    left, right = st.columns([3, 1], gap="medium") if len(figures) else (st.container(), None)
    with left:
        lanes, planned = name_groups(dossier.reference.channel), dossier.reference.planned
        figure = plot_lanes(events, lanes=lanes, planned=planned, chosen=event["event"], dark=is_dark())
        said = f"{_name_event(event)}: one of {len(events):,} events."
        draw(figure, "lanes", said, on_select=partial(move_event, "lanes"), selection_mode="points")
        numbered = "Numbers count meetings. " if (events["meeting"] != "").any() else ""
        hollow = "Hollow: announced only. " if planned else ""
        st.caption(f"{escape_markdown(said)} {numbered}{hollow}Click an event, or choose it above.")
        st.markdown(escape_markdown(event["summary"]))
        show_sources(dossier, event["sources"], "Sources of the event")
    if right is not None:
        with right:
            show_figures(dossier, event)


def _show_aftermath(dossier: Dossier, selection: Selection, event: pd.Series, days: int) -> None:
    if event["date_precision"] in LOOSE:
        st.info(NO_DAY, icon="ℹ️")
        return
    voices = fetch_voices(dossier, selection)
    table = fetch_aftermath(dossier, selection, event["date"], days, tuple(voices))
    topics = [dossier.codebook.topic(topic) for topic in selection.topics]
    for topic in topics:
        st.markdown(_list_changes(table, topic, voices))
    first, last = (pd.Timestamp(day) for day in dossier.codebook.period)
    if not is_whole(event["date"], days, (first - pd.Timedelta(days=1), last)):
        st.caption(
            "A window runs past the dossier’s period: it holds fewer days than the other, and no comparison with other days."
        )
    st.caption(READING)
    shown = table.assign(
        line=table["group"].map({group: voice.name for group, voice in voices.items()}),
        topic=table["topic"].map({topic.id: topic.title for topic in topics}),
    )
    shown = shown[["topic", "line", *table.columns.drop(["group", "topic"])]]
    st.dataframe(
        shown, hide_index=True, placeholder="", alt="Changes that followed the event",
        column_config=NUMBERS | {"rank": st.column_config.NumberColumn("share of days as clear", format="percent")},
    )  # fmt: skip
    offer_csv(
        f"Download {format_count(len(shown), 'row')} (CSV)",
        shown,
        f"{dossier.slug}-after-{event['event']}",
        "aftermath",
    )
    before, after = surround_day(event["date"], days)
    names = {group: voice.name for group, voice in voices.items()}
    ends = {f"{days} days before": before, f"{days} days from it on": after}
    if names:
        show_ends(dossier, selection, topics, names, ends, key="after")


def _list_changes(table: pd.DataFrame, topic: Topic, voices: dict) -> str:
    rows = table[table["topic"] == topic.id].set_index("group")
    lines = [
        upper_first(describe_aftermath(rows.loc[group], topic, voice))
        for group, voice in voices.items()
        if group in rows.index
    ] or [f"No line: {NO_EVIDENCE}"]
    items = "\n".join(f"- {escape_markdown(line)}" for line in lines)
    return f"**{escape_markdown(topic.title)}**, followed by:\n{items}"


def _surround(event: pd.Series) -> Period:
    """The first and the last day of what counts as around an event: its month or year, where no day is known."""
    day, near = event["date"], pd.Timedelta(days=NEAR_DAYS)
    ends = {"month": (day, day + pd.offsets.MonthEnd(1)), "year": (day, day + pd.offsets.YearEnd(1))}
    return ends.get(event["date_precision"], (day - near, day + near))


def _show_saying(dossier: Dossier, selection: Selection, event: pd.Series) -> None:
    """The statements of the view from `NEAR_DAYS` before to as many after the event (its month where only that is known)."""
    start, end = _surround(event)
    statements = select_statements(
        dossier, replace(selection, first=dossier.codebook.period[0], last=dossier.codebook.period[1])
    )
    near = statements[statements["date"].between(start, end)].sort_values(["date", "side", "name"])
    loose = (near["date_precision"] != "day") & (event["date_precision"] not in LOOSE)
    near, apart = near[~loose], near[loose]
    names = {side.id: side.title for side in dossier.codebook.sides}
    span = f"{format_day(start)} to {format_day(end)}"
    st.markdown(escape_markdown(describe_saying(near["side"].map(names), span)))
    if len(apart):
        st.caption(f"Left out: {format_count(len(apart), 'statement')} of which only the month is known.")
    if len(near):
        columns = ["statement", "date", "name", "venue", "text", *dossier.codebook.topic_ids]
        shown = near.assign(date=near["date"].dt.strftime("%Y-%m-%d"))[columns]
        open_statement(dossier, shown, "said_around", "Statements around the event")
