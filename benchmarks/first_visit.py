"""What a first visit costs on the wire: everything that a browser without a cache is sent until the overview stands, and how long it takes.

`python -m benchmarks.first_visit [--visits 5]` visits a replica itself and nginx before it, with headless Chromium. Answers count as they
come over the wire, with their headers; messages of the websocket by their length. On a line of 20 Mbit/s with 40 ms on the way, which
Chromium makes, first picture and first chart stand beside those of a plain page (benchmarks/plain.py): as Streamlit serves it, and
behind the same nginx, which no plain page has by itself.
"""

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

from benchmarks.figures import Figure, print_figures
from benchmarks.hosts import run_host, run_proxy
from benchmarks.interaction import READY, time_visit
from benchmarks.servers import PLAIN, POSITIONS, run_browser, run_server, write_positions

MB = 1_000_000
GOAL_MB, GOAL_RATIO = 3.0, 0.9
LINE = {"latency": 40, "downloadThroughput": 20e6 / 8, "uploadThroughput": 5e6 / 8}
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


def compare_lines(browser: Browser, host: str, visits: int) -> list[Figure]:
    """First picture and first chart on a line, beside those of the plain page without nginx and with it; visits in turns."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        settings = {POSITIONS: str(write_positions(Path(folder)))}
        plain = running.enter_context(run_server(PLAIN, settings=settings))
        urls = (host, plain, running.enter_context(run_proxy(plain)))
        rounds = [[time_visit(browser, url, LINE) for url in urls] for _ in range(visits + 1)]
    picture, chart = np.median(rounds[1:], axis=0).T  # the first of them made what is kept
    return [
        Figure(f"{what} on a line, nginx, beside {whose}", "ms", own[0], GOAL_RATIO, chart[at], by_ratio=True)
        for what, own in (("First picture", picture), ("First chart that answers", chart))
        for at, whose in ((1, "a plain page as Streamlit serves it"), (2, "one behind the same nginx"))
    ]


def measure(visits: int = 5) -> list[Figure]:
    """Megabytes of a first visit through nginx, beside those of a visit to a replica itself; and seconds on a line."""
    with run_host() as host, run_browser() as browser:
        packed, raw = (count_bytes(browser, url) for url in (host.url, f"http://127.0.0.1:{host.replicas[0]}"))
        lines = compare_lines(browser, host.url, visits)
    return [
        Figure("First visit on the wire, through nginx beside without", "MB", packed / MB, GOAL_MB, raw / MB),
        *lines,
    ]


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visits", type=int, default=5, help="new visitors of each page")
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
