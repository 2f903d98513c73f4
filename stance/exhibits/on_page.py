"""An exhibit's picture as HTML, on a page that opens without a server."""

from stance.exhibits.exhibit import Exhibit
from stance.figures.pages import load_library, to_html, write_json
from stance.figures.still import pair_tones, to_svg

__all__ = ["draw_figure", "draw_still", "load_script", "pair_tones", "write_plot"]


def load_script() -> str:
    """The script that the pictures of a page need, once and before the first of them."""
    return load_library()


def draw_figure(exhibit: Exhibit, *, key: str) -> str:
    """The picture of an exhibit as a <figure> named by its alternative text; `key` is its id, alone of its kind on the page."""
    assert exhibit.picture is not None
    return to_html(exhibit.picture, label=exhibit.alternative, key=key)


def draw_still(exhibit: Exhibit, *, key: str) -> str:
    """The picture of an exhibit as an SVG that needs no script, named by its alternative text."""
    assert exhibit.picture is not None
    return to_svg(exhibit.picture, label=exhibit.alternative, key=key)


def write_plot(exhibit: Exhibit) -> str:
    """The picture of an exhibit as Plotly's JSON, without the template."""
    assert exhibit.picture is not None
    return write_json(exhibit.picture)
