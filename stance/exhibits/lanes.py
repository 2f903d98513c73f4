"""Events on a time axis, one of them chosen: the picture, the events behind it, and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stance.dossier.labels import make_unique
from stance.dossier.linking import find_spans
from stance.dossier.loading import Dossier
from stance.dossier.reference import name_groups
from stance.dossier.source_links import find_sources, index_sources
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.figures.lanes import order_lanes, plot_lanes
from stance.formats import format_when
from stance.wording.events import (
    LANES,
    NO_EVENT,
    NO_EVENTS,
    describe_chosen,
    describe_events,
    describe_lanes,
    describe_marks,
    name_event,
)
from stance.wording.selections import describe_span
from stance.wording.verdicts import Verdict

COLUMNS = (
    Column("event", "event"),
    Column("when", "date"),
    Column("title", "title"),
    Column("lane", "channel"),
    *(Column(name, name) for name in ("kind", "place", "meeting", "summary", "sources")),
)
SOURCES = (
    *(Column(name, name) for name in ("source", "publisher", "title", "published")),
    Column("url", "address", "link"),
)


@dataclass(frozen=True)
class EventChoices:
    """What there is to choose from: the kinds of event within the dates, the events of the chosen kinds by id with a label
    of their own, in order of date, and the one to begin with ("" where there is none)."""

    kinds: Mapping[str, str]
    labels: Mapping[str, str]
    first: str


def offer_events(dossier: Dossier, selection: Selection, *, kinds: tuple[str, ...] = (), days: int = 0) -> EventChoices:
    """The choices of the selection's dates; it begins with the last numbered meeting (else event) with `days` after it."""
    events = select_events(dossier, selection, kinds)
    every = sorted(select_events(dossier, selection)["kind"].unique())
    last = pd.Timestamp(dossier.codebook.period[1]) - pd.Timedelta(days=days)
    early = events["date"] <= last
    wanted = (rows for rows in (events[early & (events["meeting"] != "")], events[early], events) if len(rows))
    first = next((str(rows["event"].iloc[-1]) for rows in wanted), "")
    return EventChoices({kind: kind for kind in every}, label_events(events), first)


def select_events(dossier: Dossier, selection: Selection, kinds: tuple[str, ...] = ()) -> pd.DataFrame:
    """The events of these kinds (none for all) within the dates, in order of date; the columns of events.csv.

    An event known to its month or year is within them where any day of that is.
    """
    events = dossier.events
    if events.empty:
        return events
    kept = happens_within(events, selection.first, selection.last)
    return events[kept & events["kind"].isin(kinds)] if kinds else events[kept]


def happens_within(events: pd.DataFrame, first: date, last: date) -> pd.Series:
    """Whether each event can have been on one of the days from `first` to `last`."""
    spans = find_spans(events)
    return (spans["latest"] >= pd.Timestamp(first)) & (spans["earliest"] <= pd.Timestamp(last))


def label_events(events: pd.DataFrame) -> dict[str, str]:
    """The day and the title of each event by its id; with the id where two events share them."""
    cells = zip(events["event"], events["date"], events["date_precision"], events["title"], strict=True)
    return make_unique({event: f"{format_when(day, precision)}: {title}" for event, day, precision, title in cells})


def find_event(dossier: Dossier, event: str) -> dict:
    """The cells of an event; KeyError where the dossier has none of that id."""
    return dossier.events.set_index("event", drop=False).loc[event].to_dict()


def make_lanes(
    dossier: Dossier,
    scored: pd.DataFrame,  # noqa: ARG001 - events carry no score
    selection: Selection,
    *,
    dark: bool = False,
    event: str = "",
    kinds: tuple[str, ...] = (),
) -> Exhibit:
    """The events of the dates in lanes, a mark each (its id for a click), the chosen one marked; the table lists them."""
    events = select_events(dossier, selection, kinds)
    if events.empty:
        return make_empty("lanes", NO_EVENT, NO_EVENTS, LANES)
    lanes, planned = name_groups(dossier.reference.channel), dossier.reference.planned
    figure = plot_lanes(events, lanes=lanes, planned=planned, chosen=event, dark=dark)
    channels = events["kind"].map(lambda kind: lanes.get(kind, kind))
    counts = {lane: int((channels == lane).sum()) for lane in order_lanes(events["kind"], lanes)}
    title = describe_events(len(events), describe_span(selection))
    if event:
        title = describe_chosen(find_event(dossier, event), len(events))
    marks = {"numbered": bool((events["meeting"] != "").any()), "hollow": bool(planned)}
    return Exhibit(
        "lanes",
        Verdict.NONE,
        title,
        subtitle=LANES,
        sentences=(f"{title}.",),
        note=describe_marks(**marks),
        more=describe_lanes(counts),
        picture=figure,
        table=_list_events(events, channels, dossier.slug),
    )


def make_event(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, event: str) -> Exhibit:  # noqa: ARG001
    """An event with its summary; the table has its sources: those of sources.csv, and addresses under the name of their host."""
    about = find_event(dossier, event)
    found = find_sources(about["sources"], index_sources(dossier.sources))
    rows = pd.DataFrame(found, columns=list(dossier.sources))
    table = Table(rows, SOURCES, "The sources of the event", f"{dossier.slug}-sources-{event}")
    return Exhibit("event", Verdict.NONE, name_event(about), sentences=(about["summary"],), table=table)


def _list_events(events: pd.DataFrame, channels: pd.Series, slug: str) -> Table:
    dates = zip(events["date"], events["date_precision"], strict=True)
    rows = events.assign(when=[format_when(*one) for one in dates], lane=channels)
    return Table(rows, COLUMNS, "The events of the lanes, one row an event", f"{slug}-events")
