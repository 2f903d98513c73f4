"""HTML in small pieces: every text is escaped unless it is markup already.

Belongs here: tags, tables, links. Not here: what the report says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import pandas as pd


@dataclass(frozen=True)
class Html:
    """Markup, made by the functions here; false where it is empty."""

    text: str

    def __str__(self) -> str:
        """The markup as text."""
        return self.text

    def __bool__(self) -> bool:
        """Whether there is any markup."""
        return bool(self.text)


def escape_text(value: object) -> Html:
    """The value as markup; "" for a missing one."""
    if isinstance(value, Html):
        return value
    missing = value is None or value is pd.NA or value != value
    return Html("" if missing else escape(str(value)))


def write_tag(tag: str, *children: object, **attributes: str) -> Html:
    """An element with its children, and attributes with `_` for `-` (`class_` for class)."""
    names = {name: name.removesuffix("_").replace("_", "-") for name in attributes}
    own = "".join(f' {names[name]}="{escape(value)}"' for name, value in attributes.items())
    return Html(f"<{tag}{own}>{join(children)}</{tag}>")


def join(children: Iterable[object], between: str = "") -> Html:
    """The children one after the other."""
    return Html(between.join(escape_text(child).text for child in children))


def write_link(url: str, text: str) -> Html:
    """A link to a web address (of the class bare where the address is its text); the text alone where it is none."""
    try:
        known = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        known = False
    bare = {"class_": "bare"} if text == url else {}
    return write_tag("a", text, href=url, rel="noopener noreferrer", **bare) if known else escape_text(text)


def write_table(frame: pd.DataFrame, caption: str, *, numbers: Iterable[str] = ()) -> Html:
    """A table in a box that scrolls by itself; the first column holds the row headers, `numbers` stand at the right."""
    kinds = ["number" if name in set(numbers) else "" for name in frame]
    head = join(
        write_tag("th", name, scope="col", class_=kind) for name, kind in zip(frame.columns, kinds, strict=True)
    )
    rows = [_write_row(cells, kinds) for cells in frame.itertuples(index=False, name=None)]
    body = write_tag("tbody", join(rows, "\n"))
    table = write_tag("table", write_tag("caption", caption), write_tag("thead", write_tag("tr", head)), body)
    return write_tag("div", table, class_="box", role="group", aria_label=caption, tabindex="0")


def _write_row(cells: tuple, kinds: list[str]) -> Html:
    first = write_tag("th", cells[0], scope="row", class_=kinds[0])
    rest = [write_tag("td", cell, class_=kind) for cell, kind in zip(cells[1:], kinds[1:], strict=True)]
    return write_tag("tr", first, *rest)


def write_details(summary: str, *children: object) -> Html:
    """A part that opens on a click, and in print."""
    return write_tag("details", write_tag("summary", summary), *children)


def write_section(name: str, title: str, *children: object) -> Html:
    """A part of the report with its heading, which links can name."""
    return write_tag("section", write_tag("h2", title), *children, id=name)
