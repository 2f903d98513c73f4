"""Every page through nginx on a narrow, dark screen: within its policy, no error, nothing wider than the window, nothing grave for axe."""

from collections.abc import Iterator

import pytest
from browser.conftest import PAGES, Tab
from browser.tours import LINE_ON_LIGHT, check_page, fill_page, list_grave, read_colours
from playwright.sync_api import Browser, expect

from benchmarks.hosts import Hosted

from .conftest import VIOLATIONS

NARROW = {"width": 390, "height": 844}
SHARE = ("Link", "Citation", "Picture", "Everything")


@pytest.fixture(scope="module")
def narrow(chrome: Browser, host: Hosted) -> Iterator[Tab]:
    """A narrow, dark tab, shared: a page is turned to much faster than it is loaded."""
    with chrome.new_context(viewport=NARROW, color_scheme="dark", reduced_motion="reduce") as telephone:
        telephone.add_init_script(VIOLATIONS)
        yield Tab(telephone.new_page(), host.url).open()


def test_every_page_is_sound_on_a_narrow_dark_screen(narrow):
    tab, grave = narrow, []
    for path in PAGES:
        if path:
            tab.turn_to(PAGES[path])
        fill_page(tab, path)
        check_page(tab, NARROW)
        assert tab.page.evaluate("violations") == []
        grave += list_grave(tab, PAGES[path])
        if not path:
            ground, ink, line = read_colours(tab)
            assert ground < 60 < 180 < ink
            assert line != LINE_ON_LIGHT
    assert grave == []


def test_the_open_share_box_is_sound(narrow):
    tab, grave = narrow, []
    fill_page(tab.turn_to(PAGES["words"]), "words")
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
        check_page(tab, NARROW)
        grave += list_grave(tab, part, ".st-key-share")
    assert grave == []
