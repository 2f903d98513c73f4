"""What one visitor's hostile upload costs another: a filter of the overview while a server reads a table made to hold it up.

`python -m benchmarks.beside [--runs 6]` opens two visitors on one server. One uploads tables of own events that are all
commas, all line ends, or hold 100,000 faulty rows; the other switches a side off and on meanwhile. The baseline is the
other's filter while nobody uploads, in turns with it.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from functools import partial

from playwright.sync_api import FilePayload, Page

from benchmarks.figures import Figure, print_figures
from benchmarks.interaction import READY, open_page, time_filter
from benchmarks.servers import DASHBOARD, run_browser, run_server

ROWS, BYTES = 100_000, 2_000_000
HOSTILE = {
    "all commas": b"," * 150_000,
    "all line ends": b"\n" * BYTES,
    "faulty rows": b"event,date,title\n" + b"".join(b"a%d,soon,Title\n" % number for number in range(ROWS)),
    "ragged rows": b"event,date,title\n" + b"a,b\n" * ROWS,
}
MOST = 2.0
WAIT_MS = 60_000


def upload(page: Page, name: str) -> None:
    """Hands a hostile table to the page of events, and does not wait for its message."""
    file: FilePayload = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": HOSTILE[name]}
    page.locator(".st-key-own_events input[type=file]").set_input_files(file)


def wait_for_message(page: Page, name: str) -> None:
    """Waits for the sentence that the table gets; raises TimeoutError where there is none in a minute."""
    page.get_by_test_id("stAlert").filter(has_text=f"{name}.csv").wait_for(timeout=WAIT_MS)


def time_median(page: Page, runs: int, begin: Callable[[], None] | None = None) -> float:
    """The median milliseconds of a filter, from the moment that `begin` has begun something."""
    if begin is not None:
        begin()
    return statistics.median(time_filter(page) for _ in range(runs))


def measure(runs: int = 6) -> list[Figure]:
    """A filter beside each hostile table, and the same without one just before it."""
    figures = []
    with run_browser() as browser, run_server(DASHBOARD) as url:
        other, _ = open_page(browser, url)
        hostile = browser.new_context().new_page()
        hostile.goto(f"{url}/events")
        hostile.wait_for_selector(READY, timeout=WAIT_MS)
        hostile.get_by_text("Add your own events").click(timeout=WAIT_MS)
        time_median(other, 2)  # the pictures of both choices are made
        for name in HOSTILE:
            usual = time_median(other, runs)
            beside = time_median(other, runs, partial(upload, hostile, name))
            wait_for_message(hostile, name)
            figures.append(Figure(f"Filter beside an upload, {name}", "ms", beside, MOST, usual, by_ratio=True))
    return figures


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=6, help="filters beside each table, and without")
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
