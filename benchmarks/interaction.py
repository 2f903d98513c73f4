"""What a reader waits for in a browser: the first chart, and the charts after a filter, beside a plain Streamlit page.

`python -m benchmarks.interaction [--runs 20] [--visits 5]` starts the dashboard and a plain page of three Plotly Express
charts (benchmarks/plain.py) under the same settings, opens both in headless Chromium, and switches a side off and on. Runs
of both pages alternate, so that a busy machine slows both alike. Measured are, in milliseconds,
- a filter: from the click until every chart shows the other data and is drawn;
- the first picture of a new visitor, nothing in the browser's cache, on a server that has had a visitor; and the first chart that
  answers to the mouse, which on the plain page is the same;
- both for the very first visitor of a server, from the moment when it answers.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.figures import Figure, print_figures
from benchmarks.servers import DASHBOARD, PLAIN, POSITIONS, run_browser, run_server, write_positions

T = TypeVar("T")
SIDE = "russia"
CHARTS = 3
READY = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
FIRST = """const drawn = () => document.querySelector('.js-plotly-plot .scatterlayer path') !== null;
const pictured = () => [...document.querySelectorAll('[class*=st-key-ahead_] img')].some(one => one.complete && one.naturalHeight > 0);
const look = () => {
    if (!window.pictureAt && (pictured() || drawn())) window.pictureAt = performance.now();
    if (drawn()) window.chartAt = performance.now(); else requestAnimationFrame(look);
};
requestAnimationFrame(look);"""
SHOWN = """() => [...document.querySelectorAll('.js-plotly-plot')]
    .map(one => (one.data || []).map(trace => `${trace.name}:${(trace.x || []).length}`).join()).join(';')"""
CLICKED = """([name, old, charts]) => new Promise((done, fail) => {
    const shown = SHOWN;
    const button = [...document.querySelectorAll('[data-testid="stButtonGroup"] button')].find(one => one.textContent.trim().toLowerCase() === name);
    const before = old.split(';'), start = performance.now();
    const look = () => {
        const now = shown().split(';');
        if (now.length === charts && now.every((one, at) => one !== before[at]))
            requestAnimationFrame(() => done([performance.now() - start, now.join(';')]));
        else if (performance.now() - start > 60000) fail('no change in a minute');
        else requestAnimationFrame(look);
    };
    button.click();
    look();
})""".replace("SHOWN", SHOWN)


def time_filter(page: Page) -> float:
    """Milliseconds from a click on the pill of a side until all charts show other data."""
    page.wait_for_selector(READY)
    page.wait_for_timeout(300)  # what comes after the charts is not to be waited for here
    took, _ = page.evaluate(CLICKED, [SIDE, page.evaluate(SHOWN), CHARTS])
    return float(took)


def open_page(browser: Browser, url: str, line: Mapping[str, float] | None = None) -> tuple[Page, tuple[float, float]]:
    """A page in a browser that has nothing in its cache, and the milliseconds to its first picture and to its first chart.

    line: how slow the way to the server is, as Chromium's Network.emulateNetworkConditions has it; None for this machine's own.
    """
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(FIRST)
    if line:
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", {"offline": False, **line})
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.chartAt", timeout=120_000)
    picture, chart = page.evaluate("[window.pictureAt, window.chartAt]")
    return page, (picture, chart)


def time_visit(browser: Browser, url: str, line: Mapping[str, float] | None = None) -> tuple[float, float]:
    """Milliseconds until the first picture and the first chart of a new visitor."""
    page, took = open_page(browser, url, line)
    page.wait_for_selector(READY)
    page.context.close()
    return took


def time_start(browser: Browser, script: Path, settings: dict[str, str]) -> tuple[float, float]:
    """The same for the first visitor of a server that has just been started."""
    with run_server(script, settings=settings) as url:
        return time_visit(browser, url)


def compare(what: str, times: Sequence[Sequence[float]], goals: dict[int, float]) -> list[Figure]:
    """Percentiles of the dashboard's times beside those of the plain page; `goals` are ratios by percentile."""
    own, plain = times
    return [
        Figure(f"{what}, p{share}", "ms", np.percentile(own, share), goal, np.percentile(plain, share), by_ratio=True)
        for share, goal in goals.items()
    ]


def compare_firsts(whose: str, times: Sequence[Sequence[tuple[float, float]]]) -> list[Figure]:
    """The first picture and the first chart of the dashboard beside those of the plain page."""
    pictures, charts = ([[one[at] for one in own] for own in times] for at in (0, 1))
    return [
        *compare(f"First picture {whose}", pictures, {50: 0.9}),
        *compare(f"First chart that answers, {whose}", charts, {50: 0.9}),
    ]


def measure(runs: int = 20, visits: int = 5) -> list[Figure]:
    """Filter to charts, and first charts, of the dashboard beside the plain page."""
    with tempfile.TemporaryDirectory() as folder, run_browser() as browser:
        settings = {POSITIONS: str(write_positions(Path(folder)))}
        starts = _take_turns(visits, lambda script: time_start(browser, script, settings))
        with ExitStack() as running:
            urls = {one: running.enter_context(run_server(one, settings=settings)) for one in (DASHBOARD, PLAIN)}
            pages = {one: open_page(browser, url)[0] for one, url in urls.items()}
            filters = _take_turns(2 * (runs + 1), lambda script: time_filter(pages[script]))
            comings = _take_turns(visits, lambda script: time_visit(browser, urls[script]))
    return [
        *compare("Filter to charts", [times[2:] for times in filters], {50: 1.0, 95: 1.2}),
        *compare_firsts("of a new visitor", comings),
        *compare_firsts("of the first visitor of a server", starts),
    ]


def _take_turns(times: int, measure_one: Callable[[Path], T]) -> list[list[T]]:
    """What `measure_one` gives for the dashboard and for the plain page, in turns."""
    rows = [[measure_one(DASHBOARD), measure_one(PLAIN)] for _ in range(times)]
    return [list(column) for column in zip(*rows, strict=True)]


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20, help="times that a side is switched off and on")
    parser.add_argument("--visits", type=int, default=5, help="new visitors, and servers started anew")
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
