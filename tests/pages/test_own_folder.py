"""A folder of dossiers of one's own, STANCE_DATA: in the picker by its title, trained by the command, shown with its classifier."""

from dataclasses import replace
from functools import partial

import pytest

from stance.classifier import evaluation, least, releasing
from stance.commands import main
from stance.limits import LEAST_CODED
from stance.ui.watching.health import check_health

from . import builders

TITLE = "Переговоры о реке / 川の交渉"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The folder of a dossier that stands in a folder of one's own, and is small enough to be trained in a moment."""
    monkeypatch.setenv("STANCE_DATA", str(tmp_path / "own"))
    monkeypatch.setattr(evaluation, "DRAWS", 20)
    monkeypatch.setattr(least, "LEAST_CODED", replace(LEAST_CODED, most=builders.COUNT))
    monkeypatch.setattr(releasing, "cross_fit_all", partial(releasing.cross_fit_all, repeats=1))
    return builders.make_full(tmp_path / "own")


def test_a_dossier_of_an_own_folder_is_trained_by_its_name_and_shown_with_its_classifier(own, open_page, capsys):
    first = open_page("overview")
    assert first.app.selectbox(key="dossier").options == [
        "Japan-Russia peace-treaty talks",
        "UK-EU withdrawal talks",
        TITLE,
    ]
    view = open_page("method", dossier="river", method="Classifier")
    assert [one for one in view.messages if "Run: python -m stance train" in one]
    assert main(["train", "river"]) == 0
    said = capsys.readouterr()
    assert f"Written to {own / 'classifier'}" in said.err
    assert "In words." in said.out
    view = open_page("method", dossier="river", method="Classifier")
    view.check_runs()
    assert "Whether to use its scores" in view.texts
    assert not [one for one in view.messages if "Run: python -m stance train" in one]


def test_health_knows_the_dossiers_of_an_own_folder(own):
    assert set(check_health()["dossiers"]) == {"japan-russia", "uk-eu", "river"}
