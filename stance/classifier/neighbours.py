"""The coded statements nearest to a text, by the words and letters that they share."""

import numpy as np
import pandas as pd
from scipy import sparse

from stance.classifier.features import measure_terms, read_words
from stance.classifier.model import Classifier


def describe_texts(classifier: Classifier, texts: list[str]) -> sparse.csr_matrix:
    """Words, pairs and letters of texts, each row scaled to length 1 (rows without a known word stay 0)."""
    words = read_words(texts, classifier.vocabulary.names)
    features = sparse.hstack(measure_terms(words, classifier.vocabulary), format="csr")
    lengths = np.sqrt(np.asarray(features.multiply(features).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-12)) @ features)


def find_nearest(
    classifier: Classifier, text: str, statements: pd.DataFrame, described: sparse.csr_matrix, count: int = 5
) -> pd.DataFrame:
    """The `count` statements most like `text`, nearest first, with `similarity` (cosine, 0-1); none without overlap.

    `described` is `describe_texts` of the statements' texts, in the same order.
    """
    similarity = np.asarray((described @ describe_texts(classifier, [text]).T).todense()).ravel()
    best = np.argsort(-similarity, kind="stable")[:count]
    return statements.iloc[best[similarity[best] > 0]].assign(similarity=similarity[best[similarity[best] > 0]])
