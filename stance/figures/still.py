"""A picture without a script: SVG from a picture's plain data, as wide as its place, with words that stay readable.

Belongs here: the whole, axes, rules, labels and legend. Not here: traces (see marks), what is drawn, hover texts. Colours are
attributes, so that a page's style can give each its twin for a dark ground.
"""

from collections.abc import Iterator
from html import escape

from stance.figures.base import GRID, PALETTES, choose_ink
from stance.figures.marks import draw_trace
from stance.figures.picture import Picture
from stance.figures.plane import ANCHORS, LEADING, Plane, draw_stroke, measure, write_number, write_words

THIN_FROM = 6
GLYPHS = {"diamond": "◆", "square": "■", "triangle-up": "▲", "x": "✕", "cross": "✚"}


def write_still(picture: Picture, label: str = "") -> str:
    """The picture as one <div> that holds an <svg>, with `label` as its accessible name (hidden from screen readers without one).

    It is as wide as its place and as high as the picture asks. The same picture gives the same text. Every second word on a
    crowded axis has the class "thin": a page may hide those where it is narrow.
    """
    plane = Plane(picture.to_dict())
    margin, font = plane.margin, plane.font
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    sides = " ".join(f"{write_number(margin[side])}px" for side in "trbl")
    head = f'<div class="still" {name} style="padding:{sides};box-sizing:border-box;line-height:0">'
    inner = f'<svg width="100%" height="{write_number(plane.deep)}" overflow="visible" font-family="{escape(font["family"])}">'
    return "".join([head, inner, *_draw_plot(plane), "</svg></div>"])


def list_twins() -> dict[str, str]:
    """The colour on a dark ground of every colour that pictures have on a light one."""
    pairs = [pair for palette in PALETTES.values() for pair in palette]
    return {choose_ink(dark=False): choose_ink(dark=True), **dict(pairs)}


def _draw_plot(plane: Plane) -> Iterator[str]:
    """Everything on the ground, from the back to the front."""
    yield from _draw_across(plane)
    yield from _draw_up(plane)
    for shape in plane.layout.get("shapes") or ():
        yield _draw_shape(plane, shape)
    for trace in plane.kept["data"]:
        yield from draw_trace(plane, trace)
    for note in plane.layout.get("annotations") or ():
        yield _write_note(plane, note)
    if plane.layout.get("showlegend"):
        yield _write_legend(plane)


def _draw_across(plane: Plane) -> Iterator[str]:
    """The axis across: grid, ticks, words under (or over) the plot, and its title."""
    asked, size = plane.x.asked, plane.font["size"]
    top = asked.get("side") == "top"
    shown = [(place, text) for place, text in plane.x.ticks if -0.001 <= place <= 1.001]
    for at, (place, text) in enumerate(shown):
        x = f"{write_number(100 * place)}%"
        if asked.get("showgrid", True):
            yield _draw_rule(x, x, "0", write_number(plane.deep), {"color": asked.get("gridcolor", GRID), "width": 1})
        words = write_words(text, x, -7 if top else plane.deep + size + 5, plane.font)
        yield f'<g class="thin">{words}</g>' if at % 2 and len(shown) > THIN_FROM else words
    title = (asked.get("title") or {}).get("text")
    if title:
        yield write_words(title, "50%", -24 if top else plane.deep + 2.4 * size + 8, plane.font)


def _draw_up(plane: Plane) -> Iterator[str]:
    """The axis up: grid, zero, words on the left, and its title."""
    asked, size = plane.y.asked, plane.font["size"]
    for place, text in plane.y.ticks:
        y, lines = plane.deep * (1 - place), text.count("<br>")
        if not -0.001 <= place <= 1.001:
            continue
        if asked.get("showgrid", True):
            zero = asked.get("zeroline", True) and text == "0"
            colour = asked.get("zerolinecolor", GRID) if zero else asked.get("gridcolor", GRID)
            yield _draw_rule("0", "100%", write_number(y), write_number(y), {"color": colour, "width": 1})
        yield write_words(text, "0", y + 0.35 * size - lines * size * LEADING / 2, plane.font, anchor="end", shift=-7)
    title = (asked.get("title") or {}).get("text")
    if title:
        x, up = write_number(14 - plane.margin["l"]), write_number(plane.deep / 2)
        yield f'<g transform="translate({x} {up}) rotate(-90)">{write_words(title, "0", 0, plane.font)}</g>'


def _draw_rule(x1: str, x2: str, y1: str, y2: str, line: dict) -> str:
    return f'<line x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"{draw_stroke(line)}/>'


def _draw_shape(plane: Plane, shape: dict) -> str:
    whole_x, whole_y = shape.get("xref", "x") != "x", shape.get("yref", "y") != "y"
    xs = [100 * shape[end] if whole_x else plane.across(shape[end]) for end in ("x0", "x1")]
    ys = [plane.deep * (1 - shape[end]) if whole_y else plane.down(shape[end]) for end in ("y0", "y1")]
    ends = (f"{write_number(xs[0])}%", f"{write_number(xs[1])}%", write_number(ys[0]), write_number(ys[1]))
    return _draw_rule(*ends, shape["line"])


def _write_note(plane: Plane, note: dict) -> str:
    """A label at its place: a share of the plot, or a value of the axis."""
    font = plane.font | note.get("font", {})
    x = 100 * note["x"] if note.get("xref") == "paper" else plane.across(note["x"])
    y = plane.deep * (1 - note["y"]) if note.get("yref") == "paper" else plane.down(note["y"])
    leading, lines = font["size"] * LEADING, note["text"].count("<br>") + 1
    hang = {"top": font["size"], "bottom": -0.35 * font["size"] - (lines - 1) * leading}
    first = hang.get(note.get("yanchor", ""), 0.35 * font["size"] - (lines - 1) * leading / 2)
    anchor = ANCHORS.get(note.get("xanchor", ""), "middle")
    place = f"{write_number(x)}%"
    return write_words(
        note["text"], place, y - note.get("yshift", 0) + first, font, anchor=anchor, shift=note.get("xshift", 0)
    )


def _write_legend(plane: Plane) -> str:
    """The names over the plot, each after its mark and in its colour."""
    named = [trace for trace in plane.kept["data"] if trace.get("name") and trace.get("showlegend", True)]
    words, x = [], 0.0
    for trace in named:
        text = f"{GLYPHS.get(trace['marker'].get('symbol', ''), '●')} {trace['name']}"
        words.append(
            write_words(text, write_number(x), -12, plane.font | {"color": trace["marker"]["color"]}, anchor="start")
        )
        x += measure(text, plane.font["size"]) + 18
    return "".join(words)
