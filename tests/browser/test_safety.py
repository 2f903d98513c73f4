"""What two visitors give of their own stays apart; who has no business at the server is turned away."""

import re
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from .conftest import WIDE, Tab

OWN = b"event,date,title\nmy-own-talk,2018-03-01,Zephyr meeting\n"
SHOWN = """() => (document.querySelector(".st-key-lanes .js-plotly-plot")?.data ?? [])
    .some(lane => lane.customdata.some(one => one[0] === "my-own-talk"))"""
TEXT = "The zebra treaty must be signed first, before any island is discussed."


@pytest.fixture
def open_browser(chrome: Browser, server: str) -> Iterator[Callable[[str], Tab]]:
    """Opens a page in a browser of another visitor, who shares neither cookies nor storage with anyone."""
    tabs: list[Tab] = []

    def open_path(path: str) -> Tab:
        tabs.append(Tab(chrome.new_context(viewport=WIDE).new_page(), server))
        return tabs[-1].open(path)

    yield open_path
    try:
        for tab in tabs:
            tab.check_quiet()
    finally:
        for tab in tabs:
            tab.page.context.close()


def _text_box(tab: Tab) -> Locator:
    return tab.page.get_by_role("textbox", name="Statement, in the language of the dossier")


def _score(tab: Tab) -> None:
    tab.page.get_by_test_id("stMain").get_by_role("button", name="Score", exact=True).click()


def _lanes(tab: Tab) -> set[str]:
    chart = tab.page.locator(".st-key-lanes .js-plotly-plot")
    expect(chart).to_have_count(1)
    return set(chart.evaluate("gd => gd.data[0].customdata.map(one => one[0])"))


def _upload(tab: Tab) -> None:
    tab.page.get_by_text("Add your own events").click()
    file: FilePayload = {"name": "mine.csv", "mimeType": "text/csv", "buffer": OWN}
    tab.page.locator(".st-key-own_events input[type=file]").set_input_files(file)
    expect(tab.page.get_by_test_id("stFileChip")).to_have_count(1)
    tab.wait()


def _take_link(tab: Tab) -> str:
    tab.page.get_by_text("Share, cite, download").click()
    return tab.page.locator(".st-key-share code").first.inner_text()


def test_two_visitors_uploads_and_texts_stay_apart_even_by_the_others_link(open_tab, open_browser):
    first, second = open_tab("events"), open_browser("score")
    _upload(first)
    first.page.wait_for_function(SHOWN)
    first.choose("Event", "Zephyr meeting")
    expect(first.page.locator("h1")).to_contain_text("Zephyr meeting")
    _text_box(second).fill(TEXT)
    _score(second)
    expect(second.page.get_by_text("How much of this text is known")).to_have_count(1)

    link = _take_link(first)
    assert "zephyr" not in link.lower() and "my-own-talk" not in link
    second.open(first.page.url)
    assert "my-own-talk" not in _lanes(second)
    expect(second.page.locator("h1")).not_to_contain_text("Zephyr meeting")
    second.page.get_by_text("Add your own events").click()
    expect(second.page.get_by_test_id("stFileChip")).to_have_count(0)
    first.turn_to("Score statements").wait()
    expect(_text_box(first)).to_have_value("")
    expect(first.page.get_by_text("Paste a statement above and choose Score.")).to_have_count(1)
    assert "zebra" not in first.page.content()


def test_the_dashboard_listens_on_the_loopback_interface_alone(server):
    port = urlsplit(server).port
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(ConnectionRefusedError):  # every other address of this machine, 127.0.0.2 is one
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_a_page_of_another_site_can_neither_open_a_session_nor_upload(server):
    stream = f"{server.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, origin=server):
        pass
    with pytest.raises(InvalidStatus, match="403"), connect(stream, origin="http://evil.example"):
        pass
    asked = urllib.request.Request(f"{server}/_stcore/upload_file/session/file", b"x", method="PUT")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(asked, timeout=10)


def test_a_path_that_leads_out_of_the_program_is_no_file(server):
    for path in (
        "/..%2f..%2fetc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/app/static/..%2fdashboard.py",
        "/media/..%2f..%2fserver.py",
    ):
        try:
            with urllib.request.urlopen(f"{server}{path}", timeout=10) as answer:
                assert re.match(rb"\s*<!doctype html>", answer.read(), re.IGNORECASE), path
        except urllib.error.HTTPError as refused:
            assert refused.code in (400, 403, 404), path
