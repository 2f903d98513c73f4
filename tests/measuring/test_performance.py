"""All benchmarks as one program: each has a line, what failed is said, and the page tells machine and commands."""

import importlib
import inspect
import subprocess
import sys

import pytest

from benchmarks.__main__ import QUICK, choose_settings, report_outcome
from benchmarks.crowd import Waits
from benchmarks.figures import Figure
from benchmarks.load import list_figures
from benchmarks.performance import Outcome, write_page
from benchmarks.running import run_each
from benchmarks.servers import ROOT
from benchmarks.soak import find_ends

FIGURE = Figure("Waiting", "ms", 12, 10, 6)


@pytest.mark.parametrize("name", QUICK)
def test_every_benchmark_takes_what_it_is_asked_for(name):
    measure = importlib.import_module(f"benchmarks.{name}").measure
    for settings in (choose_settings(name, quick=True, soak=9), choose_settings(name, quick=False, soak=9)):
        inspect.signature(measure).bind(**settings)


def test_a_soak_is_as_long_as_wanted_and_no_other_benchmark_is_asked_for_it():
    assert choose_settings("soak", quick=False, soak=1800) == {"seconds": 1800}
    assert choose_settings("load", quick=False, soak=1800) == {}


def test_the_command_runs_the_benchmarks_that_it_is_asked_for():
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "watching"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "FAILED" not in done.stdout and "| /health with nothing changed |" in done.stdout, done.stderr


def test_a_benchmark_that_dies_leaves_the_next_ones_as_they_are(tmp_path, monkeypatch):
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "dying.py").write_text("import os\ndef measure(): os._exit(1)\n")
    (tmp_path / "benchmarks" / "living.py").write_text("def measure(): return []\n")
    monkeypatch.syspath_prepend(tmp_path)  # where a package has no __init__.py, a folder on the path adds to it
    died, lived = run_each({"dying": {}, "living": {}})
    assert "BrokenProcessPool" in died.failure and lived.failure == ""


def test_a_benchmark_that_fails_is_said_to_have_failed_and_the_next_one_is_run(capsys):
    outcomes = list(run_each({"figures": {}, "nothing": {}}))
    assert [outcome.failure for outcome in outcomes] == [
        "AttributeError: module 'benchmarks.figures' has no attribute 'measure'",
        "ModuleNotFoundError: No module named 'benchmarks.nothing'",
    ]
    assert not any(outcome.met for outcome in outcomes)
    report_outcome(outcomes[0])
    assert "FAILED: AttributeError" in capsys.readouterr().out


def test_the_page_has_a_part_for_each_benchmark_with_its_command_and_says_what_failed():
    found = Outcome("load", {"visitors": 5}, [FIGURE], "", 61.2)
    failed = Outcome("soak", {}, [], "OSError: no server", 1)
    page = write_page([found, failed])
    assert "## load\n\n`python -m benchmarks.load --visitors 5` (61 s)" in page
    assert "| Waiting | 12 ms | 6 ms | 2.00 | at most 10 ms | NO |" in page
    assert "## soak\n\n`python -m benchmarks.soak` (1 s)\n\n**It failed:** OSError: no server" in page
    assert "GB of memory" in page
    assert not found.met


def test_figures_of_a_crowd_are_percentiles_in_milliseconds_the_peak_and_all_errors():
    alone = Waits(first=[1.0] * 19 + [2.0], memory=[[200.0], [250.0]])
    many = Waits(first=[0.5], steps=[0.1, 0.1], memory=[[900.0, 1.0]])
    many.errors["a fault"] = 3
    figures = list_figures([alone, many], [Waits(first=[4.0]), Waits(first=[1.0], steps=[0.2])], 20)
    assert [figure.figure for figure in figures] == pytest.approx([1050, 500, 100, 250, 3])
    assert [figure.baseline for figure in figures] == pytest.approx([4000, 1000, 200, 0, 0])
    assert [figure.met for figure in figures] == [True, True, True, True, False]


def test_memory_is_compared_from_the_end_of_the_warm_up_to_the_last_tenth():
    assert find_ends([100.0] * 50 + [200.0] * 40 + [230.0] * 10) == (200.0, 230.0)
    assert find_ends([0.0] * 300 + [5.0] * 1000 + [6.0] * 140) == (5.0, 6.0)
