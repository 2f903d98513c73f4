"""A classifier trained on the final codes, beside the present one, and put in its place only when someone says so.

Belongs here: what is trained, what is compared, what is put where. Not here: the rule of final codes (`finals`), the training itself
(`classifier.apart`), words and buttons.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from stance.classifier.apart import Training, start_training
from stance.classifier.cards import ARRAYS, CARD, SCORES, load_card
from stance.coding.finals import make_tables, read_files
from stance.dossier.loading import Dossier, find_models, load_dossier
from stance.errors import ModelError, UsageError
from stance.files import write_together

TEXT = "card.md"
CHANGED = "The dossier has changed since this classifier was trained. Train it again."


@dataclass
class Retraining:
    """A training under way: the tables with the final codes, of which data they were made, and the folder that goes with this object."""

    dossier: Dossier
    tables: dict[str, bytes]
    data_hash: str
    place: TemporaryDirectory
    training: Training

    def __del__(self) -> None:
        self.training.stop()


@dataclass(frozen=True)
class Retrained:
    """What came of it: the dossier with final codes as it was trained on, its new card, the old one (None where there is none), and the
    files to put in place."""

    dossier: Dossier
    card: dict[str, Any]
    old: dict[str, Any] | None
    data_hash: str
    tables: dict[str, bytes] = field(repr=False)
    classifier: dict[str, bytes] = field(repr=False)


def start_retraining(dossier: Dossier, usable: pd.DataFrame) -> Retraining:
    """Begins to train on the final codes of `usable` codings (`finals.keep_usable`), in a folder of its own.

    Raises UsageError where another classifier is being trained, or the tables cannot be made (`finals.make_tables`).
    """
    tables = make_tables(dossier, usable)
    place = TemporaryDirectory(prefix="stance-")
    folder = Path(place.name) / dossier.slug
    folder.mkdir()
    for name, content in (read_files(dossier) | tables).items():
        (folder / name).write_bytes(content)
    training = start_training(folder, Path(place.name) / "said.txt")
    return Retraining(dossier, tables, dossier.data_hash, place, training)


def finish_retraining(retraining: Retraining) -> Retrained:
    """What came of a training that is over; raises UsageError with why where nothing did."""
    training, dossier = retraining.training, retraining.dossier
    if training.trouble:
        raise UsageError(training.trouble.replace(str(training.folder), dossier.slug))
    trained = load_dossier(training.folder)
    models = find_models(training.folder)
    card = load_card(models, trained)
    classifier = {name: (models / name).read_bytes() for name in (ARRAYS, SCORES, CARD)}
    whole = replace(trained, folder=dossier.folder)
    return Retrained(whole, card, _read_old(dossier), retraining.data_hash, retraining.tables, classifier)


def _read_old(dossier: Dossier) -> dict[str, Any] | None:
    try:
        return load_card(find_models(dossier.folder), dossier)
    except ModelError:
        return None


def put_in_place(retrained: Retrained, dossier: Dossier, text: str = "") -> None:
    """Writes the tables with the final codes and the classifier that was trained on them: all whole, or none.

    text: the model card in words. Raises UsageError where the dossier has changed since, or its folders may not be written.
    """
    if dossier.data_hash != retrained.data_hash:
        raise UsageError(CHANGED)
    models = find_models(dossier.folder)
    classifier = {TEXT: text.encode()} | retrained.classifier
    contents = {dossier.folder / name: content for name, content in retrained.tables.items()}
    write_together(contents | {models / name: content for name, content in classifier.items() if content})
