"""A picture without Plotly: its lines, bands, bars, marks and words as SVG, from the same plain JSON, for where no script runs.

Belongs here: marks and words. Not here: scales and axes (`still_axes`), anything that a picture of this package never has.
Colours are names of CSS properties (`--b24a00`), so that one picture stands on a light and on a dark ground.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any

from stance.figures.base import PALETTES, choose_ink
from stance.figures.picture import Picture
from stance.figures.still_axes import Frame, draw_axes, frame_picture

DASHES = {"dash": "8 5", "dot": "2 4", "dashdot": "8 4 2 4"}
LINE_HEIGHT = 1.25
ANCHORS = {"left": "start", "right": "end", "center": "middle"}
RGBA = re.compile(r"rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)")
CIRCLE = '<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"/>'
SHAPES = {
    "diamond": '<path d="M{x:.1f} {up:.1f}L{right:.1f} {y:.1f}L{x:.1f} {down:.1f}L{left:.1f} {y:.1f}Z"/>',
    "square": '<path d="M{left:.1f} {up:.1f}H{right:.1f}V{down:.1f}H{left:.1f}Z"/>',
    "triangle-up": '<path d="M{x:.1f} {up:.1f}L{right:.1f} {down:.1f}L{left:.1f} {down:.1f}Z"/>',
    "line-ns": '<path d="M{x:.1f} {up:.1f}V{down:.1f}"/>',
    "x-thin": '<path d="M{left:.1f} {up:.1f}L{right:.1f} {down:.1f}M{left:.1f} {down:.1f}L{right:.1f} {up:.1f}"/>',
}
SHAPES |= {"x": SHAPES["x-thin"], "cross": SHAPES["diamond"]}


def pair_tones() -> dict[str, str]:
    """The colour on a dark ground of each colour of the pictures on a light ground, both as #RRGGBB."""
    pairs = dict(pair for family in PALETTES.values() for pair in family)
    return {
        light.lower(): dark.lower() for light, dark in [*pairs.items(), (choose_ink(dark=False), choose_ink(dark=True))]
    }


def to_svg(picture: Picture, *, label: str, key: str) -> str:
    """The picture, drawn for a light ground, as an SVG that scales with its place; `label` is its accessible name, `key` an id."""
    kept = picture.to_dict()
    frame = frame_picture(kept)
    parts = [
        *(_draw_shape(shape, frame) for shape in kept["layout"].get("shapes", ())),
        *draw_axes(kept["layout"], frame, tone),
        *(part for trace in kept["data"] for part in _draw_trace(trace, frame)),
        *(_write_note(note, frame) for note in kept["layout"].get("annotations", ())),
    ]
    box = f'viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{escape(label)}"'
    ink = tone("color", kept["layout"]["font"]["color"]).removeprefix("color:")
    style = f"font-size:12px;fill:{ink}"
    return f'<svg class="still" id="still-{escape(key)}" {box} style="{style}">{"".join(parts)}</svg>'


def tone(what: str, colour: str) -> str:
    """A colour of Plotly's as a declaration of CSS for the property `what`: "stroke:var(--b24a00,#b24a00)"."""
    found = RGBA.fullmatch(colour)
    shade = f"#{''.join(f'{int(part):02x}' for part in found.groups()[:3])}" if found else colour.lower()
    see = f";{what}-opacity:{found[4]}" if found else ""
    return f"{what}:var(--{shade[1:]},{shade}){see}" if shade.startswith("#") else f"{what}:{escape(shade)}"


def _draw_trace(trace: dict[str, Any], frame: Frame) -> Iterator[str]:
    points = list(zip(map(frame.across, trace["x"]), map(frame.up, trace["y"]), strict=True))
    if trace["type"] == "bar":
        yield _draw_bars(trace, points, frame)
        return
    mode = trace.get("mode", "lines")
    if "lines" in mode and trace.get("fill") == "toself":
        yield f'<path d="{_join([points])}Z" style="{tone("fill", trace["fillcolor"])}"/>'
    elif "lines" in mode:
        yield _draw_line(trace.get("line", {}), points)
    if "markers" in mode:
        yield from _draw_markers(trace, points)
    if "text" in mode:
        yield from _write_labels(trace, points)


def _join(runs: Sequence[Sequence[tuple[float | None, float | None]]]) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if run)


def _draw_line(line: dict[str, Any], points: list) -> str:
    runs: list[list] = [[]]
    for point in points:
        if None in point:
            runs.append([])
        else:
            runs[-1].append(point)
    return f'<path d="{_join(runs)}" style="fill:none;{_style_line(line)}"/>'


def _style_line(line: dict[str, Any]) -> str:
    dashes = DASHES.get(line.get("dash", ""))
    dashed = f";stroke-dasharray:{dashes}" if dashes else ""
    return f"{tone('stroke', line.get('color', '#5a6068'))};stroke-width:{line.get('width', 2)}{dashed}"


def _draw_bars(trace: dict[str, Any], points: list, frame: Frame) -> str:
    ground, across = frame.up(0) or 0.0, 0.8 * frame.inner_width / max(len(points), 1)
    bars = [f"M{x:.1f} {ground:.1f}V{y:.1f}h{across:.1f}V{ground:.1f}Z" for x, y in points if None not in (x, y)]
    return f'<path d="{"".join(bars)}" style="{tone("fill", trace["marker"]["color"])}"/>'


def _draw_markers(trace: dict[str, Any], points: list) -> Iterator[str]:
    """The marks; those of one look stand in one group."""
    marker = trace.get("marker", {})
    looks = [
        _spread(marker.get(name, usual), len(points))
        for name, usual in (("symbol", "circle"), ("size", 6), ("color", ""))
    ]
    drawn: dict[str, list[str]] = {}
    for (x, y), symbol, size, colour in zip(points, *looks, strict=True):
        if None not in (x, y):
            style = _style_marker(symbol, colour or marker.get("line", {}).get("color", "#5a6068"))
            drawn.setdefault(style, []).append(_draw_mark(symbol.removesuffix("-open"), x, y, size / 2))
    for style, marks in drawn.items():
        yield f'<g style="{style}">{"".join(marks)}</g>'


def _spread(value: Any, count: int) -> list:
    return value if isinstance(value, list) else [value] * count


def _style_marker(symbol: str, colour: str) -> str:
    thin = symbol in ("line-ns", "x-thin", "x", "line-ns-open")
    filled = "fill:none" if thin or symbol.endswith("-open") else tone("fill", colour)
    return f"{filled};{tone('stroke', colour)};stroke-width:{1.4 if thin or symbol.endswith('-open') else 0.6}"


def _draw_mark(symbol: str, x: float, y: float, r: float) -> str:
    return SHAPES.get(symbol, CIRCLE).format(x=x, y=y, r=r, left=x - r, right=x + r, up=y - r, down=y + r)


def _write_labels(trace: dict[str, Any], points: list) -> Iterator[str]:
    texts, places = (_spread(trace.get(name, ""), len(points)) for name in ("text", "textposition"))
    for (x, y), text, place in zip(points, texts, places, strict=True):
        if text and None not in (x, y):
            shift = -7 if place.startswith("top") else 16 if place.startswith("bottom") else 4
            yield f'<text x="{x:.1f}" y="{y + shift:.1f}" text-anchor="middle" font-size="10">{_write_line(str(text))}</text>'


def _write_note(note: dict[str, Any], frame: Frame) -> str:
    """A note of one or more lines where Plotly would write it."""
    size, lines = note.get("font", {}).get("size", 12), note["text"].split("<br>")
    x = frame.place(note, "x") + note.get("xshift", 0)
    y, high = frame.place(note, "y") - note.get("yshift", 0), size * LINE_HEIGHT * len(lines)
    top = {"top": y, "bottom": y - high}.get(note.get("yanchor", "middle"), y - high / 2)
    style = tone("fill", note["font"]["color"]) if "color" in note.get("font", {}) else ""
    anchor = ANCHORS[note.get("xanchor", "center")]
    spans = [
        f'<tspan x="{x:.1f}" y="{top + size * (1 + LINE_HEIGHT * number):.1f}">{_write_line(line)}</tspan>'
        for number, line in enumerate(lines)
    ]
    return f'<text text-anchor="{anchor}" font-size="{size}" style="{style}">{"".join(spans)}</text>'


def _write_line(text: str) -> str:
    """A line of Plotly's text, escaped anew: of its markup only the words remain."""
    return escape(unescape(re.sub(r"</?b>", "", text)))


def _draw_shape(shape: dict[str, Any], frame: Frame) -> str:
    ends = {f"{axis}{end}": frame.place(shape, axis, end) for axis in "xy" for end in "01"}
    places = " ".join(f'{axis[0]}{"1" if axis[1] == "0" else "2"}="{value:.1f}"' for axis, value in ends.items())
    return f'<line {places} style="{_style_line(shape["line"])}"/>'
