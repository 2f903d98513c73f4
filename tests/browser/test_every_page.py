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
WIDTHS = {"wide": {"width": 1400, "height": 1000}, "narrow": NARROW}
LOOKS = (("wide", "light"), ("narrow", "dark"))  # both widths and both schemes, in half the time of all four
TABLES = ("method", "agreement", "disagreements")  # whose tabs hold wide tables
TABBED = {
    "method": "method",
    "agreement": "agreement",
    "disagreements": "review",
    "movement": "moves",
    "events": "around",
}
SHARE = ("Link", "Citation", "Picture", "Everything")


def _fill(tab: Tab, path: str) -> Tab:
    """The page with all that it can show: charts painted, a text scored."""
    if path in ("", "positions"):
        expect(tab.charts).to_have_count(3)
        expect(tab.point).to_be_visible()
    if path in ("movement", "events"):
        expect(tab.page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    if path == "actors":
        expect(tab.page.locator(".st-key-profile_sovereignty .js-plotly-plot .scatterlayer")).to_be_visible()
        expect(tab.page.locator(".st-key-months .js-plotly-plot .barlayer")).to_be_visible()
    if path == "words":
        for key in ("terms", "term_years"):
            expect(tab.page.locator(f".st-key-{key} .js-plotly-plot .scatterlayer")).to_be_visible()
        expect(tab.page.locator(".st-key-term_statements canvas").first).to_be_visible()
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


def test_the_navigation_leads_to_every_page(open_tab):
    marks = {
        "positions": ".st-key-window",
        "movement": ".st-key-dumbbells",
        "events": ".st-key-lanes",
        "actors": ".st-key-months",
        "statements": ".st-key-search",
        "words": ".st-key-terms",
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


def _check_width(tab: Tab, viewport: dict[str, int]) -> None:
    """Nothing is wider than the window."""
    for place in ("document.documentElement", "document.querySelector('.stMain')"):
        wide, there = tab.page.evaluate(f"[{place}.scrollWidth, {place}.clientWidth]")
        assert wide <= there <= viewport["width"]


def _turn_tabs(tab: Tab, path: str) -> Iterator[str]:
    """Opens one tab after the other where tabs are most of the page, else leaves the page as it is."""
    yield ""
    if path not in TABBED:
        return
    row = tab.page.locator(f".st-key-{TABBED[path]}").get_by_role("tablist").first  # other rows stand within its panels
    titles = row.get_by_role("tab").all_inner_texts()
    assert len(titles) >= 2
    for title in titles[1:]:
        row.get_by_role("tab", name=title, exact=True).press("Enter")  # a click may miss while the row scrolls
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


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_fits_its_screen_and_axe_finds_nothing_serious(path, width, scheme, open_tab):
    tab = _fill(open_tab(path, color_scheme=scheme, viewport=WIDTHS[width]), path)
    expect(tab.page.locator("h1")).to_have_count(1)
    expect(tab.page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    tab.check_quiet()
    grave = []
    walked = path if width == "wide" or path in TABLES else ""
    for title in _turn_tabs(tab, walked):
        _check_width(tab, WIDTHS[width])
        if not title or (width == "wide" and path != "method"):  # axe takes seconds a tab
            grave += [f"{title} {trouble}" for trouble in _list_grave(tab)]
    assert grave == []


def _list_grave(tab: Tab, within: str | None = None) -> list[str]:
    """What axe finds serious on the page, or within a part of it."""
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
        for found in Axe().run(tab.page, context=within).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
        if not _is_streamlit_own(tab, found["id"], node)
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_open_share_box_fits_and_axe_finds_nothing_serious(width, scheme, open_tab):
    tab = open_tab("words", color_scheme=scheme, viewport=WIDTHS[width])
    box = tab.page.locator(".st-key-share")
    box.locator("summary").click()
    grave = []
    for part in SHARE:
        choice = box.get_by_role("radio", name=part, exact=True)
        choice.click()
        expect(choice).to_be_checked()
        tab.page.mouse.move(0, 0)
        if part == "Picture":
            expect(box.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        tab.wait()
        _check_width(tab, WIDTHS[width])
        grave += [f"{part} {trouble}" for trouble in _list_grave(tab, ".st-key-share")]
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
