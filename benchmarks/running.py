"""Benchmarks one after the other, each in a process of its own; one that fails, or dies, leaves the next ones as they are.

Belongs here: running. Not here: which benchmarks and how much of each (`benchmarks.__main__`, whose own functions another process cannot find).
"""

import importlib
import multiprocessing
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor

from benchmarks.figures import Figure
from benchmarks.performance import Outcome


def measure_one(name: str, settings: Mapping[str, int]) -> list[Figure]:
    """What the benchmark of that name finds."""
    found: list[Figure] = importlib.import_module(f"benchmarks.{name}").measure(**settings)
    return found


def run_each(wanted: Mapping[str, Mapping[str, int]]) -> Iterator[Outcome]:
    """The outcome of each benchmark (settings by name), as it comes; one that raises or dies is an outcome too."""
    for name, settings in wanted.items():
        start, figures, failure = time.monotonic(), list[Figure](), ""
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            try:
                figures = pool.submit(measure_one, name, settings).result()
            except Exception as error:  # whatever it is: the others are run, and it is said
                failure = f"{type(error).__name__}: {error}"
        yield Outcome(name, settings, figures, failure, time.monotonic() - start)
