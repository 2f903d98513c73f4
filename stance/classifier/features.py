"""Words to numbers: TF-IDF of words, word pairs and letters within words, and word vectors; fast enough for a million texts.

Four blocks, each scaled to length 1. The first three equal scikit-learn's TfidfVectorizer with analyzers "word" (1, then 2)
and "char_wb" (4-5) on the same masked words (sublinear tf, smooth idf); the fourth is the mean of the word vectors
less the mean of the training texts. It is fast because a word's letters and vector are looked up once for each distinct
word and combined for all texts by one sparse product.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np
from scipy import sparse

from stance.classifier.masking import Masker
from stance.classifier.vectors import WIDTH, embed_words

LETTERS = (4, 5)
LETTER_MARK = "#"
MOST_EMBEDDED = 20_000


@dataclass(frozen=True)
class Vocabulary:
    """The terms that count, their inverse document frequencies, and the names that are masked.

    `terms` are words, then word pairs (with a space), then letter n-grams (beginning with `LETTER_MARK`), in the order
    of the columns; `idf` has the same length. `centre` is the mean vector of the training texts. `sizes` is the number
    of columns of each of the four blocks; the columns of the word vectors stand last and have no term. `texts` is the
    number of training texts.
    """

    terms: tuple[str, ...]
    idf: np.ndarray
    names: frozenset[str]
    centre: np.ndarray
    texts: int
    columns: dict[str, int] = field(init=False, repr=False, compare=False)
    sizes: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", {term: column for column, term in enumerate(self.terms)})
        blocks = [_find_block(term) for term in self.terms]
        object.__setattr__(self, "sizes", (*(blocks.count(block) for block in range(3)), len(self.centre)))

    @property
    def slices(self) -> list[slice]:
        """The columns of words, of pairs, of letter n-grams and of word vectors."""
        ends = np.cumsum((0, *self.sizes))
        return [slice(start, end) for start, end in pairwise(ends.tolist())]


def is_in_order(terms: Sequence[str]) -> bool:
    """Whether terms are all different and stand as `Vocabulary` wants them: words, then pairs, then letter n-grams."""
    blocks = [_find_block(term) for term in terms]
    return blocks == sorted(blocks) and len(set(terms)) == len(terms)


def _find_block(term: str) -> int:
    return 2 if term.startswith(LETTER_MARK) else 1 if " " in term else 0


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
    masker = Masker(names)
    return [masker.read_words(text) for text in texts]


def fit_vocabulary(words: Sequence[Sequence[str]], names: frozenset[str], *, min_texts: int = 2) -> Vocabulary:
    """The vocabulary of the given texts: terms in at least `min_texts` of them, with smooth idf, and their mean vector."""
    seen: dict[str, int] = {}
    for text in words:
        for term in set(list_terms(text)):
            seen[term] = seen.get(term, 0) + 1
    terms = tuple(sorted((t for t, count in seen.items() if count >= min_texts), key=lambda t: (_find_block(t), t)))
    counts = np.array([seen[term] for term in terms], dtype=float)
    idf = np.log((1 + len(words)) / (1 + counts)) + 1
    return Vocabulary(terms, idf, names, _average_vectors(*count_words(words)).mean(axis=0), len(words))


def measure_features(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> sparse.csr_matrix:
    """The features, one row a text and one column a term, then the vector; without a word a row of zeros."""
    return sparse.hstack([sparse.csr_matrix(block) for block in measure_blocks(words, vocabulary)], format="csr")


def measure_blocks(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[sparse.csr_matrix | np.ndarray]:
    """The features of words, of pairs, of letter n-grams and of word vectors, each row of each block scaled to length 1."""
    by_word, distinct = count_words(words)
    return [*_weigh_terms(words, by_word, distinct, vocabulary), _point(by_word, distinct, vocabulary)]


def measure_terms(words: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[sparse.csr_matrix]:
    """The first three blocks of `measure_blocks`: no word vector is looked up for them."""
    return _weigh_terms(words, *count_words(words), vocabulary)


def _weigh_terms(
    words: Sequence[Sequence[str]], by_word: sparse.csr_matrix, distinct: dict[str, int], vocabulary: Vocabulary
) -> list[sparse.csr_matrix]:
    counts = [
        by_word @ _describe_words(distinct, vocabulary, lambda word: [word], block=0),
        _count_pairs(words, distinct, vocabulary),
        by_word @ _describe_words(distinct, vocabulary, list_letters, block=2),
    ]
    known = zip(counts, vocabulary.slices, strict=False)
    return [_weigh(block, vocabulary.idf[columns]) for block, columns in known]


def count_words(words: Sequence[Sequence[str]]) -> tuple[sparse.csr_matrix, dict[str, int]]:
    """How often each distinct word occurs in each text (texts x distinct words), and the columns of the distinct words."""
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__
    starts = np.cumsum([0, *map(len, words)], dtype=np.int32)
    flat = np.fromiter(map(index.__getitem__, chain.from_iterable(words)), np.int32, starts[-1])
    return sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(words), len(index))), dict(index)


def _average_vectors(by_word: sparse.csr_matrix, distinct: Iterable[str]) -> np.ndarray:
    """The mean token vector of each text; zeros for a text without tokens."""
    words = list(distinct)
    sums, tokens = np.zeros((by_word.shape[0], WIDTH)), np.zeros(by_word.shape[0])
    for start in range(0, len(words), MOST_EMBEDDED):
        part = by_word[:, start : start + MOST_EMBEDDED]
        vectors, counts = embed_words(words[start : start + MOST_EMBEDDED])
        sums, tokens = sums + part @ vectors, tokens + part @ counts
    return sums / np.maximum(tokens, 1)[:, None]


def _point(by_word: sparse.csr_matrix, distinct: Iterable[str], vocabulary: Vocabulary) -> np.ndarray:
    """Where each text's vector points from the centre, as a vector of length 1; zeros for a text without words."""
    means = _average_vectors(by_word, distinct)
    away = (means - vocabulary.centre) * np.any(means, axis=1, keepdims=True)
    return away / np.maximum(np.sqrt((away**2).sum(axis=1, keepdims=True)), 1e-12)


def _weigh(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    sizes = np.diff(counts.indptr)
    sums = np.bincount(np.repeat(np.arange(len(sizes)), sizes), weights=values**2, minlength=len(sizes))
    scale = 1 / np.sqrt(np.where(sums > 0, sums, 1))
    return sparse.csr_matrix((values * np.repeat(scale, sizes), counts.indices, counts.indptr), shape=counts.shape)


def _describe_words(
    distinct: Iterable[str], vocabulary: Vocabulary, list_parts: Callable[[str], list[str]], *, block: int
) -> sparse.csr_matrix:
    """One row a distinct word: how often each term of the block occurs within it."""
    known, part = vocabulary.columns, vocabulary.slices[block]
    found = [[known[term] for term in list_parts(word) if term in known] for word in distinct]
    starts = np.cumsum([0, *map(len, found)])
    columns = np.fromiter(chain.from_iterable(found), np.int32, starts[-1]) - part.start
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(found), vocabulary.sizes[block]))


def _count_pairs(words: Sequence[Sequence[str]], ids: dict[str, int], vocabulary: Vocabulary) -> sparse.csr_matrix:
    lengths = np.fromiter(map(len, words), np.int32, len(words))
    flat = np.fromiter(map(ids.__getitem__, chain.from_iterable(words)), np.int32, lengths.sum())
    shape = (len(lengths), vocabulary.sizes[1])
    known = sorted(_known_pairs(ids, vocabulary))
    if not known or len(flat) < 2:
        return sparse.csr_matrix(shape)
    keys, columns = (np.array(part) for part in zip(*known, strict=True))
    rows = np.repeat(np.arange(len(lengths)), lengths)
    pairs = flat[:-1].astype(np.int64) * len(ids) + flat[1:]
    place = np.minimum(np.searchsorted(keys, pairs), len(keys) - 1)
    hit = (rows[:-1] == rows[1:]) & (keys[place] == pairs)
    return sparse.csr_matrix((np.ones(hit.sum()), (rows[:-1][hit], columns[place[hit]])), shape=shape)


def _known_pairs(ids: dict[str, int], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    start, end = vocabulary.slices[1].start, vocabulary.slices[1].stop
    for column, term in enumerate(vocabulary.terms[start:end]):
        first, _, second = term.partition(" ")
        if first in ids and second in ids:
            yield ids[first] * len(ids) + ids[second], column
