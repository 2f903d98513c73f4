"""Every page on a wide, light screen: one heading, no error, tabs that open by keyboard and link, nothing grave for axe.

The tour on a narrow, dark one goes through nginx (tests/hosting/test_tour.py).
"""

import re
from urllib.parse import quote_plus

from playwright.sync_api import expect

from .conftest import MARKS, PAGES, WIDE, Tab
from .tours import LINE_ON_LIGHT, check_page, fill_page, list_grave, read_colours

TABBED = {
    "score": "scoring",
    "": "view",
    "method": "method",
    "agreement": "agreement",
    "disagreements": "review",
    "movement": "moves",
    "events": "around",
}


def _check_tabs(tab: Tab, key: str) -> None:
    row = tab.page.locator(f".st-key-{key}").get_by_role("tablist").first  # other rows stand within its panels
    titles = row.get_by_role("tab").all_inner_texts()
    assert len(titles) >= 2
    for title in dict.fromkeys([titles[1], titles[-1]]):  # what the others hold is tested without a browser
        row.get_by_role("tab", name=title, exact=True).press("Enter")  # a click may miss while the row scrolls
        expect(tab.page.get_by_role("tabpanel", name=title, exact=True)).to_be_visible()
        expect(tab.page).to_have_url(re.compile(re.escape(quote_plus(title))))
        tab.wait()  # a key pressed while the page runs again may be lost
        check_page(tab, WIDE)


def test_the_navigation_leads_to_every_page_which_is_sound_and_whose_tabs_open_by_keyboard_and_link(open_tab):
    tab, grave = open_tab(), []
    for path in PAGES:
        if path:
            expect(tab.page.locator(MARKS[path])).to_have_count(0)
            tab.turn_to(PAGES[path])
            expect(tab.page).to_have_url(re.compile(rf"/{path}(\?|$)"))
        fill_page(tab, path)
        check_page(tab, WIDE)
        grave += list_grave(tab, PAGES[path])
        if not path:
            ground, ink, line = read_colours(tab)
            assert (ground > 200 > 100 > ink, line) == (True, LINE_ON_LIGHT)
            expect(tab.page.get_by_role("figure", name=re.compile(r"\d statements")).first).to_be_visible()
        if path in TABBED:
            _check_tabs(tab, TABBED[path])
    assert grave == []
