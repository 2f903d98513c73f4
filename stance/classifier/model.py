"""The trained classifier: plain arrays, and what they say of a text. No scikit-learn is needed to score.

Per topic there are linear models on the same features. *Addressed*: the log-odds that the text speaks to the topic,
from the text alone. *Level*: one line of log-odds a level, from the text and the side. The score is the expected
level. The text score is the expected level of a model that never knew the side, so that the same words score the
same whoever says them; it stands in for the score where the side is unknown. The actor is never used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import expit, softmax

from stance.classifier.features import (
    Vocabulary,
    list_letters,
    measure_blocks,
    measure_features,
    measure_terms,
    read_words,
)
from stance.classifier.vectors import embed_words

BATCH, BATCH_CHARACTERS = 16_384, 4_000_000
ALWAYS = float(np.nextafter(1, 2))
CELLS = ("addressed", "score", "text_score", "confidence", "sign", "abstains")


@dataclass(frozen=True)
class Scale:
    """A linear model of the levels: weights (columns x levels), biases (levels), sides (sides x levels, or none).

    temperature: what its log-odds are divided by before a confidence is read from them. abstain_below: the confidence
    under which no direction is given (`ALWAYS`: none ever is).
    """

    weights: np.ndarray
    biases: np.ndarray
    sides: np.ndarray
    temperature: float = 1.0
    abstain_below: float = ALWAYS


@dataclass(frozen=True)
class Head:
    """The models of one topic.

    addressed: (columns,) log-odds a unit of feature, addressed_bias its intercept; levels: (levels,) ascending codes;
    by_side: the model that knows the side; by_text: the one that does not.
    """

    addressed: np.ndarray
    addressed_bias: float
    levels: np.ndarray
    by_side: Scale
    by_text: Scale


class Odds(NamedTuple):
    """Log-odds of one topic: addressed (texts,), levels (texts x levels, with the side), by_text (without it).

    known: (texts,) whether the side was known; where not, `levels` are those of `by_text`.
    """

    addressed: np.ndarray
    levels: np.ndarray
    by_text: np.ndarray
    known: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """Vocabulary and heads by topic, with the ids of the sides in the order of `Scale.sides`.

    known_from: how much of a text must be known (`known.measure_known`) for its scores to mean anything.
    """

    vocabulary: Vocabulary
    side_ids: tuple[str, ...]
    heads: dict[str, Head]
    known_from: float = 0.0


def score_texts(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> pd.DataFrame:
    """One row a text and topic, in order: text (its number), topic, and the columns in `CELLS`.

    addressed: probability 0-1; score and text_score: expected level; sign: the most probable of -1, 0 and 1 (below, at
    or above the middle of the scale), confidence: its probability, 0-1; abstains: 1 where that is under the topic's
    threshold, so that the sign should not be quoted, else 0. For a side that is None or unknown the score is the
    text score.
    """
    cells = measure_texts(classifier, texts, sides).reshape(-1, len(CELLS))
    topics = list(classifier.heads)
    frame = pd.DataFrame(cells, columns=list(CELLS))
    frame.insert(0, "text", np.repeat(np.arange(len(texts)), len(topics)))
    frame.insert(1, "topic", topics * len(texts))
    return frame


def measure_texts(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> np.ndarray:
    """The same numbers as an array: texts x topics x `CELLS`."""
    heads = list(classifier.heads.values())
    parts = [_read_cells(heads, odds) for odds in _list_odds(classifier, texts, sides)]
    return np.concatenate(parts) if parts else np.empty((0, len(heads), len(CELLS)))


def measure_words(classifier: Classifier, words: Sequence[Sequence[str]], sides: Sequence[str | None]) -> np.ndarray:
    """The same for one batch of texts whose masked words have been read (`features.read_words`)."""
    return _read_cells(list(classifier.heads.values()), _measure_batch(classifier, words, sides))


def _read_cells(heads: Sequence[Head], odds: Sequence[Odds]) -> np.ndarray:
    return np.stack([_read_head(*pair) for pair in zip(heads, odds, strict=True)], axis=1)


def measure_odds(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> dict[str, Odds]:
    """The log-odds behind the scores of each topic, one row a text."""
    batches = list(_list_odds(classifier, texts, sides))
    return {topic: join_odds([batch[i] for batch in batches]) for i, topic in enumerate(classifier.heads)}


def join_odds(parts: Sequence[Odds], order: np.ndarray | None = None) -> Odds:
    """The parts below one another, in the given order of their rows."""
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Odds(*(column if order is None else column[order] for column in columns))


def cut_batches(lengths: Sequence[int], most: int = BATCH, most_characters: int = BATCH_CHARACTERS) -> Iterator[slice]:
    """Which texts are read together, from their lengths: at most so many, and so many characters but for one text alone."""
    start, characters = 0, 0
    for place, length in enumerate(lengths):
        if place - start == most or (place > start and characters + length > most_characters):
            yield slice(start, place)
            start, characters = place, 0
        characters += length
    if len(lengths):
        yield slice(start, len(lengths))


def _list_odds(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> Iterator[list[Odds]]:
    """Batch by batch, the log-odds of each topic."""
    for batch in cut_batches(list(map(len, texts))):
        yield _measure_batch(classifier, read_words(texts[batch], classifier.vocabulary.names), sides[batch])


def _measure_batch(classifier: Classifier, words: Sequence[Sequence[str]], sides: Sequence[str | None]) -> list[Odds]:
    vocabulary, heads = classifier.vocabulary, list(classifier.heads.values())
    stacked = np.hstack([np.column_stack([h.addressed, h.by_side.weights, h.by_text.weights]) for h in heads])
    ends = np.cumsum([1 + 2 * len(h.levels) for h in heads])[:-1]
    blocks = measure_blocks(words, vocabulary)
    products = sum(block @ stacked[columns] for block, columns in zip(blocks, vocabulary.slices, strict=True))
    numbers = number_sides(classifier, sides)
    return [_weigh_head(h, part, numbers) for h, part in zip(heads, np.split(products, ends, axis=1), strict=True)]


def _weigh_head(head: Head, said: np.ndarray, numbers: np.ndarray) -> Odds:
    by_text = said[:, 1 + len(head.levels) :] + head.by_text.biases
    with_side = said[:, 1 : 1 + len(head.levels)] + head.by_side.biases + head.by_side.sides[numbers]
    known = numbers >= 0
    levels = np.where(known[:, None], with_side, by_text)
    return Odds(said[:, 0] + head.addressed_bias, levels, by_text, known)


def _read_head(head: Head, odds: Odds) -> np.ndarray:
    score, text_score = (softmax(levels, axis=1) @ head.levels for levels in (odds.levels, odds.by_text))
    temperatures = np.where(odds.known, head.by_side.temperature, head.by_text.temperature)
    confidence, sign = read_sign(softmax(odds.levels / temperatures[:, None], axis=1), head.levels)
    abstains = confidence < np.where(odds.known, head.by_side.abstain_below, head.by_text.abstain_below)
    return np.column_stack([expit(odds.addressed), score, text_score, confidence, sign, abstains])


def number_sides(classifier: Classifier, sides: Sequence[str | None]) -> np.ndarray:
    """The place of each side among the classifier's sides; -1 for None or an unknown side."""
    places = {side: place for place, side in enumerate(classifier.side_ids)}
    return np.array([places.get(side or "", -1) for side in sides], dtype=int)


def read_sign(probabilities: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The probability of the most probable sign, and that sign."""
    signs = np.sign(levels - (levels[0] + levels[-1]) / 2)
    by_sign = np.column_stack([probabilities[:, signs == sign].sum(axis=1) for sign in np.unique(signs)])
    return by_sign.max(axis=1), np.unique(signs)[by_sign.argmax(axis=1)]


def list_contributions(classifier: Classifier, text: str, side: str | None, topic: str) -> pd.DataFrame:
    """What pushed a text towards a pole: term, contribution; the rows add up to the lean of the text.

    The lean is the slope of the levels' log-odds over the codes (least squares), in log-odds a code: above 0 towards
    the plus pole. It is linear in the features, so each word's share is exact. Word pairs are shared by their two
    words and letter n-grams by the words that hold them. The rows "(side)" and "(start)" are the side's share and the
    intercept. A word's share of the word vectors is that of its own vector. Words that occur twice have one row.
    """
    head, words = classifier.heads[topic], read_words([text], classifier.vocabulary.names)[0]
    scale, from_side = _choose_scale(classifier, head, side)
    slope = _slope(head.levels)
    shares = _share_terms(words, scale.weights @ slope, classifier.vocabulary)
    shares |= {"(side)": float(from_side @ slope), "(start)": float(scale.biases @ slope)}
    return pd.DataFrame({"term": list(shares), "contribution": list(shares.values())})


def name_pushers(classifier: Classifier, text: str, side: str | None, topic: str, count: int = 4) -> str:
    """The `count` words that pushed a text most, strongest first: "word +0.52, other −0.20" in log-odds a code."""
    shares = list_contributions(classifier, text, side, topic).set_index("term")["contribution"]
    words = shares.drop(["(side)", "(start)"]).sort_values(key=lambda s: -s.abs(), kind="stable").head(count)
    return ", ".join(f"{word} {share:+.2f}".replace("-", "−") for word, share in words.items())


def measure_lean(classifier: Classifier, text: str, side: str | None, topic: str) -> float:
    """The lean that `list_contributions` adds up to, computed without them."""
    head = classifier.heads[topic]
    scale, from_side = _choose_scale(classifier, head, side)
    features = measure_features(read_words([text], classifier.vocabulary.names), classifier.vocabulary)
    return float(((features @ scale.weights)[0] + scale.biases + from_side) @ _slope(head.levels))


def _choose_scale(classifier: Classifier, head: Head, side: str | None) -> tuple[Scale, np.ndarray]:
    """The model that scores a text of that side, and what the side adds to each level."""
    number = number_sides(classifier, [side])[0]
    return (head.by_text, np.zeros(len(head.levels))) if number < 0 else (head.by_side, head.by_side.sides[number])


def _slope(levels: np.ndarray) -> np.ndarray:
    centred = levels - levels.mean()
    return centred / (centred**2).sum()


def _share_terms(words: list[str], weights: np.ndarray, vocabulary: Vocabulary) -> dict[str, float]:
    known = sparse.hstack(measure_terms([words], vocabulary), format="csr")
    holders: dict[int, list[str]] = {}
    pairs = [(f"{first} {second}", [first, second]) for first, second in pairwise(words)]
    letters = [(gram, [word]) for word in words for gram in list_letters(word)]
    for term, held_by in [*((word, [word]) for word in words), *pairs, *letters]:
        if term in vocabulary.columns:
            holders.setdefault(vocabulary.columns[term], []).extend(held_by)
    shares = _share_vector(words, weights[vocabulary.slices[-1]], vocabulary)
    for column, value in zip(known.indices, known.data, strict=True):
        for word in holders[column]:
            shares[word] += value * weights[column] / len(holders[column])
    return shares


def _share_vector(words: list[str], weights: np.ndarray, vocabulary: Vocabulary) -> dict[str, float]:
    """Each word's share of the vector block: its own way from the centre, by the number of its tokens."""
    sums, tokens = embed_words(words)
    total = max(tokens.sum(), 1)
    length = np.sqrt(((sums.sum(axis=0) / total - vocabulary.centre) ** 2).sum())
    shares = dict.fromkeys(words, 0.0)
    for word, share in zip(words, (sums - tokens[:, None] * vocabulary.centre) @ weights, strict=True):
        shares[word] += float(share / total / length) if tokens.any() else 0.0
    return shares
