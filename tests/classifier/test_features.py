"""The fast features equal scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.classifier.features import (
    LETTERS,
    fit_vocabulary,
    list_letters,
    measure_blocks,
    measure_features,
    read_words,
)
from stance.classifier.masking import MASK
from stance.classifier.vectors import WIDTH, embed_words


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


def test_a_text_without_words_is_a_row_of_zeros(vocabulary):
    assert measure_features([[]], vocabulary).nnz == 0


def test_masked_names_alone_have_no_vector(vocabulary):
    assert not measure_blocks([[MASK], [MASK, MASK]], vocabulary)[-1].any()


def test_a_masked_name_does_not_move_the_vector_of_its_text(vocabulary):
    without, beside = measure_blocks([["give", "back"], [MASK, "give", MASK, "back"]], vocabulary)[-1]
    assert np.allclose(without, beside, atol=1e-12)


def test_an_unknown_word_is_known_by_its_vector_alone(vocabulary):
    *counted, vectors = measure_blocks([["zzyzx"]], vocabulary)
    assert sum(block.nnz for block in counted) == 0
    assert np.linalg.norm(vectors) == pytest.approx(1)


def test_each_block_of_a_row_has_length_one(words, vocabulary):
    for block in measure_blocks(words[:50], vocabulary):
        lengths = np.sqrt((sparse.csr_matrix(block).toarray() ** 2).sum(axis=1))
        assert np.allclose(lengths[lengths > 0], 1)
        assert (lengths > 0).sum() > 40


def test_the_vector_of_a_text_is_the_mean_of_its_tokens_less_the_mean_of_the_training_texts(words, vocabulary):
    sums, tokens = (np.concatenate(part) for part in zip(*(embed_words(text) for text in words[:1]), strict=True))
    away = sums.sum(axis=0) / tokens.sum() - vocabulary.centre
    assert np.allclose(measure_blocks(words[:1], vocabulary)[-1][0], away / np.linalg.norm(away), atol=1e-6)
    means = [embed_words(text)[0].sum(axis=0) / max(embed_words(text)[1].sum(), 1) for text in words[:40]]
    assert np.allclose(fit_vocabulary(words[:40], vocabulary.names).centre, np.mean(means, axis=0), atol=1e-6)


def test_the_four_blocks_stand_side_by_side_with_the_vectors_last(words, vocabulary):
    blocks, whole = measure_blocks(words[:20], vocabulary), measure_features(words[:20], vocabulary).toarray()
    assert [block.shape[1] for block in blocks] == list(vocabulary.sizes)
    assert vocabulary.sizes[-1] == WIDTH
    for block, columns in zip(blocks, vocabulary.slices, strict=True):
        assert np.allclose(whole[:, columns], sparse.csr_matrix(block).toarray())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["treaty", "islands", "first", "no", "日本", "мир"])), min_size=1, max_size=6))
def test_a_text_has_the_same_features_alone_and_in_company(vocabulary, texts):
    together = measure_features(texts, vocabulary).toarray()
    alone = np.vstack([measure_features([text], vocabulary).toarray() for text in texts])
    assert np.allclose(together, alone, atol=1e-12)


def test_letters_of_a_short_word_are_the_word_itself():
    assert list_letters("ab") == ["# ab "]
    assert list_letters("war") == ["# war", "#war ", "# war "]
