"""How much of a text is known: whether its words are those of the texts that a classifier was trained on.

Belongs here: the measure, and the threshold under which nothing is said of a text. Not here: scores.
A text that is nothing like the training texts (another language, the weather, an error of a spreadsheet) gets log-odds like
any other, mostly from the intercepts: only this measure tells. It reads words and the letters within words, as the features
do. A term counts by its rarity (idf), and is known between 0 (in no training text) and 1 (in all of them), by the logarithm of
how many have it; a text is known by the mean over its terms. What was compared: docs/decisions/classifier.md.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from stance.classifier.features import Vocabulary, count_words, fit_vocabulary, list_letters, read_words
from stance.classifier.folds import split_folds
from stance.classifier.masking import MASK
from stance.dossier.scores import ADDRESSED

FALSE_ALARMS = 0.015
BARELY = 1.1
UNKNOWN_TERMS = 5


def measure_known(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> np.ndarray:
    """How much of each text is known, 0-1, from its masked words, to four digits: 0 without a known word.

    Words without a letter are not known, whatever was trained on; names that are masked do not count. Every text is read
    as if it had `UNKNOWN_TERMS` more terms that no one knows, so that one known word alone is no known text.
    """
    by_word, distinct = count_words(words)
    rarest = float(np.log(1 + vocabulary.texts) + 1)
    weights = vocabulary.idf.tolist()
    parts = np.array([_weigh_word(word, vocabulary.columns, weights, rarest) for word in distinct]).reshape(-1, 2)
    known, whole = (by_word @ parts).T
    return np.round(known / (whole + UNKNOWN_TERMS * rarest), 4)


def are_known(known: np.ndarray, least: float) -> np.ndarray:
    """Whether enough of each text is known for its scores to mean anything: `least` or more, and more than nothing."""
    return (known >= least) & (known > 0)


def find_unscored(known: np.ndarray, least: float, speaks: np.ndarray, abstains: np.ndarray) -> np.ndarray:
    """Which texts get no score: too little of them is known, or barely enough (under `BARELY` times `least`) and the classifier is sure
    of no direction on any topic that they speak to. `speaks`, `abstains`: texts x topics, true where it is so."""
    unsure = speaks.any(axis=1) & (abstains | ~speaks).all(axis=1)
    return ~are_known(known, least) | (unsure & (known < BARELY * least))


def _weigh_word(word: str, columns: dict[str, int], weights: list[float], rarest: float) -> tuple[float, float]:
    """The sum of the weights of a word's terms, each times how much it is known, and of the weights alone."""
    if word == MASK:
        return 0.0, 0.0
    terms = (word, *list_letters(word))
    found = [weights[columns[term]] for term in terms if term in columns]
    whole = sum(found) + rarest * (len(terms) - len(found))
    if not any(map(str.isalpha, word)):
        return 0.0, whole
    return sum(weight * (rarest - weight) for weight in found) / (rarest - 1), whole


def measure_held_out(coded: pd.DataFrame, names: frozenset[str], *, repeats: int, min_texts: int) -> np.ndarray:
    """How much is known of each coded statement by the other folds' vocabulary: a row a division, a column a statement.

    The folds are those of the cross-fit, by source, in as many divisions as it has repeats.
    """
    words = read_words(coded["text"], names)
    held = np.empty((repeats, len(words)))
    for seed in range(repeats):
        for train, test in split_folds(coded["source"], seed=seed):
            vocabulary = fit_vocabulary([words[row] for row in train], names, min_texts=min_texts)
            held[seed, test] = measure_known([words[row] for row in test], vocabulary)
    return held


def find_threshold(held: np.ndarray) -> float:
    """How much must be known: `FALSE_ALARMS` of what is held out (`measure_held_out`) lie below. To four digits."""
    return round(float(np.quantile(held, FALSE_ALARMS)), 4)


def measure_unscored(known: np.ndarray, least: float, coded: pd.DataFrame, run: pd.DataFrame) -> float:
    """The share of coded statements that would get no score (`find_unscored`), known and scored by the other folds of one division.

    `run` has statement, topic, addressed and abstains of that division. To four digits.
    """
    cells = run.pivot(index="statement", columns="topic").loc[coded["statement"]]
    speaks, abstains = cells["addressed"].to_numpy() >= ADDRESSED, cells["abstains"].to_numpy() == 1
    return round(float(find_unscored(known, least, speaks, abstains).mean()), 4)
