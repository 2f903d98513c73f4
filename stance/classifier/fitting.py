"""The linear models of the classifier, before their confidence is calibrated: scikit-learn's part.

*Addressed* is one logistic regression a topic on the text, with balanced class weights. *Level* is one multinomial
logistic regression for all topics that share a scale: every coded statement is an example once a topic, its features
stand in a block shared by the topics and in a block of its topic's own (Daumé 2007,
https://aclanthology.org/P07-1033). That collapses to one set of weights a topic. Where codings.csv has several coders,
half the weight of an example lies on the final code and half on the coders' codes. The text score comes from the same
model without the side. What was tried is in docs/decisions/classifier.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

from stance.classifier.features import fit_vocabulary, measure_blocks, read_words
from stance.classifier.masking import find_names
from stance.classifier.model import Classifier, Head, Scale
from stance.dossier.codebook import Topic
from stance.dossier.columns import ADJUDICATED
from stance.dossier.loading import Dossier
from stance.errors import ModelError


@dataclass(frozen=True)
class Settings:
    """The hyper-parameters, chosen by cross-validation with folds by source.

    c_*: inverse regularisation of *addressed* and of *level*. shared: the share (0-1) of
    a feature that the topics hold in common. vectors_*: length of the block of word vectors beside the others' 1 in
    each. balance: 0 takes the codes as often as they occur, 1 gives every code of a topic the same weight.
    side, topic: weight of the columns of the side and of the topic.
    coders: the share (0-1) of an example's weight that lies on the coders' codes. min_texts: rarest term that counts.
    """

    c_addressed: float = 1.0
    c_level: float = 100.0
    shared: float = 0.3
    vectors_addressed: float = 1.0
    vectors_level: float = 0.7
    balance: float = 1.0
    side: float = 0.2
    topic: float = 0.1
    coders: float = 0.5
    min_texts: int = 2
    iterations: int = 2000
    tolerance: float = 1e-3


DEFAULTS = Settings()


@dataclass(frozen=True)
class _Examples:
    """Rows of features, with the topic's number, the code and the weight of each; one statement may give several."""

    rows: np.ndarray
    topics: np.ndarray
    codes: np.ndarray
    weights: np.ndarray


def fit_classifier(dossier: Dossier, coded: pd.DataFrame, settings: Settings) -> Classifier:
    """The classifier from the given coded statements, with its log-odds as they are fitted; raises ModelError."""
    if coded.empty:
        raise ModelError(f"'{dossier.slug}' has no coded statement to learn from. Fill in codes in statements.csv.")
    coded = coded.reset_index(drop=True)
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    words = read_words(coded["text"], names)
    vocabulary = fit_vocabulary(words, names, min_texts=settings.min_texts)
    if not vocabulary.terms:
        raise ModelError(f"'{dossier.slug}' has too few coded statements to learn from: no word stands in two of them.")
    blocks = measure_blocks(words, vocabulary)
    single, whole = (
        np.array(weights) for weights in ((1, 0, 1, settings.vectors_addressed), (1, 1, 1, settings.vectors_level))
    )
    side_ids = dossier.codebook.side_ids
    sides = np.array([[side == s for s in side_ids] for side in coded["side"]], dtype=float)
    scales = _fit_all_levels(_join(blocks, whole), sides, coded, dossier, settings)
    columns = np.repeat(single, vocabulary.sizes), np.repeat(whole, vocabulary.sizes)
    heads = {}
    for topic in dossier.codebook.topics:
        weights, bias = _fit_addressed(_join(blocks, single), coded[topic.id].notna(), settings)
        levels, by_side, by_text = scales[topic.id]
        by_side, by_text = _stretch(by_side, columns[1]), _stretch(by_text, columns[1])
        heads[topic.id] = Head(weights * columns[0], bias, levels, by_side, by_text)
    return Classifier(vocabulary, tuple(side_ids), heads)


def _join(blocks: Sequence, weights: np.ndarray) -> sparse.csr_matrix:
    """The blocks beside one another, each at its weight."""
    parts = [sparse.csr_matrix(block) * weight for block, weight in zip(blocks, weights, strict=True)]
    return sparse.hstack(parts, format="csr")


def _stretch(scale: Scale, columns: np.ndarray) -> Scale:
    """The model for features that do not carry the weights of their blocks."""
    return Scale(scale.weights * columns[:, None], scale.biases, scale.sides)


def _fit_addressed(features: sparse.csr_matrix, spoken: pd.Series, settings: Settings) -> tuple[np.ndarray, float]:
    """Weights and intercept of the log-odds; without both answers among the rows, only the intercept."""
    if spoken.nunique() < 2:
        return np.zeros(features.shape[1]), float(logit((spoken.sum() + 0.5) / (len(spoken) + 1)))
    model = LogisticRegression(
        C=settings.c_addressed, class_weight="balanced", max_iter=settings.iterations, tol=settings.tolerance
    )
    model.fit(features, spoken)
    return model.coef_[0], float(model.intercept_[0])


def _fit_all_levels(
    features: sparse.csr_matrix, sides: np.ndarray, coded: pd.DataFrame, dossier: Dossier, settings: Settings
) -> dict[str, tuple[np.ndarray, Scale, Scale]]:
    """Levels, model with the side and model without it, for each topic."""
    scales = {}
    for codes in dict.fromkeys(topic.codes for topic in dossier.codebook.topics):
        together = [topic for topic in dossier.codebook.topics if topic.codes == codes]
        examples = _list_examples(coded, dossier.codings, together, settings)
        with_side = _fit_levels(features, sides * np.sqrt(settings.side), examples, together, settings)
        without = _fit_levels(features, sides[:, :0], examples, together, settings)
        for number, topic in enumerate(together):
            scales[topic.id] = (np.array(codes, dtype=float), with_side[number], without[number])
    return scales


def _list_examples(
    coded: pd.DataFrame, codings: pd.DataFrame, topics: Sequence[Topic], settings: Settings
) -> _Examples:
    ids = [topic.id for topic in topics]
    final = (
        coded.reset_index().melt(["index", "statement"], ids, "topic", "code").dropna(subset="code").assign(weight=1.0)
    )
    others = codings[(codings["coder"] != ADJUDICATED) & codings["statement"].isin(coded["statement"])]
    if len(others) and settings.coders:
        read = others.melt(["statement", "coder"], ids, "topic", "code").dropna(subset="code")
        read = read.merge(final[["index", "statement"]].drop_duplicates(), on="statement")
        read = read.assign(weight=settings.coders / others["coder"].nunique())
        final = pd.concat([final.assign(weight=1 - settings.coders), read])
    summed = final.groupby(["index", "topic", "code"], as_index=False)["weight"].sum()
    numbers = summed["topic"].map({topic: number for number, topic in enumerate(ids)})
    columns = (summed["index"], numbers, summed["code"].astype(int), _balance(summed, settings))
    return _Examples(*(column.to_numpy() for column in columns))


def _balance(examples: pd.DataFrame, settings: Settings) -> pd.Series:
    """The weights, moved towards the same sum for every code of a topic; their sum a topic stays."""
    by_code = examples.groupby(["topic", "code"])["weight"].transform("sum")
    by_topic = examples.groupby("topic")["weight"].transform("sum")
    even = by_topic / examples.groupby("topic")["code"].transform("nunique")
    moved = examples["weight"] * (even / by_code) ** settings.balance
    return moved * by_topic / moved.groupby(examples["topic"]).transform("sum")


def _fit_levels(
    features: sparse.csr_matrix,
    sides: np.ndarray,
    examples: _Examples,
    topics: Sequence[Topic],
    settings: Settings,
) -> list[Scale]:
    """One `Scale` a topic; a level that no example carries gets a very low bias."""
    levels, present = np.array(topics[0].codes), np.unique(examples.codes)
    if len(present) < 2:
        return [_constant_scale(features.shape[1], sides.shape[1], np.isin(levels, present)) for _ in topics]
    model = LogisticRegression(C=settings.c_level, max_iter=settings.iterations, tol=settings.tolerance)
    model.fit(
        _lay_out(features, sides, examples, len(topics), settings), examples.codes, sample_weight=examples.weights
    )
    return [
        _read_scale(_fill_levels(model, levels), number, features.shape[1], sides.shape[1], len(topics), settings)
        for number in range(len(topics))
    ]


def _lay_out(
    features: sparse.csr_matrix, sides: np.ndarray, examples: _Examples, topics: int, settings: Settings
) -> sparse.csr_matrix:
    """Columns: shared features, each topic's own features, topic by side, topic."""
    rows, topic = features[examples.rows], np.eye(topics)[examples.topics]
    own = [sparse.diags(np.sqrt(1 - settings.shared) * topic[:, number]) @ rows for number in range(topics)]
    by_side = (topic[:, :, None] * sides[examples.rows][:, None, :]).reshape(len(topic), -1)
    blocks = [np.sqrt(settings.shared) * rows, *own, by_side, np.sqrt(settings.topic) * topic]
    return sparse.hstack([sparse.csr_matrix(block) for block in blocks], format="csr")


def _fill_levels(model: LogisticRegression, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns x levels) and biases for all levels, from a model of those that occur."""
    coef, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coef, intercept = np.vstack([-coef, coef]) / 2, np.array([-intercept[0], intercept[0]]) / 2
    weights, biases = np.zeros((coef.shape[1], len(levels))), np.full(len(levels), -20.0)
    at = np.searchsorted(levels, model.classes_)
    weights[:, at], biases[at] = coef.T, intercept
    return weights, biases


def _read_scale(
    filled: tuple[np.ndarray, np.ndarray], number: int, terms: int, sides: int, topics: int, settings: Settings
) -> Scale:
    """The weights of one topic: what it shares plus what is its own."""
    weights, biases = filled
    own, by_side = terms * (1 + number), terms * (1 + topics) + sides * number
    topic = np.sqrt(settings.topic) * weights[terms * (1 + topics) + sides * topics + number]
    both = np.sqrt(settings.shared) * weights[:terms] + np.sqrt(1 - settings.shared) * weights[own : own + terms]
    side_scale = np.sqrt(settings.side) if sides else 1.0
    return Scale(both, biases + topic, weights[by_side : by_side + sides] * side_scale)


def _constant_scale(terms: int, sides: int, present: np.ndarray) -> Scale:
    biases = np.where(present, 0.0, -20.0) if present.any() else np.zeros(len(present))
    return Scale(np.zeros((terms, len(present))), biases, np.zeros((sides, len(present))))
