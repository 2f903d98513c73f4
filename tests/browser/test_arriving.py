"""The first visit of a server. It stands first in its folder, so that no page was drawn before it."""

import re

from playwright.sync_api import expect


def test_the_first_visit_to_a_fresh_server_can_be_a_link_to_a_page(open_tab, visits):
    assert visits == []
    tab = open_tab("statements?search=1956&actor=Vladimir+Putin")
    expect(tab.page.locator("h1")).to_have_text(re.compile(r"^\d+ statements of 1,153$"))
    expect(tab.page.get_by_test_id("stMultiSelect").filter(has_text="Vladimir Putin")).to_have_count(1)
    expect(tab.page.locator(".st-key-search input")).to_have_value("1956")
