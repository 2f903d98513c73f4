"""What a tour of all pages looks at: whether a page is filled, fits its window, is quiet, and what axe finds grave on it."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from stance.figures.base import MINUS, PALETTES

from .conftest import MARKS, Tab

TEXT = "Russia said that the islands are its own and that no transfer is up for discussion."
MINUS_SIGN = "−"
LINE_ON_LIGHT = PALETTES[MINUS][0][False]
WITHOUT_PICTURES = {"exclude": [".main-svg"]}  # axe reads no text inside a drawing, but visits all of it
ONLY_FOUND = {"resultTypes": ["violations"]}  # what is sound is not listed node by node


def fill_page(tab: Tab, path: str) -> Tab:
    """Waits for what the page is for: its picture or table painted; a text scored, an example brought."""
    expect(tab.page.locator(MARKS[path]).first).to_be_visible()
    if path == "own":
        tab.page.get_by_role("button", name="Open the worked example").click()
        expect(tab.page.locator(".st-key-own_step_5")).to_contain_text("40 statements, ready")
    if path == "score":
        tab.page.locator(".st-key-own_text textarea").fill(TEXT)
        tab.page.get_by_role("button", name="Score", exact=True).click()
        expect(tab.page.locator('[class*="st-key-why_"] .barlayer')).to_have_count(3)
        check_score(tab)
    return tab.wait()


def check_score(tab: Tab) -> None:
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


def check_page(tab: Tab, viewport: dict[str, int]) -> None:
    """One heading, no message of error, nothing wider than the window, nothing asked of another machine."""
    expect(tab.page.locator("h1")).to_have_count(1)
    expect(tab.page.get_by_test_id("stAlertContentError")).to_have_count(0)
    expect(tab.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    for place in ("document.documentElement", "document.querySelector('.stMain')"):
        wide, there = tab.page.evaluate(f"[{place}.scrollWidth, {place}.clientWidth]")
        assert wide <= there <= viewport["width"]
    tab.check_quiet()


def is_streamlit_own(tab: Tab, rule: str, node: dict) -> bool:
    """Streamlit 1.67 puts a div between the list and the items of a navigation with groups; no page can mend it."""
    inside = "node => node.closest('[data-testid=stSidebarNav]') !== null"
    return rule in ("list", "listitem") and tab.page.locator(node["target"][0]).evaluate(inside)


def list_grave(tab: Tab, where: str, within: str | None = None) -> list[str]:
    """What axe finds serious on the page, or within a part of it."""
    return [
        f"{where} {found['id']}: {node['html'][:160]} {node['failureSummary'][:160]}"
        for found in Axe().run(tab.page, within or WITHOUT_PICTURES, ONLY_FOUND).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
        if not is_streamlit_own(tab, found["id"], node)
    ]


def measure_brightness(colour: str) -> float:
    return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3]) / 3


def read_colours(tab: Tab) -> tuple[float, float, str]:
    """The brightness of ground and ink (0-255), and the colour of the first line of the first chart."""
    ground, ink = tab.page.evaluate(
        "[getComputedStyle(document.querySelector('.stApp')).backgroundColor,"
        " getComputedStyle(document.querySelector('h1')).color]"
    )
    line = tab.page.locator(".st-key-chart_sovereignty .js-plotly-plot").evaluate(
        "gd => gd._fullData.find(t => t.mode === 'lines+markers').line.color"
    )
    return measure_brightness(ground), measure_brightness(ink), line
