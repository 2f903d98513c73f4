"""Word vectors that ship in a wheel: WordLlama (https://github.com/dleemiller/WordLlama), read offline.

They tell the classifier that words which it has never seen resemble words which it has. A text's vector is the mean
of its tokens' vectors, so the share of each word in it is exact. Names that are masked have no vector.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from stance.classifier.masking import MASK

WIDTH = 256


@lru_cache(maxsize=1)
def _load():
    """Tokeniser and vectors, from the files within the package; nothing is downloaded."""
    import wordllama

    loaded = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, dim=WIDTH, disable_download=True)
    loaded.tokenizer.no_padding()  # else each word is as long as the longest of its batch
    return loaded.tokenizer, loaded.embedding


def embed_words(words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The sum of each word's token vectors (words x 256) and the number of its tokens; both 0 for a masked name."""
    tokenizer, vectors = _load()
    found = tokenizer.encode_batch(list(words), add_special_tokens=False)
    ids = [[] if word == MASK else one.ids for word, one in zip(words, found, strict=True)]
    sums = np.array([vectors[one].sum(axis=0, dtype=float) for one in ids]).reshape(len(words), WIDTH)
    return sums, np.array([len(one) for one in ids], dtype=float)
