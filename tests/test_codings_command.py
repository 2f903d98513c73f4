"""`python -m stance codings`: out of the database and back."""

from pathlib import Path

import pytest

from stance.coding.entries import Entry
from stance.coding.store import open_store
from stance.commands import main

ENTRY = Entry("river", "7b", "речь-041", "ann", {"quota": 1, "access": None}, note="“why”")


@pytest.fixture(autouse=True)
def kept(other_dossier: Path) -> None:
    open_store(f"sqlite:///{other_dossier / 'codings.db'}").add(ENTRY)


@pytest.mark.parametrize(("history", "said"), [((), "1 coding added"), (("--history",), "1 coding added")])
def test_what_is_taken_out_can_be_brought_into_another_database_and_only_once(
    other_dossier, tmp_path, monkeypatch, capsys, history, said
):
    out = tmp_path / "out.csv"
    assert main(["codings", str(other_dossier), "--out", str(out), *history]) == 0
    assert "1 rows written" not in capsys.readouterr().err
    monkeypatch.setenv("STANCE_DATABASE_URL", f"sqlite:///{tmp_path / 'team.db'}")
    for times in (said, "0 codings added, 1 there already"):
        assert main(["codings", str(other_dossier), "--in", str(out)]) == 0
        assert times in capsys.readouterr().err
    (row,) = open_store(f"sqlite:///{tmp_path / 'team.db'}").read_history("river", ["quota"]).to_dict("records")
    assert (row["coder"], row["quota"], row["note"]) == ("ann", 1, "“why”")


@pytest.mark.parametrize("words", [(), ("--out", "a.csv", "--in", "b.csv"), ("--in", "b.csv", "--history")])
def test_it_takes_out_or_brings_in(other_dossier, tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    assert main(["codings", str(other_dossier), *words]) == 2
    assert "either --out FILE" in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_it_writes_onto_no_table_of_the_dossier(other_dossier, capsys):
    before = (other_dossier / "codings.csv").read_bytes()
    assert main(["codings", str(other_dossier), "--out", str(other_dossier / "codings.csv")]) == 2
    assert (other_dossier / "codings.csv").read_bytes() == before
