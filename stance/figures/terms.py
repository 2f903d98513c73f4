"""Pictures of terms: how often each side uses them, side by side and by year."""

from collections.abc import Mapping
from html import escape
from textwrap import wrap

import numpy as np
import pandas as pd

from stance.figures.base import GRID, Style, lay_out, tint
from stance.figures.picture import Picture, scatter
from stance.formats import format_count, format_number

ROW, LABEL_WIDTH, HEADING_WIDTH = 27, 16, 34
LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def plot_terms(table: pd.DataFrame, sides: tuple[Style, Style], *, dark: bool = False) -> Picture:
    """A row a term with two markers, the share of each side's sources that hold it; `sides` are those of minus and plus.

    `table` has the rows of `terms.compare_sides` to draw. Terms of the plus side stand on top, those of the minus side
    below, the surest first, each group under a heading. Each marker's customdata is the term.
    """
    rows, headings = _place_rows(table)
    ends = zip(("minus", "plus"), sides, strict=True)
    traces = [_join_markers(rows), *(_draw_markers(rows, end, style, dark=dark) for end, style in ends)]
    return Picture(traces, _lay_out_terms(rows, headings, sides, dark=dark))


def _place_rows(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows with their `place` from the top, and the place of each group's heading."""
    plus = table[table["z"] > 0].sort_values("z", ascending=False)
    minus = table[table["z"] <= 0].sort_values("z")
    first = 1 if len(plus) else 0
    places = [*range(first, first + len(plus)), *range(first + len(plus) + 1, first + len(table) + 1)]
    groups = {"plus": (plus, 0), "minus": (minus, first + len(plus))}
    headings = {end: place for end, (own, place) in groups.items() if len(own)}
    return pd.concat([plus, minus]).assign(place=places), headings


def _lay_out_terms(rows: pd.DataFrame, headings: dict[str, int], sides: tuple[Style, Style], *, dark: bool) -> dict:
    styles = dict(zip(("minus", "plus"), sides, strict=True))
    return lay_out(
        height=110 + ROW * (len(rows) + len(headings)),
        margin={"l": 10, "r": 14, "t": 34, "b": 48},
        dark=dark,
        hovermode="closest",
        showlegend=True,
        legend=LEGEND,
        xaxis={**_share_axis(rows[["share_minus", "share_plus"]].max().max()), "title": {"text": "share of sources"}},
        yaxis={
            "automargin": True,
            "tickvals": rows["place"].tolist(),
            "ticktext": [_break_lines(term, LABEL_WIDTH) for term in rows["term"]],
            "range": [len(rows) + len(headings) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        annotations=[_write_heading(styles[end], place, dark=dark) for end, place in headings.items()],
    )


def _break_lines(text: str, width: int) -> str:
    return "<br>".join(escape(line) for line in wrap(text, width))


def _share_axis(largest: float) -> dict:
    top = max(float(np.nan_to_num(largest)), 0.05) * 1.12
    return {
        "range": [-0.04 * top, top],
        "tickformat": ".0%",
        "nticks": 6,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def _write_heading(style: Style, place: int, *, dark: bool) -> dict:
    name = _break_lines(f"In more sources of {style.name}", HEADING_WIDTH)
    font = {"color": style.colour(dark=dark), "size": 12}
    start = {"xref": "paper", "x": 0, "xanchor": "left", "y": place, "showarrow": False, "align": "left"}
    return {"text": f"<b>{name}</b>", "font": font, **start}


def _join_markers(rows: pd.DataFrame) -> dict:
    ends = [(row.share_minus, row.share_plus, None) for row in rows.itertuples()]
    return scatter(
        x=[x for end in ends for x in end],
        y=[place for place in rows["place"] for _ in range(3)],
        mode="lines",
        line={"color": tint("#808080", 0.55), "width": 3},
        hoverinfo="skip",
        showlegend=False,
    )


def _draw_markers(rows: pd.DataFrame, end: str, style: Style, *, dark: bool) -> dict:
    return scatter(
        x=rows[f"share_{end}"],
        y=rows["place"],
        name=escape(style.name),
        mode="markers",
        marker={"symbol": style.marker, "size": 10, "color": style.colour(dark=dark)},
        customdata=[[term] for term in rows["term"]],
        hovertext=[_hover_term(row, end, style.name) for row in rows.to_dict("records")],
        hoverinfo="text",
    )


def _hover_term(row: dict, end: str, name: str) -> str:
    share = f"{format_count(row[f'sources_{end}'], 'source')}, {row[f'share_{end}']:.0%} of those of {escape(name)}"
    return f"<b>{escape(row['term'])}</b><br>{share}<br>z {format_number(row['z'])}"


def plot_years(table: pd.DataFrame, styles: Mapping[str, Style], *, dark: bool = False, height: int = 300) -> Picture:
    """The share of each side's sources that hold a term, by year; a break where a side has no source.

    `table` is `terms.count_by_year` of one term; sides are drawn in the order of `styles`.
    """
    layout = lay_out(
        height=height,
        margin={"l": 48, "r": 14, "t": 34, "b": 30},
        dark=dark,
        hovermode="closest",
        showlegend=True,
        legend=LEGEND,
        xaxis={
            "showgrid": False,
            "fixedrange": True,
            "tickformat": "d",
            "dtick": 1 if table["year"].nunique() < 9 else None,
        },
        yaxis={**_share_axis(table["share"].max()), "title": {"text": "share of sources"}},
    )
    parts = {side: table[table["side"] == side].sort_values("year") for side in styles}
    return Picture([_draw_years(rows, styles[side], dark=dark) for side, rows in parts.items() if len(rows)], layout)


def _draw_years(rows: pd.DataFrame, style: Style, *, dark: bool) -> dict:
    colour, name = style.colour(dark=dark), escape(style.name)
    return scatter(
        x=rows["year"],
        y=rows["share"],
        name=name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.2, "dash": style.dash},
        marker={"symbol": style.marker, "size": 8, "color": colour},
        hovertext=[
            f"<b>{name}</b>, {row.year}<br>{row.sources_with} of {format_count(row.sources, 'source')} ({row.share:.0%})"
            for row in rows.itertuples()
        ],
        hoverinfo="text",
    )
