"""A large table through the classifier: statements a second, cores, a kill half-way, memory.

`python -m benchmarks.scale [--rows 4194304]` makes a Parquet table of texts that never repeat whole, in row groups of a million, scores
it into a folder by the command, once with one worker, once with two, once killed and begun again, and prints a table. Rates of one core
are by seconds of the processor, so that a busy machine is not blamed on the program; two workers against one is by the clock, needs
two idle cores, and counts the start of Dask and of both workers (some three seconds: with a table of a million rows they weigh).
The baseline is that of `benchmarks.speed`: the same models behind scikit-learn's vectorizers.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.figures import Figure, write_table
from benchmarks.measured import Used, run_measured
from benchmarks.speed import SLUG, make_stock, make_texts, measure_rate
from stance.classifier.model import measure_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import DATA, MODELS, load_dossier

ROWS, A_GROUP = 4_194_304, 1_048_576
SAMPLE = 50_000
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
A_CORE, OVER_STOCK, TWO_WORKERS, MOST_MB = 15_000, 3.0, 1.8, 1_500


def write_texts(table: Path, originals: list[str], rows: int) -> None:
    """A table of so many texts of one side, a row group a million."""
    schema = pa.schema({"text": pa.string(), "side": pa.string()})
    with pq.ParquetWriter(table, schema) as writer:
        for seed, start in enumerate(range(0, rows, A_GROUP), start=1):
            texts = make_texts(originals, min(A_GROUP, rows - start), seed)
            writer.write_table(pa.table({"text": texts, "side": ["russia"] * len(texts)}, schema))


def name_command(table: Path, out: Path, workers: int) -> list[str]:
    """The words of the command."""
    words = ["score", str(table), "--dossier", SLUG, "--out", str(out), "--workers", str(workers)]
    return [sys.executable, "-m", "stance", *words]


def run_command(table: Path, out: Path, workers: int) -> Used:
    """The command run to its end; raises RuntimeError where it fails."""
    used = run_measured(name_command(table, out, workers), env=os.environ | ONE_THREAD)
    if used.code:
        raise RuntimeError(f"the command ended with {used.code}: {used.said}")
    return used


def run_killed(table: Path, out: Path) -> None:
    """The command with two workers, all of it killed once a part is there, then run to its end."""
    command = subprocess.Popen(
        name_command(table, out, 2), stderr=subprocess.DEVNULL, env=os.environ | ONE_THREAD, start_new_session=True
    )
    while not list(out.glob("part-*")) and command.poll() is None:
        time.sleep(0.01)
    os.killpg(command.pid, signal.SIGKILL)
    command.wait()
    run_command(table, out, 2)


def count_different(one: Path, other: Path) -> int:
    """How many files of two folders differ by a byte, or are in one alone."""
    names = {path.name for folder in (one, other) for path in folder.iterdir()}
    return sum(not _are_same(one / name, other / name) for name in names)


def _are_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def measure_core(originals: list[str]) -> list[Figure]:
    """Texts in memory on one core, beside the baseline."""
    classifier = load_classifier(MODELS / SLUG, load_dossier(DATA / SLUG))
    texts, stock = make_texts(originals, SAMPLE), make_stock(classifier, originals)
    few = texts[: SAMPLE // 10]
    own = measure_rate(lambda: measure_texts(classifier, texts, [None] * len(texts)), len(texts), time.process_time)
    other = measure_rate(lambda: stock(few), len(few), time.process_time)
    unit = "statements/s"
    return [
        Figure("texts in memory, one core", unit, own, A_CORE, other, at_most=False),
        Figure("texts in memory beside scikit-learn", unit, own, OVER_STOCK, other, by_ratio=True, at_most=False),
    ]


def measure_command(originals: list[str], rows: int, folder: Path) -> list[Figure]:
    """The whole command: start, files and all."""
    table = folder / "texts.parquet"
    write_texts(table, originals, rows)
    one, two = (run_command(table, folder / f"by {count}", count) for count in (1, 2))
    run_killed(table, folder / "killed")
    killed, apart = (count_different(folder / "by 1", folder / name) for name in ("killed", "by 2"))
    unit, size = "statements/s", sum(path.stat().st_size for path in (folder / "by 1").iterdir())
    return [
        Figure("whole command into a folder, one core", unit, rows / one.processor, A_CORE, at_most=False),
        Figure("two workers beside one", unit, rows / two.seconds, TWO_WORKERS, rows / one.seconds, by_ratio=True, at_most=False),
        Figure("seconds of a core a million statements", "s", one.processor / rows * 1e6, 1e6 / A_CORE),
        Figure("bytes written a statement", "bytes", size / rows, 200),
        Figure("files that differ, two workers from one", "files", apart, 0),
        Figure("files that differ, killed and begun again", "files", killed, 0),
        Figure("memory, largest process", "MB", max(one.peak, two.peak), MOST_MB),
    ]  # fmt: skip


def measure(rows: int = ROWS) -> list[Figure]:
    """All figures of a large table of so many rows."""
    originals = load_dossier(DATA / SLUG).statements["text"].tolist()
    folder = Path(tempfile.mkdtemp())
    try:
        return [*measure_core(originals), *measure_command(originals, rows, folder)]
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    print(write_table(measure(parser.parse_args().rows)))


if __name__ == "__main__":
    main()
