"""Lines of positions over time, with bands, breaks, labels at their ends and a lane of events."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

import numpy as np
import pandas as pd

from stance.dossier.codebook import Topic
from stance.figures.base import GRID, Style, choose_ink, lay_out, tint
from stance.figures.picture import Picture, scatter
from stance.formats import format_day, format_evidence, format_number, format_when

HEIGHT = 380
LABEL_GAP, LABEL_WIDTH = 0.26, 11  # of a code on a scale of five, at that height, for each line of a label
LANE_DEPTH = 0.85
HOVERED = ("date", "position", "low", "high", "statements", "sources")


@dataclass(frozen=True, eq=False)
class Beside:
    """What stands beside the lines.

    `events` (date, date_precision, title, label, named) become ticks under them, the named ones get a label; None for no
    lane. `marks` are dotted lines over the whole width: code and name; those at the ends of the scale are named with the
    pole. `banded` are the groups with a band (None for all).
    """

    events: pd.DataFrame | None = None
    marks: Mapping[float, str] = field(default_factory=dict)
    banded: Collection[str] | None = None


def plot_positions(
    positions: pd.DataFrame,
    topic: Topic,
    styles: Mapping[str, Style],
    beside: Beside | None = None,
    *,
    dark: bool = False,
    height: int = HEIGHT,
) -> Picture:
    """Lines of positions on one topic, a band around each, broken where evidence is short.

    `positions` holds one topic; groups are drawn in the order of `styles`. Each marker's customdata is [group, date].
    """
    beside = beside or Beside()
    layout = _lay_out_positions(positions, topic, beside, height=height, dark=dark)
    there = set(positions["group"])
    traces, shown = [], [group for group in styles if group in there]
    for group in shown:
        rows = positions[positions["group"] == group].sort_values("date")
        if beside.banded is None or group in beside.banded:
            traces += _draw_bands(rows, styles[group].colour(dark=dark))
        traces.append(_draw_line(rows, styles[group], dark=dark))
    notes = [*layout.pop("annotations"), *_label_ends(positions, topic, styles, shown, height=height, dark=dark)]
    shapes = [_draw_rule(level, dark=dark) for level in beside.marks]
    if beside.events is not None and len(beside.events):
        traces.append(_draw_events(beside.events, topic, dark=dark))
        named = beside.events[beside.events["named"]]
        shapes += [_draw_day(day) for day in named["date"]]
        notes += [_label_event(event, topic, dark=dark) for event in named.itertuples()]
    return Picture(traces, lay_out(**layout, annotations=notes, shapes=shapes))


def _lay_out_positions(positions: pd.DataFrame, topic: Topic, beside: Beside, *, height: int, dark: bool) -> dict:
    low, high = topic.codes[0], topic.codes[-1]
    lane, marks = beside.events is not None, beside.marks
    step = (high - low) / 4
    ink = choose_ink(dark=dark)
    return {
        "height": height,
        "margin": {"l": 26, "r": 84, "t": 34, "b": 52},
        "dark": dark,
        "hovermode": "closest",
        "xaxis": {
            "showgrid": False,
            "tickformat": "%Y" if _spans_years(positions) else "%b %Y",
            "dtick": "M12" if _spans_years(positions) else None,
            "fixedrange": True,
            "tickcolor": ink,
            "ticks": "outside",
        },
        "yaxis": {
            "range": [low - (LANE_DEPTH if lane else 0.12) * step, high + 0.12 * step],
            "tickvals": list(topic.codes),
            "ticktext": [format_number(code, 0) for code in topic.codes],
            "zeroline": False,
            "gridcolor": GRID,
            "fixedrange": True,
        },
        "annotations": [
            _note_pole(_name_pole("▲", high, topic.plus, marks), y=1.0, anchor="bottom", ink=ink),
            _note_pole(_name_pole("▼", low, topic.minus, marks), y=0, anchor="top", shift=-22, ink=ink),
        ],
    }


def _name_pole(arrow: str, code: float, pole: str, marks: Mapping[float, str]) -> str:
    rule = f" (dotted: {marks[code]})" if code in marks else ""
    return f"{arrow} {format_number(code, 0)}: {pole}{rule}"


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
        "text": "<br>".join(escape(line, quote=False) for line in wrap(text, 62)),
        "showarrow": False,
        "align": "left",
        "font": {"size": 11, "color": ink},
        **place,
    }


def _split_runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    known = np.concatenate([[False], rows["position"].notna(), [False]])
    ends = np.flatnonzero(known[1:] != known[:-1]).reshape(-1, 2)
    return [rows.iloc[start:end] for start, end in ends]


def _draw_bands(rows: pd.DataFrame, colour: str) -> list[dict]:
    return [_draw_band(run, colour) for run in _split_runs(rows)]


def _draw_band(run: pd.DataFrame, colour: str) -> dict:
    dates = pd.concat([run["date"], run["date"][::-1]])
    edges = np.concatenate([run["high"].to_numpy(), run["low"].to_numpy()[::-1]])
    lone = len(run) == 1
    return scatter(
        x=dates,
        y=edges,
        fill=None if lone else "toself",
        fillcolor=tint(colour, 0.15),
        line={"width": 5 if lone else 0, "color": tint(colour, 0.25)},
        mode="lines",
        hoverinfo="skip",
    )


def _draw_line(rows: pd.DataFrame, style: Style, *, dark: bool) -> dict:
    colour = style.colour(dark=dark)
    return scatter(
        x=rows["date"],
        y=rows["position"],
        name=style.name,
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.2, "dash": style.dash},
        marker={"symbol": style.marker, "size": 6, "color": colour},
        customdata=[[group, f"{day:%Y-%m-%d}"] for group, day in zip(rows["group"], rows["date"], strict=True)],
        hovertext=[_hover(style.name, *cells) for cells in zip(*(rows[name] for name in HOVERED), strict=True)],
        hoverinfo="text",
        selected={"marker": {"size": 11}},
        unselected={"marker": {"opacity": 0.9}},
    )


def _hover(name: str, date: pd.Timestamp, position: float, low: float, high: float, *counts: int) -> str:
    band = f"{format_number(low)} to {format_number(high)}"
    return (
        f"<b>{escape(name)}</b>, {format_day(date)}<br>position {format_number(position, 2)} (90 % band {band})"
        f"<br>{format_evidence(*counts)}"
    )


def _label_ends(
    positions: pd.DataFrame, topic: Topic, styles: Mapping[str, Style], shown: list[str], *, height: int, dark: bool
) -> Iterable[dict]:
    found = _find_ends(positions)
    ends = sorted((found[group] for group in shown if group in found), key=lambda end: float(end["position"]))
    last = positions["date"].max()
    texts = [_write_label(styles[end["group"]].name, end, last) for end in ends]
    lines = max([text.count("<br>") + 1 for text in texts], default=1)
    least = LABEL_GAP * lines * (topic.codes[-1] - topic.codes[0]) / 4 * max(1.0, HEIGHT / height)
    heights = _spread_apart([float(end["position"]) for end in ends], least)
    for end, place, text in zip(ends, heights, texts, strict=True):
        style = styles[end["group"]]
        font = {"color": style.colour(dark=dark), "size": 12}
        yield {
            "text": text,
            "x": 1,
            "xref": "paper",
            "y": place,
            "xanchor": "left",
            "xshift": 6,
            "showarrow": False,
            "align": "left",
            "font": font,
        }


def _find_ends(positions: pd.DataFrame) -> dict[str, dict]:
    """The last known position of every group, with its date."""
    ends: dict[str, dict] = {}
    for group, date, position in zip(*(positions[name] for name in ("group", "date", "position")), strict=True):
        if not np.isnan(position) and (group not in ends or date >= ends[group]["date"]):
            ends[group] = {"group": group, "date": date, "position": position}
    return ends


def _write_label(name: str, end: Mapping, last: pd.Timestamp) -> str:
    """The name in bold and the number; its month as well, where the line ends before the others could."""
    lines = [escape(line, quote=False) for line in wrap(name, LABEL_WIDTH)]
    sign = "<br>" if lines and len(lines[-1]) > LABEL_WIDTH - 4 else " "
    when = "" if end["date"] == last else f"<br>({end['date']:%b %Y})"
    return f"<b>{'<br>'.join(lines)}</b>{sign}{format_number(end['position'])}{when}"


def _spread_apart(values: list[float], least: float) -> list[float]:
    """Ascending values moved apart until neighbours differ by `least`, keeping their mean."""
    spread = list(values)
    for i in range(1, len(spread)):
        spread[i] = max(spread[i], spread[i - 1] + least)
    shift = (sum(spread) - sum(values)) / len(values) if values else 0
    return [value - shift for value in spread]


def _draw_rule(level: float, *, dark: bool) -> dict:
    """A dotted line over the whole width."""
    line = {"width": 1.4, "dash": "dot", "color": choose_ink(dark=dark)}
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "y0": level,
        "y1": level,
        "line": line,
        "layer": "below",
    }


def _draw_day(day: pd.Timestamp) -> dict:
    """A dotted upright line over the whole height."""
    line = {"width": 1, "dash": "dot", "color": tint("#808080", 0.55)}
    return {"type": "line", "yref": "y domain", "y0": 0, "y1": 1, "x0": day, "x1": day, "line": line, "layer": "below"}


def _find_lane(topic: Topic) -> float:
    """The height of the lane of events, a little under the lowest code."""
    return topic.codes[0] - 0.3 * (topic.codes[-1] - topic.codes[0]) / 4


def _draw_events(events: pd.DataFrame, topic: Topic, *, dark: bool) -> dict:
    texts = [f"<b>{escape(e.title)}</b><br>{format_when(e.date, e.date_precision)}" for e in events.itertuples()]
    return scatter(
        x=events["date"],
        y=[_find_lane(topic)] * len(events),
        mode="markers",
        name="Events",
        marker={"symbol": "line-ns", "size": 6, "line": {"width": 1.3, "color": choose_ink(dark=dark)}},
        hovertext=texts,
        hoverinfo="text",
    )


def _label_event(event, topic: Topic, *, dark: bool) -> dict:
    return {
        "text": escape(event.label), "x": event.date, "y": _find_lane(topic), "yanchor": "top", "yshift": -3,
        "showarrow": False, "font": {"size": 10, "color": choose_ink(dark=dark)},
    }  # fmt: skip
