"""Word vectors: read from the installed package alone, exact sums over tokens, nothing for a masked name."""

import socket

import numpy as np
import pytest

from stance.classifier import vectors
from stance.classifier.masking import MASK
from stance.classifier.vectors import WIDTH, embed_words


@pytest.fixture
def unloaded():
    """As in a new process: nothing is loaded yet, and afterwards it is loaded as usual again."""
    vectors._load.cache_clear()
    yield
    vectors._load.cache_clear()


def test_the_vectors_load_with_the_network_off(monkeypatch, unloaded):
    def refuse(*_args, **_options):
        raise OSError("no network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    sums, tokens = embed_words(["water"])
    with pytest.raises(OSError, match="no network"):
        socket.socket()
    assert np.linalg.norm(sums) > 0.1
    assert tokens.tolist() == [1]


def test_a_masked_name_has_no_vector_and_no_tokens():
    sums, tokens = embed_words(["water", MASK, "island"])
    assert not sums[1].any()
    assert tokens.tolist() == [1, 0, 1]
    assert sums[0].any()
    assert sums[2].any()


def test_no_words_have_no_vectors():
    sums, tokens = embed_words([])
    assert sums.shape == (0, WIDTH)
    assert tokens.shape == (0,)


@pytest.mark.parametrize("word", ["zzyzx", "北方領土", "территория", "denuclearisation"])
def test_the_vector_of_a_word_is_the_sum_over_its_tokens(word):
    tokenizer, table = vectors._load()
    ids = tokenizer.encode(word, add_special_tokens=False).ids
    sums, tokens = embed_words([word])
    assert tokens.tolist() == [len(ids)]
    assert len(ids) > 1
    assert np.allclose(sums[0], sum(table[one].astype(float) for one in ids), atol=1e-5)


def test_a_word_has_the_same_vector_alone_and_in_company():
    words = ["a", "zzyzx", "北方領土", MASK, "treaty", "treaty"]
    sums, tokens = embed_words(words)
    alone = [embed_words([word]) for word in words]
    assert np.array_equal(sums, np.vstack([one for one, _ in alone]))
    assert tokens.tolist() == [count[0] for _, count in alone]


def test_words_of_like_meaning_point_the_same_way():
    def compare(one: str, other: str) -> float:
        (left, right), _ = embed_words([one, other])
        return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))

    assert compare("island", "islands") > compare("island", "committee") + 0.2
    assert compare("treaty", "agreement") > compare("treaty", "fish") + 0.2
