"""Server time of a rerun with warm caches, page by page, beside a plain Streamlit page in the same run.

`python -m benchmarks.rerun [--runs 20]` opens every page of the dashboard on the shipped dossier without a browser,
switches one side off and on again, and prints the median of the time from the click to the end of the script, and its
ratio to that of a plain page with three Plotly Express charts (benchmarks/plain.py). The
runs of all pages are interleaved, so that a busy machine slows all of them alike. The limits are 0.35 for the overview
and 0.6 for any page.
"""

import argparse
import runpy
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from benchmarks.figures import Figure, print_figures
from benchmarks.servers import ROOT, write_positions

PLAIN = "plain page"
LIMITS = {"overview": 0.35}
LIMIT = 0.6


def start_page(name: str) -> AppTest:
    """A session on a page of the dashboard, with its caches filled."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    return app if name == "overview" else app.switch_page(f"pages/{name}.py").run()


def start_plain(positions: Path) -> AppTest:
    """A session on the plain page."""
    app = AppTest.from_file(str(ROOT / "benchmarks" / "plain.py"), default_timeout=120)
    app.session_state["path"] = str(positions)
    return app.run()


def toggle_side(app: AppTest, *, off: bool) -> None:
    """Switches the last of the first two sides off, or on again."""
    (widget,) = [one for one in (*app.multiselect, *app.get("button_group")) if one.key == "side"]
    options = list(widget.value) if off else app.session_state["both_sides"]
    if off:
        app.session_state["both_sides"] = list(options)
    widget.set_value(options[:-1] if off else options)


def time_rerun(app: AppTest, *, off: bool) -> float:
    """The seconds that one change of the filter takes."""
    toggle_side(app, off=off)
    start = time.perf_counter()
    app.run()
    took = time.perf_counter() - start
    if app.exception:
        raise RuntimeError(app.exception[0].message)
    return took


def measure_pages(apps: dict[str, AppTest], runs: int) -> dict[str, np.ndarray]:
    """The times of each page, milliseconds: `runs` pairs of changes after one pair that fills the caches."""
    times: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(runs + 1):
        for name, app in apps.items():
            times[name] += [time_rerun(app, off=True), time_rerun(app, off=False)]
    return {name: 1000 * np.array(own[2:]) for name, own in times.items()}


def measure(runs: int = 20, pages: Sequence[str] = ()) -> list[Figure]:
    """The median of a change of the filter on each page (all of them by default), beside the plain page."""
    times = _measure_against_plain(runs, pages)
    base = float(np.median(times.pop(PLAIN)))
    return [
        Figure(f"Server time, {name}, p50", "ms", float(np.median(own)), LIMITS.get(name, LIMIT), base, by_ratio=True)
        for name, own in times.items()
    ]


def _measure_against_plain(runs: int, pages: Sequence[str]) -> dict[str, np.ndarray]:
    # AppTest forgets before every run that st.navigation was called, and would run pages/x.py by itself.
    script_runner._mpa_v1 = _run_main
    names = pages or sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        apps = {PLAIN: start_plain(write_positions(Path(folder))), **{name: start_page(name) for name in names}}
        return measure_pages(apps, runs)


def _run_main(main_script_path: str) -> None:
    runpy.run_path(main_script_path, run_name="__main__")


def main() -> int:
    """Prints the table; exit code 1 where a page is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--pages", nargs="*", default=())
    return print_figures(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    sys.exit(main())
