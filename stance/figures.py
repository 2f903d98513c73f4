"""Frames to pictures: the only module that knows Plotly, and nothing else.

Belongs here: marks, axes, colours, labels, hover texts. Not here: any estimate (frames arrive ready) and any
widget. Colours follow Okabe and Ito (https://jfly.uni-koeln.de/color/), darkened or lightened until text in
them can be read on the ground; dash and marker say the same as the colour does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from stance.codebook import Codebook, Topic
from stance.wording import describe_evidence, format_day, format_number

MINUS, PLUS, OTHERS = "minus", "plus", ""
PALETTES = {
    MINUS: (("#B24A00", "#F08A4B"), ("#A3477F", "#E39AC6"), ("#8A6A00", "#E9B93A"), ("#A8323A", "#F0898F")),
    PLUS: (("#0067A3", "#5BB4EC"), ("#00795A", "#2EC49B"), ("#5B5BA8", "#A9A9EE"), ("#1B7F8C", "#5CCBD8")),
    OTHERS: (("#5F6368", "#B8BCC2"), ("#6B6B3A", "#CFCF8E"), ("#7A5C50", "#D2B3A6"), ("#4E6472", "#A6BECD")),
}
DASHES = ("solid", "dash", "dot", "dashdot")
MARKERS = ("circle", "diamond", "square", "triangle-up", "x", "cross")
LABEL_GAP, LABEL_WIDTH = 0.26, 11
LANE_DEPTH = 0.85


@dataclass(frozen=True)
class Style:
    """How one group is drawn on every picture: its colour on a light and a dark ground, dash and marker."""

    name: str
    light: str
    dark: str
    dash: str
    marker: str

    def colour(self, *, dark: bool) -> str:
        """The colour for the ground."""
        return self.dark if dark else self.light


def style_sides(codebook: Codebook) -> dict[str, Style]:
    """A style for each side: the first colour of its pole, others in the codebook's order."""
    ranks = dict.fromkeys(PALETTES, 0)
    styles = {}
    for side in codebook.sides:
        styles[side.id] = _make_style(side.title, side.pole, ranks[side.pole], "solid" if side.pole else "dash")
        ranks[side.pole] += 1
    return styles


def style_actors(actors: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> dict[str, Style]:
    """A style for each actor, by its rank within its side in the number of statements, in order of that number.

    Actors of a pole's side have colours of one family (warm or cool), so that no actor wears the other side's colour.
    A style never changes with a filter.
    """
    counts = statements["actor"].value_counts()
    ranked = actors.assign(n=actors["actor"].map(counts).fillna(0)).sort_values(["n", "actor"], ascending=[False, True])
    poles = {side.id: side.pole for side in codebook.sides}
    ranks = dict.fromkeys(PALETTES, 0)
    styles = {}
    for row in ranked.itertuples():
        pole = poles[str(row.side)]
        dash = DASHES[ranks[pole] // len(PALETTES[pole]) % len(DASHES)]
        styles[str(row.actor)] = _make_style(str(row.name), pole, ranks[pole], dash)
        ranks[pole] += 1
    return styles


def _make_style(name: str, pole: str, rank: int, dash: str) -> Style:
    light, dark = PALETTES[pole][rank % len(PALETTES[pole])]
    first = {MINUS: 0, PLUS: 1, OTHERS: 2}[pole]
    return Style(name, light, dark, dash, MARKERS[(first + 2 * rank) % len(MARKERS)])


def plot_positions(
    positions: pd.DataFrame,
    topic: Topic,
    styles: Mapping[str, Style],
    *,
    events: pd.DataFrame | None = None,
    dark: bool = False,
    height: int = 380,
    bands: bool = True,
) -> go.Figure:
    """Lines of positions on one topic, a band around each, broken where evidence is short.

    `positions` holds one topic; groups are drawn in the order of `styles`. Each marker's customdata is
    [group, date]. `events` (date, title, place, named) become ticks under the lines; the named ones get a label.
    """
    shown = [group for group in styles if group in set(positions["group"])]
    figure = go.Figure(layout=_lay_out(positions, topic, height=height, lane=events is not None, dark=dark))
    for group in shown:
        rows = positions[positions["group"] == group].sort_values("date")
        if bands:
            figure.add_traces(_draw_bands(rows, styles[group].colour(dark=dark)))
        figure.add_trace(_draw_line(rows, styles[group], dark=dark))
    for note in _label_ends(positions, topic, styles, shown, dark=dark):
        figure.add_annotation(note)
    if events is not None and len(events):
        _draw_events(figure, events, topic, dark=dark)
    return figure


def _lay_out(positions: pd.DataFrame, topic: Topic, *, height: int, lane: bool, dark: bool) -> go.Layout:
    low, high = topic.codes[0], topic.codes[-1]
    step = (high - low) / 4
    ink = "#C8CCD2" if dark else "#5A6068"
    return go.Layout(
        height=height,
        margin={"l": 26, "r": 84, "t": 34, "b": 52},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"size": 12, "color": ink, "family": "Source Sans, sans-serif"},
        xaxis={
            "showgrid": False,
            "tickformat": "%Y" if _spans_years(positions) else "%b %Y",
            "dtick": "M12" if _spans_years(positions) else None,
            "fixedrange": True,
            "tickcolor": ink,
            "ticks": "outside",
        },
        yaxis={
            "range": [low - (LANE_DEPTH if lane else 0.12) * step, high + 0.12 * step],
            "tickvals": list(topic.codes),
            "ticktext": [format_number(code, 0) for code in topic.codes],
            "zeroline": False,
            "gridcolor": "rgba(128,128,128,0.22)",
            "fixedrange": True,
        },
        annotations=[
            _note_pole(f"▲ {format_number(high, 0)}: {topic.plus}", y=1.0, anchor="bottom", ink=ink),
            _note_pole(f"▼ {format_number(low, 0)}: {topic.minus}", y=0, anchor="top", shift=-22, ink=ink),
        ],
    )


def _spans_years(positions: pd.DataFrame) -> bool:
    return len(positions) > 0 and (positions["date"].max() - positions["date"].min()).days > 730


def _note_pole(text: str, *, y: float, anchor: str, ink: str, shift: int = 0) -> dict:
    place = {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -26,
        "y": y,
        "yanchor": anchor,
        "yshift": shift,
    }
    return {
        "text": "<br>".join(wrap(escape(text, quote=False), 62)),
        "showarrow": False,
        "align": "left",
        "font": {"size": 11, "color": ink},
        **place,
    }


def _tint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _split_runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    known = rows["position"].notna()
    return [run for _, run in rows[known].groupby((~known).cumsum()[known])]


def _draw_bands(rows: pd.DataFrame, colour: str) -> list[go.Scatter]:
    return [_draw_band(run, colour) for run in _split_runs(rows)]


def _draw_band(run: pd.DataFrame, colour: str) -> go.Scatter:
    dates = pd.concat([run["date"], run["date"][::-1]])
    edges = np.concatenate([run["high"].to_numpy(), run["low"].to_numpy()[::-1]])
    lone = len(run) == 1
    return go.Scatter(
        x=dates,
        y=edges,
        fill=None if lone else "toself",
        fillcolor=_tint(colour, 0.15),
        line={"width": 5 if lone else 0, "color": _tint(colour, 0.25)},
        mode="lines",
        hoverinfo="skip",
    )


def _draw_line(rows: pd.DataFrame, style: Style, *, dark: bool) -> go.Scatter:
    colour = style.colour(dark=dark)
    return go.Scatter(
        x=rows["date"],
        y=rows["position"],
        name=style.name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.2, "dash": style.dash},
        marker={"symbol": style.marker, "size": 6, "color": colour},
        customdata=[[group, f"{day:%Y-%m-%d}"] for group, day in zip(rows["group"], rows["date"], strict=True)],
        hovertext=[_hover(row, style.name) for row in rows.itertuples()],
        hoverinfo="text",
        selected={"marker": {"size": 11}},
        unselected={"marker": {"opacity": 0.9}},
    )


def _hover(row, style_name: str) -> str:
    band = f"{format_number(row.low)} to {format_number(row.high)}"
    return (
        f"<b>{escape(style_name)}</b>, {format_day(row.date)}<br>position {format_number(row.position, 2)} (90 % band {band})"
        f"<br>{describe_evidence(row.statements, row.sources)}"
    )


def _label_ends(
    positions: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], shown: list[str], *, dark: bool
) -> Iterable[dict]:
    known = positions.dropna(subset="position").sort_values("date")
    ends = [known[known["group"] == group].iloc[-1] for group in shown if (known["group"] == group).any()]
    ends = sorted(ends, key=lambda end: float(end["position"]))
    last = positions["date"].max()
    texts = [_write_label(styles[end["group"]].name, end, last) for end in ends]
    lines = max([text.count("<br>") + 1 for text in texts], default=1)
    least = LABEL_GAP * lines * (topic.codes[-1] - topic.codes[0]) / 4
    heights = _spread_apart([float(end["position"]) for end in ends], least)
    for end, height, text in zip(ends, heights, texts, strict=True):
        style = styles[end["group"]]
        font = {"color": style.colour(dark=dark), "size": 12}
        yield {
            "text": text,
            "x": 1,
            "xref": "paper",
            "y": height,
            "xanchor": "left",
            "xshift": 6,
            "showarrow": False,
            "align": "left",
            "font": font,
        }


def _write_label(name: str, end: pd.Series, last: pd.Timestamp) -> str:
    """The name in bold and the number; its month as well, where the line ends before the others could."""
    lines = wrap(escape(name), LABEL_WIDTH)
    sign = "<br>" if len(lines[-1]) > LABEL_WIDTH - 4 else " "
    when = "" if end["date"] == last else f"<br>({end['date']:%b %Y})"
    return f"<b>{'<br>'.join(lines)}</b>{sign}{format_number(end['position'])}{when}"


def _spread_apart(values: list[float], least: float) -> list[float]:
    """Ascending values moved apart until neighbours differ by `least`, keeping their mean."""
    spread = list(values)
    for i in range(1, len(spread)):
        spread[i] = max(spread[i], spread[i - 1] + least)
    shift = (sum(spread) - sum(values)) / len(values) if values else 0
    return [value - shift for value in spread]


def _draw_events(figure: go.Figure, events: pd.DataFrame, topic: Topic, *, dark: bool) -> None:
    step = (topic.codes[-1] - topic.codes[0]) / 4
    ink, level = ("#C8CCD2" if dark else "#5A6068"), topic.codes[0] - 0.3 * step
    figure.add_trace(
        go.Scatter(
            x=events["date"],
            y=[level] * len(events),
            mode="markers",
            name="Events",
            marker={"symbol": "line-ns", "size": 6, "line": {"width": 1.3, "color": ink}},
            hovertext=[f"<b>{escape(e.title)}</b><br>{format_day(e.date)}" for e in events.itertuples()],
            hoverinfo="text",
        )
    )
    for event in events[events["named"]].itertuples():
        figure.add_vline(x=event.date, line={"width": 1, "dash": "dot", "color": _tint("#808080", 0.55)}, layer="below")
        figure.add_annotation(
            text=escape(event.label),
            x=event.date,
            y=level,
            yanchor="top",
            yshift=-3,
            showarrow=False,
            font={"size": 10, "color": ink},
        )


def plot_contributions(contributions: pd.DataFrame, *, dark: bool = False, count: int = 10) -> go.Figure:
    """Bars of what pushed a text: the `count` strongest words, the rest of them, the side, the start, and the sum.

    `contributions` has term and contribution (log-odds a code); the bars above the sum add up to it.
    """
    bars = _gather_contributions(contributions, count)[::-1]
    colours = [PALETTES[PLUS if value > 0 else MINUS][0][dark] for _, value in bars]
    ink = "#C8CCD2" if dark else "#5A6068"
    bar = go.Bar(
        x=[value for _, value in bars],
        y=[name for name, _ in bars],
        orientation="h",
        marker={"color": colours, "pattern": {"shape": ["/" if name == "Sum" else "" for name, _ in bars]}},
        text=[format_number(value, 2) for _, value in bars],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    widest = max([abs(value) for _, value in bars] + [0.1]) * 1.7
    layout = go.Layout(
        height=60 + 24 * len(bars),
        margin={"l": 110, "r": 20, "t": 4, "b": 40},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"size": 12, "color": ink},
        dragmode=False,
        xaxis={
            "range": [-widest, widest],
            "fixedrange": True,
            "gridcolor": "rgba(128,128,128,0.22)",
            "zerolinecolor": ink,
            "title": {"text": "log-odds a code: − left, + right", "font": {"size": 11}},
        },
        yaxis={"fixedrange": True, "type": "category"},
    )
    return go.Figure(bar, layout)


def _gather_contributions(contributions: pd.DataFrame, count: int) -> list[tuple[str, float]]:
    own = contributions[~contributions["term"].isin(["(side)", "(start)"])]
    ranked = own.reindex(own["contribution"].abs().sort_values(ascending=False, kind="stable").index)
    bars = [(str(row.term), float(row.contribution)) for row in ranked[:count].itertuples()]
    if len(ranked) > count:
        bars.append((f"{len(ranked) - count} other words", float(ranked[count:]["contribution"].sum())))
    rest = contributions.set_index("term")["contribution"]
    bars += [("Side", float(rest["(side)"])), ("Start", float(rest["(start)"]))]
    return [*bars, ("Sum", float(contributions["contribution"].sum()))]
