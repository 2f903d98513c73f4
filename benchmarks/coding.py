"""How fast codings are kept when several coders write at once: `python -m benchmarks.coding [--acts 200] [--writers 1 2 8]`.

Each coder is a process of its own that adds acts one after the other; every add ends on the disk. Measured: acts a second of all coders together, and
how long the slowest twentieth of adds waits. On SQLite in a file; on PostgreSQL too where STANCE_DATABASE_URL names an empty database. Beside it, in the same run
and on the same disk, the same rows by plain sqlite3 with the same safety (WAL, synchronous=FULL): what the disk allows.
"""

import argparse
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from stance.coding.entries import Entry
from stance.coding.store import open_store
from stance.settings import DATABASE

WRITERS, ACTS = (1, 2, 8), 200
HEADS = ("Kept by", "Coders at once", "Acts a second", "p50 of an add", "p95 of an add")
PLAIN = "CREATE TABLE IF NOT EXISTS acts (act INTEGER PRIMARY KEY, coder TEXT, statement TEXT, codes TEXT, note TEXT)"


@dataclass(frozen=True)
class Measured:
    """What so many writers did: acts a second of all together, and the waits of single adds in milliseconds."""

    where: str
    writers: int
    rate: float
    waits: np.ndarray

    def list_cells(self) -> list[str]:
        """One row of the table."""
        half, most = (f"{np.quantile(self.waits, share):.1f} ms" for share in (0.5, 0.95))
        return [self.where, str(self.writers), f"{self.rate:.0f}", half, most]


def add_by_store(address: str, acts: int, begin: float, coder: int) -> tuple[list[float], float]:
    """The waits of a coder's adds in seconds, and when the last ended; begins at that time."""
    store = open_store(address)
    entry = Entry(
        "measured", "1", f"s{coder}", f"coder {coder:02}", {"one": 1, "two": None, "three": -2}, note="x" * 80
    )
    return _time_each(partial(store.add, entry), acts, begin)


def add_plainly(file: str, acts: int, begin: float, coder: int) -> tuple[list[float], float]:
    """The same by plain sqlite3."""
    connection = sqlite3.connect(file, 30, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    row = (f"coder {coder:02}", f"s{coder}", json.dumps({"one": 1, "two": None, "three": -2}), "x" * 80)

    def add() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO acts (coder, statement, codes, note) VALUES (?, ?, ?, ?)", row)
        connection.execute("COMMIT")

    return _time_each(add, acts, begin)


def _time_each(add: Callable[[], object], acts: int, begin: float) -> tuple[list[float], float]:
    time.sleep(max(0.0, begin - time.time()))
    waits = []
    for _ in range(acts):
        start = time.perf_counter()
        add()
        waits.append(time.perf_counter() - start)
    return waits, time.time()


def measure_writers(where: str, add: Callable, place: str, writers: int, acts: int) -> Measured:
    """So many writers in processes of their own, who begin together."""
    with ProcessPoolExecutor(writers, mp_context=get_context("spawn")) as pool:
        list(pool.map(add, [place] * writers, [1] * writers, [0.0] * writers, range(writers)))  # all are warm then
        begin = time.time() + 0.5
        done = list(pool.map(add, [place] * writers, [acts] * writers, [begin] * writers, range(writers)))
    waits = np.array([wait for own, _ in done for wait in own]) * 1000
    return Measured(where, writers, len(waits) / (max(end for _, end in done) - begin), waits)


def measure_all(writers: Sequence[int], acts: int, server: str = "") -> list[Measured]:
    """Plain inserts, the file and the server in turn, for each number of writers."""
    found = []
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".coding-") as folder:
        plain, address = f"{folder}/plain.db", f"sqlite:///{folder}/codings.db"
        with sqlite3.connect(plain) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(PLAIN)
        for count in writers:
            found.append(measure_writers("plain sqlite3", add_plainly, plain, count, acts))
            found.append(measure_writers("SQLite", add_by_store, address, count, acts))
            if server:
                found.append(measure_writers("PostgreSQL", add_by_store, server, count, acts))
    return found


def write_rows(found: Sequence[Measured]) -> str:
    """The measures as a table in Markdown."""
    rows = [HEADS, ["---"] * len(HEADS), *(one.list_cells() for one in found)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coding", description=__doc__.splitlines()[0])
    parser.add_argument("--acts", type=int, default=ACTS, help="of each coder")
    parser.add_argument("--writers", type=int, nargs="+", default=list(WRITERS), help="coders at once")
    options = parser.parse_args()
    print(write_rows(measure_all(options.writers, options.acts, os.environ.get(DATABASE, ""))))


if __name__ == "__main__":
    main()
