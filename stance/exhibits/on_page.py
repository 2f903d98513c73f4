"""An exhibit's picture as HTML, on a page that opens without a server."""

from base64 import b64encode

from stance.exhibits.exhibit import Exhibit
from stance.figures.pages import load_library, to_html, write_json
from stance.figures.still import list_twins, write_still

__all__ = ["draw_figure", "draw_image", "draw_still", "list_twins", "load_script", "write_plot"]

SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
IMAGE = (
    f'{SVG} width="100%" height="{{height}}"><foreignObject width="100%" height="100%">'
    '<div xmlns="http://www.w3.org/1999/xhtml">{still}</div></foreignObject></svg>'
)


def load_script() -> str:
    """The script that the pictures of a page need, once and before the first of them."""
    return load_library()


def draw_figure(exhibit: Exhibit, *, key: str) -> str:
    """The picture of an exhibit as a <figure> named by its alternative text; `key` is its id, alone of its kind on the page."""
    assert exhibit.picture is not None
    return to_html(exhibit.picture, label=exhibit.alternative, key=key)


def draw_still(exhibit: Exhibit) -> str:
    """The picture of an exhibit as an SVG that needs no script, named by its alternative text."""
    assert exhibit.picture is not None
    return write_still(exhibit.picture, exhibit.alternative)


def draw_image(exhibit: Exhibit) -> str:
    """The same as an image in Markdown, without a name, for a place that takes no SVG; as wide as its place."""
    assert exhibit.picture is not None
    whole = IMAGE.format(height=exhibit.picture.height, still=write_still(exhibit.picture).replace("<svg", SVG))
    return f"![](data:image/svg+xml;base64,{b64encode(whole.encode()).decode()})"


def write_plot(exhibit: Exhibit) -> str:
    """The picture of an exhibit as Plotly's JSON, without the template."""
    assert exhibit.picture is not None
    return write_json(exhibit.picture)
