"""The report opens from disk without a network: its figures are drawn, it fits a telephone, axe finds nothing serious."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from stance.report import write_report


@pytest.fixture(scope="module")
def report(tmp_path_factory, dossier, scores) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(write_report(dossier, scores, day=date(2026, 3, 5)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def open_report(chrome: Browser, report: Path) -> Iterator[Callable[[int], Page]]:
    """Opens the report without a network; at the end it must have asked for nothing and said nothing."""
    asked, said, contexts = [], [], []

    def open_at(width: int) -> Page:
        contexts.append(chrome.new_context(viewport={"width": width, "height": 900}, offline=True))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(report.as_uri())
        expect(page.locator(".js-plotly-plot .scatterlayer .trace").first).to_be_visible()
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert said == []


@pytest.fixture(scope="module")
def wide(open_report: Callable[[int], Page]) -> Page:
    """The report on a wide screen, opened once."""
    return open_report(1400)


def test_every_figure_is_drawn_and_nothing_scrolls_sideways_on_a_telephone(open_report, dossier):
    page, width = open_report(390), 390
    expect(page.locator("h1")).to_have_count(1)
    figures = page.locator("figure").count()
    assert figures > 3 * len(dossier.codebook.topics)
    expect(page.locator("figure .js-plotly-plot .scatterlayer .trace:first-child")).to_have_count(figures)
    for summary in page.locator("summary").all():
        summary.click()
    wide, there = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= there <= width
    drawn = page.locator(".js-plotly-plot .main-svg:first-child").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert max(drawn) <= width


def test_print_shows_what_is_folded_and_no_buttons(wide):
    page = wide
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    expect(page.locator(".modebar").first).to_be_hidden()
    expect(page.locator("nav")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_axe_finds_nothing_serious(wide):
    """The rows of a table after its first twenty are built like them: they are taken away first, for good."""
    wide.emulate_media(media="screen")
    wide.evaluate("document.querySelectorAll('tr:nth-child(n+20)').forEach(row => row.remove())")
    found = (
        Axe().run(wide, {"exclude": [".main-svg"]}, {"resultTypes": ["violations"]}).response["violations"]
    )  # the inside of pictures
    assert [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ] == []


def test_a_picture_can_be_saved_without_a_network(wide):
    page = wide
    page.emulate_media(media="screen")
    page.locator(".js-plotly-plot").first.hover()
    with page.expect_download() as waiting:
        page.locator(".modebar-btn").first.click()
    assert waiting.value.suggested_filename.endswith(".svg")
