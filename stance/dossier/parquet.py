"""Parquet files: to cells of text as any table, and written again as they are with columns added.

Belongs here: what is true of any Parquet file, which is hostile until read. Not here: CSV (`tables`), what columns mean (`columns`).
Texts are kept by their distinct values until their size is known: a small file can unpack to any size.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stance.errors import DataError, Problem
from stance.limits import COLUMNS, LINES, UNPACKED_BYTES

REMEDY = "Write it again, or give a CSV file"
NUMBER_BYTES = 8
FIRST_ROW = 2
BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, IndexError, NotImplementedError, OverflowError)


def is_parquet(path: Path) -> bool:
    """Whether a file's name says that it is Parquet."""
    return path.suffix.lower() == ".parquet"


def read_parquet(path: Path) -> pd.DataFrame:
    """The rows of a Parquet file as text, with the row numbers that a spreadsheet would show; an empty cell is "".

    An index that pandas wrote is a column. Bytes are read as UTF-8; lists and structs become JSON. Raises DataError with every
    fault.
    """
    table = _load(path)
    texts: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        try:
            texts[name] = read_column(column, path, name)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    index = pd.RangeIndex(FIRST_ROW, table.num_rows + FIRST_ROW, name="row")
    return pd.DataFrame(texts, index=index, columns=pd.Index(table.column_names), dtype="str")


def add_columns(path: Path, added: pd.DataFrame) -> bytes:
    """The Parquet file with columns added: its own columns, their types, its index and what it says of itself stay."""
    table = _load(path)
    for name in added:
        table = table.append_column(str(name), pa.array(added[name], from_pandas=True))
    written = pa.BufferOutputStream()
    pq.write_table(table, written)
    return written.getvalue().to_pybytes()


def _load(path: Path) -> pa.Table:
    try:
        with pq.ParquetFile(path) as file:
            if problems := [refuse(path, *trouble) for trouble in _list_troubles(file)]:
                raise DataError(problems)
            flat = [field.name for field in file.schema_arrow if is_text(field.type)]
        table = pq.read_table(path, read_dictionary=flat, partitioning=None)
        _check_texts(table, path)
        return table.cast(make_plain(table.schema))
    except BROKEN as error:
        raise DataError([describe_broken(path, error)]) from None


def describe_broken(path: Path, error: Exception) -> Problem:
    """The problem of a file that the library does not read."""
    line = str(error).split("\n")[0][:200]
    return refuse(path, f"is not a Parquet file that can be read ({line})", REMEDY)


def refuse(path: Path, trouble: str, remedy: str) -> Problem:
    """The problem of a whole file."""
    return Problem(path.name, None, "", "", trouble, remedy)


def _list_troubles(file: pq.ParquetFile) -> Iterator[tuple[str, str]]:
    """What keeps a file from being unpacked, by what it says of itself."""
    if file.metadata.num_rows > LINES.most:
        yield LINES.refuse(file.metadata.num_rows)
    if _measure_unpacked(file.metadata) > UNPACKED_BYTES.most:
        yield UNPACKED_BYTES.refuse()
    yield from list_faults(file)


def list_faults(file: pq.ParquetFile) -> Iterator[tuple[str, str]]:
    """What is wrong with the columns of a file, whatever its size."""
    about, names = file.metadata, file.schema_arrow.names
    if len(names) > COLUMNS.most or about.num_columns > COLUMNS.most:
        yield COLUMNS.refuse(max(len(names), about.num_columns))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"has two columns '{name}'", "Rename or delete one"


def _measure_unpacked(about: pq.FileMetaData) -> int:
    parts = (about.row_group(n).column(m) for n in range(about.num_row_groups) for m in range(about.num_columns))
    return sum(max(part.total_uncompressed_size, part.num_values * NUMBER_BYTES) for part in parts)


def _check_texts(table: pa.Table, path: Path) -> None:
    """Raises DataError where the texts that are kept by their distinct values are larger than the limit once written out."""
    sizes = [_measure_text(chunk) for column in table.columns for chunk in column.chunks]
    if sum(sizes) > UNPACKED_BYTES.most:
        raise DataError([refuse(path, *UNPACKED_BYTES.refuse())])


def _measure_text(chunk: pa.Array) -> int:
    if not (pa.types.is_dictionary(chunk.type) and is_text(chunk.type.value_type)):
        return chunk.nbytes
    counts = pc.value_counts(chunk.indices)
    lengths = pc.binary_length(chunk.dictionary).take(counts.field("values"))
    return pc.sum(pc.multiply(lengths.cast("int64"), counts.field("counts"))).as_py() or 0


def make_plain(schema: pa.Schema) -> pa.Schema:
    """The schema without dictionaries of texts."""
    for place, field in enumerate(schema):
        if pa.types.is_dictionary(field.type) and is_text(field.type.value_type):
            schema = schema.set(place, field.with_type(field.type.value_type))
    return schema


def is_text(kind: pa.DataType) -> bool:
    """Whether cells of that type are texts or bytes."""
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(test(kind) for test in tests)


def read_column(column: pa.ChunkedArray, path: Path, name: str, first: int = FIRST_ROW) -> list[str]:
    """The cells of a column as text, the first one of row `first`; raises DataError where bytes are not UTF-8."""
    if pa.types.is_nested(column.type):
        return [
            "" if cell is None else json.dumps(cell, ensure_ascii=False, default=str) for cell in column.to_pylist()
        ]
    if is_text(column.type):
        cells = enumerate(column.to_pylist(), first)
        return [_decode(cell, path, row, name) for row, cell in cells]
    return [_write_cell(cell) for cell in column.to_pandas().astype(object)]


def _decode(cell: str | bytes | None, path: Path, row: int, name: str) -> str:
    if not isinstance(cell, bytes):
        return cell or ""
    try:
        return cell.decode()
    except UnicodeDecodeError:
        remedy = "Write the column as text"
        raise DataError([Problem(path.name, row, name, repr(cell[:20])[2:-1], "is not UTF-8", remedy)]) from None


def _write_cell(cell: object) -> str:
    """A number, day or truth value as text, whole numbers without a point; "" where it is missing."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
