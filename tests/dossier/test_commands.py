"""Commands in messages run as they are written, wherever dossier and classifiers stand."""

import shlex
from pathlib import Path

import pytest

from stance.dossier.commands import write_command
from stance.dossier.loading import DATA, MODELS, find_dossier

START = ["python", "-m", "stance", "train"]


def test_a_dossier_of_the_data_folder_is_named_alone():
    assert write_command("train", DATA / "japan-russia") == "python -m stance train japan-russia"
    assert write_command("train", DATA / "japan-russia", MODELS) == "python -m stance train japan-russia"


def test_the_folder_of_classifiers_is_written_where_it_is_not_the_usual_one(tmp_path):
    folder = tmp_path / "river"
    assert write_command("train", folder, tmp_path) == shlex.join([*START, str(folder), "--models", str(tmp_path)])
    assert write_command("train", folder) == shlex.join([*START, str(folder)])
    assert write_command("train", DATA / "japan-russia", tmp_path).endswith(f"japan-russia --models {tmp_path}")


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
