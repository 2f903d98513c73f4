"""The classifier on disk: arrays in an .npz without pickle, a card in JSON, scores in CSV.

Loading runs no code from the file. A classifier made for another version of the codebook is refused.
"""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from stance.classifier.features import Vocabulary
from stance.classifier.model import Classifier, Head, Scale
from stance.dossier.codebook import Codebook
from stance.dossier.loading import Dossier
from stance.errors import ModelError

FORMAT = 3
ARRAYS, CARD, SCORES = "classifier.npz", "card.json", "scores.csv"
PARTS = ("weights", "biases", "sides")
MEASURED = ("temperature", "abstain_below")
SCALES = ("by_side", "by_text")
HEAD = ("addressed", "addressed_bias", "levels")


def save_classifier(
    classifier: Classifier, card: dict[str, Any], scores: pd.DataFrame, folder: Path, text: str = ""
) -> None:
    """Writes classifier.npz, card.json, scores.csv and, where there is a `text`, card.md into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / ARRAYS, allow_pickle=False, **_to_arrays(classifier))
    (folder / CARD).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if text:
        (folder / CARD).with_suffix(".md").write_text(text, encoding="utf-8")
    scores.round(4).to_csv(folder / SCORES, index=False, lineterminator="\n")


def _to_arrays(classifier: Classifier) -> dict[str, np.ndarray]:
    vocabulary = classifier.vocabulary
    texts = {
        "terms": vocabulary.terms,
        "names": sorted(vocabulary.names),
        "side_ids": classifier.side_ids,
        "topics": tuple(classifier.heads),
    }
    arrays = {name: _pack(items) for name, items in texts.items()}
    arrays |= {"idf": vocabulary.idf, "centre": vocabulary.centre}
    for topic, head in classifier.heads.items():
        arrays |= {f"{topic}.{name}": np.asarray(getattr(head, name)) for name in HEAD}
        arrays |= {
            f"{topic}.{scale}.{part}": np.asarray(getattr(getattr(head, scale), part))
            for scale in SCALES
            for part in (*PARTS, *MEASURED)
        }
    return arrays


def _pack(items) -> np.ndarray:
    return np.frombuffer("\n".join(items).encode(), dtype=np.uint8)


def _unpack(array: np.ndarray) -> tuple[str, ...]:
    text = array.tobytes().decode()
    return tuple(text.split("\n")) if text else ()


def load_classifier(folder: Path, codebook: Codebook, *, slug: str) -> Classifier:
    """The classifier in `folder`; raises ModelError where it is missing, broken or of another codebook version."""
    check_version(load_card(folder, slug=slug), codebook, slug=slug)
    try:
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return _from_arrays(arrays)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelError(f"{folder / ARRAYS} cannot be read ({error}). {_command(slug)}") from None


def _from_arrays(arrays) -> Classifier:
    terms, names, side_ids, topics = (_unpack(arrays[name]) for name in ("terms", "names", "side_ids", "topics"))
    heads = {topic: _read_head(arrays, topic) for topic in topics}
    return Classifier(Vocabulary(terms, arrays["idf"], frozenset(names), arrays["centre"]), side_ids, heads)


def _read_head(arrays, topic: str) -> Head:
    addressed, bias, levels = (arrays[f"{topic}.{name}"] for name in HEAD)
    return Head(addressed, float(bias), levels, *(_read_scale(arrays, f"{topic}.{scale}") for scale in SCALES))


def _read_scale(arrays, name: str) -> Scale:
    weights, biases, sides = (arrays[f"{name}.{part}"] for part in PARTS)
    temperature, abstain_below = (float(arrays[f"{name}.{part}"]) for part in MEASURED)
    return Scale(weights, biases, sides, temperature, abstain_below)


def load_card(folder: Path, *, slug: str) -> dict[str, Any]:
    """The card of the classifier in `folder`; raises ModelError where there is none or it is broken."""
    path = folder / CARD
    if not path.is_file():
        raise ModelError(f"There is no classifier for '{slug}'. {_command(slug)}")
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelError(f"{path} cannot be read ({error}). {_command(slug)}") from None
    if not isinstance(card, dict):
        raise ModelError(f"{path} is not a card. {_command(slug)}")
    return card


def check_version(card: dict[str, Any], codebook: Codebook, *, slug: str) -> None:
    """Raises ModelError where it was trained under another codebook version, other topics and sides, or an older format."""
    if card.get("format") != FORMAT:
        raise ModelError(f"The classifier of '{slug}' was written by another version of this program. {_command(slug)}")
    ours = describe_codebook(codebook)
    if card.get("codebook") != ours:
        was = card.get("codebook", {}).get("version", "unknown")
        raise ModelError(
            f"The classifier of '{slug}' was trained for codebook version {was}, and the codebook (version "
            f"{codebook.version}) has changed since. {_command(slug)}"
        )


def describe_codebook(codebook: Codebook) -> dict[str, Any]:
    """What a classifier depends on in a codebook: version, topics with codes, sides."""
    topics = {topic.id: list(topic.codes) for topic in codebook.topics}
    return {"version": codebook.version, "topics": topics, "sides": codebook.side_ids}


def _command(slug: str) -> str:
    return f"Run: python -m stance train {slug}"


def hash_training(dossier: Dossier) -> str:
    """Twelve hexadecimal digits that change with anything that scores depend on.

    That is the text, side, source and codes of every statement, the coders' codes, and the actors' names (masked).
    """
    columns = ["statement", "text", "side", "source", "coded", *dossier.codebook.topic_ids]
    codings = dossier.codings[["statement", "coder", *dossier.codebook.topic_ids]]
    tables = (dossier.statements[columns], codings, dossier.actors[["actor", "name", "aliases"]])
    rows = [line for table in tables for line in sorted(table.to_csv(index=False).splitlines())]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]


def is_stale(card: dict[str, Any], dossier: Dossier) -> bool:
    """Whether anything that the scores depend on has changed since the classifier was trained."""
    return card.get("training_hash") != hash_training(dossier)
