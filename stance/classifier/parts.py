"""One part of a large table: its rows read, scored and written whole or not at all; and whether a part that is there is sound.

Belongs here: what a worker does, on this machine or another. Not here: which parts there are and who makes them (`streaming`).
A part carries checksums of its pages, what it was made from, and its tally, so that a folder of parts needs no other record.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from threadpoolctl import threadpool_limits

from stance.classifier.batch import score_rows
from stance.classifier.cards import ARRAYS, CARD
from stance.classifier.model import Classifier
from stance.classifier.storage import load_classifier
from stance.classifier.tallies import Tally
from stance.dossier.loading import Dossier, find_models, hash_files, load_dossier
from stance.dossier.parquet import BROKEN, describe_broken
from stance.dossier.parquet_pieces import Outline, read_batches, read_cells, read_outline
from stance.errors import DataError, UsageError
from stance.files import write_whole

READ = ("text", "side", "actor", "statement")
LIBRARIES = ("numpy", "scipy", "pyarrow", "wordllama", "tokenizers")
KEY = b"stance"


@dataclass(frozen=True)
class Job:
    """What every part of a run has in common; places must mean the same to all workers.

    rows: of each part but the last. made_from: what the bytes of the parts hang on (`streaming.MADE_FROM`).
    """

    table: Path
    dossier: Path
    models: Path | None
    out: Path
    rows: int
    made_from: Mapping[str, Any]

    def place(self, number: int) -> Path:
        """Where a part stands; they are counted from 0."""
        return self.out / f"part-{number:05}.parquet"

    def span(self, number: int) -> tuple[int, int]:
        """The first row of a part and the one after its last, counted from 0."""
        return number * self.rows, min((number + 1) * self.rows, self.made_from["table"]["rows"])


def describe_makers(dossier: Dossier, models: Path | None) -> dict[str, Any]:
    """The hashes of classifier and dossier, and the versions of the libraries that scores and bytes come from."""
    folder = find_models(dossier.folder, models)
    libraries = {name: version(name) for name in LIBRARIES}
    return {
        "classifier": hash_files([folder / ARRAYS, folder / CARD]),
        "dossier": dossier.data_hash,
        "libraries": libraries,
    }


def write_part(number: int, job: Job) -> Tally:
    """Writes one part and returns its tally; raises DataError for faults of its rows, UsageError where it cannot be written.

    The bytes are the same whoever writes it: one thread computes.
    """
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    with threadpool_limits(1):
        content, tally = _make_part(number, job)
    write_whole(job.place(number), content)
    return tally


@lru_cache(maxsize=1)
def _load(folder: Path, models: Path | None, makers: str) -> tuple[Dossier, Classifier]:
    """Dossier and classifier, once a process; raises UsageError where they are not those that the run was begun with."""
    dossier = load_dossier(folder)
    if json.dumps(describe_makers(dossier, models)) != makers:
        raise UsageError("A worker has another dossier, classifier or library than the run. Give all of them the same.")
    return dossier, load_classifier(find_models(dossier.folder, models), dossier, fresh=True)


def _make_part(number: int, job: Job) -> tuple[bytes, Tally]:
    made_from = dict(job.made_from)
    makers = json.dumps({name: made_from[name] for name in ("classifier", "dossier", "libraries")})
    dossier, classifier = _load(job.dossier, job.models, makers)
    outline = read_outline(job.table)
    _check_table(job, outline)
    tables, tally = [], Tally()
    start, stop = job.span(number)
    for first, batch in read_batches(job.table, start, stop):
        scored, found = _score_batch(batch, first, job.table, dossier, classifier)
        tables.append(scored)
        tally += found
    if sum(map(len, tables)) != stop - start:
        raise DataError([describe_broken(job.table, ValueError("it has fewer rows than it says"))])
    return _pack(tables, outline.schema, {"part": number, "made_from": made_from, "tally": tally.to_dict()}), tally


def _check_table(job: Job, outline: Outline) -> None:
    """Raises UsageError where the table is not the one that the run was begun with, as far as a glance shows."""
    about = job.made_from["table"]
    if (outline.rows, job.table.stat().st_size) != (about["rows"], about["bytes"]):
        raise UsageError(f"{job.table} was changed while it was scored. Begin again in another folder.")


def _score_batch(
    batch: pa.Table, first: int, path: Path, dossier: Dossier, classifier: Classifier
) -> tuple[pa.Table, Tally]:
    cells = read_cells(batch, READ, path, first)
    added, tally = score_rows(cells, dossier, classifier, path.name)
    for name in added:
        batch = batch.append_column(str(name), pa.array(added[name], from_pandas=True))
    return batch, tally


def _pack(tables: list[pa.Table], schema: pa.Schema, about: dict[str, Any]) -> bytes:
    """The rows as a Parquet file that says what it was made from; a row group a batch."""
    metadata = {**(schema.metadata or {}), KEY: json.dumps(about, sort_keys=True)}
    whole = tables[0].schema.with_metadata(metadata)
    written = pa.BufferOutputStream()
    with pq.ParquetWriter(written, whole, compression="zstd", write_page_checksum=True) as writer:
        for table in tables:
            writer.write_table(table.replace_schema_metadata(metadata))
    return written.getvalue().to_pybytes()


def read_tally(number: int, job: Job) -> Tally | None:
    """The tally of a part that is there, complete, whole in every page and made from the same; else None."""
    start, stop = job.span(number)
    try:
        with pq.ParquetFile(job.place(number), page_checksum_verification=True) as file:
            about = json.loads(file.schema_arrow.metadata[KEY])
            rows = sum(len(batch) for batch in file.iter_batches())
        is_same = (about["part"], about["made_from"], rows) == (number, dict(job.made_from), stop - start)
        return Tally.from_dict(about["tally"]) if is_same else None
    except BROKEN:
        return None
