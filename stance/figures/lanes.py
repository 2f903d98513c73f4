"""Events on a time axis, one lane a channel."""

from collections.abc import Mapping
from html import escape

import pandas as pd

from stance.figures.base import GRID, PALETTES, PLUS, choose_ink, lay_out
from stance.figures.picture import Picture, scatter
from stance.formats import format_when

APART_DAYS = 65
PLACES = ("top center", "bottom center")
NO_LANES: Mapping[str, str] = {}


def order_lanes(kinds: pd.Series, lanes: Mapping[str, str]) -> list[str]:
    """The lanes that hold an event, from the top: those given, in their order, then other kinds, the commonest first."""
    there = kinds.map(lambda kind: lanes.get(kind, kind))
    given = [name for name in dict.fromkeys(lanes.values()) if name in set(there)]
    counts = there[~there.isin(given)].value_counts().sort_index(kind="stable")
    return [*given, *counts.sort_values(ascending=False, kind="stable").index]


def plot_lanes(
    events: pd.DataFrame,
    *,
    lanes: Mapping[str, str] = NO_LANES,
    planned: str = "",
    chosen: str = "",
    dark: bool = False,
) -> Picture:
    """A marker an event in its lane, numbered where it has a number and room for it; the chosen event is larger.

    `events` has event, date, date_precision, kind, title, place and meeting. `lanes` gives the lane of each kind, in order from the top;
    other kinds have a lane each below, by the number of their events. Hollow: announced only, by the words `planned` in
    the title. The customdata of a marker is [event].
    """
    events = events.sort_values("date", kind="stable")
    names = order_lanes(events["kind"], lanes)
    heights = [names.index(lanes.get(kind, kind)) for kind in events["kind"]]
    ink, colour = choose_ink(dark=dark), PALETTES[PLUS][0][dark]
    marked = [event == chosen for event in events["event"]]
    hollow = [bool(planned) and planned in title for title in events["title"]]
    trace = scatter(
        x=events["date"],
        y=heights,
        mode="markers+text",
        marker={
            "symbol": [
                f"{'diamond' if m else 'circle'}{'-open' if h else ''}" for m, h in zip(marked, hollow, strict=True)
            ],
            "size": [16 if one else 8 for one in marked],
            "color": [colour if one else ink for one in marked],
        },
        customdata=[[event] for event in events["event"]],
        hovertext=[
            f"<b>{escape(e.title)}</b><br>{format_when(e.date, e.date_precision)}<br>{escape(e.place)}"
            for e in events.itertuples()
        ],
        hoverinfo="text",
        **_number_meetings(events, heights, ink),
    )
    return Picture([trace], _lay_out_lanes(names, dark=dark))


def _number_meetings(events: pd.DataFrame, heights: list[int], ink: str) -> dict:
    """The numbers over or under their markers; none where both places of the lane are taken by a neighbour."""
    last: dict[tuple[int, str], pd.Timestamp] = {}
    texts, places = [], []
    for number, day, lane in zip(events["meeting"], events["date"], heights, strict=True):
        free = [place for place in PLACES if _is_free(last.get((lane, place)), day)] if number else []
        texts.append(escape(number) if free else "")
        places.append(free[0] if free else PLACES[0])
        last |= dict.fromkeys([(lane, place) for place in free[:1]], day)
    return {"text": texts, "textposition": places, "textfont": {"size": 9, "color": ink}}


def _is_free(before: pd.Timestamp | None, day: pd.Timestamp) -> bool:
    return before is None or (day - before).days >= APART_DAYS


def _lay_out_lanes(names: list[str], *, dark: bool) -> dict:
    return lay_out(
        height=70 + 42 * max(len(names), 1),
        margin={"l": 10, "r": 12, "t": 12, "b": 34},
        dark=dark,
        hovermode="closest",
        xaxis={"gridcolor": GRID, "fixedrange": True},
        yaxis={
            "automargin": True,
            "tickvals": list(range(len(names))),
            "ticktext": [escape(name) for name in names],
            "range": [len(names) - 0.4, -0.7],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    )
