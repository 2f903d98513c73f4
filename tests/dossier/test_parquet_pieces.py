"""Rows of a large Parquet file, a batch at a time."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stance.dossier import parquet_pieces
from stance.dossier.parquet import read_parquet
from stance.dossier.parquet_pieces import read_batches, read_cells, read_outline
from stance.errors import DataError
from stance.limits import ROW_GROUP_BYTES


@pytest.fixture
def path(tmp_path):
    table = pa.table({"n": range(100), "text": [f"text {n}" for n in range(100)], "kind": ["a", None] * 50})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=30)
    return tmp_path / "t.parquet"


@pytest.mark.parametrize(("start", "stop"), [(0, 100), (25, 65), (30, 60), (99, 100), (7, 8)])
def test_the_wanted_rows_come_once_and_in_order_whatever_the_row_groups(path, start, stop):
    batches = list(read_batches(path, start, stop))
    assert [n for _, batch in batches for n in batch["n"].to_pylist()] == list(range(start, stop))
    assert [first for first, _ in batches] == [batch["n"][0].as_py() for _, batch in batches]


def test_cells_are_those_of_the_whole_table_under_the_same_row_numbers(path):
    whole = read_parquet(path)
    first, batch = list(read_batches(path, 40, 70))[1]
    cells = read_cells(batch, ("kind", "text", "absent"), path, first)
    assert cells.equals(whole.loc[cells.index, ["kind", "text"]])


def test_texts_that_many_rows_share_are_unpacked_a_few_rows_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_pieces, "UNPACKED_BYTES", replace(parquet_pieces.UNPACKED_BYTES, most=1_000_000))
    pq.write_table(pa.table({"text": ["x" * 100_000] * 200}), tmp_path / "t.parquet")
    assert (tmp_path / "t.parquet").stat().st_size < 100_000
    batches = list(read_batches(tmp_path / "t.parquet", 0, 200))
    assert max(batch.nbytes for _, batch in batches) <= 1_000_000
    assert sum(map(len, (batch for _, batch in batches))) == 200


def test_lists_and_large_row_groups_are_refused_all_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_pieces, "ROW_GROUP_BYTES", replace(ROW_GROUP_BYTES, most=10))
    pq.write_table(pa.table({"tags": [["a"]] * 50, "parts": [{"a": 1}] * 50}), tmp_path / "t.parquet")
    with pytest.raises(DataError) as caught:
        read_outline(tmp_path / "t.parquet")
    assert str(caught.value).splitlines()[1:] == [
        "t.parquet, row 1, tags: holds lists or structs, which are not read in parts. Delete the column, or write it as text.",
        "t.parquet, row 1, parts: holds lists or structs, which are not read in parts. Delete the column, or write it as text.",
        "t.parquet: has a row group of more than 10 bytes once unpacked. Write it with smaller row groups.",
    ]


@pytest.mark.parametrize("name", ["absent", "text"])
def test_a_file_that_is_missing_or_no_parquet_ends_in_a_sentence(tmp_path, name):
    (tmp_path / "text.parquet").write_text("PAR1 no more")
    with pytest.raises(DataError, match=rf"{name}.parquet.* (is missing|is not a Parquet file)"):
        read_outline(tmp_path / f"{name}.parquet")


def test_a_page_that_is_broken_ends_in_a_sentence(path):
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(bytes(content))
    with pytest.raises(DataError, match="is not a Parquet file that can be read"):
        list(read_batches(path, 0, 100))
