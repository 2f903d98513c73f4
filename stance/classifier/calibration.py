"""What turns fitted log-odds into probabilities: learned on statements that the fitted models did not see.

The coded statements are divided into inner folds by source; models fitted on the rest score each fold. From these
scores come, for each topic, the intercept and slope of *addressed* (Platt 1999), the temperature of the levels'
confidence (Guo et al. 2017, https://proceedings.mlr.press/v70/guo17a.html), and the confidence below which the
classifier abstains. The expected level, which is the score, keeps the log-odds as they were fitted.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar, root_scalar
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression

from stance.classifier.fitting import Settings, fit_classifier
from stance.classifier.folds import split_folds
from stance.classifier.model import ALWAYS, Classifier, Head, Odds, Scale, join_odds, measure_odds, read_sign
from stance.dossier.loading import Dossier

INNER_FOLDS = 3
SIGN_TARGET, LEAST_KEPT = 0.9, 20
LEAST_SOURCES = 2 * INNER_FOLDS
COOLEST, HOTTEST = 0.2, 5.0
FLATTEST, STEEPEST = 0.3, 3.0


def calibrate(classifier: Classifier, dossier: Dossier, coded: pd.DataFrame, settings: Settings) -> Classifier:
    """The classifier with calibrated heads; with fewer than `LEAST_SOURCES` sources it is as it was and always abstains."""
    if coded["source"].nunique() < LEAST_SOURCES:
        return classifier
    held_out = _score_held_out(classifier, dossier, coded, settings)
    heads = {t: _calibrate_head(head, held_out[t], coded[t]) for t, head in classifier.heads.items()}
    return replace(classifier, heads=heads)


def _score_held_out(
    classifier: Classifier, dossier: Dossier, coded: pd.DataFrame, settings: Settings
) -> dict[str, Odds]:
    """The log-odds of each coded statement from a model that did not see its source."""
    folds = list(split_folds(coded["source"], INNER_FOLDS))
    parts = [_score_fold(dossier, coded.iloc[train], coded.iloc[test], settings) for train, test in folds]
    back = np.argsort(np.concatenate([test for _, test in folds]))
    return {topic: join_odds([part[topic] for part in parts], back) for topic in classifier.heads}


def _score_fold(dossier: Dossier, train: pd.DataFrame, test: pd.DataFrame, settings: Settings) -> dict[str, Odds]:
    return measure_odds(fit_classifier(dossier, train, settings), test["text"].tolist(), test["side"].tolist())


def _calibrate_head(head: Head, odds: Odds, codes: pd.Series) -> Head:
    spoken = codes.notna().to_numpy()
    slope, start = _fit_platt(odds.addressed, spoken)
    signs = np.sign(codes[spoken].to_numpy(dtype=float) - (head.levels[0] + head.levels[-1]) / 2)
    return replace(
        head,
        addressed=head.addressed * slope,
        addressed_bias=head.addressed_bias * slope + start,
        by_side=_calibrate_scale(head.by_side, odds.levels[spoken], head.levels, signs),
        by_text=_calibrate_scale(head.by_text, odds.by_text[spoken], head.levels, signs),
    )


def _calibrate_scale(scale: Scale, odds: np.ndarray, levels: np.ndarray, signs: np.ndarray) -> Scale:
    temperature = _find_temperature(odds, levels, signs)
    threshold = _find_threshold(softmax(odds / temperature, axis=1), levels, signs)
    return replace(scale, temperature=temperature, abstain_below=threshold)


def _fit_platt(odds: np.ndarray, spoken: np.ndarray) -> tuple[float, float]:
    """Slope and intercept that make held-out log-odds probabilities; 1 and 0 where only one answer occurs."""
    if spoken.all() or not spoken.any():
        return 1.0, 0.0
    model = LogisticRegression(C=1e6).fit(odds[:, None], spoken)
    slope = float(np.clip(model.coef_[0, 0], FLATTEST, STEEPEST))
    start = root_scalar(lambda start: expit(slope * odds + start).mean() - spoken.mean(), bracket=(-1e3, 1e3)).root
    return slope, float(start)


def _find_temperature(odds: np.ndarray, levels: np.ndarray, signs: np.ndarray) -> float:
    """The temperature with the highest likelihood of the true signs."""
    if not len(signs):
        return 1.0
    middle = (levels[0] + levels[-1]) / 2
    right = np.sign(levels - middle) == signs[:, None]

    def loss(log_temperature: float) -> float:
        chances = (softmax(odds / np.exp(log_temperature), axis=1) * right).sum(axis=1)
        return -float(np.log(np.maximum(chances, 1e-12)).mean())

    found = minimize_scalar(loss, bounds=(np.log(COOLEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def _find_threshold(chances: np.ndarray, levels: np.ndarray, signs: np.ndarray) -> float:
    """The lowest confidence from which on at least `SIGN_TARGET` of the signs are right; `ALWAYS` where there is none.

    It has to keep `LEAST_KEPT` statements: of fewer, no one knows how many would be right.
    """
    confidence, sign = read_sign(chances, levels)
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum((sign == signs)[order]) / np.arange(1, len(order) + 1)
    last_of_ties = np.append(np.diff(confidence[order]) < 0, True)[: len(order)]
    reached = np.flatnonzero((share >= SIGN_TARGET) & last_of_ties & (np.arange(len(order)) >= LEAST_KEPT - 1))
    return float(confidence[order][reached[-1]]) if len(reached) else ALWAYS
