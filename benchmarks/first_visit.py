"""What a first visit costs on the wire: everything that a browser without a cache is sent until the overview stands.

`python -m benchmarks.first_visit` visits a replica itself and nginx before it, with headless Chromium. Answers count as they
come over the wire, with their headers; messages of the websocket by their length.
"""

import sys

from playwright.sync_api import Browser

from benchmarks.figures import Figure, print_figures
from benchmarks.hosts import run_host
from benchmarks.interaction import READY
from benchmarks.servers import run_browser

MB = 1_000_000
GOAL_MB = 3.0
CHARTS = 3
DRAWN = "charts => document.querySelectorAll('.js-plotly-plot .scatterlayer path').length >= charts"


def count_bytes(browser: Browser, url: str) -> int:
    """The bytes that a new visitor of `url` is sent until its charts are drawn and the page is at rest."""
    sizes: list[float] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
        events = context.new_cdp_session(page)
        events.send("Network.enable")
        events.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(url)
        page.wait_for_function(DRAWN, arg=CHARTS, timeout=120_000)
        page.wait_for_selector(READY)
        page.wait_for_timeout(2000)  # what is fetched after the charts is part of the visit
    return round(sum(sizes))


def measure() -> list[Figure]:
    """Megabytes of a first visit through nginx, beside those of a visit to a replica itself."""
    with run_host() as host, run_browser() as browser:
        packed, raw = (count_bytes(browser, url) for url in (host.url, f"http://127.0.0.1:{host.replicas[0]}"))
    return [Figure("First visit on the wire, through nginx beside without", "MB", packed / MB, GOAL_MB, raw / MB)]


def main() -> int:
    """Prints the table; exit code 1 where the goal is missed."""
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
