"""The baked edition: how long a bake takes, how much a page weighs, and what a reader waits for beside the dashboard.

`python -m benchmarks.baked [--visits 5]` bakes the shipped dossier twice into a new folder, serves it from the loopback interface and
opens its first page in headless Chromium, in turns with the first chart of a running dashboard. Nothing is in the browser's cache.
"""

import argparse
import functools
import http.server
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

from benchmarks.figures import Figure, print_figures
from benchmarks.interaction import time_visit
from benchmarks.servers import DASHBOARD, ROOT, run_browser, run_server

PAINTED = """() => new Promise(done => new PerformanceObserver((list) => done(list.getEntries()[0].startTime))
    .observe({ type: "paint", buffered: true }))"""
WEIGHED = """() => [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource")]
    .filter((one) => !one.name.includes("plotly-basic")).reduce((sum, one) => sum + one.encodedBodySize, 0)"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Carries files, compresses nothing, and says nothing of it."""

    def log_message(self, *parts: object) -> None:
        """Nothing."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The address of a server of files on the loopback interface."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def time_bake(out: Path) -> float:
    """Seconds that the command takes, the start of Python with it."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "stance", "bake", "japan-russia", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def open_baked(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint of a page, and the bytes that it asked for besides the chart library."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url, wait_until="load")
    painted, weight = float(page.evaluate(PAINTED)), float(page.evaluate(WEIGHED))
    page.context.close()
    return painted, weight


def measure(visits: int = 5) -> list[Figure]:
    """Seconds of a bake and of one that finds nothing changed, first paint beside the dashboard's first chart, and bytes."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        first, again = time_bake(out), time_bake(out)
        with serve_folder(out) as url, run_server(DASHBOARD) as live, run_browser() as browser:
            time_visit(browser, live)  # the server has had a visitor
            rows = [(*open_baked(browser, f"{url}/index.html"), time_visit(browser, live)) for _ in range(visits)]
            heavy = max(open_baked(browser, f"{url}/{page}")[1] for page in list_heaviest(out))
    painted, _, charts = (float(np.median(column)) for column in zip(*rows, strict=True))
    return [
        Figure("Baking the shipped dossier", "s", first, 60),
        Figure("Baking it again, nothing changed", "s", again, first, first),
        Figure("First contentful paint of a baked page, p50", "ms", painted, 0.3, charts, by_ratio=True),
        Figure("Bytes of the heaviest baked page before the chart library", "kB", heavy / 1000, 200),
    ]


def list_heaviest(out: Path, count: int = 3) -> list[str]:
    """The paths of the largest pages of a site."""
    pages = sorted(out.rglob("*.html"), key=lambda path: -path.stat().st_size)
    return [path.relative_to(out).as_posix() for path in pages[:count]]


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visits", type=int, default=5, help="visits of page and dashboard, in turns")
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
