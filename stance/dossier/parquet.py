"""Parquet files: to cells of text as any table, and written again as they are with columns added.

Belongs here: what is true of any Parquet file, which is hostile until read. Not here: CSV (`tables`), what columns mean (`columns`).
Texts are kept by their distinct values until their size is known: a small file can unpack to any size.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from stance.errors import DataError, Problem
from stance.limits import COLUMNS, LINES, UNPACKED_BYTES, Limit

REMEDY = "Write it again, or give a CSV file"
NUMBER_BYTES = 8
FIRST_ROW = 2
TEXT = pa.large_string()
NO_TEXT = pa.scalar("", TEXT)
BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, IndexError, NotImplementedError, OverflowError)


def read_parquet(path: Path, wanted: Collection[str] | None = None, unpacked: Limit | None = None) -> pd.DataFrame:
    """The rows of a Parquet file as text, with the row numbers that a spreadsheet would show; an empty cell is "".

    An index that pandas wrote is a column. Bytes are read as UTF-8; lists and structs become JSON. Of columns that are not `wanted`
    (None: all are) the cells are not read and stand empty; `unpacked` is how large the others may be, by default as any table. Raises DataError with every
    fault.
    """
    table = _load(path, wanted, unpacked)
    columns, rows, names = dict(zip(table.column_names, table.columns, strict=True)), table.num_rows, _list_names(path)
    del table
    texts: dict[str, pa.ChunkedArray] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            texts[name] = read_column(columns.pop(name), path, name) if name in columns else pa.repeat(NO_TEXT, rows)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return make_frame(texts, rows)


def make_frame(texts: Mapping[str, pa.ChunkedArray], rows: int, first: int = FIRST_ROW) -> pd.DataFrame:
    """Columns of text, as `read_column` gives them, as a frame; the first of its rows has the number `first`."""
    frame = pa.table(dict(texts)).to_pandas() if texts else pd.DataFrame(index=range(rows))
    return frame.set_axis(pd.RangeIndex(first, first + rows, name="row"))


def add_columns(path: Path, added: pd.DataFrame) -> bytes:
    """The Parquet file with columns added: its own columns, their types, its index and what it says of itself stay."""
    table = _load(path)
    table = table.cast(make_plain(table.schema))
    for name in added:
        table = table.append_column(str(name), pa.array(added[name], from_pandas=True))
    written = pa.BufferOutputStream()
    pq.write_table(table, written)
    return written.getvalue().to_pybytes()


def _load(path: Path, wanted: Collection[str] | None = None, unpacked: Limit | None = None) -> pa.Table:
    """The columns that are wanted, texts by their distinct values."""
    unpacked = unpacked or UNPACKED_BYTES
    try:
        with pq.ParquetFile(path) as file:
            if problems := [refuse(path, *trouble) for trouble in _list_troubles(file, wanted, unpacked)]:
                raise DataError(problems)
            schema = file.schema_arrow
        flat = [field.name for field in schema if is_text(field.type)]
        names = None if wanted is None else [name for name in schema.names if name in wanted]
        table = pq.read_table(path, columns=names, read_dictionary=flat, partitioning=None)
        _check_texts(table, path, unpacked)
        return table
    except BROKEN as error:
        raise DataError([describe_broken(path, error)]) from None


def _list_names(path: Path) -> list[str]:
    return list(pq.read_schema(path).names)


def describe_broken(path: Path, error: Exception) -> Problem:
    """The problem of a file that the library does not read."""
    line = str(error).split("\n")[0][:200]
    return refuse(path, f"is not a Parquet file that can be read ({line})", REMEDY)


def refuse(path: Path, trouble: str, remedy: str) -> Problem:
    """The problem of a whole file."""
    return Problem(path.name, None, "", "", trouble, remedy)


def _list_troubles(file: pq.ParquetFile, wanted: Collection[str] | None, unpacked: Limit) -> Iterator[tuple[str, str]]:
    """What keeps a file from being unpacked, by what it says of itself."""
    if file.metadata.num_rows > LINES.most:
        yield LINES.refuse(file.metadata.num_rows)
    if _measure_unpacked(file.metadata, wanted) > unpacked.most:
        yield unpacked.refuse()
    yield from list_faults(file)


def list_faults(file: pq.ParquetFile) -> Iterator[tuple[str, str]]:
    """What is wrong with the columns of a file, whatever its size."""
    about, names = file.metadata, file.schema_arrow.names
    if len(names) > COLUMNS.most or about.num_columns > COLUMNS.most:
        yield COLUMNS.refuse(max(len(names), about.num_columns))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"has two columns '{name}'", "Rename or delete one"


def _measure_unpacked(about: pq.FileMetaData, wanted: Collection[str] | None) -> int:
    parts = (about.row_group(n).column(m) for n in range(about.num_row_groups) for m in range(about.num_columns))
    read = (part for part in parts if wanted is None or part.path_in_schema.split(".")[0] in wanted)
    return sum(max(part.total_uncompressed_size, part.num_values * NUMBER_BYTES) for part in read)


def _check_texts(table: pa.Table, path: Path, unpacked: Limit) -> None:
    """Raises DataError where the texts that are kept by their distinct values are larger than the limit once written out."""
    sizes = [_measure_text(chunk) for column in table.columns for chunk in column.chunks]
    if sum(sizes) > unpacked.most:
        raise DataError([refuse(path, *unpacked.refuse())])


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


def read_column(column: pa.ChunkedArray, path: Path, name: str, first: int = FIRST_ROW) -> pa.ChunkedArray:
    """The cells of a column as text, the first one of row `first`; raises DataError where bytes are not UTF-8."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_nested(column.type):
        cells = column.to_pylist()
        return pa.chunked_array(
            [
                pa.array(
                    ["" if cell is None else json.dumps(cell, ensure_ascii=False, default=str) for cell in cells], TEXT
                )
            ]
        )
    if not is_text(column.type):
        return _write_cells(column)
    try:
        texts = pc.fill_null(column.cast(TEXT), "")
        texts.validate(full=True)
    except pa.ArrowInvalid:
        raise DataError([_find_broken(column, path, name, first)]) from None
    return texts


def _find_broken(column: pa.ChunkedArray, path: Path, name: str, first: int) -> Problem:
    """The first cell that is not UTF-8."""
    for row, cell in enumerate(column.cast(pa.large_binary()).to_pylist(), first):
        try:
            (cell or b"").decode()
        except UnicodeDecodeError:
            return Problem(path.name, row, name, repr(cell[:20])[2:-1], "is not UTF-8", "Write the column as text")
    return refuse(path, f"holds texts in the column '{name}' that cannot be read", REMEDY)


def _write_cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers, days and truth values as text, each distinct one written once."""
    distinct = column.unique()
    texts = pa.array([_write_cell(cell) for cell in distinct.to_pandas().astype(object)], TEXT)
    return pa.chunked_array([texts.take(pc.index_in(chunk, distinct)) for chunk in column.chunks], TEXT)


def _write_cell(cell: object) -> str:
    """A number, day or truth value as text, whole numbers without a point; "" where it is missing."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
