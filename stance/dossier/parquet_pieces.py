"""The rows of a large Parquet file, from one row to another, a batch at a time: memory does not grow with the file.

Belongs here: reading by rows what is too large to be read whole. Not here: whole files, and what is true of any (`parquet`).
A text that many rows share stands in the file once, so a small file can unpack to any size: before a row group is read the
longest of its shared texts is looked up, and batches have as many rows as may be of that length.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stance.dossier.parquet import (
    BROKEN,
    FIRST_ROW,
    describe_broken,
    is_text,
    list_faults,
    make_frame,
    make_plain,
    read_column,
    refuse,
)
from stance.errors import DataError, Problem
from stance.files import describe_unread, find_trouble
from stance.limits import ROW_GROUP_BYTES, UNPACKED_BYTES

BATCH_ROWS = 16_384


@dataclass(frozen=True)
class Outline:
    """What a Parquet file says of itself: its rows, and its columns with their types."""

    rows: int
    schema: pa.Schema


def read_outline(path: Path) -> Outline:
    """The outline of a file; raises DataError where it cannot be read in pieces."""
    try:
        if trouble := find_trouble(path):
            raise DataError([trouble])
        with pq.ParquetFile(path) as file:
            if problems := _list_problems(file, path):
                raise DataError(problems)
            return Outline(file.metadata.num_rows, make_plain(file.schema_arrow))
    except PermissionError as error:
        raise DataError([describe_unread(path, error)]) from None
    except BROKEN as error:
        raise DataError([describe_broken(path, error)]) from None


def _list_problems(file: pq.ParquetFile, path: Path) -> list[Problem]:
    problems = [refuse(path, *trouble) for trouble in list_faults(file)]
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type):
            trouble = "holds lists or structs, which are not read in parts"
            problems.append(Problem(path.name, 1, field.name, "", trouble, "Delete the column, or write it as text"))
    groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
    if any(group.total_byte_size > ROW_GROUP_BYTES.most for group in groups):
        problems.append(refuse(path, *ROW_GROUP_BYTES.refuse()))
    return problems


def read_batches(path: Path, start: int, stop: int) -> Iterator[tuple[int, pa.Table]]:
    """Rows `start` to `stop` (counted from 0, without the last) in order, at most `BATCH_ROWS` together, each with its first row.

    Columns keep their types; how rows are batched follows from the file and from `start`. Raises DataError where the file is
    broken.
    """
    try:
        with pq.ParquetFile(path) as file:
            for group, first, last in _list_groups(file.metadata, start, stop):
                yield from _read_group(path, file, group, (first, start, min(last, stop)))
    except BROKEN as error:
        raise DataError([describe_broken(path, error)]) from None


def _list_groups(about: pq.FileMetaData, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """The row groups that hold some of the rows: number, first row, and the row after the last."""
    first = 0
    for group in range(about.num_row_groups):
        last = first + about.row_group(group).num_rows
        if first < stop and last > start:
            yield group, first, last
        first = last


def _read_group(
    path: Path, file: pq.ParquetFile, group: int, bounds: tuple[int, int, int]
) -> Iterator[tuple[int, pa.Table]]:
    row, start, stop = bounds
    size = max(1, min(BATCH_ROWS, UNPACKED_BYTES.most // (_find_longest(path, file.schema_arrow, group) + 1)))
    for batch in file.iter_batches(size, row_groups=[group], use_threads=False):
        low, high = max(start - row, 0), min(stop - row, len(batch))
        wanted = batch.slice(low, max(high - low, 0))
        if len(wanted):
            yield max(start, row), pa.table(wanted).cast(make_plain(wanted.schema))
        row += len(batch)
        if row >= stop:
            return


def _find_longest(path: Path, schema: pa.Schema, group: int) -> int:
    """The bytes of a row of the longest shared texts of a row group: each kind of text is read once for that."""
    names = [field.name for field in schema if is_text(field.type)]
    with pq.ParquetFile(path, read_dictionary=names) as file:
        row = next(iter(file.iter_batches(1, row_groups=[group], columns=names, use_threads=False)), None)
    shared = [] if row is None else [one.dictionary for one in row.columns if pa.types.is_dictionary(one.type)]
    return sum(pc.max(pc.binary_length(texts)).as_py() or 0 for texts in shared)


def read_cells(batch: pa.Table, names: tuple[str, ...], path: Path, first: int) -> pd.DataFrame:
    """Those of the columns that the batch has, as text, as `read_parquet` gives them; `first` is its first row, counted from 0."""
    there = [name for name in names if name in batch.column_names]
    texts = {name: read_column(batch[name], path, name, first + FIRST_ROW) for name in there}
    return make_frame(texts, len(batch), first + FIRST_ROW)
