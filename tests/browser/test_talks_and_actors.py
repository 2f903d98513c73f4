"""Events, Movement, Actors and Share in a browser: clicks and keys that choose, and files that are saved."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Download, expect

from .conftest import ROOT, WIDE, Tab

PNG = b"\x89PNG\r\n\x1a\n"


def _place(tab: Tab, key: str, *customdata: str) -> dict[str, float]:
    """Where on the screen the marker with that customdata is drawn."""
    chart = tab.page.locator(f".st-key-{key} .js-plotly-plot")
    expect(chart.locator(".scatterlayer .points path").first).to_be_visible()
    chart.scroll_into_view_if_needed()
    return chart.evaluate(
        """(gd, wanted) => {
            for (const trace of gd._fullData) {
                const at = (trace.customdata || []).findIndex(one => one.join("|") === wanted);
                if (at < 0) continue;
                const layout = gd._fullLayout, box = gd.getBoundingClientRect();
                return {
                    x: box.left + layout.xaxis._offset + layout.xaxis.d2p(trace.x[at]),
                    y: box.top + layout.yaxis._offset + layout.yaxis.d2p(trace.y[at]),
                };
            }
        }""",
        "|".join(customdata),
    )


def _turn_to_tab(tab: Tab, title: str) -> None:
    tab.page.get_by_role("tab", name=title, exact=True).press("Enter")
    expect(tab.page.get_by_role("tabpanel", name=title, exact=True)).to_be_visible()
    tab.wait()


def _open_share(tab: Tab, part: str) -> None:
    box = tab.page.locator(".st-key-share")
    if box.locator("details[open]").count() == 0:
        box.locator("summary").click()
    choice = box.get_by_role("radio", name=part, exact=True)
    if not choice.is_checked():
        choice.click()
    tab.wait()


def _read_link(tab: Tab) -> str:
    code = tab.page.locator(".st-key-share").get_by_test_id("stCode")
    expect(code).to_contain_text("data=")
    return code.inner_text().strip()


def test_a_click_on_a_marker_of_the_lanes_chooses_the_event(open_tab):
    tab = open_tab("events")
    title = tab.page.locator("h1")
    before = title.inner_text()
    tab.page.mouse.click(**_place(tab, "lanes", "2019-09-abe-putin-27-vladivostok"))
    expect(title).not_to_have_text(before)
    expect(title).to_contain_text("5 September 2019")
    expect(tab.page).to_have_url(re.compile(r"event=5\+September\+2019"))


@pytest.fixture(scope="module")
def movement(chrome: Browser, server: str) -> Iterator[Tab]:
    """Movement as it opens, for a click in its picture and for the picture itself."""
    page = chrome.new_page(viewport=WIDE)
    tab = Tab(page, server).open("movement")
    yield tab
    tab.check_quiet()
    page.close()


def test_a_click_on_an_end_of_a_dumbbell_shows_the_statements_of_that_period(movement):
    tab = movement
    heading = tab.page.locator("p", has=tab.page.locator("strong", has_text=" on Sovereignty, 1 January ")).first
    expect(heading).to_contain_text("Russia on Sovereignty, 1 January 2015 to 31 December 2015")
    tab.page.mouse.click(**_place(tab, "dumbbells", "japan", "after"))
    expect(heading).to_contain_text("Japan on Sovereignty, 1 January 2019 to 31 December 2019")
    expect(tab.page).to_have_url(re.compile("move_line=Japan.*move_when=after|move_when=after.*move_line=Japan"))
    tab.wait()
    count = int(re.search(r"from (\d+) statement", heading.inner_text())[1])
    panel = tab.page.get_by_role("tabpanel", name="Who moved", exact=True)
    cards = panel.locator(".card[data-statement]")
    expect(cards.first).to_contain_text("2019")
    panel.get_by_text(f"Show all {count} cards").click()
    expect(cards).to_have_count(count)


def _save_picture(tab: Tab, form: str) -> Download:
    tab.page.locator(".st-key-share").get_by_role("radio", name=form, exact=True).click()
    box = tab.page.locator(f'[class*="st-key-picture_"][class*="_{form}"]')
    expect(box.locator(".main-svg").first).to_be_visible()
    tab.wait()
    with tab.page.expect_download() as waiting:
        tab.page.locator(".st-key-picture_box .modebar-btn").click()
    return waiting.value


def test_a_picture_is_saved_as_svg_and_png_with_finding_source_and_licence(movement):
    tab = movement
    _open_share(tab, "Picture")
    saved = _save_picture(tab, "SVG")
    assert saved.suggested_filename == "japan-russia-dumbbells.svg"
    content = saved.path().read_text(encoding="utf-8")
    words = "".join(ElementTree.fromstring(content).itertext())
    finding = tab.page.locator("h1").inner_text()
    assert all(word in words for word in finding.split())
    for part in ("Source:", "Japan-Russia peace-treaty talks", "codebook version", "CC-BY-4.0"):
        assert part in words
    saved = _save_picture(tab, "PNG")
    assert saved.suggested_filename == "japan-russia-dumbbells.png"
    picture = saved.path().read_bytes()
    assert picture.startswith(PNG)
    assert int.from_bytes(picture[16:20]) == 2000


def test_the_copied_link_opens_the_same_view_elsewhere_without_a_warning(movement, open_tab):
    tab = movement
    tab.choose("Topic", "Security")
    expect(tab.page.locator("h1")).to_contain_text("security")
    tab.wait()
    _turn_to_tab(tab, "Map")
    _open_share(tab, "Link")
    link = _read_link(tab)
    assert urlsplit(link).path == "/movement"
    chosen = parse_qs(urlsplit(link).query)
    assert chosen.pop("data")
    assert chosen == parse_qs(urlsplit(tab.page.url).query)
    again = open_tab(link)
    expect(again.page.locator("h1")).to_have_text(tab.page.locator("h1").inner_text())
    expect(again.page.get_by_role("tab", name="Map", exact=True)).to_have_attribute("aria-selected", "true")
    expect(again.page.get_by_test_id("stAlertContentWarning")).to_have_count(0)


def test_everything_is_saved_as_a_zip_that_rebuilds_the_same_numbers(open_tab, tmp_path):
    tab = open_tab("movement?by=Actors&topic=Sovereignty")
    _open_share(tab, "Everything")
    with tab.page.expect_download() as waiting:
        tab.page.locator(".st-key-archive button").click()
    assert re.fullmatch(r"japan-russia-movement-[0-9a-f]{12}\.zip", waiting.value.suggested_filename)
    path = Path(tmp_path / "view.zip")
    waiting.value.save_as(path)
    command = [sys.executable, "-m", "stance", "rebuild", str(path), "--out", str(tmp_path / "rows")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line for line in done.stdout.splitlines() if " cells, " in line]
    assert len(lines) == 6
    assert "different" not in done.stdout
    assert all(line.endswith("all the same") for line in lines)
