"""The plane of a picture that is written as SVG: places, words and strokes.

Belongs here: what marks, axes and labels of a still share. Not here: any of them.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from typing import Any

from stance.figures.base import choose_ink
from stance.figures.scale import Scale, read_scale

LETTER, LEADING, WIDE = 0.54, 1.22, 1000
DASHES = {"dash": "8 5", "dot": "2 4", "dashdot": "8 4 2 4"}
ANCHORS = {"left": "start", "right": "end"}
MARGIN = {"l": 60, "r": 20, "t": 30, "b": 40}
TAG = re.compile(r"</?b>|<br>")
TINT = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")


@dataclass
class Plane:
    """One picture's plain data with its scales: across are percents of the width, down are pixels from the top."""

    kept: dict

    @cached_property
    def layout(self) -> dict:
        """The layout without its template."""
        return self.kept["layout"]

    @cached_property
    def font(self) -> dict:
        """The size, colour and family of words that ask for none."""
        return {"family": "sans-serif", "size": 12, "color": choose_ink(dark=False)} | self.layout.get("font", {})

    @property
    def height(self) -> int:
        """The height of the whole in pixels."""
        return int(self.layout.get("height", 450))

    @cached_property
    def x(self) -> Scale:
        """The scale across."""
        return self._read_scale("x", "h")

    @cached_property
    def y(self) -> Scale:
        """The scale up."""
        return self._read_scale("y", "v")

    def _read_scale(self, axis: str, along: str) -> Scale:
        traces = self.kept["data"]
        values = [value for trace in traces for value in trace.get(axis) or ()]
        bars = any(trace["type"] == "bar" and trace.get("orientation", "v") == along for trace in traces)
        return read_scale(self.layout.get(f"{axis}axis", {}), values, from_zero=bars)

    @cached_property
    def margin(self) -> dict:
        """The pixels around the plot; the left ones hold the names of the rows."""
        margin = MARGIN | (self.layout.get("margin") or {})
        if self.y.asked.get("automargin"):
            margin["l"] = max(margin["l"], *(measure(text, self.font["size"]) + 14 for _, text in self.y.ticks), 0)
        return margin

    @cached_property
    def deep(self) -> float:
        """The height of the plot in pixels."""
        return self.height - self.margin["t"] - self.margin["b"]

    def across(self, value: Any) -> float:
        """The place of a value from the left, in percent; NaN where there is none."""
        return 100 * self.x.place(value)

    def down(self, value: Any) -> float:
        """The place of a value from the top, in pixels; NaN where there is none."""
        return self.deep * (1 - self.y.place(value))


def write_number(number: float) -> str:
    """A length with at most two decimals, as short as it can be."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"


def measure(text: str, size: float) -> float:
    """About the pixels that the longest line of a text takes."""
    return max(len(unescape(TAG.sub("", line))) for line in text.split("<br>")) * size * LETTER


def paint(name: str, colour: str) -> str:
    """A colour as an attribute, its opacity as one of its own, so that a style sheet can exchange the colour alone."""
    found = TINT.fullmatch(colour)
    if not found:
        return f' {name}="{colour}"'
    red, green, blue = (int(part) for part in found.groups()[:3])
    return f' {name}="#{red:02X}{green:02X}{blue:02X}" {name}-opacity="{found[4]}"'


def draw_stroke(line: dict) -> str:
    """The attributes of a line: colour, width, dashes."""
    dash = DASHES.get(line.get("dash", "solid"))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'{paint("stroke", line["color"])} stroke-width="{line.get("width", 2)}"{dashes}'


def write_words(text: str, x: str, y: float, font: dict, *, anchor: str = "middle", shift: float = 0) -> str:
    """Lines of words with `x` (a length with its unit) and the first baseline at `y`, moved by `shift` pixels.

    Bold and line breaks are those of the picture's text; whatever else it holds is shown as it is.
    """
    leading, size = font["size"] * LEADING, font["size"]
    head = f'<text y="{write_number(y)}" font-size="{size}"{paint("fill", font["color"])} text-anchor="{anchor}">'
    lines, bold = [], False
    for at, line in enumerate(text.split("<br>")):
        weight = ' font-weight="700"' if bold or "<b>" in line else ""
        bold = (bold or "<b>" in line) and "</b>" not in line
        down = f' dy="{write_number(leading)}"' if at else ""
        lines.append(f'<tspan x="{x}" dx="{write_number(shift)}"{down}{weight}>{_mark_weight(line, weight)}</tspan>')
    return "".join([head, *lines, "</text>"])


def _mark_weight(line: str, weight: str) -> str:
    """The line without its tags; what follows the end of bold is as thin as before."""
    inside, closed, after = line.replace("<b>", "").partition("</b>")
    inside, after = clean_text(inside), clean_text(after)
    thin = f'<tspan font-weight="400">{after}</tspan>' if closed and after.strip() and weight else after
    return inside + thin


def clean_text(text: str) -> str:
    """Words for an element, whether they were escaped before or not."""
    return escape(unescape(text), quote=False)
