"""One run of `validate` names every fault of a broken dossier by file, row, column, value and remedy."""

import os
import subprocess
import sys
from pathlib import Path

import makers
import pytest

from stance.commands import main

ROOT = Path(__file__).resolve().parents[2]
FIRST = 10


def plant_faults(folder: Path) -> list[tuple[str, int, str, str, str]]:
    """Breaks the tables in `folder`; returns what to say of each fault: file, row, column, value, remedy."""
    statements, codings = folder / "statements.csv", folder / "codings.csv"
    adjudicated = _find(codings, coder="adjudicated", sovereignty="2")
    plain = [FIRST, FIRST + 5]
    edits = [
        ("statements.csv", 2, "date", "2015-02-30", "Write the day as YYYY-MM-DD"),
        ("statements.csv", 3, "date", "2021-05-05", "Mend the date, or the period in codebook.toml"),
        ("statements.csv", 4, "actor", "vladimir-puttin", "Did you mean 'vladimir-putin'"),
        ("statements.csv", 5, "source", "no.such.source", "Use one of '1492news-2017-02-23'"),
        ("statements.csv", 6, "speech", "quoted", "Use one of 'act', 'direct', 'indirect'"),
        ("statements.csv", 7, "date_precision", "week", "Use one of 'day', 'month', 'year'"),
        ("statements.csv", 8, "text", "", "Fill the cell"),
        ("actors.csv", 3, "side", "japann", "Did you mean 'japan'"),
        ("sources.csv", 4, "url", "www.example.org/x", "Write the whole address with http:// or https://"),
        ("codings.csv", plain[0], "statement", "jr-99999", "Did you mean 'jr-0"),
        ("codings.csv", plain[1], "security", "5", "Use one of -2, -1, 0, 1, 2, or leave it empty"),
        ("codings.csv", adjudicated, "sovereignty", "-2", "Make the two the same"),
        ("events.csv", 2, "date", "1945/08/01", "Write the day as YYYY-MM-DD"),
        ("events.csv", 3, "title", "", "Fill the cell"),
        ("figures.csv", 2, "value", "many", "Write digits only"),
        ("figures.csv", 3, "source", "nowhere", "is not in sources.csv"),
    ]
    for file, row, column, value, _ in edits:
        makers.edit_cell(folder / file, row, **{column: value})
    return edits + _append_faults(folder, statements, codings)


def _append_faults(folder: Path, statements: Path, codings: Path) -> list[tuple[str, int, str, str, str]]:
    uncoded = _find(statements, sovereignty="", sequencing="", security="")
    words = makers.read_rows(statements)[uncoded - 2]
    bad_code = makers.append_row(statements, uncoded, statement="jr-9001", text="New words", sequencing="3")
    same_id = makers.append_row(statements, uncoded, text="Other words")
    again = makers.append_row(statements, uncoded, statement="jr-9002")
    source, actor = (makers.read_rows(folder / f"{name}s.csv")[20][name] for name in ("source", "actor"))
    coding = makers.read_rows(codings)[0]
    remedy = "Give this row its own id"
    return [
        ("statements.csv", bad_code, "sequencing", "3", "Use one of -2, -1, 0, 1, 2, or leave it empty"),
        ("statements.csv", same_id, "statement", words["statement"], f"stands already in row {uncoded}. {remedy}"),
        ("statements.csv", again, "text", words["text"][:40], "Delete the repetition"),
        ("sources.csv", makers.append_row(folder / "sources.csv", 22), "source", source, f"row 22. {remedy}"),
        ("actors.csv", makers.append_row(folder / "actors.csv", 22), "actor", actor, f"row 22. {remedy}"),
        (
            "codings.csv",
            makers.append_row(codings, 2),
            "statement",
            f"{coding['statement']} + {coding['coder']}",
            f"stands already in row 2. {remedy}",
        ),
    ]


def _find(path: Path, **cells: str) -> int:
    """The first row from `FIRST` on that holds these cells."""
    rows = makers.read_rows(path)
    return next(n for n, row in enumerate(rows, 2) if n > FIRST and all(row[key] == cells[key] for key in cells))


def find_line(report: str, file: str, row: int, column: str, value: str) -> str:
    shown = f"'{value}" if value else ""
    return next((line for line in report.splitlines() if line.startswith(f"{file}, row {row}, {column}: {shown}")), "")


def test_one_run_names_every_fault_on_standard_error(shipped_copy):
    faults = plant_faults(shipped_copy)
    done = subprocess.run(
        [sys.executable, "-m", "stance", "validate", str(shipped_copy)],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (11, "")
    assert len({(file, column) for file, _, column, _, _ in faults}) >= 12
    for file, row, column, value, remedy in faults:
        assert remedy in find_line(done.stderr, file, row, column, value), (file, row, column)


def test_nothing_but_the_planted_faults_is_reported(shipped_copy, capsys):
    faults = plant_faults(shipped_copy)
    assert main(["validate", str(shipped_copy)]) == 11
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"{len(faults)} problems to fix:"
    assert len(lines) == len(faults) + 1


def test_each_fault_alone_is_enough_to_refuse_the_dossier(tmp_path, capsys):
    for number, column in enumerate(["statement", "date", "actor", "source", "text"]):
        folder = makers.write_dossier(tmp_path / str(number))
        makers.edit_cell(folder / "statements.csv", 3, **{column: ""})
        assert main(["validate", str(folder)]) == 11
        assert f"statements.csv, row 3, {column}: is empty" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_named_beside_the_faults_of_others(shipped_copy, capsys):
    makers.edit_cell(shipped_copy / "actors.csv", 2, side="nobody")
    events = shipped_copy / "events.csv"
    events.write_bytes(events.read_text(encoding="utf-8").encode("utf-16"))
    assert main(["validate", str(shipped_copy)]) == 11
    report = capsys.readouterr().err
    assert "events.csv: is in UTF-16. Save it again as CSV UTF-8." in report
    assert "actors.csv, row 2, side: 'nobody' is not known." in report


@pytest.mark.parametrize(("cell", "value"), [("url", "http://[x"), ("url", "http://a:b")])
def test_an_odd_address_does_not_end_in_a_traceback(shipped_copy, capsys, cell, value):
    makers.edit_cell(shipped_copy / "sources.csv", 2, **{cell: value})
    assert main(["validate", str(shipped_copy)]) in (0, 11)
    assert "Traceback" not in capsys.readouterr().err


def test_a_fault_of_the_codebook_ends_with_10(shipped_copy, capsys):
    book = shipped_copy / "codebook.toml"
    book.write_text(book.read_text(encoding="utf-8").replace('pole = "minus"', 'pole = "left"'), encoding="utf-8")
    assert main(["validate", str(shipped_copy)]) == 10
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "codebook.toml, side russia, pole: 'left' is not known. Use 'minus', 'plus' or leave it out." in shown.err


def test_an_unknown_name_ends_with_2(capsys):
    assert main(["validate", "japan-rusia"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "There is no dossier 'japan-rusia'. Did you mean 'japan-russia'" in shown.err
