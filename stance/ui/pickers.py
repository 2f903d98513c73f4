"""The pickers: what the reader can choose. Every choice lives in the URL, so that a link is the view.

Only values that differ from the default are in the link; unknown values in a link fall back to the default.
"""

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pandas as pd
import streamlit as st

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier, find_dossiers
from stance.errors import UsageError
from stance.estimates.positions import Period
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import BY, LEFT_OUT, Selection, default_selection, select_actors
from stance.formats import escape_markdown, format_day, format_when
from stance.ui.caches import describe_classifier, fetch_dossier
from stance.ui.frame import DRAWN, SUBTITLE, TITLE
from stance.ui.parts.share import warn_of_change

URL: Literal["query-params"] = "query-params"
VIEW = "_view"
DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard.py"
DEFAULT_DAYS = 180
CLAIMS = {"ends": "From the first to the last year of the dates", "swing": "Largest swing between adjacent windows"}
WINDOWS = {
    0: "Default: 180 days for sides, 365 for actors",
    90: "90 days",
    180: "180 days",
    365: "365 days",
    730: "730 days",
}


def choose_view() -> None:
    """Draws the filters that all pages share and keeps the result for the page of this run."""
    st.session_state.update({TITLE: "", SUBTITLE: "", DRAWN: {}})
    with st.sidebar:
        dossier = _choose_dossier()
        if trouble := describe_classifier(dossier):
            st.warning(escape_markdown(trouble))
        st.session_state[VIEW] = (dossier, _choose_selection(dossier))
    warn_of_change(dossier)


def current_view() -> tuple[Dossier, Selection]:
    """The dossier and the selection of this run.

    Until st.navigation has run once, a new Streamlit server treats pages/ the old way and starts the page of a deep
    link by itself: then the dashboard has to be run from here, which runs the page again within it.
    """
    if VIEW not in st.session_state:
        runpy.run_path(str(DASHBOARD), run_name="__main__")
        st.stop()
    return st.session_state[VIEW]


def say_unfiltered() -> None:
    """Says at the filters that the page of this run does not heed them."""
    st.sidebar.caption("These filters do not change this page; it covers the whole dossier.")


def _choose_dossier() -> Dossier:
    dossiers = find_dossiers()
    if not dossiers:
        raise UsageError("There is no dossier in data/. Put a folder with codebook.toml and statements.csv there.")
    slugs = list(dossiers)
    asked = st.query_params.get("dossier", slugs[0])
    if asked not in slugs:
        st.warning(f"The dossier of this link is not here; this is '{escape_markdown(slugs[0])}'.")
    slug = slugs[0] if len(slugs) == 1 else st.selectbox("Dossier", slugs, key="dossier", bind=URL)
    dossier = fetch_dossier(dossiers[slug])
    st.markdown(f"**{escape_markdown(dossier.codebook.title)}**")
    return dossier


def _choose_selection(dossier: Dossier) -> Selection:
    whole, codebook = default_selection(dossier.codebook), dossier.codebook
    topics = _choose_many("Topics", {t.id: t.title for t in codebook.topics}, whole.topics, "topic")
    sides = _choose_many("Sides", {s.id: s.title for s in codebook.sides}, whole.sides, "side")
    within = select_actors(dossier.actors, replace(whole, sides=sides))
    kinds = _choose_kinds(sorted(set(within["kind"]) - {""}))
    within = select_actors(within, replace(whole, sides=sides, kinds=kinds))
    counts = dossier.statements["actor"].value_counts()
    actors = _choose_actors(within, counts)
    first, last = _choose_dates(whole)
    source = st.radio(
        "Score source",
        list(SCORE_SOURCES),
        format_func=SCORE_SOURCES.__getitem__,
        key="scores",
        bind=URL,
        help="Best available: a statement's code where it has one, else the classifier's score.",
    )
    return Selection(topics, sides, first, last, actors, kinds, source, without=_choose_left_out(dossier))


def _choose_left_out(dossier: Dossier) -> tuple[str, ...]:
    """Kinds of report to leave out, of those that the dossier has."""
    marks, speech = set(", ".join(dossier.statements["marks"]).split(", ")), set(dossier.statements["speech"])
    known = {key: label for key, label in LEFT_OUT.items() if key in marks | speech}
    if not known:
        return ()
    chosen = st.multiselect(
        "Leave out", list(known), format_func=known.__getitem__, key="without", bind=URL, placeholder="Nothing"
    )
    return tuple(key for key in known if key in chosen)


def _choose_many(label: str, titles: dict[str, str], default: tuple[str, ...], key: str) -> tuple[str, ...]:
    if len(titles) == 1:
        return tuple(titles)
    chosen = st.pills(
        label,
        list(titles),
        format_func=lambda item: escape_markdown(titles[item]),
        selection_mode="multi",
        default=list(default),
        key=key,
        bind=URL,
    )
    return tuple(item for item in titles if item in chosen) or default


def _choose_kinds(kinds: list[str]) -> tuple[str, ...]:
    if not kinds:
        return ()
    return tuple(st.multiselect("Kind of actor", kinds, key="kind", bind=URL, placeholder="All kinds"))


def _choose_actors(actors: pd.DataFrame, counts: pd.Series) -> tuple[str, ...]:
    ranked = actors.assign(n=actors["actor"].map(counts).fillna(0)).sort_values(["n", "name"], ascending=[False, True])
    names = dict(zip(ranked["actor"], ranked["name"], strict=True))
    chosen = st.multiselect(
        "Actors",
        list(names),
        format_func=lambda actor: names.get(actor, actor),
        key="actor",
        bind=URL,
        placeholder="All actors",
    )
    return tuple(actor for actor in names if actor in chosen)


def _choose_dates(whole: Selection) -> tuple:
    months = list(pd.period_range(whole.first, whole.last, freq="M"))
    if len(months) < 3:
        return whole.first, whole.last
    ends = st.select_slider(
        "Dates", months, value=(months[0], months[-1]), format_func=lambda m: f"{m:%b %Y}", key="dates", bind=URL
    )
    first, last = max(ends[0].start_time.date(), whole.first), min(ends[1].end_time.date(), whole.last)
    return first, last


def choose_by() -> str:
    """Lines by side or by actor."""
    chosen = st.segmented_control(
        "Lines", list(BY), format_func=BY.__getitem__, default="side", required=True, key="by", bind=URL
    )
    return str(chosen or "side")


def choose_window() -> int:
    """The trailing window in days; 0 is the default of the kind of line."""
    return int(st.selectbox("Trailing window", list(WINDOWS), format_func=WINDOWS.__getitem__, key="window", bind=URL))


def choose_point(
    positions: pd.DataFrame, dossier: Dossier, names: dict[str, str]
) -> tuple[str, str, pd.Timestamp] | None:
    """The point whose statements are shown: topic, group and date; None where no line has a point."""
    known = positions.dropna(subset="position")
    if known.empty:
        return None
    columns = st.columns(3)
    titles = {topic.id: topic.title for topic in dossier.codebook.topics}
    topic = _pick(
        columns[0], "Topic of the point", [t for t in titles if t in set(known["topic"])], titles.get, "point_topic"
    )
    known = known[known["topic"] == topic]
    order = [group for group in names if group in set(known["group"])]
    group = _pick(columns[1], "Line", order, names.get, "point_line")
    known = known[known["group"] == group].sort_values("date", ascending=False)
    labels = {f"{date:%Y-%m-%d}": format_day(date) for date in known["date"]}
    day = _pick(columns[2], "Point", list(labels), labels.get, "point_date")
    return topic, group, pd.Timestamp(day)


def choose_topic(dossier: Dossier, selection: Selection) -> Topic:
    """One of the chosen topics."""
    titles = {topic: dossier.codebook.topic(topic).title for topic in selection.topics}
    return dossier.codebook.topic(_pick(st, "Topic", list(titles), titles.get, "one_topic"))


def choose_span(selection: Selection, end: Literal["before", "after"]) -> Period:
    """A range of months within the chosen dates; at first its first or its last twelve."""
    months = list(pd.period_range(selection.first, selection.last, freq="M"))
    count = max(min(12, len(months) // 2), 1)
    default = (months[0], months[count - 1]) if end == "before" else (months[-count], months[-1])
    if len(months) < 2:
        return pd.Timestamp(selection.first) - pd.Timedelta(days=1), pd.Timestamp(selection.last)
    chosen = st.select_slider(
        f"Period {end}", months, value=default, format_func=lambda m: f"{m:%b %Y}", key=f"period_{end}", bind=URL
    )
    first, last = (pd.Timestamp(day.date()) for day in (chosen[0].start_time, chosen[1].end_time))
    return first - pd.Timedelta(days=1), last


def choose_day(column, label: str, days: list[pd.Timestamp], key: str, first: pd.Timestamp) -> pd.Timestamp:
    """One of the days; at first `first`."""
    labels = {f"{day:%Y-%m-%d}": format_day(day) for day in sorted(days, key=lambda day: day != first)}
    return pd.Timestamp(_pick(column, label, list(labels), labels.get, key))


def choose_event_kinds(kinds: list[str]) -> tuple[str, ...]:
    """The kinds of event to show; none chosen keeps all."""
    return tuple(st.multiselect("Kinds of event", kinds, key="event_kind", bind=URL, placeholder="All kinds"))


def choose_event(column, events: pd.DataFrame, last: pd.Timestamp) -> pd.Series:
    """One of the events, in order of date; at first the last numbered meeting (else event) up to `last`."""
    titles = {e.event: f"{format_when(e.date, e.date_precision)}: {e.title}" for e in events.itertuples()}
    wanted = [events[(events["meeting"] != "") & (events["date"] <= last)], events[events["date"] <= last], events]
    first = next(rows for rows in wanted if len(rows))["event"].iloc[-1]
    chosen = _pick(column, "Event", _lead(titles, first), titles.get, "event")
    return events.set_index("event", drop=False).loc[chosen]


def move_event(chart_key: str) -> None:
    """Takes the clicked event of the lanes over into the picker of `choose_event`."""
    points = st.session_state[chart_key]["selection"]["points"]
    if points and points[0].get("customdata"):
        st.session_state["event"] = next(iter(points[0]["customdata"]))


def choose_event_window(column) -> int:
    """How many days before and after an event are compared."""
    days = [30, 60, 90, DEFAULT_DAYS, 365]
    return int(column.selectbox("Days before and after", days, index=3, key="event_days", bind=URL))


def choose_claim(claims: pd.DataFrame, first: pd.Series, dossier: Dossier, names: dict[str, str]) -> pd.Series:
    """The row of `claims` (topic, group, kind) to check, by topic, line and kind of change; at first `first`."""
    columns = st.columns(3)
    titles = {t.id: t.title for t in dossier.codebook.topics if t.id in set(claims["topic"])}
    topic = _pick(columns[0], "Topic of the claim", _lead(titles, first["topic"]), titles.get, "claim_topic")
    own = claims[claims["topic"] == topic]
    lines = [group for group in names if group in set(own["group"])]
    group = _pick(columns[1], "Line of the claim", _lead(lines, first["group"]), names.get, "claim_line")
    own = own[own["group"] == group].set_index("kind", drop=False)
    kinds = _lead(list(own.index), first["kind"])
    return own.loc[_pick(columns[2], "Change", kinds, CLAIMS.get, "claim_kind")]


def choose_actor(names: dict[str, str], first: str) -> str:
    """One of the actors; at first `first`, else the first of `names`."""
    return _pick(st, "Actor", _lead(names, first), names.get, "who")


def choose_one(column, label: str, titles: dict[str, str], key: str) -> str:
    """One of the keys of `titles`, shown by its title; at first the first one."""
    return _pick(column, label, list(titles), titles.get, key)


def _lead(options, first: str) -> list[str]:
    """The options with `first` in front, where it is one of them."""
    return sorted(options, key=lambda option: option != first)


def _pick(column, label: str, options, name, key: str) -> str:
    options = list(options)
    if st.session_state.get(key) not in (None, *options):
        del st.session_state[key]
    asked = st.query_params.get(key)
    if asked and asked not in {name(option) or option for option in options}:
        column.warning(escape_markdown(f"“{asked[:80]}” of the link is not here: another choice is shown."))
    return column.selectbox(label, options, format_func=lambda option: name(option) or option, key=key, bind=URL)


def move_point(topic: str, chart_key: str) -> None:
    """Takes the clicked point of a chart over into the pickers of `choose_point`; a click beside a point does nothing."""
    points = st.session_state[chart_key]["selection"]["points"]
    if points and points[0].get("customdata"):
        group, day = list(points[0]["customdata"])[:2]
        st.session_state.update(point_topic=topic, point_line=group, point_date=day)
