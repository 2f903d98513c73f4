"""A picture as HTML for a file that opens without a server."""

import json
import re
from html import escape
from typing import Any

from plotly.io import to_html as write_plot
from plotly.offline import get_plotlyjs

from stance.figures.picture import Picture

CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "scale": 2},
}


def load_library() -> str:
    """The script that pictures need: all of plotly.js, once a page and before the first of them."""
    return get_plotlyjs()


def to_html(picture: Picture, *, label: str, key: str) -> str:
    """The picture as a <figure> with `label` as its accessible name; `key` is its id, alone of its kind on the page."""
    kept = _strip(picture)
    height = f"{picture.height}px"
    drawn = write_plot(
        kept,
        full_html=False, include_plotlyjs=False, config=CONFIG, validate=False,
        div_id="figure-" + re.sub(r"\W", "-", key), default_height=height,
    )  # fmt: skip
    return f'<figure aria-label="{escape(label)}" style="min-height:{height}">{drawn}</figure>'


def write_json(picture: Picture) -> str:
    """The picture as JSON for `Plotly.newPlot`, in as wide a place as there is."""
    return json.dumps(_strip(picture), separators=(",", ":"), ensure_ascii=False)


def _strip(picture: Picture) -> dict[str, Any]:
    """The kept picture without its template."""
    kept = picture.to_dict()
    layout = {name: value for name, value in kept["layout"].items() if name != "template"} | {"autosize": True}
    return {"data": kept["data"], "layout": layout}
