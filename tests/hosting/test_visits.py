"""A visitor with a browser, and what there is to see when something behind nginx dies."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from browser.conftest import MARKS, READY, Tab
from playwright.sync_api import Locator, expect

from benchmarks.hosts import Hosted

from .conftest import is_up, kill, list_pids, read_replica, read_status, wait_until

FILTERED, TOPIC = "positions?topic=Sovereignty&topic=Security", "Security"

LOOK_OUT = """() => {
    delete document.documentElement.dataset.lost;
    new MutationObserver(() => { document.documentElement.dataset.lost = "yes"; }).observe(
        document.querySelector('[data-testid="stApp"]'), {attributeFilter: ["data-test-connection-state"]}); }"""


@dataclass(frozen=True)
class Visit:
    """A visitor who chose something, and what there was to see."""

    tab: Tab
    url: str
    names: list[str]
    replica: str

    def check_back(self) -> None:
        """The page shows the same as before, and answers to a click and back."""
        self.tab.wait()
        expect(_find_names(self.tab)).to_have_text(self.names)
        assert self.tab.page.url == self.url
        for _ in range(2):
            shown = self.tab.page.url
            self.tab.page.wait_for_selector(READY)
            self.tab.toggle_topic(TOPIC)
            self.tab.page.wait_for_url(lambda url, shown=shown: url != shown)
        self.tab.wait()
        expect(self.tab.page.get_by_test_id("stException")).to_have_count(0)


def _find_names(tab: Tab) -> Locator:
    """The heading of the page, and the topics and sides that are switched on."""
    return tab.page.locator('h1, [data-testid="stSidebar"] [data-testid="stButtonGroup"] [data-selected]')


def wait_for_both(host: Hosted) -> None:
    wait_until(lambda: all(is_up(host, port) for port in host.replicas), "both replicas are up")


@pytest.fixture(scope="module")
def visit(open_visit: Callable[..., Tab], host: Hosted) -> Iterator[Visit]:
    """A visitor of a filtered page, who stays through everything that happens here."""
    wait_for_both(host)
    tab = open_visit(FILTERED)
    expect(tab.page.locator(MARKS["positions"]).first).to_be_visible()
    tab.wait()
    expect(_find_names(tab)).to_have_count(5)  # the heading, two topics and two sides
    yield Visit(tab, tab.page.url, _find_names(tab).all_inner_texts(), read_replica(tab.page))
    tab.page.close()


@contextmanager
def lose(tab: Tab) -> Iterator[None]:
    """What is done inside ends the connection of a page; waits until the page has noticed it."""
    tab.page.evaluate(LOOK_OUT)
    yield
    expect(tab.page.locator("html[data-lost]")).to_have_count(1)


@contextmanager
def visiting(host: Hosted) -> Iterator[list[int]]:
    """What a stream of other visitors was answered meanwhile."""
    answered: list[int] = []
    ended = threading.Event()

    def visit_on() -> None:
        while not ended.wait(0.1):
            answered.append(read_status(host))

    thread = threading.Thread(target=visit_on)
    thread.start()
    try:
        yield answered
    finally:
        ended.set()
        thread.join()


def test_a_visitor_of_a_replica_that_is_killed_goes_on_with_the_same_view_on_the_other(host, visit):
    with visiting(host) as answered, lose(visit.tab):
        kill(host, visit.replica)
    visit.check_back()
    assert read_replica(visit.tab.page) in {str(port) for port in host.replicas} - {visit.replica}
    assert set(answered) == {200}


def test_the_replicas_are_started_anew_one_after_the_other_and_nobody_loses_a_view(host, visit):
    wait_for_both(host)
    before = list_pids(host)
    with visiting(host) as answered, lose(visit.tab):
        os.kill(host.process.pid, signal.SIGHUP)
        wait_until(lambda: "Every replica was started anew." in (host.folder / "log").read_text(), "all are new")
    visit.check_back()
    assert set(answered) == {200}
    after = list_pids(host)
    assert {name: after[name] == before[name] for name in before} == {"nginx": True} | {
        str(port): False for port in host.replicas
    }


def test_an_nginx_that_died_is_started_again_and_its_visitors_come_back(host, visit):
    wait_for_both(host)
    with lose(visit.tab):
        kill(host, "nginx")
    visit.check_back()
