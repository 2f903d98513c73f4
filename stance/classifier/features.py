"""Words to numbers: TF-IDF of words, word pairs and the letters within words, fast enough for a million texts.

The result equals scikit-learn's TfidfVectorizer with analyzer "word" (1-2) and "char_wb" (3-5) on the same masked
words (sublinear tf, smooth idf, each block scaled to length 1). It is faster because a word's letter n-grams are
looked up once for each distinct word and combined for all texts by one sparse product.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import sparse

from stance.classifier.masking import mask_words, split_words

LETTERS = (3, 5)
LETTER_MARK = "#"


@dataclass(frozen=True)
class Vocabulary:
    """The terms that count, their inverse document frequencies, and the names that are masked.

    `terms` are words, word pairs (with a space) and letter n-grams (beginning with `LETTER_MARK`), in the order of
    the columns; `idf` has the same length.
    """

    terms: tuple[str, ...]
    idf: np.ndarray
    names: frozenset[str]
    columns: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", {term: column for column, term in enumerate(self.terms)})


def list_letters(word: str) -> list[str]:
    """The letter n-grams of one word with a space at both ends, marked as such (as analyzer "char_wb" makes them)."""
    padded = f" {word} "
    grams: list[str] = []
    for size in range(LETTERS[0], LETTERS[1] + 1):
        if len(padded) <= size:
            grams.append(LETTER_MARK + padded)
            break
        grams += [LETTER_MARK + padded[i : i + size] for i in range(len(padded) - size + 1)]
    return grams


def list_terms(words: Sequence[str]) -> list[str]:
    """All terms of one text: words, word pairs, letter n-grams; repeated as often as they occur."""
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [*words, *pairs, *(gram for word in words for gram in list_letters(word))]


def read_words(texts: Iterable[str], names: frozenset[str]) -> list[list[str]]:
    """The masked words of each text."""
    return [mask_words(split_words(text), names) for text in texts]


def fit_vocabulary(words: Sequence[Sequence[str]], names: frozenset[str], *, min_texts: int = 2) -> Vocabulary:
    """The vocabulary of the given texts: terms in at least `min_texts` of them, with smooth idf."""
    seen: dict[str, int] = {}
    for text in words:
        for term in set(list_terms(text)):
            seen[term] = seen.get(term, 0) + 1
    terms = tuple(sorted(term for term, count in seen.items() if count >= min_texts))
    counts = np.array([seen[term] for term in terms], dtype=float)
    return Vocabulary(terms, np.log((1 + len(words)) / (1 + counts)) + 1, names)


def measure_features(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> sparse.csr_matrix:
    """TF-IDF features, one row a text and one column a term; a text without known terms is a row of zeros."""
    counts = _count_terms(words, vocabulary)
    counts.data = (1 + np.log(counts.data)) * vocabulary.idf[counts.indices]
    return _scale_blocks(counts, is_letters(vocabulary))


def is_letters(vocabulary: Vocabulary) -> np.ndarray:
    """True for the columns of letter n-grams, False for words and word pairs."""
    return np.fromiter((term.startswith(LETTER_MARK) for term in vocabulary.terms), bool, len(vocabulary.terms))


def _scale_blocks(features: sparse.csr_matrix, letters: np.ndarray) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(features.shape[0]), np.diff(features.indptr))
    block = rows * 2 + letters[features.indices]
    lengths = np.sqrt(np.bincount(block, weights=features.data**2, minlength=2 * features.shape[0]))
    features.data /= lengths[block]
    return features


def _count_terms(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> sparse.csr_matrix:
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    index: dict[str, int] = {}
    flat = np.fromiter((index.setdefault(w, len(index)) for text in words for w in text), np.int64, lengths.sum())
    rows = np.repeat(np.arange(len(words)), lengths)
    shape = (len(words), len(vocabulary.terms))
    by_word = sparse.csr_matrix((np.ones(len(flat)), (rows, flat)), shape=(len(words), len(index)))
    counts = by_word @ _describe_words(list(index), vocabulary) + _count_pairs(
        list(index), flat, rows, vocabulary, shape
    )
    return sparse.csr_matrix(counts)


def _describe_words(distinct: list[str], vocabulary: Vocabulary) -> sparse.csr_matrix:
    """One row a distinct word: how often each term occurs within it (itself and its letter n-grams)."""
    columns, rows = [], []
    known = vocabulary.columns
    for row, word in enumerate(distinct):
        found = [known[term] for term in (word, *list_letters(word)) if term in known]
        columns += found
        rows += [row] * len(found)
    shape = (len(distinct), len(vocabulary.terms))
    return sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=shape)


def _count_pairs(
    distinct: list[str], flat: np.ndarray, rows: np.ndarray, vocabulary: Vocabulary, shape: tuple[int, int]
) -> sparse.csr_matrix:
    ids = {word: number for number, word in enumerate(distinct)}
    known = sorted(_known_pairs(ids, vocabulary))
    if not known or len(flat) < 2:
        return sparse.csr_matrix(shape)
    keys, columns = (np.array(part) for part in zip(*known, strict=True))
    pairs, same_text = flat[:-1] * len(distinct) + flat[1:], rows[:-1] == rows[1:]
    place = np.minimum(np.searchsorted(keys, pairs), len(keys) - 1)
    hit = same_text & (keys[place] == pairs)
    return sparse.csr_matrix((np.ones(hit.sum()), (rows[:-1][hit], columns[place[hit]])), shape=shape)


def _known_pairs(ids: dict[str, int], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    for term, column in vocabulary.columns.items():
        first, _, second = term.partition(" ")
        if second and not term.startswith(LETTER_MARK) and first in ids and second in ids:
            yield ids[first] * len(ids) + ids[second], column
