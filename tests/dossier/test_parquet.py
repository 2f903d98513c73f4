"""Parquet: cells as text, columns kept as they are, and nothing of a hostile file but a sentence."""

import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.dossier import parquet
from stance.dossier.parquet import add_columns, read_parquet
from stance.errors import DataError
from stance.limits import LINES, UNPACKED_BYTES

COLUMNS = {
    "text": pa.array(["One", None, "北"]),
    "bytes": pa.array([b"One", None, "北".encode()]),
    "whole": pa.array([1, None, -3], pa.int64()),
    "share": pa.array([1.0, None, 0.25]),
    "day": pa.array([datetime.date(2019, 1, 5), None, datetime.date(1, 1, 1)]),
    "tags": pa.array([["a", "b"], None, []]),
    "parts": pa.array([{"a": 1}, None, {"a": None}]),
    "kind": pa.array(["x", None, "x"]).dictionary_encode(),
    "is": pa.array([True, None, False]),
    "none": pa.nulls(3),
}
TEXTS = {
    "text": ["One", "", "北"],
    "bytes": ["One", "", "北"],
    "whole": ["1", "", "-3"],
    "share": ["1", "", "0.25"],
    "day": ["2019-01-05", "", "0001-01-01"],
    "tags": ['["a", "b"]', "", "[]"],
    "parts": ['{"a": 1}', "", '{"a": null}'],
    "kind": ["x", "", "x"],
    "is": ["True", "", "False"],
    "none": ["", "", ""],
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "t.parquet"


def test_every_kind_of_column_is_read_as_text_with_the_rows_of_a_spreadsheet(path):
    pq.write_table(pa.table(COLUMNS), path)
    read = read_parquet(path)
    assert read.to_dict("list") == TEXTS
    assert list(read.index) == [2, 3, 4]


def test_columns_are_added_and_every_other_one_stays_as_it_was(path, tmp_path):
    before = pa.table(COLUMNS).replace_schema_metadata({"by": "someone"})
    pq.write_table(before, path)
    (tmp_path / "o.parquet").write_bytes(add_columns(path, pd.DataFrame({"known": [0.5, None, 1.0]})))
    after = pq.read_table(tmp_path / "o.parquet")
    assert after.column_names == [*before.column_names, "known"]
    assert after["known"].to_pylist() == [0.5, None, 1.0]
    assert after.schema.metadata[b"by"] == b"someone"
    for name in before.column_names:
        plain = name != "kind"  # a dictionary of texts comes back as the texts
        assert after[name].type == before[name].type if plain else after[name].type == pa.string()
        assert after[name].to_pylist() == before[name].to_pylist()


def test_the_index_that_pandas_wrote_is_a_column_of_the_text_and_an_index_again(path, tmp_path):
    frame = pd.DataFrame({"text": ["One", "Two"]}, index=pd.Index(["id-7", "id-8"], name="key"))
    frame.to_parquet(path)
    assert read_parquet(path)["key"].tolist() == ["id-7", "id-8"]
    (tmp_path / "o.parquet").write_bytes(add_columns(path, pd.DataFrame({"known": [0.5, 1.0]})))
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "o.parquet"), frame.assign(known=[0.5, 1.0]))


def test_bytes_that_are_no_text_are_refused_with_row_and_column(path):
    pq.write_table(pa.table({"text": [b"One", b"\xe5\xff"], "b": [b"\xff", b""]}), path)
    with pytest.raises(DataError) as caught:
        read_parquet(path)
    assert [(one.row, one.column, one.trouble) for one in caught.value.problems] == [
        (3, "text", "is not UTF-8"),
        (2, "b", "is not UTF-8"),
    ]


def test_a_small_file_that_unpacks_to_any_size_is_refused_before_it_does(path):
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, pa.int32()), ["x" * 10_000])
    pq.write_table(pa.table({"text": long}), path)
    assert path.stat().st_size < 100_000
    with pytest.raises(DataError, match=UNPACKED_BYTES.refuse()[0]):
        read_parquet(path)


def test_more_rows_columns_or_numbers_than_the_limits_are_refused(path, monkeypatch):
    monkeypatch.setattr(
        parquet, "LINES", parquet.LINES.__class__(LINES.what, 2, LINES.unit, LINES.trouble, LINES.remedy)
    )
    pq.write_table(pa.table({"a": [1, 2, 3]}), path)
    with pytest.raises(DataError, match="has more than 2 lines"):
        read_parquet(path)
    pq.write_table(pa.table({f"c{n}": [1] for n in range(501)}), path)
    with pytest.raises(DataError, match="has 501 columns; the limit is 500 columns"):
        read_parquet(path)


def test_a_name_that_two_columns_have_is_named(path):
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    with pytest.raises(DataError, match="has two columns 'a'"):
        read_parquet(path)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4))
def test_a_broken_file_is_a_sentence_and_never_a_crash(path, cuts):
    pq.write_table(pa.table(COLUMNS), path)
    content = bytearray(path.read_bytes())
    for place, junk in cuts:
        content[place : place + len(junk)] = junk
    path.write_bytes(bytes(content))
    try:
        read_parquet(path)
    except DataError as error:
        assert str(error).startswith(("1 problem", "2 problems", "3 problems"))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1", b"text\nOne\n", b"PAR1" + b"\xff" * 64 + b"PAR1"])
def test_what_is_no_parquet_file_is_said_to_be_none(path, content):
    path.write_bytes(content)
    with pytest.raises(DataError, match="is not a Parquet file that can be read"):
        read_parquet(path)
