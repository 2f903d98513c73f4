"""A picture that is ready: Plotly JSON that is made once and shown many times, on a page, in a report, as a file.

Belongs here: the form in which pictures leave this package. Not here: drawing.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio


def scatter(**properties: Any) -> dict[str, Any]:
    """A trace of points or lines, with the properties of Plotly's scatter."""
    return {"type": "scatter", **properties}


class Picture(go.Figure):
    """A figure that keeps its JSON: neither to make it nor to show it makes a Plotly object.

    Made of traces and a layout as plain dictionaries in Plotly's terms; a go.Figure by kind only, without objects of its own.
    Only who reads `data` or `layout` has them validated.
    """

    def __init__(self, traces: Sequence[dict], layout: dict) -> None:
        whole = {"data": traces, "layout": layout | {"template": _load_template(pio.templates.default)}}
        text = pio.to_json(whole, validate=False)
        self._kept = json.loads(text)
        self._stamp = hashlib.sha256(text.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """The SHA-256 of the kept JSON: another one for any other picture."""
        return self._stamp

    def to_dict(self) -> dict:
        """The kept JSON as plain values; to be read, not changed."""
        return self._kept

    @property
    def data(self) -> tuple:
        """The traces as Plotly's objects, made anew."""
        return self.copy().data

    @property
    def layout(self) -> go.Layout:
        """The layout as Plotly's object, made anew."""
        return self.copy().layout

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self._kept["layout"].get("height", 450))

    def copy(self) -> go.Figure:
        """A figure of its own that may be changed."""
        return go.Figure(self._kept)


@cache
def _load_template(name: str) -> dict:
    return pio.templates[name].to_plotly_json()
