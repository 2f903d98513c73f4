"""A picture as HTML for a file that opens without a server."""

import re
from html import escape

import plotly.graph_objects as go

CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "scale": 2},
}


def to_html(figure: go.Figure, *, first: bool, label: str, key: str) -> str:
    """The picture as a <figure> with `label` as its accessible name; `key` is its id, alone of its kind on the page.

    The `first` picture of a page brings the whole of plotly.js with it, the others rely on it.
    """
    still = go.Figure(figure).update_layout(template="none", autosize=True)
    height = int(figure.layout.height or 380)
    name = "figure-" + re.sub(r"\W", "-", key)
    drawn = still.to_html(
        full_html=False, include_plotlyjs=first, config=CONFIG, div_id=name, default_height=f"{height}px"
    )
    return f'<figure aria-label="{escape(label)}" style="min-height:{height}px">{drawn}</figure>'
