"""The fast features equal scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.classifier.features import (
    LETTERS,
    fit_vocabulary,
    list_letters,
    measure_blocks,
    measure_features,
    read_words,
)


@pytest.fixture(scope="module")
def words(dossier):
    return read_words(dossier.statements["text"], frozenset({"putin", "abe"}))


@pytest.fixture(scope="module")
def vocabulary(words):
    return fit_vocabulary(words, frozenset({"putin", "abe"}))


@pytest.mark.parametrize(
    ("block", "analyzer", "span"), [(0, "word", (1, 1)), (1, "word", (2, 2)), (2, "char_wb", LETTERS)]
)
def test_each_block_equals_the_stock_vectorizer(words, vocabulary, block, analyzer, span):
    pattern = {"token_pattern": r"\S+"} if analyzer == "word" else {}
    stock = TfidfVectorizer(analyzer=analyzer, ngram_range=span, min_df=2, sublinear_tf=True, **pattern)
    theirs = stock.fit_transform([" ".join(text) for text in words])
    start = vocabulary.slices[block].start
    mark = "#" if block == 2 else ""
    columns = [vocabulary.columns[mark + term] - start for term in stock.get_feature_names_out()]
    ours = measure_blocks(words, vocabulary)[block]
    assert ours.shape[1] == theirs.shape[1] > 100
    assert abs(ours[:, columns] - theirs).max() < 1e-12


def test_a_text_without_known_words_is_a_row_of_zeros(vocabulary):
    assert measure_features([["zzyzx"], []], vocabulary).nnz == 0


def test_each_block_of_a_row_has_length_one(words, vocabulary):
    for block in measure_blocks(words[:50], vocabulary):
        lengths = np.sqrt(np.asarray(block.multiply(block).sum(axis=1)).ravel())
        assert np.allclose(lengths[lengths > 0], 1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["treaty", "islands", "first", "no", "日本", "мир"])), min_size=1, max_size=6))
def test_a_text_has_the_same_features_alone_and_in_company(vocabulary, texts):
    together = measure_features(texts, vocabulary).toarray()
    alone = np.vstack([measure_features([text], vocabulary).toarray() for text in texts])
    assert np.allclose(together, alone, atol=1e-12)


def test_letters_of_a_short_word_are_the_word_itself():
    assert list_letters("ab") == ["# ab "]
    assert list_letters("war") == ["# war", "#war ", "# war "]
