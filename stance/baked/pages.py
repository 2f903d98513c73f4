"""A page of a site: its path, what it is called, its template and what that shows.

Belongs here: the form of a page, tables beside it, from page to bytes. Not here: what stands on which page.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment

from stance.baked.addresses import locate_page, name_file
from stance.baked.fingerprints import hash_values
from stance.dossier.tables import to_csv_bytes
from stance.exhibits.exhibit import Exhibit, Table
from stance.exhibits.on_page import draw_still, write_plot
from stance.formats import format_count
from stance.markup.templating import load_templates

HERE = Path(__file__).parent
SUMMARY = 300
THEME = 'try{document.documentElement.dataset.theme=localStorage.getItem("theme")||""}catch{}'


@dataclass(frozen=True)
class Download:
    """A table beside a page: what it is called, where it lies, and its rows."""

    label: str
    path: str
    table: Table


@dataclass(frozen=True)
class Page:
    """A page: its path, title and summary, its template and what that is given; `view` is the same in the dashboard, "" for none.

    `card` is the picture that stands for it where its address is shared.
    """

    path: str
    title: str
    summary: str
    template: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    downloads: tuple[Download, ...] = ()
    view: str = ""
    card: str = "cards/index.png"

    @property
    def root(self) -> str:
        """The way from the page to the top of the site: "" or "../"."""
        return "../" * (len(PurePosixPath(self.path).parts) - 1)


@dataclass(frozen=True)
class Draft:
    """A page that need not be made: its path, the hash of everything that it is made from, and how it is made."""

    path: str
    made_of: str
    make: Callable[[], Page]


def draft_page(page: Page) -> Draft:
    """A page that is at hand, and only its files may need to be made; it is made of all that it holds."""
    return Draft(page.path, hash_values(page), lambda: page)


def offer_table(page: str, table: Table) -> Download:
    """The download of a table of the page at a path; its file is named by both, and lies in a folder for that kind of page."""
    place = PurePosixPath(page)
    path = "tables" / place.parent / f"{name_file(f'{place.stem}-{table.file}')}.csv"
    return Download(f"{table.about} ({format_count(len(table.rows), 'row')}, CSV)", path.as_posix(), table)


def load_page_templates() -> Environment:
    """The templates of a site."""
    functions: dict[str, Callable] = {
        "still": draw_still,
        "plot": _write_plot,
        "locate": locate_page,
        "describe": describe_page,
    }
    return load_templates(HERE / "templates", functions)


def _write_plot(exhibit: Exhibit) -> str:
    """The picture as JSON that may stand in a page: it closes no element."""
    return write_plot(exhibit).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def describe_page(page: Page) -> str:
    """The summary, as short as a search engine or a card shows it."""
    line = " ".join(page.summary.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1] + "…"


def write_policy() -> str:
    """The content security policy of every page: nothing from elsewhere, no script but the site's and the one line of theme."""
    digest = base64.b64encode(hashlib.sha256(THEME.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'"
    )


def write_page(templates: Environment, page: Page, shared: Mapping[str, Any]) -> dict[str, bytes]:
    """The files of a page by path: its own, then its tables as CSV without formulas."""
    whole = templates.get_template(page.template).render(page=page, **shared, **page.shown)
    return {page.path: whole.encode(), **{one.path: to_csv_bytes(one.table.shown) for one in page.downloads}}
