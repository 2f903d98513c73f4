"""The traces of a picture as SVG: lines and bands, markers, intervals, bars, a shaded grid.

Belongs here: one kind of trace a function. Not here: axes and labels (see still).
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from stance.figures.plane import WIDE, Plane, draw_stroke, paint, write_number, write_words

SHAPES = {
    "diamond": "M0-{r}L{r} 0 0 {r}-{r} 0Z",
    "square": "M-{r}-{r}H{r}V{r}H-{r}Z",
    "triangle-up": "M0-{r}L{r} {r}H-{r}Z",
    "x": "M-{r}-{r}L{r} {r}M{r}-{r}L-{r} {r}",
    "x-thin": "M-{r}-{r}L{r} {r}M{r}-{r}L-{r} {r}",
    "cross": "M0-{r}V{r}M-{r} 0H{r}",
    "line-ns": "M0-{r}V{r}",
}
THICK, BARE = ("x", "cross"), ("x-thin", "line-ns")
PLACES = {"top center": (0, -7, "middle"), "bottom center": (0, 14, "middle"), "bottom right": (7, 13, "start")}
STRETCH = '<svg width="100%" height="{deep}" viewBox="0 0 1000 {deep}" preserveAspectRatio="none" overflow="visible">'
Point = tuple[float, float]


def draw_trace(plane: Plane, trace: dict) -> Iterator[str]:
    """One trace, from the back to the front."""
    if trace["type"] == "bar":
        yield from _draw_bars(plane, trace)
    elif trace["type"] == "heatmap":
        yield from _draw_grid(plane, trace)
    else:
        yield from _draw_scatter(plane, trace)


def _draw_scatter(plane: Plane, trace: dict) -> Iterator[str]:
    points = [(plane.across(x), plane.down(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    mode = trace.get("mode", "lines")
    if "lines" in mode:
        yield _draw_line(plane, trace, points)
    if trace.get("error_x"):
        yield from _draw_intervals(plane, trace)
    if "markers" in mode:
        yield from _draw_markers(trace, points)
    if "text" in mode:
        yield from _write_texts(plane, trace, points)


def _draw_line(plane: Plane, trace: dict, points: Sequence[Point]) -> str:
    """The line and what it encloses, broken at missing values; stretched with the plot, its width kept."""
    paths = "".join(_join(run) for run in _split_runs(points))
    if not paths:
        return ""
    filled = trace.get("fill") == "toself"
    fill = paint("fill", trace["fillcolor"]) if filled else ' fill="none"'
    line = trace["line"]
    stroke = draw_stroke({"color": "none"} | line) if line.get("width", 2) else ""
    style = ' style="vector-effect:non-scaling-stroke" stroke-linejoin="round"' if stroke else ""
    return f'{STRETCH.format(deep=write_number(plane.deep))}<path d="{paths}{"Z" if filled else ""}"{fill}{stroke}{style}/></svg>'


def _split_runs(points: Sequence[Point]) -> list[list[Point]]:
    parts = groupby(points, key=lambda point: math.isnan(point[0] + point[1]))
    return [list(run) for missing, run in parts if not missing]


def _join(run: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x * WIDE / 100:.1f} {y:.1f}" for x, y in run)


def _draw_markers(trace: dict, points: Sequence[Point]) -> Iterator[str]:
    marker = trace["marker"]
    sizes, colours = (_spread(marker.get(name), len(points)) for name in ("size", "color"))
    symbols = _spread(marker.get("symbol", "circle"), len(points))
    line = marker.get("line", {})
    for (x, y), size, colour, symbol in zip(points, sizes, colours, symbols, strict=True):
        if not math.isnan(x + y):
            yield _draw_marker((x, y), symbol, (size or 6) / 2, colour or line["color"], line.get("width"))


def _spread(value: Any, count: int) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] * count


def _draw_marker(point: Point, symbol: str, radius: float, colour: str, width: float | None) -> str:
    """A filled shape, a hollow one where its name ends in -open; a circle stands alone, others in a place of their own."""
    shape, hollow, _ = symbol.partition("-open")
    if shape in BARE and not width:
        return ""
    width = width or (0.6 * radius if shape in THICK else 1.2)
    stroked = hollow or shape in (*BARE, *THICK)
    ink = (
        f'{paint("stroke", colour)} stroke-width="{write_number(width)}" fill="none"'
        if stroked
        else paint("fill", colour)
    )
    across, down = write_number(point[0]), write_number(point[1])
    if shape not in SHAPES:
        return f'<circle cx="{across}%" cy="{down}" r="{write_number(radius)}"{ink}/>'
    path = SHAPES[shape].format(r=write_number(radius * (1.3 if shape == "diamond" else 1)))
    return f'<svg x="{across}%" y="{down}" overflow="visible"><path d="{path}"{ink}/></svg>'


def _draw_intervals(plane: Plane, trace: dict) -> Iterator[str]:
    error = trace["error_x"]
    over = error.get("array") or []
    under = error.get("arrayminus") or over
    stroke = f'{paint("stroke", error["color"])} stroke-width="{error.get("thickness", 2)}"'
    for x, y, more, less in zip(trace["x"], trace["y"], over, under, strict=True):
        if None not in (x, y, more, less):
            ends = f'x1="{write_number(plane.across(x - less))}%" x2="{write_number(plane.across(x + more))}%"'
            yield f'<line {ends} y1="{write_number(plane.down(y))}" y2="{write_number(plane.down(y))}"{stroke}/>'


def _write_texts(plane: Plane, trace: dict, points: Sequence[Point]) -> Iterator[str]:
    places = _spread(trace.get("textposition", "top center"), len(points))
    font = plane.font | trace.get("textfont", {})
    for (x, y), text, place in zip(points, trace["text"], places, strict=True):
        if text and not math.isnan(x + y):
            right, below, anchor = PLACES[place]
            yield write_words(str(text), f"{write_number(x)}%", y + below, font, anchor=anchor, shift=right)


def _draw_bars(plane: Plane, trace: dict) -> Iterator[str]:
    lying = trace.get("orientation") == "h"
    values, names = (trace["x"], trace["y"]) if lying else (trace["y"], trace["x"])
    colours, texts = _spread(trace["marker"]["color"], len(values)), trace.get("text") or [""] * len(values)
    thick = 0.8 * (plane.deep if lying else 100) / max(len(set(names)), 1)
    for value, name, colour, text in zip(values, names, colours, texts, strict=True):
        if value is None:
            continue
        yield (
            _draw_lying(plane, (value, name), colour, thick)
            if lying
            else _draw_standing(plane, (name, value), colour, thick)
        )
        if text and lying:
            side = 1 if value >= 0 else -1
            anchor, x = ("start", "end")[side < 0], f"{write_number(plane.across(value))}%"
            yield write_words(str(text), x, plane.down(name) + 4, plane.font, anchor=anchor, shift=5 * side)


def _draw_lying(plane: Plane, at: tuple[float, str], colour: str, thick: float) -> str:
    start, end = sorted((plane.across(0), plane.across(at[0])))
    box = f'x="{write_number(start)}%" y="{write_number(plane.down(at[1]) - thick / 2)}" width="{write_number(end - start)}%" height="{write_number(thick)}"'
    return f"<rect {box}{paint('fill', colour)}/>"


def _draw_standing(plane: Plane, at: tuple[Any, float], colour: str, thick: float) -> str:
    top, foot = sorted((plane.down(at[1]), plane.down(0)))
    box = f'x="{write_number(plane.across(at[0]) - thick / 2)}%" y="{write_number(top)}" width="{write_number(thick)}%" height="{write_number(foot - top)}"'
    return f"<rect {box}{paint('fill', colour)}/>"


def _draw_grid(plane: Plane, trace: dict) -> Iterator[str]:
    """The cells of a grid, each as deep as its share between the first and the last shade, with its number."""
    wide, high = 100 / len(trace["x"]), plane.deep / len(trace["y"])
    low, full = (shade.rsplit(",", 1) for _, shade in (trace["colorscale"][0], trace["colorscale"][-1]))
    least, most = (float(end[1].rstrip(")")) for end in (low, full))
    for name, shares, texts in zip(trace["y"], trace["z"], trace["text"], strict=True):
        for column, share, text in zip(trace["x"], shares, texts, strict=True):
            x, y = plane.across(column), plane.down(name)
            shade = f"{full[0]},{least + (most - least) * share:.3f})"
            box = f'x="{write_number(x - wide / 2 + 0.3)}%" y="{write_number(y - high / 2 + 1)}" width="{write_number(wide - 0.6)}%" height="{write_number(high - 2)}"'
            yield f"<rect {box}{paint('fill', shade)}/>"
            yield write_words(str(text), f"{write_number(x)}%", y + 4, plane.font | trace.get("textfont", {}))
