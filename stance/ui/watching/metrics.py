"""Numbers for Prometheus: runs, seconds, errors, sessions; memory and processor time come from the library.

Belongs here: the metrics and their page of text. Not here: the address they are served under (`server.py`).
Metrics are those of one process; a scraper asks each replica.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from streamlit import runtime
from streamlit.runtime.stats import GaugeStat

from stance.ui.watching.runs import AGAIN, LISTENERS, STOPPED, Defect, Run

CONTENT_TYPE = CONTENT_TYPE_LATEST
SESSIONS_OF_STREAMLIT = "active_sessions"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 1.5, 2.5, 5.0, 10.0)
RUNS = Counter(
    "stance_reruns", "Runs of a page, or of a part of it alone, by how they ended.", ["page", "part", "status"]
)
SECONDS = Histogram(
    "stance_rerun_seconds", "Seconds on the server of a run that came to its end.", ["page", "part"], buckets=BOUNDS
)
ERRORS = Counter("stance_errors", "Defects that were shown to a visitor as an error id.")
SESSIONS = Gauge("stance_sessions", "Sessions with an open connection.")


class Metrics:
    """Counts runs and defects."""

    def hear_run(self, run: Run) -> None:
        """Counts a run, and its seconds where it came to its end."""
        RUNS.labels(run.page, run.part, run.status).inc()
        if run.status not in (AGAIN, STOPPED):
            SECONDS.labels(run.page, run.part).observe(run.seconds)

    def hear_defect(self, defect: Defect) -> None:  # noqa: ARG002
        """Counts a defect."""
        ERRORS.inc()


def start_metrics() -> None:
    """Counts from now on."""
    disable_created_metrics()
    SESSIONS.set_function(count_sessions)
    LISTENERS.append(Metrics())


def count_sessions() -> int:
    """The sessions with an open connection to this process; 0 without a server."""
    if not runtime.exists():
        return 0
    found = runtime.get_instance().stats_mgr.get_stats([SESSIONS_OF_STREAMLIT])
    return sum(stat.value for stat in found[SESSIONS_OF_STREAMLIT] if isinstance(stat, GaugeStat))


def write_metrics() -> bytes:
    """All metrics as Prometheus reads them, in the form of `CONTENT_TYPE`."""
    return generate_latest()
