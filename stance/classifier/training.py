"""Training and cross-fitting: the only module that needs scikit-learn.

Both models of a topic are logistic regressions without class weights, so that their probabilities can be read as
such. The regularisation was chosen by cross-validation on coded statements with folds that never split a source
(docs/decisions/classifier.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from stance.classifier.features import fit_vocabulary, measure_features, read_words
from stance.classifier.masking import find_names
from stance.classifier.model import Classifier, Head, score_texts
from stance.dossier import Dossier
from stance.errors import ModelError

FOLDS = 5
SEED = 0


@dataclass(frozen=True)
class Settings:
    """The hyper-parameters: inverse regularisation of the two models, scale of the side's column, rarest term."""

    c_addressed: float = 20.0
    c_level: float = 20.0
    side_scale: float = 0.7
    min_texts: int = 2
    iterations: int = 1000


def train_classifier(dossier: Dossier, rows: pd.DataFrame | None = None, settings: Settings = Settings()) -> Classifier:
    """The classifier from the coded statements of the dossier, or from the given rows of them; raises ModelError."""
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    coded = dossier.statements[dossier.statements["coded"]] if rows is None else rows
    if coded.empty:
        raise ModelError(f"'{dossier.slug}' has no coded statement to learn from. Fill in codes in statements.csv.")
    words = read_words(coded["text"], names)
    vocabulary = fit_vocabulary(words, names, min_texts=settings.min_texts)
    if not vocabulary.terms:
        raise ModelError(f"'{dossier.slug}' has too few coded statements to learn from: no word stands in two of them.")
    features = measure_features(words, vocabulary)
    side_ids = dossier.codebook.side_ids
    sides = np.array([[side == s for s in side_ids] for side in coded["side"]], dtype=float)
    heads = {
        topic.id: _train_head(features, sides, coded[topic.id], topic.codes, settings)
        for topic in dossier.codebook.topics
    }
    return Classifier(vocabulary, tuple(side_ids), sides.mean(axis=0), heads)


def _train_head(features, sides: np.ndarray, codes: pd.Series, levels: tuple[int, ...], settings: Settings) -> Head:
    spoken = codes.notna().to_numpy()
    addressed, addressed_bias = _train_addressed(features, spoken, settings)
    weights, biases, side_weights = _train_levels(
        features[spoken], sides[spoken], codes[spoken].to_numpy(dtype=int), levels, settings
    )
    return Head(addressed, addressed_bias, np.array(levels, dtype=float), weights, biases, side_weights)


def _train_addressed(features, spoken: np.ndarray, settings: Settings) -> tuple[np.ndarray, float]:
    share = (spoken.sum() + 0.5) / (len(spoken) + 1)
    if spoken.all() or not spoken.any():
        return np.zeros(features.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(C=settings.c_addressed, max_iter=settings.iterations).fit(features, spoken)
    return model.coef_[0], float(model.intercept_[0])


def _train_levels(features, sides, codes, levels, settings: Settings):
    """Weights (terms x levels), biases and side weights; levels that no row carries get a very low bias."""
    from scipy.sparse import csr_matrix, hstack

    terms, present = features.shape[1], np.unique(codes)
    weights, biases = np.zeros((terms, len(levels))), np.full(len(levels), -20.0)
    side_weights = np.zeros((sides.shape[1], len(levels)))
    if len(present) < 2:
        biases[np.isin(levels, present) if len(present) else slice(None)] = 0.0
        return weights, biases, side_weights
    both = hstack([features, csr_matrix(sides * settings.side_scale)], format="csr")
    model = LogisticRegression(C=settings.c_level, max_iter=settings.iterations).fit(both, codes)
    coef, intercept = model.coef_, model.intercept_
    if len(present) == 2:
        coef, intercept = np.vstack([-coef, coef]) / 2, np.array([-intercept[0], intercept[0]]) / 2
    at = np.searchsorted(levels, present)
    weights[:, at], biases[at] = coef[:, :terms].T, intercept
    side_weights[:, at] = coef[:, terms:].T * settings.side_scale
    return weights, biases, side_weights


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
    dossier: Dossier, *, seed: int = SEED, settings: Settings = Settings(), progress: bool = False
) -> pd.DataFrame:
    """Scores of all coded statements, each from a classifier that saw nothing of its source.

    Columns: statement, topic, addressed, score, text_score, confidence, and baseline: the mean code of the
    statement's side on the topic in the training fold (of all sides where the side has none), which reads nothing.
    """
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    folds = list(split_folds(coded["source"], seed=seed))
    parts = [
        _score_fold(dossier, coded.iloc[train], coded.iloc[test], settings)
        for train, test in tqdm(folds, desc="cross-fitting", disable=not progress)
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
