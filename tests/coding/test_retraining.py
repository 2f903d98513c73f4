"""A classifier on the final codes: made apart, compared, and put in place only when it is said."""

import shutil
from dataclasses import replace
from pathlib import Path

import makers
import pytest

from stance.classifier.cards import is_stale, load_card
from stance.classifier.releasing import build_release
from stance.classifier.storage import find_scores, save_classifier
from stance.coding import retraining
from stance.coding.entries import Entry
from stance.coding.exchange import read_all_standing
from stance.coding.finals import keep_usable
from stance.coding.retraining import Retrained, finish_retraining, put_in_place, start_retraining
from stance.coding.store import open_private
from stance.dossier.loading import Dossier, find_models, load_dossier
from stance.errors import UsageError
from stance.limits import DEMO_CODINGS
from stance.wording.keeping import compare_cards, describe_measured

UNCODED = [f"речь-{number:03}" for number in range(40, 44)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> tuple[Path, Retrained]:
    """A folder of a dossier of which a coder coded what no one had, and what training on that brought; trained once."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LEAST_CODED", "LEAST_CODED_SOURCES"):
            patch.setattr(f"stance.classifier.training.{name}", replace(DEMO_CODINGS, most=2), raising=False)
        folder = makers.make_other_dossier(tmp_path_factory.mktemp("retrained") / "river")
        dossier = load_dossier(folder)
        return folder, train(dossier, patch)


def train(dossier: Dossier, patch: pytest.MonkeyPatch) -> Retrained:
    """The same as the process does, in this one, which knows the other negotiation's few statements to be enough."""
    store = open_private(DEMO_CODINGS)
    store.add_all([Entry("river", "7b", one, "ann", {"quota": 1, "access": None}) for one in UNCODED])

    def train_here(folder: Path, said: Path) -> "Done":
        save_classifier(*build_release(load_dossier(folder)), find_models(folder))
        return Done(folder)

    patch.setattr(retraining, "start_training", train_here)
    return finish_retraining(start_retraining(dossier, keep_usable(read_all_standing(store, dossier), dossier)))


class Done:
    """A training that is over."""

    trouble = ""

    def __init__(self, folder: Path, trouble: str = "") -> None:
        self.folder, self.trouble = folder, trouble

    def stop(self) -> None:
        """It is over."""


@pytest.fixture
def river(trained, tmp_path: Path) -> tuple[Dossier, Retrained]:
    """A copy of the folder that a test may change, and the classifier for it."""
    folder, made = trained
    dossier = load_dossier(Path(shutil.copytree(folder, tmp_path / "river")))
    return dossier, replace(made, dossier=replace(made.dossier, folder=dossier.folder))


def test_the_dossier_and_its_classifier_are_as_they_were_until_it_is_said(trained):
    folder, made = trained
    assert load_dossier(folder).statements["coded"].sum() == 40
    assert not find_models(folder).exists()
    assert made.dossier.statements["coded"].sum() == 44 and made.card["counts"]["coded"] == 44


def test_use_puts_codes_codings_and_classifier_in_place_and_nothing_is_stale(river):
    dossier, made = river
    put_in_place(made, dossier, "# Model card")
    changed = load_dossier(dossier.folder)
    models = find_models(dossier.folder)
    scores, trouble = find_scores(models, changed)
    assert (trouble, len(scores)) == ("", 88)
    assert not is_stale(load_card(models, changed), changed)
    assert changed.statements.set_index("statement").loc[UNCODED, "quota"].tolist() == [1] * 4
    assert set(changed.codings["coder"]) == {"a", "b", "ann"}
    assert (models / "card.md").read_text() == "# Model card"


def test_a_dossier_that_changed_meanwhile_is_left_as_it_is(river):
    dossier, made = river
    makers.edit_cell(dossier.folder / "statements.csv", 3, text="Another text")
    before = (dossier.folder / "statements.csv").read_bytes()
    with pytest.raises(UsageError, match="has changed since this classifier was trained"):
        put_in_place(made, load_dossier(dossier.folder))
    assert (dossier.folder / "statements.csv").read_bytes() == before
    assert not find_models(dossier.folder).exists()


def test_where_the_classifier_cannot_be_written_the_codes_are_not_either(river):
    dossier, made = river
    before = {path.name: path.read_bytes() for path in dossier.folder.iterdir()}
    find_models(dossier.folder).write_text("a file in the place of the folder")
    with pytest.raises(UsageError, match="cannot be written"):
        put_in_place(made, dossier)
    find_models(dossier.folder).unlink()
    assert {path.name: path.read_bytes() for path in dossier.folder.iterdir()} == before


def test_old_and_new_measures_stand_side_by_side_with_what_reads_nothing(river):
    dossier, made = river
    rows = compare_cards(made.card, made.card, dossier.codebook)
    assert len(rows) == 10 and all(old == new for _, _, old, new, _ in rows)
    assert {row[2] for row in compare_cards(None, made.card, dossier.codebook)} == {"—"}
    assert "no classifier in use" in describe_measured(None, made.card)
    assert describe_measured(made.card, made.card).count("44 statements") == 2


def test_a_training_that_is_refused_says_why_and_names_the_dossier_not_its_folder(talks, monkeypatch):
    monkeypatch.setattr(
        retraining,
        "start_training",
        lambda folder, said: Done(folder, f"The dossier {folder} has 3 statements that are coded."),
    )
    store = open_private(DEMO_CODINGS)
    started = start_retraining(talks, keep_usable(read_all_standing(store, talks), talks))
    with pytest.raises(UsageError, match="The dossier river has 3 statements"):
        finish_retraining(started)
