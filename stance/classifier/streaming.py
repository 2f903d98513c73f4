"""A large table through the classifier, part by part: on all cores, on a cluster, and on from where it stopped.

Belongs here: which parts there are, which are missing, who makes them. Not here: one part (`parts`), the cluster (`clusters`).
The folder holds the parts and `_manifest.json`, which says what they are made from: the same command goes on with the parts that are
missing or broken, another table or classifier is refused. The bytes of a part hang on nothing else.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tqdm import tqdm

from stance.classifier.batch import check_names, describe_tally
from stance.classifier.clusters import make_all
from stance.classifier.parts import Job, describe_makers, read_tally, write_part
from stance.classifier.storage import load_classifier
from stance.classifier.tallies import Tally
from stance.dossier.loading import Dossier, find_models
from stance.dossier.parquet_pieces import read_outline
from stance.errors import DataError, UsageError
from stance.files import read_json, write_whole

PART_ROWS = 131_072
MANIFEST = "_manifest.json"
MADE_FROM = {
    "table": "table", "classifier": "classifier", "dossier": "dossier", "libraries": "version of a library", "rows": "size of parts"
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How parts are made. rows: of each part. workers: processes on this machine, 0 for one a core.

    scheduler: the address of a Dask scheduler, whose workers do it instead.
    """

    rows: int = PART_ROWS
    workers: int = 0
    scheduler: str = ""


@dataclass(frozen=True)
class Streamed:
    """What a run made: parts in all and those made now, rows of the latter, and warnings about all rows."""

    parts: int
    made: int
    rows: int
    warnings: list[str]


def score_parts(table: Path, dossier: Dossier, models: Path | None, out: Path, plan: Plan) -> Streamed:
    """Scores a Parquet table into a folder of parts, each with the columns of the table and those of `batch.score_table`.

    Raises DataError for faults of the table, ModelError as `load_classifier`, UsageError where the folder is in use, was begun with
    something else or cannot be written; the parts that are finished stay.
    """
    outline = read_outline(table)
    check_names(outline.schema.names, dossier, table.name)
    classifier = load_classifier(find_models(dossier.folder, models), dossier, fresh=True)
    about = {"rows": outline.rows, "bytes": table.stat().st_size, "sha256": _hash_file(table)}
    made_from = {"table": about, **describe_makers(dossier, models), "rows": plan.rows}
    places = [place.resolve() for place in (table, dossier.folder, out)]
    job = Job(places[0], places[1], models and models.resolve(), places[2], plan.rows, made_from)
    with _hold(out):
        _begin(out, made_from)
        tallies = {number: read_tally(number, job) for number in range(ceil(outline.rows / plan.rows))}
        missing = [number for number, tally in tallies.items() if tally is None]
        with _show_progress(job, missing) as advance:
            for number, tally in _make(job, missing, plan):
                tallies[number] = tally
                advance(number)
    whole = sum((tally for tally in tallies.values() if tally), Tally())
    warnings = describe_tally(whole, outline.schema.names, dossier, classifier, table.name)
    return Streamed(len(tallies), len(missing), _count_rows(job, missing), warnings)


def _make(job: Job, missing: list[int], plan: Plan) -> Iterator[tuple[int, Tally]]:
    """The missing parts as they are finished: here where one worker is wanted, else by Dask."""
    count = min(plan.workers or len(os.sched_getaffinity(0)), len(missing))
    if plan.scheduler or count > 1:
        return make_all(write_part, missing, job, workers=count, scheduler=plan.scheduler)
    return ((number, write_part(number, job)) for number in missing)


def _count_rows(job: Job, numbers: list[int]) -> int:
    return sum(stop - start for start, stop in map(job.span, numbers))


@contextmanager
def _show_progress(job: Job, missing: list[int]) -> Iterator[Callable[[int], Any]]:
    total = job.made_from["table"]["rows"]
    kept = total - _count_rows(job, missing)
    with tqdm(total=total, initial=kept, desc="scoring", unit="text", disable=None) as bar:
        yield lambda number: bar.update(_count_rows(job, [number]))


@contextmanager
def _hold(out: Path) -> Iterator[None]:
    """The folder, made where it is missing, for this run alone."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}). Choose another place.") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise UsageError(f"{out} is being written by another run. Wait for it, or name another folder.") from None
    finally:
        os.close(folder)


def _begin(out: Path, made_from: dict[str, Any]) -> None:
    """Writes the manifest of a new folder, or sees that the folder was begun with the same; clears what a killed run left."""
    if (out / MANIFEST).exists():
        _compare(out, made_from)
    elif any(not _is_left(path) for path in out.iterdir()):
        raise UsageError(f"{out} holds other files. Name a new folder, or one that this command has begun.")
    else:
        write_whole(out / MANIFEST, (json.dumps(made_from, indent=2) + "\n").encode())
    for path in filter(_is_left, out.iterdir()):
        path.unlink()


def _is_left(path: Path) -> bool:
    """Whether it is a file that a write left behind when it was killed."""
    return path.name.startswith(".part-") and not path.suffix


def _compare(out: Path, made_from: dict[str, Any]) -> None:
    """Raises UsageError where the folder was begun with something else."""
    try:
        begun = read_json(out / MANIFEST)
    except DataError as error:
        raise UsageError(f"{out} cannot be gone on with: {error.brief}") from None
    others = [
        words for key, words in MADE_FROM.items() if not isinstance(begun, dict) or begun.get(key) != made_from[key]
    ]
    if others:
        raise UsageError(
            f"{out} was begun with another {' and another '.join(others)}. Name another folder, or delete it."
        )


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
