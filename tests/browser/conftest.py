"""One server, one browser and one profile a worker; a test fails on any console error or foreign request.

A tab is a session of its own for the server, so tabs share the profile: the browser reads Streamlit's scripts once, as a
reader's does.

The names differ from the fixtures of pytest-playwright, which need not be installed.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
)
from playwright.sync_api import (
    TimeoutError as PageTimeoutError,
)

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "": "Overview",
    "positions": "Positions",
    "movement": "Movement",
    "events": "Events",
    "actors": "Actors",
    "statements": "Statements",
    "words": "Words",
    "disagreements": "Disagreements",
    "robustness": "Robustness",
    "own": "Your own dossier",
    "score": "Score statements",
    "desk": "Coding desk",
    "method": "Method",
    "agreement": "Agreement",
}
# What each page is for: its picture or table, or where one asks.
MARKS = {
    "": '[class*="st-key-chart_"] .scatterlayer',
    "positions": ".st-key-window",
    "movement": ".st-key-dumbbells .scatterlayer",
    "events": ".st-key-lanes .scatterlayer",
    "actors": ".st-key-months .barlayer",
    "statements": ".st-key-statement_table canvas",
    "words": ".st-key-terms .scatterlayer",
    "disagreements": ".st-key-board canvas",
    "robustness": ".st-key-estimates .scatterlayer",
    "own": ".st-key-own_step_5",
    "score": ".st-key-own_text",
    "desk": ".st-key-coder_name, [class*=st-key-sign_in]",
    "method": ".st-key-method",
    "agreement": ".js-plotly-plot .heatmaplayer",
}
READY = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
START_SECONDS = 60
WAIT_MS = 45_000
WIDE: ViewportSize = {"width": 1400, "height": 1000}

expect.set_options(timeout=WAIT_MS)


def _find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@contextmanager
def run_server(log: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a dashboard started as a reader would start it, on a free port, with `settings` in its environment besides."""
    port = _find_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | dict(settings or {})
        )
        try:
            end = time.monotonic() + START_SECONDS
            while not _answers(url):
                if server.poll() is not None or time.monotonic() > end:
                    pytest.fail(f"The dashboard did not come up on port {port}:\n{log.read_text(encoding='utf-8')}")
                time.sleep(0.1)  # a socket that is not open yet cannot be waited on
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_server(tmp_path_factory.mktemp("server") / "log.txt") as url:
        yield url


@pytest.fixture(scope="session")
def visits() -> list[str]:
    """The paths that were opened on the server so far."""
    return []


# A deep link makes Streamlit look for itself below the page's path first; the 404 is its own and harmless.
OWN_PROBE = re.compile(r"/(" + "|".join(filter(None, PAGES)) + r")/_stcore/(health|host-config)$")


class Watch:
    """What a page said and asked for."""

    def __init__(self, page: Page, url: str) -> None:
        self.allowed = {urlsplit(url).netloc}
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not OWN_PROBE.search(message.location.get("url", "")):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    @property
    def foreign(self) -> list[str]:
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [url for url, part in parts if part.scheme not in ("data", "blob") and part.netloc not in self.allowed]


class Tab:
    """A page of the dashboard in a tab of its own."""

    def __init__(self, page: Page, url: str) -> None:
        self.url, self.page = url, page
        self.watch = Watch(page, url)

    def open(self, path: str = "") -> "Tab":
        """Goes to a path of the dashboard, or to a whole address, and waits until it is drawn."""
        self.page.goto(path if path.startswith("http") else f"{self.url}/{path}")
        return self.wait()

    def wait(self) -> "Tab":
        """Waits for a page that has run to its end, with its one heading and its style sheet."""
        self.page.wait_for_selector(READY, timeout=WAIT_MS)
        expect(self.page.locator("h1")).to_have_count(1)
        self._wait_for(
            "[...document.querySelectorAll('style')].some(one => one.textContent.includes('.stMainBlockContainer'))"
        )
        self.page.wait_for_selector(READY, timeout=WAIT_MS)
        return self

    def _wait_for(self, expression: str) -> None:
        """Asks again and again: what waits inside a page is against the policy of a hosted one."""
        end = time.monotonic() + WAIT_MS / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(20)

    def turn_to(self, title: str) -> "Tab":
        """Takes the navigation at the side; on a narrow screen it is unfolded first and folded again."""
        side = self.page.get_by_test_id("stSidebar")
        folded = side.get_attribute("data-collapsed") == "true"
        if folded:
            self.page.get_by_test_id("stExpandSidebarButton").click()
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile(f"^{title}$")).click()
        if folded:
            side.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
            expect(side).to_have_attribute("data-collapsed", "true")
        return self

    @property
    def charts(self) -> Locator:
        return self.page.locator('[class*="st-key-chart_"] .js-plotly-plot .scatterlayer')

    @property
    def cards(self) -> list[str]:
        """The ids of the statements on the cards, in their order."""
        cards = self.page.locator(".card[data-statement]")
        return cards.evaluate_all("cards => cards.map(card => card.dataset.statement)")

    @property
    def point(self) -> Locator:
        """The line that names the point whose statements are shown."""
        return self.page.locator("p", has=self.page.locator("strong", has_text=", from ")).first

    def choose(self, label: str, option: str) -> None:
        """Chooses from a list with the keyboard alone."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.focus()
        box.press("ControlOrMeta+a")
        box.press_sequentially(option)
        expect(self.page.get_by_role("option").first).to_contain_text(option)
        box.press("Enter")

    def choose_actor(self, name: str) -> None:
        box = self.page.get_by_test_id("stSidebar").get_by_role("combobox", name="Actors")
        box.click()
        box.press_sequentially(name)
        expect(self.page.get_by_role("option")).to_have_text([name])  # the list is drawn anew until then
        box.press("Enter")
        expect(self.page.get_by_test_id("stMultiSelect").filter(has_text=name)).to_have_count(1)
        box.press("Escape")

    def press_until(self, key: str, sign: Locator) -> None:
        """Presses a key of the coding desk until its sign is there: one that comes before its button listens is not heard, and each counts once."""
        for _ in range(10):
            self.page.keyboard.press(key)
            try:
                sign.wait_for(timeout=WAIT_MS / 10)
            except PageTimeoutError:
                continue
            return
        expect(sign).to_be_visible()

    def toggle_topic(self, title: str) -> None:
        """Presses a pill; all topics are on at first."""
        self.page.get_by_test_id("stSidebar").get_by_role("button", name=title, exact=True).click()

    def plot_data(self, key: str) -> list[dict]:
        """Name, dates, values, hover texts and customdata of the lines of a chart."""
        chart = self.page.locator(f".st-key-{key} .js-plotly-plot")
        expect(chart).to_have_count(1)  # a chart with new data stands beside the old one for a moment
        return chart.evaluate(
            """gd => gd._fullData.filter(t => t.mode === "lines+markers").map(t => ({
                name: t.name, y: Array.from(t.y), hovertext: t.hovertext, customdata: t.customdata,
            }))"""
        )

    def place_of(self, key: str, name: str, day: str) -> dict[str, float]:
        """Where on the screen the point of a line on a day is drawn."""
        chart = self.page.locator(f".st-key-{key} .js-plotly-plot")
        chart.scroll_into_view_if_needed()
        return chart.evaluate(
            """(gd, [name, day]) => {
                const line = gd._fullData.find(t => t.name === name && t.mode === "lines+markers");
                const at = line.customdata.findIndex(one => one[1] === day);
                const layout = gd._fullLayout, box = gd.getBoundingClientRect();
                return {
                    x: box.left + layout.xaxis._offset + layout.xaxis.d2p(line.x[at]),
                    y: box.top + layout.yaxis._offset + layout.yaxis.d2p(line.y[at]),
                };
            }""",
            [name, day],
        )

    def check_quiet(self) -> None:
        """No error in the console, none on the page, and nothing asked of another machine."""
        assert self.watch.errors == []
        assert self.watch.foreign == []
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        expect(self.page.get_by_text("the error id")).to_have_count(0)


@pytest.fixture(scope="session")
def profile(chrome: Browser) -> Iterator[BrowserContext]:
    with chrome.new_context(viewport=WIDE, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def open_tab(profile: BrowserContext, server: str, visits: list[str]) -> Iterator[Callable[..., Tab]]:
    """Opens a path of the dashboard in a new tab; at the end of the test every tab must have been quiet."""
    tabs: list[Tab] = []

    def open_path(path: str = "", *, viewport: ViewportSize = WIDE, color_scheme: str = "light") -> Tab:
        tabs.append(Tab(profile.new_page(), server))
        tabs[-1].page.set_viewport_size(viewport)
        tabs[-1].page.emulate_media(color_scheme=color_scheme)
        visits.append(path)
        return tabs[-1].open(path)

    yield open_path
    try:
        for tab in tabs:
            tab.check_quiet()
    finally:
        for tab in tabs:
            tab.page.close()
