"""Pictures of actors: where they stood on two topics over the years, and in which months they spoke."""

from collections.abc import Mapping
from html import escape
from textwrap import wrap

import pandas as pd

from stance.dossier.codebook import Topic
from stance.figures.base import GRID, Style, choose_ink, lay_out, tint
from stance.figures.picture import Picture, scatter
from stance.formats import format_count, format_month, format_number

POLE_WIDTH, LINE = 26, 14


def plot_trails(
    trail: pd.DataFrame, topics: tuple[Topic, Topic], styles: Mapping[str, Style], *, dark: bool = False
) -> Picture:
    """A line a group through its yearly places on two topics, the newest filled and named; the first and last year are written.

    `trail` is `trails.list_trail`; the customdata of a marker is [group, year].
    """
    traces, layout = [], _lay_out_map(topics, dark=dark)
    for group in [group for group in styles if group in set(trail["group"])]:
        rows = trail[trail["group"] == group].sort_values("year")
        traces.append(_draw_trail(rows, styles[group], topics, dark=dark))
        layout["annotations"].append(_name_trail(rows.iloc[-1], styles[group], dark=dark))
    return Picture(traces, layout)


def _name_trail(end: pd.Series, style: Style, *, dark: bool) -> dict:
    font = {"color": style.colour(dark=dark), "size": 12}
    text = f"<b>{escape(style.name)}</b>"
    return {"x": end["x"], "y": end["y"], "text": text, "showarrow": False, "yshift": 16, "font": font}


def _draw_trail(rows: pd.DataFrame, style: Style, topics: tuple[Topic, Topic], *, dark: bool) -> dict:
    colour, last = style.colour(dark=dark), len(rows) - 1
    return scatter(
        x=rows["x"],
        y=rows["y"],
        name=style.name,
        mode="lines+markers+text",
        line={"color": tint(colour, 0.5), "width": 2, "dash": style.dash},
        marker={
            "symbol": [style.marker if at == last else f"{style.marker}-open" for at in range(len(rows))],
            "size": [13 if at == last else 8 for at in range(len(rows))],
            "color": colour,
        },
        text=[f"{year}" if at in (0, last) else "" for at, year in enumerate(rows["year"])],
        textposition="bottom center",
        textfont={"size": 10, "color": colour},
        customdata=[[group, int(year)] for group, year in zip(rows["group"], rows["year"], strict=True)],
        hovertext=[_hover(row, style.name, topics) for row in rows.to_dict("records")],
        hoverinfo="text",
    )


def _hover(row: dict, name: str, topics: tuple[Topic, Topic]) -> str:
    lines = [
        f"{escape(topic.title)} {format_number(row[axis], 2)} ± {row[f'half_{axis}']:.2f}, "
        f"{format_count(row[f'statements_{axis}'], 'statement')}"
        for axis, topic in zip("xy", topics, strict=True)
    ]
    return "<br>".join([f"<b>{escape(name)}</b>, {row['year']}", *lines])


def _lay_out_map(topics: tuple[Topic, Topic], *, dark: bool) -> dict:
    axes = {
        f"{axis}axis": {
            "title": {"text": f"<b>{escape(topic.title)}</b>", "standoff": 6},
            "range": [topic.codes[0] - 0.25, topic.codes[-1] + 0.25],
            "tickvals": list(topic.codes),
            "ticktext": [format_number(code, 0) for code in topic.codes],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        }
        for axis, topic in zip("xy", topics, strict=True)
    }
    lines = max(len(wrap(f"◀ {pole}", POLE_WIDTH)) for pole in (topics[0].minus, topics[0].plus))
    below = 44 + LINE * (lines + 1)
    return lay_out(height=476 + below, margin={"l": 50, "r": 12, "t": 46, "b": below}, dark=dark, hovermode="closest", **axes,
                   annotations=list(_note_poles(topics, choose_ink(dark=dark))))  # fmt: skip


def _note_poles(topics: tuple[Topic, Topic], ink: str):
    """What the four ends of the map mean."""
    across, up = topics
    ends = (
        (f"◀ {across.minus}", 0, "left", 0, "top", -44),
        (f"▶ {across.plus}", 1, "right", 0, "top", -44),
        (f"▲ {up.plus}", 0, "left", 1, "bottom", 4),
        (f"▼ {up.minus}", 0.0, "left", 0, "bottom", 2),
    )
    for text, x, x_anchor, y, y_anchor, shift in ends:
        broken = "<br>".join(escape(line, quote=False) for line in wrap(text, POLE_WIDTH if y_anchor == "top" else 60))
        yield {
            "text": broken, "showarrow": False, "font": {"size": 11, "color": ink}, "align": x_anchor, "xref": "paper",
            "yref": "paper", "x": x, "xanchor": x_anchor, "y": y, "yanchor": y_anchor, "yshift": shift,
        }  # fmt: skip


def plot_months(months: pd.Series, style: Style, *, dark: bool = False) -> Picture:
    """A bar a month with the number of statements; months of silence have a mark on the axis and no bar.

    `months` is `profile.count_months`.
    """
    ink, silent = choose_ink(dark=dark), months[months == 0]
    bars = {
        "type": "bar",
        "x": months.index,
        "y": months,
        "marker": {"color": style.colour(dark=dark)},
        "hovertext": [f"{format_month(day)}: {format_count(count, 'statement')}" for day, count in months.items()],
        "hoverinfo": "text",
    }
    marks = scatter(
        x=silent.index,
        y=[0] * len(silent),
        mode="markers",
        marker={"symbol": "x-thin", "size": 6, "line": {"width": 1.3, "color": ink}},
        cliponaxis=False,
        hovertext=[f"{format_month(day)}: silence" for day in silent.index],
        hoverinfo="text",
    )
    layout = lay_out(
        height=150, margin={"l": 34, "r": 12, "t": 8, "b": 28}, dark=dark, hovermode="closest", bargap=0.15,
        xaxis={"showgrid": False, "fixedrange": True},
        yaxis={"gridcolor": GRID, "fixedrange": True, "zeroline": False, "rangemode": "tozero"},
    )  # fmt: skip
    return Picture([bars, marks], layout)
