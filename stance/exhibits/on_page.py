"""An exhibit's picture as HTML, on a page that opens without a server."""

from stance.exhibits.exhibit import Exhibit
from stance.figures.pages import load_library, to_html


def load_script() -> str:
    """The script that the pictures of a page need, once and before the first of them."""
    return load_library()


def draw_figure(exhibit: Exhibit, *, key: str) -> str:
    """The picture of an exhibit as a <figure> named by its alternative text; `key` is its id, alone of its kind on the page."""
    assert exhibit.picture is not None
    return to_html(exhibit.picture, label=exhibit.alternative, key=key)
