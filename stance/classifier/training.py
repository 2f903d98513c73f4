"""Training and cross-fitting: with `evaluation` the only module that needs scikit-learn.

*Addressed* is one logistic regression a topic on the text, with balanced class weights; its log-odds are stretched by
one factor, found on inner folds, so that they can be read as probabilities. *Level* is one multinomial logistic
regression for all topics that share a scale: every coded statement is an example once a topic, its features stand in
a block shared by the topics and in a block of its topic's own (Daumé 2007, https://aclanthology.org/P07-1033). That
collapses to one set of weights a topic. Where codings.csv has several coders, half the weight of an example lies on
the final code and half on the coders' codes. The text score comes from the same model without the side. What was
tried is in docs/decisions/classifier.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from stance.classifier.features import fit_vocabulary, measure_blocks, read_words
from stance.classifier.masking import find_names
from stance.classifier.model import Classifier, Head, Scale, score_texts
from stance.codebook import Topic
from stance.dossier import Dossier
from stance.errors import ModelError
from stance.statements import ADJUDICATED

FOLDS = 5
SEED = 0


@dataclass(frozen=True)
class Settings:
    """The hyper-parameters, chosen by cross-validation with folds by source.

    c_*: inverse regularisation of *addressed* and of *level*. shared: the share (0-1) of
    a feature that the topics hold in common. side, topic: weight of the columns of the side and of the topic.
    coders: the share (0-1) of an example's weight that lies on the coders' codes. min_texts: rarest term that counts.
    """

    c_addressed: float = 1.0
    c_level: float = 100.0
    shared: float = 0.3
    side: float = 0.2
    topic: float = 0.1
    coders: float = 0.5
    min_texts: int = 2
    iterations: int = 2000
    tolerance: float = 1e-3


@dataclass(frozen=True)
class _Examples:
    """Rows of features, with the topic's number, the code and the weight of each; one statement may give several."""

    rows: np.ndarray
    topics: np.ndarray
    codes: np.ndarray
    weights: np.ndarray


def train_classifier(
    dossier: Dossier,
    rows: pd.DataFrame | None = None,
    settings: Settings = Settings(),
) -> Classifier:
    """The classifier from the coded statements of the dossier, or from the given rows of them; raises ModelError."""
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    coded = (dossier.statements[dossier.statements["coded"]] if rows is None else rows).reset_index(drop=True)
    if coded.empty:
        raise ModelError(f"'{dossier.slug}' has no coded statement to learn from. Fill in codes in statements.csv.")
    words = read_words(coded["text"], names)
    vocabulary = fit_vocabulary(words, names, min_texts=settings.min_texts)
    if not vocabulary.terms:
        raise ModelError(f"'{dossier.slug}' has too few coded statements to learn from: no word stands in two of them.")
    blocks = measure_blocks(words, vocabulary)
    features = sparse.hstack(blocks, format="csr")
    side_ids = dossier.codebook.side_ids
    sides = np.array([[side == s for s in side_ids] for side in coded["side"]], dtype=float)
    scales = _train_all_levels(features, sides, coded, dossier, settings)
    single = sparse.hstack([block * (number != 1) for number, block in enumerate(blocks)], format="csr")
    heads = {}
    for topic in dossier.codebook.topics:
        weights, bias = _train_addressed(single, coded[topic.id].notna(), coded["source"], settings)
        levels, by_side, by_text = scales[topic.id]
        heads[topic.id] = Head(weights, bias, levels, by_side, by_text)
    return Classifier(vocabulary, tuple(side_ids), heads)


def _train_addressed(
    features: sparse.csr_matrix, spoken: pd.Series, sources: pd.Series, settings: Settings
) -> tuple[np.ndarray, float]:
    """Weights and intercept of the log-odds; without both answers among the rows, only the intercept."""
    if spoken.nunique() < 2:
        return np.zeros(features.shape[1]), float(logit((spoken.sum() + 0.5) / (len(spoken) + 1)))
    model = _fit_addressed(features, spoken, settings)
    stretch = _find_stretch(features, spoken, sources, settings)
    return model.coef_[0] * stretch, float(model.intercept_[0]) * stretch


def _fit_addressed(features: sparse.csr_matrix, spoken: pd.Series, settings: Settings) -> LogisticRegression:
    model = LogisticRegression(
        C=settings.c_addressed, class_weight="balanced", max_iter=settings.iterations, tol=settings.tolerance
    )
    return model.fit(features, spoken)


def _find_stretch(features: sparse.csr_matrix, spoken: pd.Series, sources: pd.Series, settings: Settings) -> float:
    """The factor that makes held-out log-odds probabilities (Platt's scaling without its intercept)."""
    if sources.nunique() < FOLDS:
        return 1.0
    held_out = np.zeros(len(spoken))
    for train, test in split_folds(sources):
        if spoken.iloc[train].nunique() == 2:
            held_out[test] = _fit_addressed(features[train], spoken.iloc[train], settings).decision_function(
                features[test]
            )
    scaling = LogisticRegression(C=1e6, fit_intercept=False).fit(held_out[:, None], spoken)
    return float(np.clip(scaling.coef_[0, 0], 0.5, 3.0))


def _train_all_levels(
    features: sparse.csr_matrix, sides: np.ndarray, coded: pd.DataFrame, dossier: Dossier, settings: Settings
) -> dict[str, tuple[np.ndarray, Scale, Scale]]:
    """Levels, model with the side and model without it, for each topic."""
    scales = {}
    for codes in dict.fromkeys(topic.codes for topic in dossier.codebook.topics):
        together = [topic for topic in dossier.codebook.topics if topic.codes == codes]
        examples = _list_examples(coded, dossier.codings, together, settings)
        with_side = _train_levels(features, sides * np.sqrt(settings.side), examples, together, settings)
        without = _train_levels(features, sides[:, :0], examples, together, settings)
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
    columns = (summed["index"], numbers, summed["code"].astype(int), summed["weight"])
    return _Examples(*(column.to_numpy() for column in columns))


def _train_levels(
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


def split_folds(sources: pd.Series, folds: int = FOLDS, seed: int = SEED) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Row numbers to train on and to score, fold by fold; all statements of a source are in one fold.

    Raises ModelError with fewer than two sources.
    """
    count = min(folds, sources.nunique())
    if count < 2:
        raise ModelError("Cross-fitting needs coded statements from at least two sources.")
    split = GroupKFold(n_splits=count, shuffle=True, random_state=seed)
    yield from split.split(np.zeros(len(sources)), groups=sources)


def cross_fit(
    dossier: Dossier,
    *,
    seed: int = SEED,
    settings: Settings = Settings(),
    progress: bool = False,
) -> pd.DataFrame:
    """Scores of all coded statements, each from a classifier that saw nothing of its source.

    Columns: statement, topic, addressed, score, text_score, confidence, and baseline: the mean code of the
    statement's side on the topic in the training fold (of all sides where the side has none), which reads nothing.
    """
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    folds = list(split_folds(coded["source"], seed=seed))
    parts = [
        _score_fold(dossier, coded.iloc[train], coded.iloc[test], settings)
        for train, test in tqdm(folds, desc="cross-fitting", disable=None if progress else True)
    ]
    return pd.concat(parts, ignore_index=True)


def _score_fold(dossier: Dossier, train: pd.DataFrame, test: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    classifier = train_classifier(dossier, train, settings)
    scores = score_texts(classifier, test["text"].tolist(), test["side"].tolist())
    statements = test.reset_index(drop=True)
    named = scores.assign(statement=statements["statement"].to_numpy()[scores["text"]])
    sides = statements["side"].to_numpy()[scores["text"]]
    baseline = [_side_mean(train, side, topic) for side, topic in zip(sides, scores["topic"], strict=True)]
    return named.drop(columns="text").assign(baseline=baseline)


def _side_mean(train: pd.DataFrame, side: str, topic: str) -> float:
    codes = train.loc[train["side"] == side, topic].dropna()
    codes = codes if len(codes) else train[topic].dropna()
    return float(codes.mean()) if len(codes) else float("nan")
