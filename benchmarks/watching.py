"""What it costs to watch a run: `python -m benchmarks.watching [--count 2000]`.

Every run of a page is counted for Prometheus and written to the log as a line of JSON, with the choices of a link of eight
names. Measured on a session without a browser, beside limits, since an empty run that no one watches takes no time: an empty
run that is watched, and what an operator asks for. The log goes to a buffer in memory.
"""

import argparse
import io
import logging
import time
from collections.abc import Callable

import numpy as np
from streamlit.testing.v1 import AppTest

from benchmarks.figures import Figure, write_table
from stance.ui.watching import runs
from stance.ui.watching.health import check_health
from stance.ui.watching.logs import JsonLines, Log, logger
from stance.ui.watching.metrics import Metrics, write_metrics

LINK = dict.fromkeys(("side", "kind", "actor", "from", "until", "by", "window", "search"), "a choice of some length")
ASKED = 50


def time_each(do: Callable[[], object], times: int) -> float:
    """The median time of `do`, milliseconds."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        took.append(time.perf_counter() - start)
    return 1000 * float(np.median(took))


def run_watched() -> None:
    """An empty run of a page that is watched."""
    with runs.watched_run("Overview"):
        pass


def time_session() -> None:
    """The script of the measured session: leaves the milliseconds of a watched run in its state."""
    import streamlit as st

    from benchmarks.watching import run_watched, time_each

    st.session_state["took"] = time_each(run_watched, st.session_state["runs"])


def listen() -> None:
    """Lets log and metrics hear of runs as on a hosted server."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    runs.LISTENERS[:] = [Log(), Metrics()]


def time_watching(count: int) -> float:
    """Milliseconds of a watched run within a session."""
    app = AppTest.from_function(time_session, default_timeout=120)
    app.session_state["runs"] = count
    app.query_params.update(LINK)
    return app.run().session_state["took"]


def measure(count: int = 2000) -> list[Figure]:
    """The cost of watching a run, of a check of health and of a page of metrics, each beside its limit."""
    listen()
    check_health()
    return [
        Figure("watching a run: log line and metrics", "ms", time_watching(count), 1.0),
        Figure("/health with nothing changed", "ms", time_each(check_health, ASKED), 20.0),
        Figure("/metrics", "ms", time_each(write_metrics, ASKED), 20.0),
    ]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    print(write_table(measure(parser.parse_args().count)))


if __name__ == "__main__":
    main()
