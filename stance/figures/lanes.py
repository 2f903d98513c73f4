"""Events on a time axis, one lane a kind."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from stance.figures.base import GRID, PALETTES, PLUS, choose_ink, lay_out
from stance.wording import format_day


def plot_lanes(events: pd.DataFrame, *, chosen: str = "", dark: bool = False) -> go.Figure:
    """A marker an event in the lane of its kind, its number where it has one; the chosen event is filled and larger.

    `events` has event, date, kind, title, place and meeting; lanes stand in order of the number of their events.
    """
    kinds = list(
        events["kind"]
        .value_counts(sort=True)
        .sort_index(kind="stable")
        .sort_values(ascending=False, kind="stable")
        .index
    )
    ink, colour = choose_ink(dark=dark), PALETTES[PLUS][0][dark]
    marked = events["event"] == chosen
    trace = go.Scatter(
        x=events["date"],
        y=[kinds.index(kind) for kind in events["kind"]],
        mode="markers+text",
        marker={
            "symbol": ["diamond" if one else "circle-open" for one in marked],
            "size": [15 if one else 9 for one in marked],
            "color": [colour if one else ink for one in marked],
        },
        text=[escape(number) for number in events["meeting"]],
        textposition="top center",
        textfont={"size": 9, "color": ink},
        customdata=events["event"],
        hovertext=[
            f"<b>{escape(e.title)}</b><br>{format_day(e.date)}<br>{escape(e.place)}" for e in events.itertuples()
        ],
        hoverinfo="text",
    )
    layout = lay_out(
        height=70 + 42 * max(len(kinds), 1),
        margin={"l": 100, "r": 12, "t": 12, "b": 34},
        dark=dark,
        hovermode="closest",
        xaxis={"gridcolor": GRID, "fixedrange": True},
        yaxis={
            "tickvals": list(range(len(kinds))),
            "ticktext": [escape(kind) for kind in kinds],
            "range": [len(kinds) - 0.4, -0.7],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    )
    return go.Figure(trace, layout)
