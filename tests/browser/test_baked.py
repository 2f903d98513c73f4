"""A baked site in a browser: a picture without a script, an answer of the search, nothing for axe to find, nothing asked elsewhere."""

import functools
import http.server
import threading
from collections.abc import Iterator

import makers
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from stance.baked.addresses import Addresses
from stance.baked.baking import bake_site
from stance.dossier.loading import load_dossier


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Carries files and says nothing of it."""

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def river(tmp_path_factory):
    return load_dossier(makers.thin_out(makers.make_other_dossier(tmp_path_factory.mktemp("bake") / "river")))


@pytest.fixture(scope="module")
def site(river, scores, tmp_path_factory) -> Iterator[str]:
    """The address of a site in a folder below the top of its host."""
    top = tmp_path_factory.mktemp("host")
    bake_site(river, scores.iloc[:0], top / "talks", Addresses())
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(top))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/talks"
        server.shutdown()


def test_without_a_script_the_pictures_are_there(chrome: Browser, site):
    with chrome.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/index.html")
        expect(page.locator("figure .still svg path").first).to_be_visible()
        expect(page.locator("#theme")).to_be_hidden()


def test_a_tour_finds_a_statement_and_is_quiet(chrome: Browser, site, river):
    asked, said = [], []
    with chrome.new_context(viewport={"width": 390, "height": 844}, color_scheme="light") as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}/index.html")
        expect(page.locator(".js-plotly-plot .scatterlayer .trace").first).to_be_visible()
        check_page(page)
        own = river.statements.iloc[0]
        page.get_by_role("searchbox").fill(f"{own['name']} {own['text'][:30]}")
        page.keyboard.press("Enter")
        expect(page.locator("#results li").first).to_contain_text(own["text"])
        check_page(page)
        page.locator("#results a").first.click()
        expect(page.locator("blockquote")).to_contain_text(own["text"])
        check_page(page)
        for link, entry in (("Topics", True), ("Actors", True), ("Events", False), ("Method", False)):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=link).click()
            if entry:
                page.locator(".entries a").first.click()
            check_page(page)
        page.emulate_media(color_scheme="dark")
        page.goto(f"{site}/index.html")
        expect(page.locator(".js-plotly-plot .scatterlayer .trace").first).to_be_visible()
        check_page(page)
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    assert said == []


def check_page(page) -> None:
    """Nothing for axe to find outside of pictures, one heading of the first level, nothing wider than a telephone."""
    found = Axe().run(page, {"exclude": [".main-svg"]}, {"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
