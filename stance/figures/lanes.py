"""Events on a time axis, one lane a channel."""

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go

from stance.figures.base import GRID, PALETTES, PLUS, choose_ink, lay_out
from stance.wording import format_day

APART_DAYS = 65
NO_LANES: Mapping[str, str] = {}


def plot_lanes(
    events: pd.DataFrame,
    *,
    lanes: Mapping[str, str] = NO_LANES,
    planned: str = "",
    chosen: str = "",
    dark: bool = False,
) -> go.Figure:
    """A marker an event in its lane, numbered where it has a number and room for it; the chosen event is larger.

    `events` has event, date, kind, title, place and meeting. `lanes` gives the lane of each kind, in order from the top;
    other kinds have a lane each below, by the number of their events. Hollow: announced only, by the words `planned` in
    the title. The customdata of a marker is [event].
    """
    names = _order_lanes(events["kind"], lanes)
    ink, colour = choose_ink(dark=dark), PALETTES[PLUS][0][dark]
    marked = [event == chosen for event in events["event"]]
    hollow = [bool(planned) and planned in title for title in events["title"]]
    trace = go.Scatter(
        x=events["date"],
        y=[names.index(lanes.get(kind, kind)) for kind in events["kind"]],
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
            f"<b>{escape(e.title)}</b><br>{format_day(e.date)}<br>{escape(e.place)}" for e in events.itertuples()
        ],
        hoverinfo="text",
        **_number_meetings(events, ink),
    )
    return go.Figure(trace, _lay_out_lanes(names, dark=dark))


def _order_lanes(kinds: pd.Series, lanes: Mapping[str, str]) -> list[str]:
    """The lanes that hold an event: those given, in their order, then other kinds, the commonest first."""
    there = kinds.map(lambda kind: lanes.get(kind, kind))
    given = [name for name in dict.fromkeys(lanes.values()) if name in set(there)]
    counts = there[~there.isin(given)].value_counts().sort_index(kind="stable")
    return [*given, *counts.sort_values(ascending=False, kind="stable").index]


def _number_meetings(events: pd.DataFrame, ink: str) -> dict:
    """The numbers over or under their markers; none where both places are taken by a neighbour."""
    last: dict[str, pd.Timestamp | None] = {"top center": None, "bottom center": None}
    texts, places = [], []
    for number, day in zip(events["meeting"], events["date"], strict=True):
        far = [place for place, before in last.items() if before is None or (day - before).days >= APART_DAYS]
        free = far if number else []
        texts.append(escape(number) if free else "")
        places.append(free[0] if free else "top center")
        last |= dict.fromkeys(free[:1], day)
    return {"text": texts, "textposition": places, "textfont": {"size": 9, "color": ink}}


def _lay_out_lanes(names: list[str], *, dark: bool) -> go.Layout:
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
