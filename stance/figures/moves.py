"""Pictures of change: dumbbells of two periods, parts beside each other, and the gap between two sides over time."""

from collections.abc import Collection, Mapping
from html import escape

import numpy as np
import pandas as pd

from stance.dossier.codebook import Topic
from stance.figures.base import GRID, PALETTES, PLUS, Style, choose_ink, lay_out, tint
from stance.figures.picture import Picture, scatter
from stance.formats import format_count, format_day, format_evidence, format_number

ALL = "all"


def plot_dumbbells(moves: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], *, dark: bool = False) -> Picture:
    """Two points a line, hollow before and filled after, joined by a bar; the largest rise first, no line left out.

    The customdata of a point is [group, "before" or "after"].

    `moves` is `Estimator.change` of one topic, every change known; `styles` has a style for each group.
    """
    rows = moves.sort_values("change", ascending=True).reset_index(drop=True)
    drawn = enumerate(rows.to_dict("records"))
    traces = [_draw_dumbbell(row, place, styles[row["group"]], dark=dark) for place, row in drawn]
    return Picture(traces, _lay_out_rows([styles[group].name for group in rows["group"]], topic, dark=dark))


def _lay_out_rows(names: list[str], topic: Topic, *, dark: bool) -> dict:
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


def _draw_dumbbell(row: dict, place: int, style: Style, *, dark: bool) -> dict:
    colour = style.colour(dark=dark)
    ends = f"{format_number(row['before'], 2)} to {format_number(row['after'], 2)}"
    interval = (
        f"{format_number(row['change'], 2)} (90 % {format_number(row['low'], 2)} to {format_number(row['high'], 2)})"
    )
    counts = f"{row['statements_before']} and {row['statements_after']} statements"
    return scatter(
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


def plot_parts(table: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], *, dark: bool = False) -> Picture:
    """A point with its interval for each part, in the order of the rows from the top, in the style of its `side`.

    `table` has part, side (a name of a style), position, low, high, statements; a part without a position is a name alone.
    The customdata of a point is [part, `ALL`].
    """
    rows = table.iloc[::-1].reset_index(drop=True)
    known = [(place, row) for place, row in enumerate(rows.to_dict("records")) if pd.notna(row["position"])]
    traces = [_draw_part(row, place, styles[row["side"]], dark=dark) for place, row in known]
    names = [f"{row.part} ({row.statements})" for row in rows.itertuples()]
    return Picture(traces, _lay_out_rows(names, topic, dark=dark))


def _draw_part(row: dict, place: int, style: Style, *, dark: bool) -> dict:
    colour = style.colour(dark=dark)
    interval = f"{format_number(row['low'], 2)} to {format_number(row['high'], 2)}"
    text = f"<b>{escape(row['part'])}</b><br>{format_number(row['position'], 2)} (90 % {interval})<br>{format_count(row['statements'], 'statement')}"
    return scatter(
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
        customdata=[[row["part"], ALL]],
        hovertext=[text],
        hoverinfo="text",
    )


def plot_gap(
    gap: pd.DataFrame, *, marks: Collection[pd.Timestamp], group: str = "", dark: bool = False, height: int = 330
) -> Picture:
    """The gap of one topic over time with its band, broken where it is not known; `marks` are upright lines.

    The customdata of a point is [group, date]; the points at the `marks` are larger.
    """
    colour, rows = PALETTES[PLUS][1][dark], gap.sort_values("date")
    known = rows.dropna(subset="gap")
    runs = known.groupby((rows["gap"].isna().cumsum())[known.index])
    bands = [_draw_gap_band(run, colour) for _, run in runs]
    layout = _lay_out_gap(rows["date"], marks, height=height, dark=dark)
    return Picture([*bands, _draw_gap_line(rows, group, marks, colour)], layout)


def _lay_out_gap(dates: pd.Series, marks: Collection[pd.Timestamp], *, height: int, dark: bool) -> dict:
    line = {"width": 1.2, "dash": "dot", "color": choose_ink(dark=dark)}
    upright = {"type": "line", "yref": "y domain", "y0": 0, "y1": 1, "line": line}
    return lay_out(
        height=height,
        margin={"l": 40, "r": 16, "t": 10, "b": 40},
        dark=dark,
        hovermode="closest",
        shapes=[upright | {"x0": day, "x1": day} for day in marks],
        xaxis={"showgrid": False, "fixedrange": True, "range": [dates.min(), dates.max()] if len(dates) else None},
        yaxis={
            "title": {"text": "gap, in codes"},
            "gridcolor": GRID,
            "zerolinecolor": choose_ink(dark=dark),
            "fixedrange": True,
        },
    )


def _draw_gap_band(run: pd.DataFrame, colour: str) -> dict:
    dates = pd.concat([run["date"], run["date"][::-1]])
    edges = np.concatenate([run["high"].to_numpy(), run["low"].to_numpy()[::-1]])
    lone = len(run) == 1
    return scatter(
        x=dates, y=edges, fill=None if lone else "toself", fillcolor=tint(colour, 0.15), mode="lines", hoverinfo="skip",
        line={"width": 5 if lone else 0, "color": tint(colour, 0.25)},
    )  # fmt: skip


def _draw_gap_line(rows: pd.DataFrame, group: str, marks: Collection[pd.Timestamp], colour: str) -> dict:
    texts = [
        f"{format_day(row.date)}<br>gap {format_number(row.gap, 2)} (90 % {format_number(row.low, 2)} to "
        f"{format_number(row.high, 2)})<br>{format_evidence(row.statements, row.sources)}"
        for row in rows.itertuples()
    ]
    return scatter(
        x=rows["date"],
        y=rows["gap"],
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        name="gap",
        line={"color": colour, "width": 2.2},
        marker={"size": [12 if day in marks else 6 for day in rows["date"]], "color": colour},
        customdata=[[group, f"{day:%Y-%m-%d}"] for day in rows["date"]],
        hovertext=texts,
        hoverinfo="text",
        unselected={"marker": {"opacity": 0.9}},
    )
