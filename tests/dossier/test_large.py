"""Tables of a dossier as Parquet: the same dossier as from CSV, only what is needed is read, and limits of its own."""

from dataclasses import replace
from pathlib import Path

import makers
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.errors import DataError
from stance.limits import PARQUET_BYTES, PARQUET_ROWS, PARQUET_UNPACKED

FRAMES = ("statements", "actors", "sources", "codings", "events", "figures")


def write_parquet(folder: Path, name: str = "statements", **more: object) -> None:
    """The table of a dossier in Parquet in place of its CSV, with more columns."""
    path = folder / f"{name}.csv"
    pd.read_csv(path, dtype=str, keep_default_na=False).assign(**more).to_parquet(path.with_suffix(".parquet"))
    path.unlink()


def read_fault(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        load_dossier(folder)
    return str(caught.value)


def test_a_dossier_is_the_same_from_either_kind_of_file(other_dossier):
    from_csv = load_dossier(other_dossier)
    for name in ("statements", "actors", "codings"):
        write_parquet(other_dossier, name)
    from_parquet = load_dossier(other_dossier)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(from_parquet, name), getattr(from_csv, name))


def test_numbers_and_days_of_parquet_are_read_as_they_are_written_in_csv(tmp_path):
    folder = makers.write_dossier(tmp_path)
    from_csv = load_dossier(folder).statements
    typed = pd.read_csv(folder / "statements.csv", dtype={"statement": str, "fund": "Int8"}, parse_dates=["date"])
    typed.assign(date=typed["date"].dt.date).to_parquet(folder / "statements.parquet")
    (folder / "statements.csv").unlink()
    pd.testing.assert_frame_equal(load_dossier(folder).statements, from_csv)


def test_two_files_of_one_table_are_a_fault(tmp_path):
    folder = makers.write_dossier(tmp_path)
    content = (folder / "statements.csv").read_bytes()
    write_parquet(folder)
    (folder / "statements.csv").write_bytes(content)
    assert "statements.parquet: stands beside statements.csv. Delete one of the two." in read_fault(folder)


def test_messages_name_the_file_that_is_there(tmp_path):
    folder = makers.write_dossier(tmp_path)
    write_parquet(folder, date=["2020-01-02", "soon", "2020-01-04"])
    assert "statements.parquet, row 3, date: 'soon' is not a date" in read_fault(folder)


def test_a_column_that_nothing_reads_is_named_and_does_not_count(tmp_path, monkeypatch):
    folder = makers.write_dossier(tmp_path)
    write_parquet(folder, scan=["x" * 5_000, "y" * 5_000, "z" * 5_000])
    monkeypatch.setattr("stance.dossier.loading.PARQUET_UNPACKED", replace(PARQUET_UNPACKED, most=3_000))
    loaded = load_dossier(folder)
    assert loaded.unread == {"statements.parquet": ["scan"]}
    assert "scan" not in loaded.statements


@pytest.mark.parametrize(
    ("limit", "place", "amount", "most"),
    [
        (PARQUET_ROWS, "checks.PARQUET_ROWS", "1,000,000 rows", 2),
        (PARQUET_BYTES, "loading.PARQUET_BYTES", "300,000,000 bytes", 100),
        (PARQUET_UNPACKED, "loading.PARQUET_UNPACKED", "600,000,000 bytes", 100),
    ],
)
def test_what_is_over_a_limit_is_refused(tmp_path, monkeypatch, limit, place, amount, most):
    folder = makers.write_dossier(tmp_path)
    write_parquet(folder)
    small = replace(limit, most=most)
    monkeypatch.setattr(f"stance.dossier.{place}", small)
    trouble, remedy = small.refuse(3)
    assert f"statements.parquet: {trouble}. {remedy}." in read_fault(folder)
    assert limit.amount == amount
