"""What holds on every page: one heading, no error, narrow screens, two colour schemes, accessibility.

Each rule is one tour over all pages: axe on every view of a wide, light screen and on the first view of a narrow, dark one.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from stance.figures.base import MINUS, PALETTES

from .conftest import MARKS, PAGES, WIDE, Tab

TEXT = "Russia said that the islands are its own and that no transfer is up for discussion."
MINUS_SIGN = "−"
NARROW = {"width": 390, "height": 844}
TABBED = {
    "": "view",
    "method": "method",
    "agreement": "agreement",
    "disagreements": "review",
    "movement": "moves",
    "events": "around",
}
LINE_ON_LIGHT = PALETTES[MINUS][0][False]
WITHOUT_PICTURES = {"exclude": [".main-svg"]}  # axe reads no text inside a drawing, but visits all of it
ONLY_FOUND = {"resultTypes": ["violations"]}  # what is sound is not listed node by node
SHARE = ("Link", "Citation", "Picture", "Everything")


def _fill(tab: Tab, path: str) -> Tab:
    """Waits for what the page is for: its picture or table painted; a text scored."""
    expect(tab.page.locator(MARKS[path]).first).to_be_visible()
    if path == "score":
        tab.page.locator(".st-key-own_text textarea").fill(TEXT)
        tab.page.get_by_role("button", name="Score", exact=True).click()
        expect(tab.page.locator('[class*="st-key-why_"] .barlayer')).to_have_count(3)
        _check_score(tab)
    return tab.wait()


def _check_score(tab: Tab) -> None:
    """A number a topic, bars labelled with their sum, and nothing of the text in the address."""
    numbers = tab.page.locator("dl.numbers")
    expect(numbers).to_have_count(3)
    expect(numbers.first).to_contain_text(re.compile(r"Score \(no side given\)\s*−[012]\.\d\d"))
    bars = tab.page.locator(".st-key-why_sovereignty .js-plotly-plot").evaluate(
        "gd => Object.fromEntries(Array.from(gd._fullData[0].y).map((name, i) => [name, gd._fullData[0].x[i]]))"
    )
    total = bars.pop("Sum")
    assert abs(sum(bars.values()) - total) < 1e-9
    label = f"{total:+.2f}".replace("-", MINUS_SIGN)
    expect(tab.page.locator(".st-key-why_sovereignty .bartext", has_text=label).first).to_be_visible()
    assert "islands" not in tab.page.url


def _check_page(tab: Tab, viewport: dict[str, int]) -> None:
    """One heading, no message of error, nothing wider than the window, nothing asked of another machine."""
    expect(tab.page.locator("h1")).to_have_count(1)
    expect(tab.page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    for place in ("document.documentElement", "document.querySelector('.stMain')"):
        wide, there = tab.page.evaluate(f"[{place}.scrollWidth, {place}.clientWidth]")
        assert wide <= there <= viewport["width"]
    tab.check_quiet()


def _is_streamlit_own(tab: Tab, rule: str, node: dict) -> bool:
    """Streamlit 1.67 puts a div between the list and the items of a navigation with groups; no page can mend it."""
    inside = "node => node.closest('[data-testid=stSidebarNav]') !== null"
    return rule in ("list", "listitem") and tab.page.locator(node["target"][0]).evaluate(inside)


def _list_grave(tab: Tab, where: str, within: str | None = None) -> list[str]:
    """What axe finds serious on the page, or within a part of it."""
    return [
        f"{where} {found['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
        for found in Axe().run(tab.page, within or WITHOUT_PICTURES, ONLY_FOUND).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
        if not _is_streamlit_own(tab, found["id"], node)
    ]


def _brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def _read_colours(tab: Tab) -> tuple[float, float, str]:
    """The brightness of ground and ink (0-255), and the colour of the first line of the first chart."""
    ground, ink = tab.page.evaluate(
        "[getComputedStyle(document.querySelector('.stApp')).backgroundColor,"
        " getComputedStyle(document.querySelector('h1')).color]"
    )
    line = tab.page.locator(".st-key-chart_sovereignty .js-plotly-plot").evaluate(
        "gd => gd._fullData.find(t => t.mode === 'lines+markers').line.color"
    )
    return _brightness(ground), _brightness(ink), line


@pytest.fixture(scope="module")
def narrow(chrome: Browser, server: str) -> Iterator[Tab]:
    """A narrow, dark tab, shared: a page is turned to much faster than it is loaded."""
    with chrome.new_context(viewport=NARROW, color_scheme="dark", reduced_motion="reduce") as telephone:
        yield Tab(telephone.new_page(), server).open()


def _check_tabs(tab: Tab, key: str) -> None:
    row = tab.page.locator(f".st-key-{key}").get_by_role("tablist").first  # other rows stand within its panels
    titles = row.get_by_role("tab").all_inner_texts()
    assert len(titles) >= 2
    for title in dict.fromkeys([titles[1], titles[-1]]):  # what the others hold is tested without a browser
        row.get_by_role("tab", name=title, exact=True).press("Enter")  # a click may miss while the row scrolls
        expect(tab.page.get_by_role("tabpanel", name=title, exact=True)).to_be_visible()
        expect(tab.page).to_have_url(re.compile(re.escape(quote_plus(title))))
        tab.wait()  # a key pressed while the page runs again may be lost
        _check_page(tab, WIDE)


def test_the_navigation_leads_to_every_page_which_is_sound_and_whose_tabs_open_by_keyboard_and_link(open_tab):
    tab, grave = open_tab(), []
    for path in PAGES:
        if path:
            expect(tab.page.locator(MARKS[path])).to_have_count(0)
            tab.turn_to(PAGES[path])
            expect(tab.page).to_have_url(re.compile(rf"/{path}(\?|$)"))
        _fill(tab, path)
        _check_page(tab, WIDE)
        grave += _list_grave(tab, PAGES[path])
        if not path:
            ground, ink, line = _read_colours(tab)
            assert (ground > 200 > 100 > ink, line) == (True, LINE_ON_LIGHT)
            expect(tab.page.get_by_role("figure", name=re.compile(r"\d statements")).first).to_be_visible()
        if path in TABBED:
            _check_tabs(tab, TABBED[path])
    assert grave == []


def test_every_page_is_sound_on_a_narrow_dark_screen(narrow):
    tab, grave = narrow, []
    for path in PAGES:
        if path:
            tab.turn_to(PAGES[path])
        _fill(tab, path)
        _check_page(tab, NARROW)
        grave += _list_grave(tab, PAGES[path])
        if not path:
            ground, ink, line = _read_colours(tab)
            assert ground < 60 < 180 < ink
            assert line != LINE_ON_LIGHT
    assert grave == []


def test_the_open_share_box_is_sound(narrow):
    tab, grave = narrow, []
    _fill(tab.turn_to(PAGES["words"]), "words")
    box = tab.page.locator(".st-key-share")
    box.locator("summary").click()
    for part in SHARE:
        choice = box.get_by_role("radio", name=part, exact=True)
        choice.click()
        expect(choice).to_be_checked()
        tab.page.mouse.move(0, 0)
        if part == "Picture":
            expect(box.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        tab.wait()
        _check_page(tab, NARROW)
        grave += _list_grave(tab, part, ".st-key-share")
    assert grave == []
