"""Sources as they are named and linked: the same name and the same address on every face.

Belongs here: what a source is called, what a cell that lists sources means. Not here: markup.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pandas as pd

BETWEEN = " ; "
Cells = Mapping[str, str]


def name_source(source: Cells) -> str:
    """What a source (a row of sources.csv) is called: publisher, title and day, as far as they are known, else its id."""
    known = filter(None, (source["publisher"], source["title"], source["published"]))
    return ", ".join(known) or source["source"]


def is_address(text: str) -> bool:
    """Whether a text is a web address that may be linked."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def index_sources(sources: pd.DataFrame) -> dict[str, dict]:
    """Each row of sources.csv by its id."""
    return sources.set_index("source", drop=False).to_dict("index")


def find_sources(cell: str, known: Mapping[str, dict]) -> list[dict]:
    """The sources that a cell lists (ids or addresses, apart by " ; "), in its order: source, publisher, title, published, url.

    `known` is that of `index_sources`. An address has the name of its host as its title; an id that is not known is
    named by itself, without an address.
    """
    names = [name.strip() for name in cell.split(BETWEEN) if name.strip()]
    return [known.get(name) or _read_address(name) for name in names]


def _read_address(text: str) -> dict:
    address = text if is_address(text) else ""
    return {"source": text, "publisher": "", "title": urlsplit(address).netloc, "published": "", "url": address}
