"""The scales and axes of a picture that is drawn without Plotly: from values to places, ticks and their words.

Belongs here: where a value lies, which ticks an axis has. Not here: marks.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

WIDTH, LETTER, MOST_TICKS = 620, 7.2, 6
YEARS = 900  # days from which on years alone are ticks


@dataclass(frozen=True)
class Frame:
    """The size of a picture, its margins, and the ends of both scales; days are seconds, and told by `dated`."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    dated: bool

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    def across(self, value: Any) -> float | None:
        """Where a value lies from the left; None where it is missing."""
        number = read_value(value)
        first, last = self.x_ends
        return None if number is None else self.left + (number - first) / (last - first) * self.inner_width

    def up(self, value: Any) -> float | None:
        """Where a value lies from the top; None where it is missing."""
        number = read_value(value)
        low, high = self.y_ends
        return None if number is None else self.top + (high - number) / (high - low) * self.inner_height

    def place(self, mark: dict[str, Any], axis: str, end: str = "") -> float:
        """Where an end of a mark lies on an axis ("x" or "y"): by a value, or by a share of the width or height."""
        value = mark[f"{axis}{end}"]
        if mark.get(f"{axis}ref", axis) == axis:
            return (self.across(value) if axis == "x" else self.up(value)) or 0.0
        return self.left + value * self.inner_width if axis == "x" else self.top + (1 - value) * self.inner_height


def read_value(value: Any) -> float | None:
    """A number, or a day as seconds; None where it is missing."""
    if isinstance(value, str):
        return (datetime.fromisoformat(value).replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()
    return None if value is None or math.isnan(value) else float(value)


def frame_picture(kept: dict[str, Any]) -> Frame:
    """The frame of a picture's JSON: the margins of its layout, wider where words at the left need it."""
    layout = kept["layout"]
    margin, axes = layout["margin"], (layout["xaxis"], layout["yaxis"])
    xs, ys = ([value for trace in kept["data"] for value in trace[name]] for name in "xy")
    words = max([len(text) for text in axes[1].get("ticktext", ["0.0"])], default=0) * LETTER
    left = max(margin["l"], words + 12) if axes[1].get("automargin") else max(margin["l"], 26)
    dated = any(isinstance(value, str) for value in xs)
    to_zero = axes[1].get("rangemode") == "tozero"
    return Frame(
        WIDTH, layout["height"], left, margin["r"], margin["t"], margin["b"],
        _find_ends(axes[0], xs, 0.02), _find_ends(axes[1], [*ys, 0] if to_zero else ys, 0.0 if to_zero else 0.06), dated,
    )  # fmt: skip


def _find_ends(axis: dict[str, Any], values: Iterable[Any], beyond: float) -> tuple[float, float]:
    if "range" in axis:
        first, last = (read_value(end) or 0.0 for end in axis["range"])
        return first, last
    known = [number for number in map(read_value, values) if number is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    edge = beyond * (high - low) or (0.0 if high > low else 1.0)
    return low - edge, high + edge


def draw_axes(layout: dict[str, Any], frame: Frame, tone: Callable[[str, str], str]) -> Iterator[str]:
    """Grid lines and the words of the ticks; `tone` writes a colour."""
    grid = tone("stroke", "rgba(128,128,128,0.22)")
    foot = frame.height - frame.bottom
    if title := layout["yaxis"].get("title", {}).get("text", ""):
        yield f'<text x="4" y="10" font-size="11">{escape(title)}</text>'
    for value, text in list_ticks(layout["yaxis"], frame.y_ends):
        y = frame.up(value) or 0.0
        if layout["yaxis"].get("showgrid", True):
            yield f'<line x1="{frame.left:.1f}" x2="{frame.width - frame.right:.1f}" y1="{y:.1f}" y2="{y:.1f}" style="{grid}"/>'
        yield f'<text x="{frame.left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>'
    for value, text in list_days(frame.x_ends) if frame.dated else list_ticks(layout["xaxis"], frame.x_ends):
        x = frame.across(value) or 0.0
        if layout["xaxis"].get("showgrid", True):
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{frame.top:.1f}" y2="{foot:.1f}" style="{grid}"/>'
        yield f'<text x="{x:.1f}" y="{foot + 16:.1f}" text-anchor="middle">{escape(text)}</text>'


def list_ticks(axis: dict[str, Any], ends: tuple[float, float]) -> list[tuple[float, str]]:
    """The ticks of numbers with their words: those of the layout, else a few round ones."""
    if "tickvals" in axis:
        return list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    low, high = sorted(ends)
    raw = (high - low) / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= raw)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [(number * step, f"{number * step:.10g}".replace("-", "−")) for number in range(first, last + 1)]


def list_days(ends: tuple[float, float]) -> list[tuple[float, str]]:
    """The ticks of days with their words: the beginnings of years, and of months where there are few years."""
    first, last = (datetime(1970, 1, 1) + timedelta(seconds=end) for end in ends)
    years = range(first.year, last.year + 2)
    if (last - first).days > YEARS:
        stride = max(1, len(years) // MOST_TICKS)
        days = [(datetime(year, 1, 1), "%Y") for year in years[::stride]]
    else:
        months = [datetime(year, month, 1) for year in years for month in range(1, 13)]
        inside = [month for month in months if first <= month <= last]
        days = [(month, "%b %Y") for month in inside[:: max(1, len(inside) // 4)]]
    return [(read_value(day.isoformat()) or 0.0, day.strftime(form)) for day, form in days if first <= day <= last]
