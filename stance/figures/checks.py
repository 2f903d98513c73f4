"""Pictures of how well numbers hold: confusion, reliability, other estimates of one claim."""

from html import escape

import numpy as np
import pandas as pd

from stance.figures.base import GRID, PALETTES, PLUS, choose_ink, lay_out, tint
from stance.figures.picture import Picture, scatter
from stance.formats import format_number

SURVIVES, FAILS = PALETTES[PLUS][0], ("#8A6A00", "#E9B93A")
SPREAD = 0.34


def plot_confusion(table: pd.DataFrame, *, rows: str, columns: str, dark: bool = False) -> Picture:
    """How often each cell of one coding (down) meets each cell of another (across), as numbers on a shaded grid.

    `table` has counts, with the same names down and across; the shade is the share within its row.
    """
    counts = table.to_numpy()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    names = [escape(str(name)) for name in table.columns]
    colour = PALETTES[PLUS][0][dark]
    grid = {"type": "heatmap",
        "z": shares, "x": names, "y": names, "text": counts, "texttemplate": "%{text}", "showscale": False, "xgap": 2, "ygap": 2, "zmin": 0, "zmax": 1,
        "colorscale": [[0, tint(colour, 0.04)], [1, tint(colour, 0.55)]], "hoverinfo": "skip",
        "textfont": {"size": 13, "color": "#FFFFFF" if dark else "#1F2328"},
    }  # fmt: skip
    axis = {"type": "category", "fixedrange": True, "showgrid": False}
    layout = lay_out(
        height=330,
        margin={"l": 62, "r": 10, "t": 44, "b": 10},
        dark=dark,
        xaxis={**axis, "side": "top", "title": {"text": escape(columns)}},
        yaxis={**axis, "autorange": "reversed", "title": {"text": escape(rows)}},
    )
    return Picture([grid], layout)


def plot_reliability(bins: pd.DataFrame, *, dark: bool = False) -> Picture:
    """How often a stated probability was right: a marker a bin, its size the number of statements, and the diagonal.

    `bins` has stated, right (0-1) and weight (`classifier.measures.measure_reliability`).
    """
    ink, colour = choose_ink(dark=dark), SURVIVES[dark]
    ideal = scatter(x=[0, 1], y=[0, 1], mode="lines", line={"dash": "dot", "color": ink}, hoverinfo="skip")
    found = scatter(
        x=bins["stated"],
        y=bins["right"],
        mode="lines+markers+text",
        marker={"size": 7 + 15 * np.sqrt(bins["weight"] / max(bins["weight"].max(), 1)), "color": tint(colour, 0.75)},
        line={"color": colour, "width": 1.2},
        text=[f"{weight:.0f}" for weight in bins["weight"]],
        textposition="bottom right",
        textfont={"size": 10},
        hovertext=[f"stated {s:.0%}, right {r:.0%}, {w:.0f} statements" for s, r, w in bins.itertuples(index=False)],
        hoverinfo="text",
    )
    axis = {
        "range": [-0.04, 1.08],
        "tickformat": ".0%",
        "dtick": 0.25,
        "gridcolor": GRID,
        "fixedrange": True,
        "zeroline": False,
    }
    layout = lay_out(
        height=300,
        margin={"l": 60, "r": 10, "t": 8, "b": 48},
        dark=dark,
        xaxis={**axis, "title": {"text": "stated probability"}},
        yaxis={**axis, "title": {"text": "share that was right"}},
    )
    return Picture([ideal, found], layout)


def plot_estimates(table: pd.DataFrame, *, dark: bool = False) -> Picture:
    """A claim estimated in many ways: a lane a family, a marker and an interval an estimate, 0 and the shown change.

    `table` is that of `robustness.try_claim`, the claim as shown first. An estimate with another verdict is hollow.
    """
    shown, others = table.iloc[0], table.iloc[1:].dropna(subset="change")
    families = list(dict.fromkeys(others["family"]))
    traces = []
    for verdict, colours, symbol in ((True, SURVIVES, "circle"), (False, FAILS, "diamond-open")):
        rows = others[(others["verdict"] == shown["verdict"]) == verdict]
        traces.append(_draw_estimates(rows, others, families, colours[dark], symbol))
    return Picture(traces, _lay_out_estimates(families, shown["change"], dark=dark))


def _lay_out_estimates(families: list[str], change: float, *, dark: bool) -> dict:
    upright = {"type": "line", "yref": "y domain", "y0": 0, "y1": 1}
    zero = {"x0": 0, "x1": 0, "line": {"width": 1, "color": choose_ink(dark=dark)}}
    shown = {"x0": change, "x1": change, "line": {"width": 1.5, "dash": "dash", "color": SURVIVES[dark]}}
    note = {
        "text": f"as shown {format_number(change, 2)}",
        "x": change,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
    }
    return lay_out(
        shapes=[upright | zero, upright | shown],
        annotations=[note],
        height=90 + 62 * max(len(families), 1),
        margin={"l": 128, "r": 12, "t": 26, "b": 44},
        dark=dark,
        xaxis={
            "title": {"text": "change, in codes, with 90 % interval"},
            "gridcolor": GRID,
            "fixedrange": True,
            "zeroline": False,
        },
        yaxis={
            "tickvals": list(range(len(families))),
            "ticktext": [escape(family).replace(" ", "<br>", 1) for family in families],
            "range": [len(families) - 0.45, -0.55],
            "showgrid": False,
            "fixedrange": True,
            "zeroline": False,
        },
    )


def _draw_estimates(rows: pd.DataFrame, others: pd.DataFrame, families: list[str], colour: str, symbol: str) -> dict:
    """Markers in the lane of their family, from its top to its bottom in order of the change."""
    own = others.groupby("family")["change"]
    rank, count = own.rank(method="first"), own.transform("count")
    place = (rank - (count + 1) / 2) / count.clip(lower=6) * 2 * SPREAD
    lanes = rows["family"].map({family: lane for lane, family in enumerate(families)}).astype(float)
    return scatter(
        x=rows["change"],
        y=lanes + place[rows.index],
        mode="markers",
        marker={"symbol": symbol, "size": 7, "color": colour, "line": {"width": 1.5}},
        error_x={"array": rows["high"] - rows["change"], "color": tint(colour, 0.22), "thickness": 1.2, "width": 0},
        hovertext=[_hover_estimate(row) for row in rows.itertuples()],
        hoverinfo="text",
    )


def _hover_estimate(row) -> str:
    ends = f"{format_number(row.low, 2)} to {format_number(row.high, 2)}"
    counts = f"{row.statements_before} and {row.statements_after} statements"
    return f"<b>{escape(row.variant)}</b><br>change {format_number(row.change, 2)} (90 % {ends})<br>{row.verdict}; {counts}"
