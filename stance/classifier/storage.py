"""The classifier on disk: arrays in an .npz without pickle, a card in JSON, scores in CSV, tied together by hashes in the card.

Belongs here: writing the three, and reading arrays and scores, which are hostile until read. Not here: the card (`cards`).
Loading runs no code from the file, and nothing is unpacked before its size is known.
"""

import hashlib
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd
from numpy.lib import format as npy

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
from stance.classifier.features import Vocabulary, is_in_order
from stance.classifier.model import Classifier, Head, Scale
from stance.classifier.vectors import WIDTH
from stance.dossier.codebook import Codebook
from stance.dossier.loading import Dossier
from stance.dossier.scores import make_no_scores, read_scores
from stance.errors import DataError, ModelError
from stance.files import write_together
from stance.limits import ARRAYS_BYTES

PARTS = ("weights", "biases", "sides")
MEASURED = ("temperature", "abstain_below")
SCALES = ("by_side", "by_text")
HEAD = ("addressed", "addressed_bias", "levels")
TEXTS = ("terms", "names", "side_ids", "topics")
BROKEN = (
    OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, lzma.LZMAError
)  # fmt: skip

Arrays = Mapping[str, np.ndarray]


def save_classifier(
    classifier: Classifier, card: dict[str, Any], scores: pd.DataFrame, folder: Path, text: str = ""
) -> None:
    """Writes classifier.npz, scores.csv, card.md where there is a `text`, and card.json with the hashes of the first two.

    All of them or, where one cannot be written, none: then it raises UsageError.
    """
    packed = io.BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **_to_arrays(classifier))
    table = scores.round(4).to_csv(index=False, lineterminator="\n").encode()
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


def load_classifier(folder: Path, dossier: Dossier, *, fresh: bool = False) -> Classifier:
    """The classifier in `folder`; raises ModelError as `load_scores`."""
    card = load_card(folder, dossier)
    if fresh:
        refuse_stale(card, folder, dossier)
    try:
        with zipfile.ZipFile(folder / ARRAYS) as archive:
            return _from_arrays(_read_arrays(archive), dossier.codebook)
    except BROKEN as error:
        raise ModelError(f"{folder / ARRAYS} cannot be read ({error}). {describe_mending(folder, dossier)}") from None


def _to_arrays(classifier: Classifier) -> dict[str, np.ndarray]:
    vocabulary = classifier.vocabulary
    texts = (vocabulary.terms, sorted(vocabulary.names), classifier.side_ids, tuple(classifier.heads))
    arrays = {name: _pack(items) for name, items in zip(TEXTS, texts, strict=True)}
    arrays |= {"idf": vocabulary.idf, "centre": vocabulary.centre}
    for topic, head in classifier.heads.items():
        arrays |= {f"{topic}.{name}": np.asarray(getattr(head, name)) for name in HEAD}
        arrays |= {
            f"{topic}.{scale}.{part}": np.asarray(getattr(getattr(head, scale), part))
            for scale in SCALES
            for part in (*PARTS, *MEASURED)
        }
    return arrays | {"texts": np.asarray(float(vocabulary.texts)), "known_from": np.asarray(classifier.known_from)}


def _pack(items) -> np.ndarray:
    return np.frombuffer("\n".join(items).encode(), dtype=np.uint8)


def _unpack(array: np.ndarray) -> tuple[str, ...]:
    text = array.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def _read_arrays(archive: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """The arrays of an .npz by name, once all of them together are known to be small enough."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > ARRAYS_BYTES.most:
        raise ValueError(ARRAYS_BYTES.refuse()[0])
    arrays = {}
    for member in members:
        with archive.open(member) as file:
            _check_header(file, member)
        with archive.open(member) as file:
            arrays[member.filename.removesuffix(".npy")] = npy.read_array(file, allow_pickle=False)
    return arrays


def _check_header(file: IO[bytes], member: zipfile.ZipInfo) -> None:
    """Raises ValueError where an array is not of bytes or numbers, or would be another size than its file."""
    if npy.read_magic(file) != (1, 0):
        raise ValueError(f"{member.filename} is of an unknown version")
    shape, _, kind = npy.read_array_header_1_0(file)
    count = 1
    for side in shape:
        count *= side
    if (
        kind not in (np.dtype(np.uint8), np.dtype(np.float64))
        or file.tell() + count * kind.itemsize != member.file_size
    ):
        raise ValueError(f"{member.filename} is no array of this program")


def _from_arrays(arrays: Arrays, codebook: Codebook) -> Classifier:
    terms, names, side_ids, topics = (_unpack(arrays[name]) for name in TEXTS)
    if list(topics) != codebook.topic_ids or list(side_ids) != codebook.side_ids or not is_in_order(terms):
        raise ValueError("its terms, topics or sides are not those of the codebook")
    idf, centre = _take(arrays, "idf", len(terms)), _take(arrays, "centre", WIDTH)
    vocabulary = Vocabulary(terms, idf, frozenset(names), centre, int(_take(arrays, "texts")))
    width, sides = len(terms) + WIDTH, len(side_ids)
    heads = {topic.id: _read_head(arrays, topic.id, np.array(topic.codes, float), (width, sides)) for topic in codebook.topics}  # fmt: skip
    return Classifier(vocabulary, side_ids, heads, float(_take(arrays, "known_from")))


def _take(arrays: Arrays, name: str, *shape: int) -> np.ndarray:
    """The array of that name; raises ValueError where it has another shape or holds what is no finite number."""
    found = arrays[name]
    if found.shape != shape or found.dtype != float or not np.isfinite(found).all():
        raise ValueError(f"{name} is not what it should be")
    return found


def _read_head(arrays: Arrays, topic: str, levels: np.ndarray, sizes: tuple[int, int]) -> Head:
    width, sides = sizes
    if not np.array_equal(_take(arrays, f"{topic}.levels", len(levels)), levels):
        raise ValueError(f"{topic}.levels is not what it should be")
    addressed, bias = _take(arrays, f"{topic}.addressed", width), float(_take(arrays, f"{topic}.addressed_bias"))
    scales = (
        _read_scale(arrays, f"{topic}.{scale}", (width, len(levels)), rows)
        for scale, rows in zip(SCALES, (sides, 0), strict=True)
    )
    return Head(addressed, bias, levels, *scales)


def _read_scale(arrays: Arrays, name: str, shape: tuple[int, int], sides: int) -> Scale:
    weights, biases = _take(arrays, f"{name}.weights", *shape), _take(arrays, f"{name}.biases", shape[1])
    temperature, abstain_below = (float(_take(arrays, f"{name}.{part}")) for part in MEASURED)
    if temperature <= 0:
        raise ValueError(f"{name}.temperature is not what it should be")
    return Scale(weights, biases, _take(arrays, f"{name}.sides", sides, shape[1]), temperature, abstain_below)
