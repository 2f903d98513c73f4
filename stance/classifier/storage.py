"""The classifier on disk: arrays in an .npz without pickle, a card in JSON, scores in CSV, tied together by hashes in the card.

Belongs here: the three files. Not here: the card (`cards`), the arrays (`arrays`), which only who scores needs.
"""

import hashlib
import io
import json
import lzma
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from stance.classifier.cards import (
    ARRAYS,
    CARD,
    FORMAT,
    SCORES,
    TIED,
    describe_mending,
    describe_stale,
    is_stale,
    load_card,
    refuse_stale,
)
from stance.dossier.loading import Dossier
from stance.dossier.scores import guard_scores, make_no_scores, read_scores
from stance.errors import DataError, ModelError
from stance.files import write_together

if TYPE_CHECKING:
    from stance.classifier.model import Classifier

BROKEN = (
    OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError
)  # fmt: skip


def save_classifier(
    classifier: "Classifier", card: dict[str, Any], scores: pd.DataFrame, folder: Path, text: str = ""
) -> None:
    """Writes classifier.npz, scores.csv, card.md where there is a `text`, and card.json with the hashes of the first two.

    All of them or, where one cannot be written, none: then it raises UsageError.
    """
    from stance.classifier.arrays import to_arrays

    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **to_arrays(classifier))
    table = guard_scores(scores.round(4)).to_csv(index=False, lineterminator="\n").encode()
    contents = dict(zip(TIED, (packed.getvalue(), table), strict=True))
    files = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    whole = json.dumps(card | {"format": FORMAT, "files": files}, indent=2, ensure_ascii=False) + "\n"
    contents |= {"card.md": text.encode()} if text else {}
    write_together({folder / name: content for name, content in (contents | {CARD: whole.encode()}).items()})


def find_scores(folder: Path, dossier: Dossier) -> tuple[pd.DataFrame, str]:
    """The scores in `folder`, none where they may not be used, and what is wrong with the classifier: "" where nothing is."""
    try:
        scores, card = load_scores(folder, dossier), load_card(folder, dossier)
    except ModelError as error:
        return make_no_scores(), str(error)
    return scores, describe_stale(folder, dossier) if is_stale(card, dossier) else ""


def load_scores(folder: Path, dossier: Dossier, *, fresh: bool = False) -> pd.DataFrame:
    """The scores in `folder`, as `read_scores`; raises ModelError as `load_card`, and where they are broken.

    fresh: whether to raise it where the classifier is stale, too.
    """
    card = load_card(folder, dossier)
    if fresh:
        refuse_stale(card, folder, dossier)
    try:
        return read_scores(folder)
    except DataError as error:
        trouble = str(error.problems[0]).rsplit(". ", 1)[0]
        raise ModelError(f"{folder / SCORES} cannot be used ({trouble}). {describe_mending(folder, dossier)}") from None


def load_classifier(folder: Path, dossier: Dossier, *, fresh: bool = False) -> "Classifier":
    """The classifier in `folder`; raises ModelError as `load_scores`."""
    from stance.classifier.arrays import from_arrays, read_arrays

    card = load_card(folder, dossier)
    if fresh:
        refuse_stale(card, folder, dossier)
    try:
        with zipfile.ZipFile(folder / ARRAYS) as archive:
            return from_arrays(read_arrays(archive), dossier.codebook)
    except BROKEN as error:
        raise ModelError(f"{folder / ARRAYS} cannot be read ({error}). {describe_mending(folder, dossier)}") from None
