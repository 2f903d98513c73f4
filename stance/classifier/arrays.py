"""The arrays of a classifier: how it is taken apart for an .npz, and read again from one that is hostile until read.

Belongs here: arrays. Not here: files and scores (`storage`), the card (`cards`). No code of the file is run, and nothing is
unpacked before its size is known.
"""

import zipfile
from collections.abc import Mapping
from typing import IO

import numpy as np
from numpy.lib import format as npy

from stance.classifier.features import Vocabulary, is_in_order
from stance.classifier.model import Classifier, Head, Scale
from stance.classifier.vectors import WIDTH
from stance.dossier.codebook import Codebook
from stance.limits import ARRAYS_BYTES

PARTS = ("weights", "biases", "sides")
MEASURED = ("temperature", "abstain_below")
SCALES = ("by_side", "by_text")
HEAD = ("addressed", "addressed_bias", "levels")
TEXTS = ("terms", "names", "side_ids", "topics")

Arrays = Mapping[str, np.ndarray]


def to_arrays(classifier: Classifier) -> dict[str, np.ndarray]:
    """The arrays of a classifier by name, of bytes or 64-bit numbers; `from_arrays` makes it again."""
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


def read_arrays(archive: zipfile.ZipFile) -> dict[str, np.ndarray]:
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


def from_arrays(arrays: Arrays, codebook: Codebook) -> Classifier:
    """The classifier that `to_arrays` took apart; raises ValueError where the arrays are not what they should be, KeyError where one is missing."""
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
