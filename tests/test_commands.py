"""The terminal: odd names, odd streams, an end from outside, long lists of problems."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import makers
import pytest

from stance.commands import main
from stance.errors import FIELDS

ROOT = Path(__file__).resolve().parents[1]
NAMES = ["x" * 300, "a\x1b[31mb", "a\udcffb", "нет", "a\nb", "/dev/null", "data/japan-russia/statements.csv", ""]


def run_apart(*words: str | bytes, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "stance", *words],
        cwd=ROOT,
        capture_output=True,
        env=os.environ | environment,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["validate", "positions", "train"])
@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_is_one_sentence_and_an_exit_code(capsys, command, name):
    code = main([command, name])
    shown = capsys.readouterr()
    assert code in (2, 10)
    assert "Traceback" not in shown.err
    assert shown.err.strip()
    assert "\x1b" not in shown.err


def test_a_stream_that_cannot_write_a_sign_shows_its_code(tmp_path):
    folder = makers.write_dossier(
        tmp_path, statements=makers.STATEMENTS.replace("ann,", "олег,"), actors="actor\nбоб\n"
    )
    done = run_apart("validate", str(folder), PYTHONIOENCODING="ascii")
    assert done.returncode == 11
    assert b"Traceback" not in done.stderr
    assert b"'\\u043e\\u043b\\u0435\\u0433' is not in actors.csv" in done.stderr


def test_positions_are_utf_8_on_any_stream_and_guarded(tmp_path):
    text = makers.STATEMENTS + "".join(f"{n},2020-01-0{n},ann,s{n},Words {n},1\n" for n in range(4, 8))
    folder = makers.write_dossier(tmp_path, statements=text.replace("ann,", "=олег,"))
    done = run_apart("positions", str(folder), "--by", "actor", "--scores", "codes", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    groups = {row["group"] for row in csv.DictReader(done.stdout.decode("utf-8").splitlines())}
    assert "'=олег" in groups
    assert "=олег" not in groups


def test_twenty_thousand_bad_rows_are_two_hundred_lines_a_count_and_a_file(tmp_path, capsys):
    rows = "".join(f"{n},2020-01-40,ann,gazette,Words {n},1\n" for n in range(20_000))
    folder = makers.write_dossier(tmp_path / "talks", statements="statement,date,actor,source,text,fund\n" + rows)
    assert main(["validate", str(folder)]) == 11
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["All problems as a file: add --problems FILE.csv", "20,000 problems to fix:"]
    assert (len(lines), lines[-1]) == (203, "… and 19,800 problems more. The whole list is a file.")
    out = tmp_path / "problems.csv"
    assert main(["validate", str(folder), "--problems", str(out)]) == 11
    with out.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert (len(listed), tuple(listed[0])) == (20_000, FIELDS)
    assert listed[-1]["row"] == "20001"


def test_what_is_not_read_is_said(tmp_path, capsys):
    folder = makers.write_dossier(
        tmp_path,
        statements=makers.STATEMENTS.replace("fund\n", "fund,mood\n")
        .replace(",1\n", ",1,x\n")
        .replace(",-1\n", ",-1,y\n")
        .replace("rains,\n", "rains,,\n"),
    )
    assert main(["validate", str(folder)]) == 0
    assert capsys.readouterr().err == "Not read: statements.csv, columns mood.\n"


def test_a_classifier_is_not_trained_into_a_dossier(tmp_path, capsys):
    folder = makers.write_dossier(tmp_path / "talks")
    before = sorted(path.name for path in folder.iterdir())
    assert main(["train", str(folder), "--models", str(tmp_path)]) == 2
    assert "is a dossier. Name another folder for classifiers by --models." in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == before
