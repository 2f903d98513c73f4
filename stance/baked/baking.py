"""Baking: all pages of a dossier, made and written, or left alone where nothing has changed.

Belongs here: which files a site has, and what they were made of. Not here: what stands on a page, how files are compared.
"""

from collections.abc import Iterator, Mapping
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment

from stance import __version__
from stance.baked.addresses import Addresses
from stance.baked.cards import draw_card
from stance.baked.findings import list_topics, make_overview
from stance.baked.fingerprints import hash_values
from stance.baked.ground import Ground
from stance.baked.indexes import list_indexes, make_method
from stance.baked.manifest import Baked, Made, Site, list_changed, read_manifest, write_site
from stance.baked.pages import HERE, THEME, Draft, draft_page, load_page_templates, write_page, write_policy
from stance.baked.people import list_actors, list_events
from stance.baked.statements import list_lists, list_statements, write_search
from stance.dossier.loading import Dossier, hash_files
from stance.estimates.scored import BEST
from stance.exhibits.on_page import list_twins
from stance.wording.validation import describe_coding

ASSETS = HERE / "assets"
CODE = HERE.parent
LIBRARIES = ("jinja2", "markdown-it-py", "numpy", "pandas", "pillow", "plotly", "scipy")
NAVIGATION = (
    ("index.html", "Overview"),
    ("topics.html", "Topics"),
    ("actors.html", "Actors"),
    ("events.html", "Events"),
    ("statements.html", "Statements"),
    ("method.html", "Method"),
)


def bake_site(
    dossier: Dossier, scores: pd.DataFrame, out: Path, addresses: Addresses, card: str = "", *, score_source: str = BEST
) -> Baked:
    """Writes the site of a dossier into a folder: what is made of the same as before is left alone, all of it or page by page.

    `scores` are the classifier's, empty without one; `card` is its model card as Markdown, `score_source` as in `score_statements`. Raises UsageError where the folder
    holds something else or cannot be written.
    """
    ground, before = Ground(dossier, scores, addresses, score_source), read_manifest(out)
    made_of = hash_values(dossier.data_hash, ground.citation, scores, addresses, card, score_source, _hash_code())
    changed = set(list_changed(out, before.files))
    if before.made_of == made_of and not changed:
        return Baked(0, len(before.files), 0)
    whole = {path: page for path, page in before.pages.items() if not changed.intersection(page.files)}
    return write_site(out, before, make_site(ground, card, whole), made_of)


def _hash_code() -> str:
    """Changes with any byte of the program, its templates and what it ships, and with the libraries that pages are made with."""
    code = hash_files(sorted(path for path in CODE.rglob("*") if path.suffix != ".pyc"))
    return " ".join([__version__, code, *map(version, LIBRARIES)])


def make_site(ground: Ground, card: str = "", before: Mapping[str, Made] | None = None) -> Site:
    """Every page and file of the site; the same bytes for the same dossier, whatever the day.

    The files of a page of `before` that is made of the same now are left out: they are as they were.
    """
    known, shared = before or {}, _share(ground)
    templates, common = load_page_templates(), hash_values(shared, _hash_code())
    pages: dict[str, Made] = {}
    files = {**_draw_cards(ground), **_write_assets(templates, ground)}
    for draft in list_pages(ground, card):
        made_of, old = hash_values(common, draft.made_of), known.get(draft.path)
        if old and old.made_of == made_of:
            pages[draft.path] = old
        else:
            own = write_page(templates, draft.make(), shared)
            pages[draft.path] = Made(made_of, tuple(own))
            files |= own
    return Site(pages, files | _write_sitemap(ground, list(pages)))


def list_pages(ground: Ground, card: str = "") -> Iterator[Draft]:
    """Every page of the site."""
    yield draft_page(make_overview(ground))
    yield from list_topics(ground)
    yield from map(draft_page, list_indexes(ground))
    yield from list_actors(ground)
    yield from list_events(ground)
    yield from map(draft_page, list_lists(ground))
    yield from map(draft_page, list_statements(ground))
    yield draft_page(make_method(ground, card))


def _write_assets(templates: Environment, ground: Ground) -> dict[str, bytes]:
    """What pages load: style, scripts, and what the search looks through."""
    tones = {light.lower(): dark.lower() for light, dark in list_twins().items()}
    style = templates.get_template("style.css.j2").render(tones=tones)
    return {
        **{f"assets/{path.name}": path.read_bytes() for path in sorted(ASSETS.iterdir())},
        "assets/style.css": style.encode(),
        "assets/search.json": write_search(ground),
    }


def _share(ground: Ground) -> dict[str, Any]:
    """What every page is given."""
    citation = ground.citation
    made = f"Codebook version {citation.codebook_version}, program version {citation.program_version}."
    site = {
        "title": ground.dossier.codebook.title,
        "pages": NAVIGATION,
        "made": made,
        "coded_by": describe_coding(ground.dossier),
        "licence": citation.licence,
    }
    return {"site": site, "policy": write_policy(), "theme": THEME, "addresses": ground.addresses}


def _draw_cards(ground: Ground) -> dict[str, bytes]:
    """The pictures that stand for pages: one for the site, one a topic."""
    title, lines = ground.dossier.codebook.title, ground.lines
    foot = f"{len(ground.records):,} public statements, codebook version {ground.dossier.codebook.version}"
    topics = {f"cards/{panel.key.removeprefix('chart_')}.png": panel.headline for panel in lines.panels}
    return {path: draw_card(title, said, foot) for path, said in {"cards/index.png": lines.title, **topics}.items()}


def _write_sitemap(ground: Ground, pages: list[str]) -> dict[str, bytes]:
    """robots.txt, and where it is known where the site will lie, its sitemap."""
    if not ground.addresses.site:
        return {"robots.txt": b"User-agent: *\nAllow: /\n"}
    places = [f"<url><loc>{escape(ground.addresses.find_page(path))}</loc></url>" for path in pages]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    robots = f"User-agent: *\nAllow: /\nSitemap: {ground.addresses.find_page('sitemap.xml')}\n"
    return {"robots.txt": robots.encode(), "sitemap.xml": "\n".join([head, *places, "</urlset>\n"]).encode()}
