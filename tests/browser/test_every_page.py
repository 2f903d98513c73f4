"""What holds on every page: one heading, no error, narrow screens, two colour schemes, accessibility, first visits."""

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import PAGES, READY, Tab, run_server

TEXT = "Russia said that the islands are its own and that no transfer is up for discussion."
SCHEMES = ("light", "dark")
NARROW = {"width": 390, "height": 844}
TABBED = ("method", "agreement", "disagreements")


def _fill(tab: Tab, path: str) -> Tab:
    """The page with all that it can show: charts painted, a text scored."""
    if path in ("", "positions"):
        expect(tab.charts).to_have_count(3)
        expect(tab.point).to_be_visible()
    if path in ("movement", "events"):
        expect(tab.page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    if path == "robustness":
        expect(tab.page.locator(".st-key-estimates .js-plotly-plot .scatterlayer")).to_be_visible()
    if path == "agreement":
        expect(tab.page.locator(".js-plotly-plot .heatmaplayer").first).to_be_visible()
    if path in ("statements", "disagreements"):
        expect(tab.page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    if path == "score":
        tab.page.locator(".st-key-own_text textarea").fill(TEXT)
        tab.page.get_by_role("button", name="Score", exact=True).click()
        expect(tab.page.locator('[class*="st-key-why_"] .barlayer')).to_have_count(3)
    return tab


@pytest.mark.parametrize("path", PAGES)
def test_one_heading_no_error_message_and_a_quiet_console(path, open_tab):
    tab = _fill(open_tab(path), path)
    expect(tab.page.locator("h1")).to_have_count(1)
    expect(tab.page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    tab.check_quiet()


def test_the_navigation_leads_to_every_page(open_tab):
    marks = {
        "positions": ".st-key-window",
        "movement": ".st-key-dumbbells",
        "events": ".st-key-lanes",
        "statements": ".st-key-search",
        "disagreements": ".st-key-board",
        "robustness": ".st-key-estimates",
        "score": ".st-key-own_text",
        "method": ".st-key-method",
        "agreement": ".st-key-agreement",
    }
    tab = open_tab()
    for path, mark in marks.items():
        expect(tab.page.locator(mark)).to_have_count(0)
        tab.turn_to(PAGES[path])
        expect(tab.page.locator(mark)).to_have_count(1)
        expect(tab.page).to_have_url(re.compile(f"/{path}$"))
    tab.turn_to(PAGES[""])
    expect(tab.charts).to_have_count(3)


@pytest.mark.parametrize("path", PAGES)
def test_no_sideways_scrolling_on_a_telephone(path, open_tab):
    tab = _fill(open_tab(path, viewport=NARROW), path)
    for _ in _turn_tabs(tab, path):
        for place in ("document.documentElement", "document.querySelector('.stMain')"):
            wide, there = tab.page.evaluate(f"[{place}.scrollWidth, {place}.clientWidth]")
            assert wide <= there <= NARROW["width"]


def _turn_tabs(tab: Tab, path: str) -> Iterator[str]:
    """Opens one tab after the other where tabs are most of the page, else leaves the page as it is."""
    yield ""
    titles = tab.page.get_by_role("tab").all_inner_texts() if path in TABBED else []
    assert len(titles) >= 3 or path not in TABBED
    for title in titles[1:]:
        tab.page.get_by_role("tab", name=title, exact=True).press("Enter")  # a click may miss while the row scrolls
        expect(tab.page.get_by_role("tabpanel", name=title, exact=True)).to_be_visible()
        expect(tab.page).to_have_url(re.compile(re.escape(quote_plus(title))))
        tab.wait()  # a key pressed while the page runs again may be lost
        yield title


def _brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def test_both_colour_schemes_reach_the_ground_the_text_and_the_lines(open_tab):
    seen = {}
    for scheme in SCHEMES:
        tab = open_tab(color_scheme=scheme)
        expect(tab.charts).to_have_count(3)
        ground, ink = tab.page.evaluate(
            "[getComputedStyle(document.querySelector('.stApp')).backgroundColor,"
            " getComputedStyle(document.querySelector('h1')).color]"
        )
        line = tab.page.locator(".st-key-chart_sovereignty .js-plotly-plot").evaluate(
            "gd => gd._fullData.find(t => t.mode === 'lines+markers').line.color"
        )
        seen[scheme] = (_brightness(ground), _brightness(ink), line)
    assert seen["light"][0] > 200 > 100 > seen["light"][1]
    assert seen["dark"][0] < 60 < 180 < seen["dark"][1]
    assert seen["light"][2] != seen["dark"][2]


def _is_streamlit_own(tab: Tab, rule: str, node: dict) -> bool:
    """Streamlit 1.67 puts a div between the list and the items of a navigation with groups; no page can mend it."""
    inside = "node => node.closest('[data-testid=stSidebarNav]') !== null"
    return rule in ("list", "listitem") and tab.page.locator(node["target"][0]).evaluate(inside)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(path, scheme, open_tab):
    tab = _fill(open_tab(path, color_scheme=scheme), path)
    grave = [
        f"{title} {found['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
        for title in _turn_tabs(tab, path if path != "method" else "")
        for found in Axe().run(tab.page).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
        if not _is_streamlit_own(tab, found["id"], node)
    ]
    assert grave == []


def test_the_first_visit_to_a_fresh_server_can_be_a_link_to_a_page(chrome, tmp_path):
    with run_server(tmp_path / "log.txt") as url:
        context = chrome.new_context()
        try:
            tab = Tab(context, url)
            tab.page.goto(f"{url}/statements?search=1956&actor=Vladimir+Putin")
            expect(tab.page.locator(f"{READY} h1")).to_have_text(re.compile(r"^\d+ statements of 836$"))
            expect(tab.page.get_by_test_id("stMultiSelect").filter(has_text="Vladimir Putin")).to_have_count(1)
            expect(tab.page.locator(".st-key-search input")).to_have_value("1956")
            tab.check_quiet()
        finally:
            context.close()
