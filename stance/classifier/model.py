"""The trained classifier: plain arrays, and what they say of a text. No scikit-learn is needed to score.

Per topic there are two linear models on the same features. *Addressed*: the log-odds that the text speaks to the
topic, from the text alone. *Level*: one line of log-odds a level, from the text and the side. The score is the
expected level; the text score averages it over the sides by their share among the coded statements, so that the
same words score the same whoever says them. The actor is never used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import expit, softmax

from stance.classifier.features import Vocabulary, list_letters, measure_features, read_words

BATCH = 4096


@dataclass(frozen=True)
class Head:
    """The two linear models of one topic.

    addressed: (terms,) log-odds a unit of feature; addressed_bias: its intercept. levels: (levels,) ascending codes;
    weights: (terms, levels); biases: (levels,); sides: (sides, levels) added for the side that speaks.
    """

    addressed: np.ndarray
    addressed_bias: float
    levels: np.ndarray
    weights: np.ndarray
    biases: np.ndarray
    sides: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """Vocabulary and heads, with the ids of sides and topics and the share of each side in the training rows."""

    vocabulary: Vocabulary
    side_ids: tuple[str, ...]
    side_shares: np.ndarray
    heads: dict[str, Head]


def score_texts(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None]) -> pd.DataFrame:
    """One row a text and topic, in order: text (its number), topic, addressed, score, text_score, confidence.

    addressed: probability 0-1; score and text_score: expected level; confidence: the probability, 0-1, of the sign
    of the score (below, at or above the middle of the scale) that is most probable. A side that is None or unknown
    is averaged out, so that score and text_score are the same.
    """
    parts = [
        _score_batch(classifier, texts[i : i + BATCH], sides[i : i + BATCH], i) for i in range(0, len(texts), BATCH)
    ]
    columns = ["text", "topic", "addressed", "score", "text_score", "confidence"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _score_batch(classifier: Classifier, texts: Sequence[str], sides: Sequence[str | None], start: int) -> pd.DataFrame:
    features = measure_features(read_words(texts, classifier.vocabulary.names), classifier.vocabulary)
    prior = weigh_sides(classifier, sides)
    parts = [
        score_features(head, features, prior, classifier.side_shares).assign(
            text=start + np.arange(len(texts)), topic=topic
        )
        for topic, head in classifier.heads.items()
    ]
    return pd.concat(parts).sort_values("text", kind="stable")


def weigh_sides(classifier: Classifier, sides: Sequence[str | None]) -> np.ndarray:
    """One row a text, one column a side: 1 for the side that speaks, the shares of the sides where it is unknown."""
    known = {side: np.eye(len(classifier.side_ids))[i] for i, side in enumerate(classifier.side_ids)}
    return np.array([known.get(side or "", classifier.side_shares) for side in sides]).reshape(len(sides), -1)


def score_features(head: Head, features: sparse.csr_matrix, prior: np.ndarray, shares: np.ndarray) -> pd.DataFrame:
    """addressed, score, text_score and confidence of each row of `features`; `prior` as from `weigh_sides`."""
    addressed = expit(features @ head.addressed + head.addressed_bias)
    by_side = _level_probabilities(head, features)
    levels = np.einsum("ns,nsl->nl", prior, by_side)
    text_levels = np.einsum("s,nsl->nl", shares, by_side)
    return pd.DataFrame(
        {
            "addressed": addressed,
            "score": levels @ head.levels,
            "text_score": text_levels @ head.levels,
            "confidence": _confidence(levels, head.levels),
        }
    )


def _level_probabilities(head: Head, features: sparse.csr_matrix) -> np.ndarray:
    """Probabilities of the levels under each side: texts x sides x levels."""
    said = features @ head.weights + head.biases
    return softmax(said[:, None, :] + head.sides[None, :, :], axis=2)


def _confidence(probabilities: np.ndarray, levels: np.ndarray) -> np.ndarray:
    middle = (levels[0] + levels[-1]) / 2
    signs = np.sign(levels - middle)
    return np.max([probabilities[:, signs == sign].sum(axis=1) for sign in np.unique(signs)], axis=0)


def list_contributions(classifier: Classifier, text: str, side: str | None, topic: str) -> pd.DataFrame:
    """What pushed a text towards a pole: term, contribution; the rows add up to the lean of the text.

    The lean is the slope of the levels' log-odds over the codes (least squares), in log-odds a code: above 0 towards
    the plus pole. It is linear in the features, so each word's share is exact. Word pairs are shared by their two
    words and letter n-grams by the words that hold them. The rows "(side)" and "(start)" are the side's share and the
    intercept. Words that occur twice have one row.
    """
    head, words = classifier.heads[topic], read_words([text], classifier.vocabulary.names)[0]
    slope = (head.levels - head.levels.mean()) / ((head.levels - head.levels.mean()) ** 2).sum()
    features = measure_features([words], classifier.vocabulary)
    shares = _share_terms(words, features, head.weights @ slope, classifier.vocabulary)
    shares["(side)"] = float(weigh_sides(classifier, [side])[0] @ head.sides @ slope)
    shares["(start)"] = float(head.biases @ slope)
    return pd.DataFrame({"term": list(shares), "contribution": list(shares.values())})


def measure_lean(classifier: Classifier, text: str, side: str | None, topic: str) -> float:
    """The lean that `list_contributions` adds up to, computed without them."""
    head = classifier.heads[topic]
    features = measure_features(read_words([text], classifier.vocabulary.names), classifier.vocabulary)
    logits = (features @ head.weights)[0] + head.biases + weigh_sides(classifier, [side])[0] @ head.sides
    centred = head.levels - head.levels.mean()
    return float(logits @ centred / (centred**2).sum())


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
