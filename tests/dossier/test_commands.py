"""Commands in messages run as they are written, wherever dossier and classifiers stand."""

import shlex
from pathlib import Path

import pytest

from stance.dossier.commands import write_command
from stance.dossier.loading import DATA, MODELS, find_dossier


def test_a_dossier_of_the_data_folder_is_named_alone():
    assert write_command("train", DATA / "japan-russia") == "python -m stance train japan-russia"
    assert write_command("train", DATA / "japan-russia", MODELS) == "python -m stance train japan-russia"


@pytest.mark.parametrize("name", ["my talks", "it's", "a;b", "-x", "$HOME", "переговоры"])
def test_a_path_is_quoted_so_that_a_shell_gives_it_back(name, tmp_path):
    words = shlex.split(write_command("evaluate", tmp_path / name, tmp_path / "models of mine"))
    assert words == [
        *["python", "-m", "stance", "evaluate"],
        str(tmp_path / name),
        "--models",
        str(tmp_path / "models of mine"),
    ]


def test_the_dossier_of_a_command_is_the_one_that_it_was_written_for(tmp_path, monkeypatch):
    (tmp_path / "talks").mkdir()
    monkeypatch.chdir(tmp_path)
    folder = find_dossier("talks")
    monkeypatch.chdir("/")
    *_, written = shlex.split(write_command("train", folder))
    assert find_dossier(written) == Path(tmp_path / "talks").resolve()
