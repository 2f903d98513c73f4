"""A classifier on the final codes: made apart, compared, and put in place only when it is said."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from stance.classifier.cards import CARD, hash_training, is_stale, load_card
from stance.classifier.storage import find_scores
from stance.coding import retraining
from stance.coding.entries import Entry
from stance.coding.exchange import read_all_standing
from stance.coding.finals import keep_usable
from stance.coding.retraining import Retrained, finish_retraining, put_in_place, start_retraining
from stance.coding.store import open_private
from stance.dossier.loading import MODELS, Dossier, find_models, load_dossier
from stance.errors import UsageError
from stance.limits import DEMO_CODINGS
from stance.wording.keeping import compare_cards, describe_measured
from stance.wording.model_card import format_cell

CODES = 2


def train_here(folder: Path, said: Path) -> "Done":
    """In place of a training of minutes: the shipped classifier, with a card that says that it was trained on what lies in the folder."""
    models = Path(shutil.copytree(MODELS / folder.name, find_models(folder)))
    trained = load_dossier(folder)
    card = json.loads((models / CARD).read_text(encoding="utf-8"))
    card["counts"]["coded"] = int(trained.statements["coded"].sum())
    (models / CARD).write_text(json.dumps(card | {"training_hash": hash_training(trained)}), encoding="utf-8")
    return Done(folder)


@pytest.fixture(scope="module")
def made(dossier) -> Retrained:
    """What training brought after a coder coded the first statement that no one had."""
    store = open_private(DEMO_CODINGS)
    first = dossier.codebook.topic_ids[0]
    store.add(Entry(dossier.slug, dossier.codebook.version, find_uncoded(dossier), "ann", {first: CODES}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(retraining, "start_training", train_here)
        return finish_retraining(start_retraining(dossier, keep_usable(read_all_standing(store, dossier), dossier)))


def find_uncoded(dossier: Dossier) -> str:
    return dossier.statements.loc[~dossier.statements["coded"], "statement"].iloc[0]


class Done:
    """A training that is over."""

    trouble = ""

    def __init__(self, folder: Path, trouble: str = "") -> None:
        self.folder, self.trouble = folder, trouble

    def stop(self) -> None:
        """It is over."""


@pytest.fixture
def copied(shipped_copy, made) -> tuple[Dossier, Retrained]:
    """A copy of the dossier that a test may change, and the classifier for it."""
    dossier = load_dossier(shipped_copy)
    return dossier, replace(made, dossier=replace(made.dossier, folder=dossier.folder))


def test_the_dossier_and_its_classifier_are_as_they_were_until_it_is_said(dossier, made):
    assert load_dossier(dossier.folder).data_hash == dossier.data_hash == made.data_hash
    assert made.card["counts"]["coded"] == made.old["counts"]["coded"] + 1 == dossier.statements["coded"].sum() + 1


def test_use_puts_codes_codings_and_classifier_in_place_and_nothing_is_stale(copied):
    dossier, made = copied
    put_in_place(made, dossier, "# Model card")
    changed = load_dossier(dossier.folder)
    models = find_models(dossier.folder)
    assert find_scores(models, changed)[1] == ""
    assert not is_stale(load_card(models, changed), changed)
    coded = changed.statements.set_index("statement").loc[find_uncoded(dossier)]
    assert (coded["coded"], coded[dossier.codebook.topic_ids[0]]) == (True, CODES)
    assert set(changed.codings["coder"]) == {"a", "adjudicated", "ann", "b"}
    assert (models / "card.md").read_text() == "# Model card"


def test_a_dossier_that_changed_meanwhile_is_left_as_it_is(copied):
    dossier, made = copied
    with (dossier.folder / "statements.csv").open("a") as file:
        file.write("\n")
    before = (dossier.folder / "statements.csv").read_bytes()
    with pytest.raises(UsageError, match="has changed since this classifier was trained"):
        put_in_place(made, dossier)
    assert (dossier.folder / "statements.csv").read_bytes() == before
    assert not find_models(dossier.folder).exists()


def test_where_the_classifier_cannot_be_written_the_codes_are_not_either(copied):
    dossier, made = copied
    before = {path.name: path.read_bytes() for path in dossier.folder.iterdir()}
    find_models(dossier.folder).write_text("a file in the place of the folder")
    with pytest.raises(UsageError, match="cannot be written"):
        put_in_place(made, dossier)
    find_models(dossier.folder).unlink()
    assert {path.name: path.read_bytes() for path in dossier.folder.iterdir()} == before


def test_old_and_new_measures_stand_side_by_side_with_what_reads_nothing(dossier, made):
    topic = dossier.codebook.topic_ids[0]
    rows = compare_cards(made.old, made.card, topic)
    assert len(rows) == 5 and all(old == new for _, old, new, _ in rows)
    assert rows[0][1:] == tuple(format_cell(made.card, topic, name) for name in ("mae", "mae", "mae_by_side"))
    assert {row[1] for row in compare_cards(None, made.card, topic)} == {"—"}
    assert "no classifier in use" in describe_measured(None, made.card)
    assert "the one in use on 968 statements, the new one on 969 statements" in describe_measured(made.old, made.card)


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
