"""A hundred visitors at once: what they wait for on the dashboard, beside a plain page under Streamlit's own settings.

`python -m benchmarks.load [--visitors 100] [--seconds 60]` starts servers on the loopback interface and sends visitors
over real websockets (`benchmarks.crowd`), first to the dashboard as it is hosted (server.py, one heap), then to the plain
page (benchmarks/plain.py):
- one process, all visitors within 5 s: the first page, and the memory while they read on;
- two processes, all visitors within 5 s, who then go from page to page with 10 s of thinking: first page and steps. Those of the
  dashboard stand behind nginx, as `make host` starts them; those of the plain page are asked in turns.
Every server has had one visitor, who went through all pages. The visitors run on the same machine and take a part of its
time. `--soak 1800` measures that many seconds of coming and going as well (benchmarks.soak).
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import soak
from benchmarks.crowd import Crowd, Waits, rank, send_crowd, send_guide
from benchmarks.figures import Figure, print_figures
from benchmarks.hosts import run_host
from benchmarks.servers import HOSTED, LEAN, PLAIN, POSITIONS, run_server, write_positions

VISITORS, SECONDS = 100, 60
ARRIVE, THINK = 5, 10
REPLICAS = 2
FIRST, ALONE, STEP, MEMORY = 1500, 3000, 150, 300  # milliseconds, and megabytes a process


@contextmanager
def run_plain(count: int, folder: Path) -> Iterator[Sequence[str]]:
    """The addresses of so many servers of the plain page under Streamlit's own settings, each of which was used once."""
    settings = {POSITIONS: str(write_positions(folder))}
    with ExitStack() as running:
        urls = [running.enter_context(run_server(PLAIN, settings=settings, folder=folder)) for _ in range(count)]
        for url in urls:
            send_guide(url)
        yield urls


@contextmanager
def run_dashboard(count: int, _: Path) -> Iterator[Sequence[str]]:
    """The address of one server of the dashboard, or of the nginx before several; each has shown every page once."""
    with ExitStack() as running:
        if count == 1:
            urls = servers = [running.enter_context(run_server(HOSTED, settings=LEAN))]
        else:
            host = running.enter_context(run_host())
            urls, servers = [host.url], [f"http://127.0.0.1:{port}" for port in host.replicas]
        for server in servers:
            send_guide(server)
        yield urls


def measure_crowds(run: Callable, folder: Path, *, visitors: int, seconds: int) -> list[Waits]:
    """What the same visitors wait for on one process, and on all replicas."""
    found = []
    for count in (1, REPLICAS):
        with run(count, folder) as urls:
            found.append(send_crowd(Crowd(urls, visitors, seconds, arrive=ARRIVE, think=THINK)))
    return found


def measure(visitors: int = VISITORS, seconds: int = SECONDS, soak_seconds: int = 0) -> list[Figure]:
    """Waits, memory and errors of visitors of the dashboard beside those of the plain page; with a soak where that has seconds."""
    size = {"visitors": visitors, "seconds": seconds}
    with tempfile.TemporaryDirectory() as name:
        own, plain = (measure_crowds(run, Path(name), **size) for run in (run_dashboard, run_plain))
    return [*list_figures(own, plain, visitors), *(soak.measure(soak_seconds) if soak_seconds else [])]


def list_figures(own: Sequence[Waits], plain: Sequence[Waits], visitors: int) -> list[Figure]:
    """The figures of one process and of all replicas (`own`, `plain` in that order)."""
    (alone, many), (plain_alone, plain_many) = own, plain
    crowd = f"{visitors} visitors"
    return [
        _compare(f"First page, {crowd} in {ARRIVE} s, one process, p95", ALONE, alone.first, plain_alone.first),
        _compare(f"First page, {crowd} in {ARRIVE} s, {REPLICAS} processes, p95", FIRST, many.first, plain_many.first),
        _compare(
            f"Step, {crowd}, {THINK} s of thinking, {REPLICAS} processes, p95", STEP, many.steps, plain_many.steps
        ),
        Figure(f"Memory of one process with {crowd}, peak", "MB", alone.peak, MEMORY, plain_alone.peak),
        Figure(f"Errors of {crowd}", "errors", _count(own), 0, _count(plain)),
    ]


def _compare(what: str, goal: float, own: Sequence[float], plain: Sequence[float]) -> Figure:
    return Figure(what, "ms", 1000 * rank(own, 95), goal, 1000 * rank(plain, 95))


def _count(waits: Sequence[Waits]) -> int:
    return sum(one.errors.total() for one in waits)


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the visitors of each part stay")
    parser.add_argument("--soak", type=int, default=0, dest="soak_seconds", help="seconds of coming and going besides")
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
