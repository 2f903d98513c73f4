"""Baking: all pages of a dossier, made and written, or left alone where nothing has changed.

Belongs here: which files a site has, and what they were made of. Not here: what stands on a page, how files are compared.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from stance import __version__
from stance.baked.addresses import Addresses
from stance.baked.cards import draw_card
from stance.baked.findings import list_topics, make_overview
from stance.baked.ground import Ground
from stance.baked.indexes import list_indexes, make_method
from stance.baked.manifest import Baked, hash_bytes, is_whole, read_manifest, write_site
from stance.baked.pages import HERE, THEME, Page, load_page_templates, write_downloads, write_policy
from stance.baked.people import list_actors, list_events
from stance.baked.statements import list_lists, list_statements, write_search
from stance.dossier.loading import Dossier, hash_files
from stance.dossier.tables import to_csv_bytes
from stance.exhibits.on_page import list_twins

ASSETS = HERE / "assets"
CODE = HERE.parent
NAVIGATION = (
    ("index.html", "Overview"),
    ("topics.html", "Topics"),
    ("actors.html", "Actors"),
    ("events.html", "Events"),
    ("statements.html", "Statements"),
    ("method.html", "Method"),
)


def bake_site(dossier: Dossier, scores: pd.DataFrame, out: Path, addresses: Addresses, card: str = "") -> Baked:
    """Writes the site of a dossier into a folder; nothing where it was made of the same before.

    `scores` are the classifier's, empty without one; `card` is its model card as Markdown. Raises UsageError where the folder
    holds something else or cannot be written.
    """
    made_of = hash_bytes(repr((dossier.data_hash, _hash_scores(scores), addresses, card, _hash_code())).encode())
    manifest = read_manifest(out)
    if is_whole(out, manifest, made_of):
        return Baked(0, len(manifest.files), 0)
    return write_site(out, make_files(Ground(dossier, scores, addresses), card), made_of)


def _hash_scores(scores: pd.DataFrame) -> str:
    return hash_bytes(to_csv_bytes(scores))


def _hash_code() -> str:
    """Changes with any byte of the program, its templates and what it ships."""
    return f"{__version__} {hash_files(sorted(path for path in CODE.rglob('*') if path.suffix != '.pyc'))}"


def make_files(ground: Ground, card: str = "") -> dict[str, bytes]:
    """Every file of the site by its path; the same bytes for the same dossier, whatever the day."""
    pages = list(list_pages(ground, card))
    templates, shared = load_page_templates(), _share(ground)
    style = templates.get_template("style.css.j2").render(
        tones={light.lower(): dark.lower() for light, dark in list_twins().items()}
    )
    written = {
        page.path: templates.get_template(page.template).render(page=page, **shared, **page.shown).encode()
        for page in pages
    }
    assets = {f"assets/{path.name}": path.read_bytes() for path in sorted(ASSETS.iterdir())}
    return {
        **written,
        **write_downloads(pages),
        **_draw_cards(ground),
        **assets,
        **_write_guides(ground, pages),
        "assets/style.css": style.encode(),
        "assets/search.json": write_search(ground),
    }


def list_pages(ground: Ground, card: str = "") -> Iterator[Page]:
    """Every page of the site."""
    yield make_overview(ground)
    yield from list_topics(ground)
    yield from list_indexes(ground)
    yield from list_actors(ground)
    yield from list_events(ground)
    yield from list_lists(ground)
    yield from list_statements(ground)
    yield make_method(ground, card)


def _share(ground: Ground) -> dict[str, Any]:
    """What every page is given."""
    citation = ground.citation
    made = f"{citation.version[0].upper()}{citation.version[1:]}, program version {citation.program_version}."
    site = {
        "title": ground.dossier.codebook.title,
        "pages": NAVIGATION,
        "made": made,
        "coded_by": ground.dossier.codebook.coded_by,
        "licence": citation.licence,
    }
    return {"site": site, "policy": write_policy(), "theme": THEME, "addresses": ground.addresses}


def _draw_cards(ground: Ground) -> dict[str, bytes]:
    """The pictures that stand for pages: one for the site, one a topic."""
    title, lines = ground.dossier.codebook.title, ground.lines
    foot = f"{len(ground.records):,} public statements, codebook version {ground.dossier.codebook.version}"
    topics = {f"cards/{panel.key.removeprefix('chart_')}.png": panel.headline for panel in lines.panels}
    return {path: draw_card(title, said, foot) for path, said in {"cards/index.png": lines.title, **topics}.items()}


def _write_guides(ground: Ground, pages: list[Page]) -> dict[str, bytes]:
    """robots.txt, and where it is known where the site will lie, its sitemap."""
    if not ground.addresses.site:
        return {"robots.txt": b"User-agent: *\nAllow: /\n"}
    places = [f"<url><loc>{escape(ground.addresses.find_page(page.path))}</loc></url>" for page in pages]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    robots = f"User-agent: *\nAllow: /\nSitemap: {ground.addresses.find_page('sitemap.xml')}\n"
    return {"robots.txt": robots.encode(), "sitemap.xml": "\n".join([head, *places, "</urlset>\n"]).encode()}
