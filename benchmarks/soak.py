"""Visitors who come and go for a long time: whether a server's memory grows, and what is left of those who have gone.

`python -m benchmarks.soak [--seconds 1800] [--visitors 50]` keeps so many places of one process filled; a visitor stays
about 10 s, makes a step every 3 s, and another one comes. Streamlit keeps the session of one who has gone for two minutes,
at most 128 of them, and drops old ones when another one leaves: the memory is compared once that store is full, from
the end of the warm-up (the first half, at most five minutes) to the end. Then all leave, the two minutes go by, one
more visitor comes and goes, and the sessions that are still in memory are counted.
"""

import argparse
import sys
import time
import urllib.request
from collections.abc import Sequence

import numpy as np

from benchmarks.counted import COUNT_PORT
from benchmarks.crowd import Crowd, send_crowd, send_guide
from benchmarks.figures import Figure, print_figures
from benchmarks.servers import HOSTED, LEAN, find_port, run_server

VISITORS, SECONDS = 50, 1800
STAY, THINK = 10, 3
WARM_UP = 300
KEPT = 125  # seconds, a little more than Streamlit keeps the session of one who has gone
COUNTED = ("-m", "benchmarks.counted")
GROWTH = 1.10


def measure(seconds: int = SECONDS, visitors: int = VISITORS) -> list[Figure]:
    """Growth of memory, sessions left behind, and errors."""
    port = find_port()
    with run_server(HOSTED, settings={COUNT_PORT: str(port)} | LEAN, program=COUNTED) as url:
        send_guide(url)
        waits = send_crowd(Crowd([url], visitors, seconds, think=THINK, stay=STAY))
        time.sleep(KEPT)
        send_crowd(Crowd([url], 1, 2, arrive=0))
        time.sleep(1)
        left = ask_sessions(port)
    before, after = find_ends([row[0] for row in waits.memory])
    crowd = f"{seconds} s of {len(waits.first)} visitors who come and go"
    return [
        Figure(f"Memory after {crowd}", "MB", after, GROWTH, before, by_ratio=True),
        Figure("Sessions in memory two minutes after the last of them but one has gone", "sessions", left, 1),
        Figure(f"Errors in {crowd}", "errors", waits.errors.total(), 0),
    ]


def ask_sessions(port: int) -> int:
    """The sessions that a server run by `benchmarks.counted` holds."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=30) as answer:
        return int(answer.read())


def find_ends(memory: Sequence[float]) -> tuple[float, float]:
    """The median memory of the tenth that follows the warm-up, and of the last tenth, of samples a second apart."""
    warm = min(WARM_UP, len(memory) // 2)
    tenth = max(1, len(memory) // 10)
    return float(np.median(memory[warm : warm + tenth])), float(np.median(memory[-tenth:]))


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
