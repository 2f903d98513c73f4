"""The card of a classifier, card.json: what it was trained on, what was measured of it, and which files belong to it.

Belongs here: reading a card, which is hostile until read, and what keeps a classifier from being used. Not here: the arrays
(`storage`), the words of the card (`wording.model_card`).
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stance.classifier.folds import DIVISIONS
from stance.classifier.measures import MEASURES
from stance.dossier.codebook import Codebook
from stance.dossier.commands import write_command
from stance.dossier.loading import Dossier, find_models, hash_files
from stance.errors import DataError, ModelError
from stance.files import read_bytes, read_json
from stance.limits import FILE_BYTES

FORMAT = 5
ARRAYS, CARD, SCORES = "classifier.npz", "card.json", "scores.csv"
TIED = (ARRAYS, SCORES)
KINDS = ("side", "actor")
DIVIDED = ("within_side_r", "mae", "mae_by_side", "addressed_rows")

Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=10**9)]
Text = Annotated[str, Field(max_length=200)]
Word = Annotated[str, Field(pattern=r"^[\w.+-]+$", max_length=100)]  # {1,100} in the pattern takes 13 MB of memory
Interval = Annotated[list[Number], Field(min_length=2, max_length=2)] | None
Measured = dict[str, dict[str, Number | None]]
Intervals = dict[str, dict[str, Interval]]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _Counts(_Part):
    statements: Count
    coded: Count
    sources_coded: Count
    terms: Count
    masked_names: Count


class _Division(_Part):
    division: Literal[tuple(DIVISIONS)]  # type: ignore[valid-type]
    part: Text
    repeats: Count
    measures: Measured
    intervals: Intervals
    spread: dict[str, Interval]


class _Slope(_Part):
    slope: Number | None
    interval: Interval


class _Known(_Part):
    below: Share
    false_alarms: Share


class _Card(_Part):
    dossier: Text
    training_hash: Word
    trained: Word
    counts: _Counts
    method: Text
    measures: Measured
    intervals: Intervals
    divisions: list[_Division]
    shrinkage: dict[str, dict[str, _Slope]]
    abstain_below: dict[str, Number]
    known: _Known
    versions: dict[Word, Word]
    files: dict[str, Word]


def stamp_data(dossier: Dossier, folder: Path) -> str:
    """What a link carries of the data: the hash of the dossier, and six digits of that of the scores of the classifier in `folder`."""
    return f"{dossier.data_hash}-{hash_files([folder / SCORES])[:6]}"


def load_card(folder: Path, dossier: Dossier) -> dict[str, Any]:
    """The card of the classifier in `folder`; raises ModelError where it may not be used.

    That is where there is none or it is broken, of an older format, of another codebook version or dossier, or where a file
    that it names is missing or another one.
    """
    if not (folder / CARD).exists():
        raise ModelError(f"There is no classifier for '{dossier.slug}'. {describe_mending(folder, dossier)}")
    card = _read_card(folder, dossier)
    trouble = next(_list_troubles(card, folder, dossier), "")
    if trouble:
        raise ModelError(f"{trouble}. {describe_mending(folder, dossier)}")
    return card


def describe_mending(folder: Path, dossier: Dossier) -> str:
    """The command that makes the classifier of `folder` anew, as a sentence."""
    models = None if folder == find_models(dossier.folder) else folder.parent
    return f"Run: {write_command('train', dossier.folder, models)}"


def _read_card(folder: Path, dossier: Dossier) -> dict[str, Any]:
    path = folder / CARD
    try:
        card = read_json(path)
    except DataError as error:
        trouble = error.problems[0].trouble
        raise ModelError(f"{path} cannot be read ({trouble}). {describe_mending(folder, dossier)}") from None
    if not isinstance(card, dict):
        raise ModelError(f"{path} is not a card. {describe_mending(folder, dossier)}")
    return card


def _list_troubles(card: dict[str, Any], folder: Path, dossier: Dossier) -> Iterator[str]:
    """What keeps it from being used, one after the other: what is said first makes the rest meaningless."""
    if type(card.get("format")) is not int or card["format"] != FORMAT:
        yield f"The classifier of '{dossier.slug}' was written by another version of this program"
    if card.get("codebook") != describe_codebook(dossier.codebook):
        yield _describe_change(card, dossier)
    if place := _find_fault(card, dossier.codebook):
        yield f"{folder / CARD} is not a sound card: '{place}' is missing or is not what it should be"
    if card["dossier"] != dossier.slug and is_stale(card, dossier):
        yield f"The classifier in {folder} was trained on another dossier"
    for name in TIED:
        if hash_file(folder / name) != card["files"].get(name):
            yield f"{folder / name} is missing, or is not the file that was written with the card"


def _describe_change(card: dict[str, Any], dossier: Dossier) -> str:
    was = card.get("codebook")
    version = was.get("version") if isinstance(was, dict) else None
    return (
        f"The classifier of '{dossier.slug}' was trained for codebook version {version if isinstance(version, str) else 'unknown'}, "
        f"and the codebook (version {dossier.codebook.version}) has changed since"
    )


def _find_fault(card: dict[str, Any], codebook: Codebook) -> str:
    """The place of the first value of a card that is missing or of a wrong kind, "" where all are sound."""
    try:
        _Card.model_validate(card)
    except (ValidationError, OverflowError) as error:
        faults = error.errors() if isinstance(error, ValidationError) else [{"loc": ("a number",)}]
        return ", ".join(map(str, faults[0]["loc"]))
    return next((f"{part}, {topic}" for topic in codebook.topic_ids for part in _list_gaps(card, topic)), "")


def _list_gaps(card: dict[str, Any], topic: str) -> Iterator[str]:
    """The parts of a card that lack something about a topic."""
    needed = {"measures": MEASURES, "intervals": MEASURES, "shrinkage": KINDS}
    yield from (part for part, names in needed.items() if not set(names) <= set(card[part].get(topic, ())))
    if topic not in card["abstain_below"]:
        yield "abstain_below"
    for row in card["divisions"]:
        parts = (row["measures"].get(topic, ()), row["intervals"].get(topic, ()))
        if topic not in row["spread"] or any(not set(DIVIDED) <= set(part) for part in parts):
            yield "divisions"
    if any(one["slope"] is not None and one["interval"] is None for one in card["shrinkage"].get(topic, {}).values()):
        yield "shrinkage"


def describe_codebook(codebook: Codebook) -> dict[str, Any]:
    """What a classifier depends on in a codebook: version, topics with codes, sides."""
    topics = {topic.id: list(topic.codes) for topic in codebook.topics}
    return {"version": codebook.version, "topics": topics, "sides": codebook.side_ids}


def hash_file(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits, "" where it cannot be read."""
    try:
        return hashlib.sha256(read_bytes(path, FILE_BYTES)).hexdigest()
    except DataError:
        return ""


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
    return card["training_hash"] != hash_training(dossier)


def describe_stale(folder: Path, dossier: Dossier) -> str:
    """That a classifier is stale, with the command that mends it."""
    return f"Statements have changed since the classifier was trained. {describe_mending(folder, dossier)}"


def refuse_stale(card: dict[str, Any], folder: Path, dossier: Dossier) -> None:
    """Raises ModelError where the classifier is stale."""
    if is_stale(card, dossier):
        raise ModelError(describe_stale(folder, dossier))
