"""Which database a visitor's codings go to."""

from dataclasses import replace
from pathlib import Path

import pytest

from stance.ui import databases
from stance.ui.databases import find_store


@pytest.fixture
def session(monkeypatch) -> dict:
    """A visit of its own."""
    found: dict = {}
    monkeypatch.setattr(databases.st, "session_state", found)
    return found


@pytest.fixture
def river(talks, tmp_path: Path):
    return replace(talks, folder=tmp_path / "river")


def test_they_go_into_a_file_beside_the_dossier_and_all_visitors_share_it(river, session):
    river.folder.mkdir()
    store = find_store(river)
    assert store.kind == "file" and (river.folder / "codings.db").is_file()
    session.clear()
    assert find_store(river) is store


def test_a_team_names_another_database(river, session, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DATABASE_URL", f"sqlite:///{tmp_path / 'team.db'}")
    find_store(river)
    assert (tmp_path / "team.db").is_file() and not river.folder.exists()


def test_those_of_a_public_demo_stay_in_the_visit_and_are_written_nowhere(river, session, monkeypatch, tmp_path):
    monkeypatch.setenv("STANCE_DEMO", "1")
    monkeypatch.setenv("STANCE_DATABASE_URL", f"sqlite:///{tmp_path / 'team.db'}")
    store = find_store(river)
    assert store.kind == "memory" and find_store(river) is store
    assert not list(tmp_path.iterdir())
    session.clear()
    assert find_store(river) is not store


def test_those_of_a_dossier_of_ones_own_lie_in_its_folder_whatever_the_team_has(river, session, monkeypatch, tmp_path):
    monkeypatch.setenv("STANCE_DATABASE_URL", f"sqlite:///{tmp_path / 'team.db'}")
    monkeypatch.setattr(databases, "is_own", lambda folder: folder == river.folder)
    river.folder.mkdir()
    store = find_store(river)
    assert (river.folder / "codings.db").is_file() and not (tmp_path / "team.db").exists()
    assert find_store(river) is store
    session.clear()
    assert find_store(river) is not store
