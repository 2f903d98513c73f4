"""Health: failed where no dossier can be read, degraded where pages do without something; what has not changed is not read."""

from pathlib import Path

import makers
import pytest

from stance.dossier import loading
from stance.ui import loaded
from stance.ui.watching import health


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of dossiers, with one that is sound, and no classifiers."""
    monkeypatch.setattr(health, "find_dossiers", lambda: health_of(tmp_path))
    monkeypatch.setattr(loading, "MODELS", tmp_path / "models")
    makers.make_other_dossier(tmp_path / "river")
    return tmp_path


def health_of(folder: Path) -> dict[str, Path]:
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/codebook.toml"))}


def _break(folder: Path) -> None:
    makers.edit_cell(folder / "statements.csv", 3, date="22.01.2015")


def test_a_broken_dossier_fails_with_the_sentence_and_a_mended_one_is_well_again(data):
    before = (data / "river/statements.csv").read_bytes()
    _break(data / "river")
    found = health.check_health()
    assert found["status"] == "failed"
    assert "statements.csv, row 3, date: '22.01.2015' is not a date" in found["dossiers"]["river"]["trouble"]
    (data / "river/statements.csv").write_bytes(before)
    assert health.check_health()["status"] == "degraded"


def test_no_dossier_at_all_fails(data):
    (data / "river/codebook.toml").unlink()
    found = health.check_health()
    assert found["status"] == "failed"
    assert found["trouble"] == loading.NONE_FOUND


def test_one_broken_dossier_beside_a_sound_one_degrades(data):
    makers.make_other_dossier(data / "lake")
    _break(data / "lake")
    found = health.check_health()
    assert found["status"] == "degraded"
    assert found["dossiers"]["lake"]["status"] == "failed"


def test_a_classifier_that_is_not_there_degrades_and_says_what_mends_it(data):
    found = health.check_health()
    assert found["status"] == "degraded"
    assert "Run: python -m stance train" in found["dossiers"]["river"]["trouble"]


def test_the_shipped_dossiers_are_well():
    well = {"status": "ok"}
    assert health.check_health() == {"status": "ok", "dossiers": {"japan-russia": well, "uk-eu": well}}


def test_a_second_check_reads_nothing(data, monkeypatch):
    first = health.check_health()
    monkeypatch.setattr(loaded, "load_dossier", lambda folder: pytest.fail(f"{folder} was read again"))
    monkeypatch.setattr(loaded, "find_scores", lambda folder, dossier: pytest.fail(f"{folder} was read again"))
    assert health.check_health() == first
