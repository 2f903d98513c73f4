"""Signing in behind nginx: what begins at one replica may end at the other, and long cookies get through."""

import pytest
from browser.conftest import Tab
from playwright.sync_api import Browser, expect

from hosting.conftest import LONG, read_replica, read_status


@pytest.fixture
def desk(chrome: Browser, host) -> Tab:
    """The desk in a browser of its own, which every other test of a visitor must not share: it stays signed in."""
    with chrome.new_context() as profile:
        yield Tab(profile.new_page(), host.url).open("desk")


def move(tab: Tab, host) -> str:
    """Sends the visitor to the other replica from now on."""
    (other,) = {str(port) for port in host.replicas} - {read_replica(tab.page)}
    tab.page.context.add_cookies([{"name": "replica", "value": other, "url": host.url}])
    return other


def test_a_sign_in_that_begins_at_one_replica_ends_at_the_other(desk, host):
    desk.page.get_by_role("button", name="Sign in", exact=True).click()
    desk.page.get_by_role("button", name="ann").wait_for()
    other = move(desk, host)
    desk.page.get_by_role("button", name="ann").click()
    desk.page.get_by_role("link", name="To the coding desk").click()
    expect(desk.page.get_by_text("All statements: code again")).to_be_visible()
    assert read_replica(desk.page) == other
    cookies = [one for one in desk.page.context.cookies() if one["name"].startswith("_streamlit_user")]
    assert sum(len(one["value"]) for one in cookies) > len(LONG)
    assert all(one["httpOnly"] and one["sameSite"] == "Lax" for one in cookies)

    move(desk, host)
    desk.open("desk")
    expect(desk.page.get_by_text("All statements: code again")).to_be_visible()


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
def test_the_addresses_of_signing_in_take_nothing_but_get(host, path):
    assert read_status(host, path, "POST") == 405


@pytest.mark.parametrize("path", ["/auth/login?provider=no-token", "/oauth2callback?state=s&code=c"])
def test_what_no_provider_sent_leads_to_the_first_page_and_signs_nobody_in(host, path):
    assert read_status(host, path) == 302
