"""A dossier of a million statements on the pages: reading it, a filter, every page, memory; beside a tenth of it.

`python -m benchmarks.million [--statements 1000000]` writes a dossier that no one has written (`benchmarks.large_dossiers`) and one of
a tenth of its size, opens the dashboard on each without a browser, in a process of its own, and prints
- seconds until the dossier is read and checked;
- a filter on the overview that was not asked for before, from the click to the end of the script, beside a plain group-by of
  the same table with pandas;
- the first visit of every page, and the memory of the process at its peak.
Seconds are those of the processor, all threads together, so that a busy machine is not blamed on the program.
"""

import argparse
import multiprocessing
import runpy
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from benchmarks.figures import Figure, print_figures
from benchmarks.large_dossiers import write_large
from benchmarks.servers import ROOT
from stance.dossier import loading
from stance.dossier.loading import DATA, load_dossier
from stance.memory import use_one_heap
from stance.ui import loaded

SHIPPED, NAME, STATEMENTS = "japan-russia", "large", 1_000_000
LOAD_SECONDS, FILTER_MS, PAGE_SECONDS, MOST_MB = 15, 1_000, 10, 1_500
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "overview")
# widget, and what is chosen in it; each filter comes on top of those before
FILTERS: tuple[tuple[str, Sequence[str]], ...] = (
    ("side", ("Side a",)),
    ("side", ("Side b", "Side c")),
    ("topic", ("Topic 0", "Topic 1")),
    ("side", ("Side a", "Side b")),
    ("topic", ("Topic 2",)),
    ("kind", ("press",)),
    ("topic", ("Topic 0", "Topic 1", "Topic 2")),
    ("kind", ("state",)),
    ("side", ("Side a", "Side b", "Side c")),
    ("actor", ("Speaker 1", "Speaker 3", "Speaker 5")),
)


@dataclass(frozen=True)
class Visit:
    """What was measured on one dossier: seconds, filters in milliseconds, and MB of the process at its peak."""

    load: float
    group_by: float
    filters: np.ndarray
    pages: dict[str, float]
    peak: float


def time_call(call: Callable[[], object]) -> float:
    """The seconds of the processor that a call takes."""
    start = time.process_time()
    call()
    return time.process_time() - start


def group_plainly(table: Path) -> float:
    """The seconds that pandas takes to group the codes of the table, which it has read, by month and actor."""
    rows = pd.read_parquet(table, columns=["date", "actor", "t0", "t1", "t2"])
    codes = rows[["t0", "t1", "t2"]].apply(pd.to_numeric)
    groups = [rows["date"].str[:7].astype("category"), rows["actor"].astype("category")]
    return time_call(lambda: codes.groupby(groups, observed=True).mean())


def choose(app: AppTest, key: str, values: Sequence[str]) -> float:
    """The seconds from a choice in a filter to the end of the script."""
    (widget,) = [one for one in (*app.multiselect, *app.get("button_group")) if one.key == key]
    widget.set_value([one for one in widget.options if one in values])
    return time_call(lambda: run_soundly(app))


def run_soundly(app: AppTest) -> None:
    """Runs the script; raises RuntimeError where it shows an error, except that there is no classifier."""
    app.run()
    errors = [box.value for box in app.error if "no classifier" not in box.value]
    if errors or app.exception:
        raise RuntimeError("; ".join([*errors, *(one.message for one in app.exception)]))


def visit_pages(data: Path) -> Visit:
    """Opens the dashboard on the one dossier in a folder of data, alone in this process."""
    use_one_heap()  # as the first run of the dashboard does
    script_runner._mpa_v1 = _run_main
    loading.DATA, loading.MODELS = data, data / "models"
    load = time_call(lambda: loaded.fetch_dossier(data / NAME))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=300)
    pages = {"overview": time_call(lambda: run_soundly(app))}
    filters = [choose(app, key, values) for key, values in FILTERS]
    choose(app, "actor", ())
    for page in PAGES:
        pages[page] = time_call(partial(run_soundly, app.switch_page(f"pages/{page}.py")))
    peak = _read_peak()
    return Visit(load, group_plainly(data / NAME / "statements.parquet"), 1_000 * np.array(filters), pages, peak)


def _read_peak() -> float:
    """MB of this process at its peak; what `resource` tells counts the process that started it."""
    (line,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1_000


def _run_main(main_script_path: str) -> None:
    runpy.run_path(main_script_path, run_name="__main__")


def visit_alone(data: Path) -> Visit:
    """The same in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(visit_pages, data).result()


def list_figures(whole: Visit, tenth: Visit) -> list[Figure]:
    """The figures of a dossier beside those of a tenth of it."""
    middle, high = (float(np.quantile(whole.filters, share)) for share in (0.5, 0.95))
    plain = 1_000 * whole.group_by
    return [
        Figure("read and check the dossier", "s", whole.load, LOAD_SECONDS, tenth.load),
        Figure("a new filter on the overview, p50, beside a plain group-by", "ms", middle, FILTER_MS, plain),
        Figure("a new filter on the overview, p95, beside a plain group-by", "ms", high, FILTER_MS, plain),
        *(
            Figure(f"first visit of {page}", "s", took, PAGE_SECONDS, tenth.pages[page])
            for page, took in whole.pages.items()
        ),
        Figure("memory of the process, peak", "MB", whole.peak, MOST_MB, tenth.peak),
    ]


def measure(statements: int = STATEMENTS) -> list[Figure]:
    """All figures of a dossier of so many statements; the baseline is a tenth of it, or a group-by of the same table."""
    texts, folder = load_dossier(DATA / SHIPPED).statements["text"].tolist(), Path(tempfile.mkdtemp())
    try:
        visits = []
        for count in (statements, statements // 10):
            write_large(folder / str(count) / NAME, count, texts)
            visits.append(visit_alone(folder / str(count)))
        return list_figures(*visits)
    finally:
        shutil.rmtree(folder)


def main() -> int:
    """Prints the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=STATEMENTS)
    return print_figures(measure(parser.parse_args().statements))


if __name__ == "__main__":
    sys.exit(main())
