"""The trained classifier: plain arrays, and what they say of a text. No scikit-learn is needed to score.

Per topic there are linear models on the same features. *Addressed*: the log-odds that the text speaks to the topic,
from the text alone. *Level*: one line of log-odds a level, from the text and the side. The score is the expected
level. The text score is the expected level of a model that never knew the side, so that the same words score the
same whoever says them; it stands in for the score where the side is unknown. The actor is never used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import expit, softmax

from stance.classifier.features import Vocabulary, list_letters, measure_blocks, measure_features, read_words

BATCH = 16_384


@dataclass(frozen=True)
class Scale:
    """A linear model of the levels: weights (terms x levels), biases (levels), sides (sides x levels, or none)."""

    weights: np.ndarray
    biases: np.ndarray
    sides: np.ndarray


@dataclass(frozen=True)
class Head:
    """The models of one topic.

    addressed: (terms,) log-odds a unit of feature, addressed_bias its intercept; levels: (levels,) ascending codes;
    by_side: the model that knows the side; by_text: the one that does not.
    """

    addressed: np.ndarray
    addressed_bias: float
    levels: np.ndarray
    by_side: Scale
    by_text: Scale


@dataclass(frozen=True)
class Classifier:
    """Vocabulary and heads by topic, with the ids of the sides in the order of `Scale.sides`."""

    vocabulary: Vocabulary
    side_ids: tuple[str, ...]
    heads: dict[str, Head]


def score_texts(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> pd.DataFrame:
    """One row a text and topic, in order: text (its number), topic, addressed, score, text_score, confidence, sign.

    addressed: probability 0-1; score and text_score: expected level; sign: the most probable of -1, 0 and 1 (below, at
    or above the middle of the scale), confidence: its probability, 0-1, as the model states it. For a side that is None or unknown the
    score is the text score.
    """
    cells = measure_texts(classifier, texts, sides).reshape(-1, 5)
    topics = list(classifier.heads)
    frame = pd.DataFrame(cells, columns=["addressed", "score", "text_score", "confidence", "sign"])
    frame.insert(0, "text", np.repeat(np.arange(len(texts)), len(topics)))
    frame.insert(1, "topic", topics * len(texts))
    return frame


def measure_texts(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> np.ndarray:
    """The same numbers as an array: texts x topics x (addressed, score, text_score, confidence, sign)."""
    parts = [
        _measure_batch(classifier, texts[i : i + BATCH], sides[i : i + BATCH]) for i in range(0, len(texts), BATCH)
    ]
    return np.concatenate(parts) if parts else np.empty((0, len(classifier.heads), 5))


def _measure_batch(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> np.ndarray:
    vocabulary = classifier.vocabulary
    blocks = measure_blocks(read_words(texts, vocabulary.names), vocabulary)
    numbers = number_sides(classifier, sides)
    heads = list(classifier.heads.values())
    stacked = np.hstack([np.column_stack([h.addressed, h.by_side.weights, h.by_text.weights]) for h in heads])
    products = sum(block @ stacked[columns] for block, columns in zip(blocks, vocabulary.slices, strict=True))
    said = np.split(products, np.cumsum([1 + 2 * len(h.levels) for h in heads])[:-1], axis=1)
    return np.stack([_read_head(head, part, numbers) for head, part in zip(heads, said, strict=True)], axis=1)


def _read_head(head: Head, said: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    addressed = expit(said[:, 0] + head.addressed_bias)
    by_text = softmax(said[:, 1 + len(head.levels) :] + head.by_text.biases, axis=1)
    with_side = said[:, 1 : 1 + len(head.levels)] + head.by_side.biases + head.by_side.sides[numbers]
    levels = np.where((numbers >= 0)[:, None], softmax(with_side, axis=1), by_text)
    return np.column_stack([addressed, levels @ head.levels, by_text @ head.levels, *_read_sign(levels, head.levels)])


def number_sides(classifier: Classifier, sides: Sequence[str | None]) -> np.ndarray:
    """The place of each side among the classifier's sides; -1 for None or an unknown side."""
    places = {side: place for place, side in enumerate(classifier.side_ids)}
    return np.array([places.get(side or "", -1) for side in sides], dtype=int)


def _read_sign(probabilities: np.ndarray, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The probability of the most probable sign, and that sign."""
    signs = np.sign(levels - (levels[0] + levels[-1]) / 2)
    by_sign = np.column_stack([probabilities[:, signs == sign].sum(axis=1) for sign in np.unique(signs)])
    return by_sign.max(axis=1), np.unique(signs)[by_sign.argmax(axis=1)]


def list_contributions(classifier: Classifier, text: str, side: str | None, topic: str) -> pd.DataFrame:
    """What pushed a text towards a pole: term, contribution; the rows add up to the lean of the text.

    The lean is the slope of the levels' log-odds over the codes (least squares), in log-odds a code: above 0 towards
    the plus pole. It is linear in the features, so each word's share is exact. Word pairs are shared by their two
    words and letter n-grams by the words that hold them. The rows "(side)" and "(start)" are the side's share and the
    intercept. Words that occur twice have one row.
    """
    head, words = classifier.heads[topic], read_words([text], classifier.vocabulary.names)[0]
    scale, from_side = _choose_scale(classifier, head, side)
    slope = _slope(head.levels)
    features = measure_features([words], classifier.vocabulary)
    shares = _share_terms(words, features, scale.weights @ slope, classifier.vocabulary)
    shares |= {"(side)": float(from_side @ slope), "(start)": float(scale.biases @ slope)}
    return pd.DataFrame({"term": list(shares), "contribution": list(shares.values())})


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


def _share_terms(
    words: list[str], features: sparse.csr_matrix, weights: np.ndarray, vocabulary: Vocabulary
) -> dict[str, float]:
    holders: dict[int, list[str]] = {}
    pairs = [(f"{first} {second}", [first, second]) for first, second in pairwise(words)]
    letters = [(gram, [word]) for word in words for gram in list_letters(word)]
    for term, held_by in [*((word, [word]) for word in words), *pairs, *letters]:
        if term in vocabulary.columns:
            holders.setdefault(vocabulary.columns[term], []).extend(held_by)
    shares = dict.fromkeys(words, 0.0)
    for column, value in zip(features.indices, features.data, strict=True):
        for word in holders[column]:
            shares[word] += value * weights[column] / len(holders[column])
    return shares
