"""Every limit is run: what is over it is refused with the message that docs/limits.md shows."""

import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import makers
import pandas as pd
import pytest

from stance import limits
from stance.coding.roles import load_roles
from stance.dossier.checks import check_table
from stance.dossier.codebook import load_codebook
from stance.dossier.columns import STATEMENTS, fit_table
from stance.dossier.forms import read_toml
from stance.dossier.tables import parse_table, read_table
from stance.errors import DataError, Problem, StanceError
from stance.export import rebuild
from stance.files import read_json, read_text
from stance.limits import LIMITS, Limit

TESTS = Path(__file__).parent
SIDES = "".join(f'[[side]]\nid = "s{number}"\n' for number in range(51))
TOPICS = "".join(f'[[topic]]\nid = "t{n}"\nquestion = "q"\nminus = "a"\nplus = "b"\n' for n in range(51))


def name_of(limit: Limit) -> str:
    return next(name for name, value in vars(limits).items() if value is limit)


def refuse(call: Callable, *what) -> str:
    with pytest.raises(StanceError) as caught:
        call(*what)
    return str(caught.value)


def parse(content: bytes) -> str:
    return refuse(parse_table, content, "t.csv")


def sparse(path: Path, size: int) -> Path:
    path.touch()
    os.truncate(path, size)
    return path


def load(folder: Path, codebook: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "codebook.toml").write_text(codebook)
    return refuse(load_codebook, folder)


def zip_many(path: Path, count: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"x{number}", b"")
    return path


def check(folder: Path, rows: pd.DataFrame) -> str:
    (folder / "codebook.toml").write_text(makers.CODEBOOK)
    table = fit_table(STATEMENTS, load_codebook(folder))
    return str(DataError(check_table(rows, table)))


def toml(path: Path) -> str:
    return str(read_toml(path)[1][0])


def name_coder(path: Path, name: str) -> str:
    path.write_text(f"[names]\nann = '{name}'")
    return refuse(load_roles, path)


def count_rows(count: int) -> pd.DataFrame:
    return pd.DataFrame({"statement": range(count)}, dtype="str")


# What is over each limit, as a function of a folder, and the message that it ends in.
OVER: dict[str, Callable[[Path], str]] = {
    "FILE_BYTES": lambda folder: refuse(read_table, sparse(folder / "t.csv", 80_000_001)),
    "LINES": lambda _: parse(b"a\n" + b"\n" * 2_000_002),
    "LINE_CHARACTERS": lambda _: parse(b"a\n" + b"x" * 1_000_001),
    "COLUMNS": lambda _: parse(b"," * 500 + b"a\n"),
    "CELLS": lambda _: parse(
        ",".join(f"c{n}" for n in range(500)).encode() + b"\n" + (b"x" + b"," * 499 + b"\n") * 20_001
    ),
    "CELL_CHARACTERS": lambda _: parse(b"a\n" + b"x" * 100_001 + b"\n"),
    "TEXT_CHARACTERS": lambda folder: check(folder, pd.DataFrame({"text": ["x" * 20_001]}, index=[2], dtype="str")),
    "DOSSIER_ROWS": lambda folder: check(folder, count_rows(100_001)),
    "PROBLEMS_KEPT": lambda _: parse(b"a,b\n" + b"x\n" * 100_001),
    "PROBLEMS_SHOWN": lambda _: str(DataError([Problem("t.csv", n, "", "", "is odd", "Mend it") for n in range(201)])),
    "TOML_BYTES": lambda folder: toml(sparse(folder / "codebook.toml", 200_001)),
    "TOML_DEPTH": lambda folder: load(folder, "a" + ".a" * 30 + " = 1"),
    "JSON_BYTES": lambda folder: refuse(read_json, sparse(folder / "a.json", 5_000_001)),
    "NOTES_BYTES": lambda folder: refuse(read_text, sparse(folder / "README.md", 1_000_001), limits.NOTES_BYTES),
    "CODE": lambda folder: load(folder, makers.CODEBOOK.replace("[-1, 0, 1]", "[-1, 1001]")),
    "LEVELS": lambda folder: load(folder, makers.CODEBOOK.replace("[-1, 0, 1]", str(list(range(26))))),
    "TOPICS": lambda folder: load(folder, makers.CODEBOOK + TOPICS),
    "SIDES": lambda folder: load(folder, makers.CODEBOOK + SIDES),
    "ARCHIVE_MEMBERS": lambda folder: refuse(rebuild, zip_many(folder / "view.zip", 1001)),
    "CODER_CHARACTERS": lambda folder: name_coder(folder / "roles.toml", "a" * 61),
    "FIRST_YEAR": lambda folder: load(folder, makers.CODEBOOK.replace("2020-01-01", "1699-01-01")),
    "LAST_YEAR": lambda folder: load(folder, makers.CODEBOOK.replace("2022-12-31", "2201-12-31")),
}
# Limits that the tests of their own rooms run.
ELSEWHERE = {
    "UNPACKED_BYTES": "dossier/test_parquet.py",
    "TRACK": "estimates/test_drawn_lines.py",
    "PARQUET_ROWS": "dossier/test_large.py",
    "PARQUET_BYTES": "dossier/test_large.py",
    "PARQUET_UNPACKED": "dossier/test_large.py",
    "ROW_GROUP_BYTES": "dossier/test_parquet_pieces.py",
    "WORKERS": "classifier/test_streaming.py",
    "LEAST_CODED": "classifier/test_releasing.py",
    "LEAST_CODED_SOURCES": "classifier/test_releasing.py",
    "ARRAYS_BYTES": "classifier/test_storage.py",
    "ARCHIVE_BYTES": "export/test_archive.py",
    "SCORES_BYTES": "export/test_rebuilding.py",
    "SCORES_ROWS": "export/test_rebuilding.py",
    "VIEW_ENTRIES": "export/test_rebuilding.py",
    "SEARCH_CHARACTERS": "export/test_rebuilding.py",
    "UPLOAD_MB": "pages/test_own_events.py",
    "PASTED_CHARACTERS": "pages/test_hostile_visitors.py",
    "DEMO_PASTED_CHARACTERS": "pages/test_demo.py",
    "DEMO_UPLOAD_MB": "pages/test_demo.py",
    "OWN_MINUTES": "pages/test_demo.py",
    "WINDOW_DAYS": "test_main.py",
    "OWN_LINES": "dossier/test_own_events.py",
    "OWN_EVENTS": "dossier/test_own_events.py",
    "CODING_NOTE": "coding/test_entries.py",
    "CODING_NAME": "coding/test_entries.py",
    "DEMO_CODINGS": "coding/test_store.py",
    "CODERS": "estimates/test_agreement_draws.py",
}


def test_every_limit_is_run_by_a_test():
    assert {name_of(limit) for limit in LIMITS} == {*OVER, *ELSEWHERE}
    texts = {name: (TESTS / file).read_text(encoding="utf-8") for name, file in ELSEWHERE.items()}
    assert [name for name, text in texts.items() if name not in text and getattr(limits, name).amount not in text] == []


@pytest.mark.parametrize("name", OVER)
def test_what_is_over_a_limit_is_refused_with_its_message(tmp_path, name):
    limit = getattr(limits, name)
    said = OVER[name](tmp_path)
    trouble, remedy = (
        re.escape(part).replace("…", "[0-9,]+") for part in limit.message.removesuffix(".").split(". ", 1)
    )
    assert re.search(trouble, said), said[-300:]
    assert name == "PROBLEMS_SHOWN" or re.search(remedy, said), said[-300:]


def test_a_limit_is_only_as_large_as_it_says(tmp_path, monkeypatch):
    monkeypatch.setattr("stance.dossier.tables.FILE_BYTES", replace(limits.FILE_BYTES, most=5))
    (tmp_path / "t.csv").write_text("a\n1\n2\n")
    assert "is larger than 5 bytes" in refuse(read_table, tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text("a\n1\n")
    assert len(read_table(tmp_path / "t.csv")) == 1
