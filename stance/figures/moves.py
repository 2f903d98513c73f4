"""Pictures of change: dumbbells of two periods, and the gap between two sides over time."""

from collections.abc import Mapping
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stance.dossier.codebook import Topic
from stance.figures.base import GRID, PALETTES, PLUS, Style, choose_ink, lay_out, tint
from stance.formats import format_day, format_number


def plot_dumbbells(moves: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], *, dark: bool = False) -> go.Figure:
    """Two points a line, hollow before and filled after, joined by a bar; the largest rise first, no line left out.

    The customdata of a point is [group, "before" or "after"].

    `moves` is `movement.estimate_movement` of one topic, every change known; `styles` has a style for each group.
    """
    rows = moves.sort_values("change", ascending=True).reset_index(drop=True)
    figure = go.Figure(layout=_lay_out_rows([styles[group].name for group in rows["group"]], topic, dark=dark))
    for place, row in enumerate(rows.to_dict("records")):
        figure.add_trace(_draw_dumbbell(row, place, styles[row["group"]], dark=dark))
    return figure


def _lay_out_rows(names: list[str], topic: Topic, *, dark: bool) -> go.Layout:
    """Rows with a name each, from the bottom, over the scale of the topic."""
    low, high = topic.codes[0], topic.codes[-1]
    return lay_out(
        height=80 + 30 * max(len(names), 1),
        margin={"l": 10, "r": 12, "t": 8, "b": 30},
        dark=dark,
        hovermode="closest",
        xaxis={
            "range": [low - 0.15, high + 0.15],
            "tickvals": list(topic.codes),
            "ticktext": [format_number(code, 0) for code in topic.codes],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            "automargin": True,
            "tickvals": list(range(len(names))),
            "ticktext": [escape(name) for name in names],
            "range": [-0.6, max(len(names), 1) - 0.4],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    )


def _draw_dumbbell(row: dict, place: int, style: Style, *, dark: bool) -> go.Scatter:
    colour = style.colour(dark=dark)
    ends = f"{format_number(row['before'], 2)} to {format_number(row['after'], 2)}"
    interval = (
        f"{format_number(row['change'], 2)} (90 % {format_number(row['low'], 2)} to {format_number(row['high'], 2)})"
    )
    counts = f"{row['statements_before']} and {row['statements_after']} statements"
    return go.Scatter(
        x=[row["before"], row["after"]],
        y=[place, place],
        mode="lines+markers",
        line={"color": tint(colour, 0.55), "width": 4},
        marker={
            "symbol": ["circle-open", "circle"],
            "size": 11,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        customdata=[[row["group"], "before"], [row["group"], "after"]],
        hovertext=[f"<b>{escape(style.name)}</b><br>{ends}<br>change {interval}<br>{counts}"] * 2,
        hoverinfo="text",
    )


def plot_parts(table: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], *, dark: bool = False) -> go.Figure:
    """A point with its interval for each part, in the order of the rows from the top, in the style of its `side`.

    `table` has part, side (a name of a style), position, low, high, statements; a part without a position is a name alone.
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    figure = go.Figure(
        layout=_lay_out_rows([f"{r.part} ({r.statements})" for r in rows.itertuples()], topic, dark=dark)
    )
    for place, row in enumerate(rows.to_dict("records")):
        if pd.notna(row["position"]):
            figure.add_trace(_draw_part(row, place, styles[row["side"]], dark=dark))
    return figure


def _draw_part(row: dict, place: int, style: Style, *, dark: bool) -> go.Scatter:
    colour = style.colour(dark=dark)
    interval = f"{format_number(row['low'], 2)} to {format_number(row['high'], 2)}"
    text = f"<b>{escape(row['part'])}</b><br>{format_number(row['position'], 2)} (90 % {interval})<br>{row['statements']} statements"
    return go.Scatter(
        x=[row["position"]],
        y=[place],
        mode="markers",
        marker={"symbol": style.marker, "size": 10, "color": colour},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [row["high"] - row["position"]],
            "arrayminus": [row["position"] - row["low"]],
            "color": tint(colour, 0.55),
        },
        hovertext=[text],
        hoverinfo="text",
    )


def plot_gap(gap: pd.DataFrame, *, marks: list[pd.Timestamp], dark: bool = False, height: int = 330) -> go.Figure:
    """The gap of one topic over time with its band, broken where it is not known; `marks` are upright lines."""
    colour, rows = PALETTES[PLUS][1][dark], gap.sort_values("date")
    known = rows.dropna(subset="gap")
    layout = lay_out(
        height=height,
        margin={"l": 40, "r": 12, "t": 10, "b": 40},
        dark=dark,
        hovermode="closest",
        xaxis={
            "showgrid": False,
            "fixedrange": True,
            "range": [rows["date"].min(), rows["date"].max()] if len(rows) else None,
        },
        yaxis={
            "title": {"text": "gap, in codes"},
            "gridcolor": GRID,
            "zerolinecolor": choose_ink(dark=dark),
            "fixedrange": True,
        },
    )
    figure = go.Figure(layout=layout)
    runs = known.groupby((rows["gap"].isna().cumsum())[known.index])
    for _, run in runs:
        figure.add_trace(_draw_gap_band(run, colour))
    figure.add_trace(_draw_gap_line(rows, colour))
    for day in marks:
        figure.add_vline(x=day, line={"width": 1.2, "dash": "dot", "color": choose_ink(dark=dark)})
    return figure


def _draw_gap_band(run: pd.DataFrame, colour: str) -> go.Scatter:
    dates = pd.concat([run["date"], run["date"][::-1]])
    edges = np.concatenate([run["high"].to_numpy(), run["low"].to_numpy()[::-1]])
    return go.Scatter(
        x=dates, y=edges, fill="toself", fillcolor=tint(colour, 0.15), mode="lines", line={"width": 0}, hoverinfo="skip"
    )


def _draw_gap_line(rows: pd.DataFrame, colour: str) -> go.Scatter:
    texts = [
        f"{format_day(row.date)}<br>gap {row.gap:.2f} (90 % {row.low:.2f} to {row.high:.2f})<br>{row.statements} statements, {row.sources} sources"
        for row in rows.itertuples()
    ]
    return go.Scatter(
        x=rows["date"], y=rows["gap"], mode="lines+markers", connectgaps=False, name="gap",
        line={"color": colour, "width": 2.2}, marker={"size": 6, "color": colour}, hovertext=texts, hoverinfo="text",
    )  # fmt: skip
