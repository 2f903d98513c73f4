"""A picture that is ready: Plotly JSON that is made once and shown many times, on a page, in a report, as a file.

Belongs here: the form in which pictures leave this package. Not here: drawing.
"""

import json

import plotly.graph_objects as go


class Picture(go.Figure):
    """A figure that keeps its JSON: to show it again makes no Plotly object and validates nothing."""

    def __init__(self, figure: go.Figure) -> None:
        super().__init__()
        self._kept = json.loads(figure.to_json())

    def to_dict(self) -> dict:
        """The kept JSON as plain values; to be read, not changed."""
        return self._kept

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self._kept["layout"].get("height", 450))

    def copy(self) -> go.Figure:
        """A figure of its own that may be changed."""
        return go.Figure(self._kept)
