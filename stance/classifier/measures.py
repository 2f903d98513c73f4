"""The measures of a classifier, each beside baselines that read nothing; no scikit-learn is needed to know their names.

Within-side and within-actor figures come first, since side alone explains most of the variance of codes: an
overall correlation proves nothing. Every measure takes weights, so that a bootstrap draws sources by weighing rows.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.scores import ADDRESSED

BINS = 10
BASELINES = {"commonest": "commonest code", "by_side": "mean code of the side", "by_actor": "mean code of the actor"}
GROUPS = ("side", "actor")
MEASURES = {
    "within_side_r": "correlation of score and code within sides (-1 to 1; 0 reads nothing)",
    "within_side_r_commonest": "… baseline: commonest code",
    "within_side_r_by_side": "… baseline: mean code of the side",
    "within_side_r_by_actor": "… baseline: mean code of the actor",
    "within_actor_r": "correlation of score and code within actors",
    "within_actor_r_commonest": "… baseline: commonest code",
    "within_actor_r_by_side": "… baseline: mean code of the side",
    "within_actor_r_by_actor": "… baseline: mean code of the actor",
    "text_within_side_r": "correlation within sides of the text score, which does not know the side",
    "mae": "mean distance of score and code, in codes",
    "mae_commonest": "… baseline: commonest code",
    "mae_by_side": "… baseline: mean code of the side",
    "mae_by_actor": "… baseline: mean code of the actor",
    "mae_over_side": "that distance less that of the mean code of the side (below 0: the classifier is nearer)",
    "addressed_f1": "addressed or not, macro F1 (0 to 1)",
    "addressed_f1_commonest": "… baseline: always the commoner answer",
    "addressed_ece": "calibration error of the probability that it is addressed (0 to 1; 0 is best)",
    "sign_right": "how often the most probable sign (-, 0, +) is the code's (0 to 1)",
    "sign_right_by_side": "… baseline: the commonest sign of the side",
    "sign_ece": "calibration error of the confidence in that sign (0 to 1; 0 is best)",
    "kept": "share of statements for which it does not abstain from a sign (0 to 1)",
    "sign_right_kept": "how often the sign is right where it does not abstain",
    "one_step": "share of wrong levels (the level nearest to the score) that are one step off",
    "overall_r": "correlation of score and code over all rows; mostly the side, not the reading",
    "overall_r_by_side": "… baseline: mean code of the side",
    "bias": "mean of score minus code, in codes",
    "rmse": "root mean square of score minus code: the spread of a score",
    "rows": "coded statements",
    "addressed_rows": "coded statements that speak to the topic",
}

Measured = dict[str, float]
Cells = dict[str, np.ndarray]


def prepare_measures(scores: pd.DataFrame, statements: pd.DataFrame, topic: Topic) -> Callable[[np.ndarray], Measured]:
    """A function from weights (one a coded statement, in the order of `statements`) to the measures of the topic.

    `scores` has statement, topic, the columns of `model.CELLS`, by_side, by_actor and sign_by_side. Measures that are not defined
    (nothing varies, no rows) are NaN. A statement whose side or actor is "" counts in no figure within sides or actors.
    """
    own = scores[scores["topic"] == topic.id].set_index("statement")
    about = statements[["statement", "side", "actor", topic.id]].set_axis(
        ["statement", "side", "actor", "code"], axis=1
    )
    rows = about.reset_index(drop=True).join(own, on="statement").astype({"code": float})
    said = rows[rows["code"].notna()]
    commonest = said["code"].mode().iloc[0] if len(said) else np.nan
    steps = _count_steps(said, np.array(topic.codes))
    said = said.assign(commonest=commonest, steps=steps, row=said.index)
    for by in GROUPS:
        said = said.assign(**{f"{by}_number": pd.factorize(said[by])[0], f"{by}_known": said[by] != ""})
    return partial(_measure, _take_arrays(rows), _take_arrays(said), topic.middle)


def _take_arrays(rows: pd.DataFrame) -> Cells:
    """The columns as arrays: a bootstrap measures hundreds of times, and frames would take most of that."""
    return {name: rows[name].to_numpy() for name in rows}


def _count_steps(said: pd.DataFrame, levels: np.ndarray) -> np.ndarray:
    """How many levels lie between the code and the level nearest to the score."""
    places = [np.abs(said[name].to_numpy()[:, None] - levels).argmin(axis=1) for name in ("score", "code")]
    return np.abs(places[0] - places[1])


def _measure(rows: Cells, said: Cells, middle: float, weights: np.ndarray) -> Measured:
    spoken, own = ~np.isnan(rows["code"]), weights[said["row"]]
    addressed = rows["addressed"]
    commoner = np.full(len(weights), weights[spoken].sum() * 2 >= weights.sum())
    right = said["sign"] == np.sign(said["code"] - middle)
    kept = own * (said["abstains"] == 0)
    error = said["score"] - said["code"]
    return {
        **_correlate_all(said, own),
        **_measure_distances(said, own),
        "addressed_f1": score_f1(spoken, addressed >= ADDRESSED, weights),
        "addressed_f1_commonest": score_f1(spoken, commoner, weights),
        "addressed_ece": score_calibration(addressed, spoken, weights),
        "sign_right": _average(right, own),
        "sign_right_by_side": _average(said["sign_by_side"] == np.sign(said["code"] - middle), own),
        "sign_ece": score_calibration(said["confidence"], right, own),
        "kept": _average(said["abstains"] == 0, own),
        "sign_right_kept": _average(right, kept),
        "one_step": _average(said["steps"] == 1, own * (said["steps"] > 0)),
        "bias": _average(error, own),
        "rmse": float(np.sqrt(_average(error**2, own))),
        "rows": float(weights.sum()),
        "addressed_rows": float(own.sum()),
    }


def _correlate_all(said: Cells, weights: np.ndarray) -> Measured:
    everyone = np.zeros(len(weights), dtype=int)
    found = {"overall_r": correlate_within(said["score"], said["code"], everyone, weights)}
    found["overall_r_by_side"] = correlate_within(said["by_side"], said["code"], everyone, weights)
    for by in GROUPS:
        groups, known = said[f"{by}_number"], weights * said[f"{by}_known"]
        guesses = {"": "score"} | {f"_{baseline}": baseline for baseline in BASELINES}
        for ending, guess in guesses.items():
            found[f"within_{by}_r{ending}"] = correlate_within(said[guess], said["code"], groups, known)
        if by == "side":
            found["text_within_side_r"] = correlate_within(said["text_score"], said["code"], groups, known)
    return found


def _measure_distances(said: Cells, weights: np.ndarray) -> Measured:
    guesses = {"mae": "score"} | {f"mae_{baseline}": baseline for baseline in BASELINES}
    found = {name: _average(np.abs(said[guess] - said["code"]), weights) for name, guess in guesses.items()}
    return found | {"mae_over_side": found["mae"] - found["mae_by_side"]}


def _average(values, weights: np.ndarray) -> float:
    total = weights.sum()
    return float(np.asarray(values, dtype=float) @ weights / total) if total else float("nan")


def correlate_within(scores, codes, groups: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Pearson's correlation after taking each group's mean from both; NaN where nothing varies within groups.

    `groups` are group numbers from 0. A group of a single row varies by nothing, so it says nothing.
    """
    weights = np.ones(len(groups)) if weights is None else weights
    left, right = (_centre(np.asarray(values, dtype=float), groups, weights) for values in (scores, codes))
    length = np.sqrt((weights @ left**2) * (weights @ right**2))
    return float((weights * left) @ right / length) if length > 1e-9 else float("nan")


def _centre(values: np.ndarray, groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    sums, totals = np.bincount(groups, weights * values), np.bincount(groups, weights)
    return values - (sums / np.maximum(totals, 1e-12))[groups]


def score_f1(truth: np.ndarray, said: np.ndarray, weights: np.ndarray) -> float:
    """The mean of the F1 of yes and of no; an answer that neither truth nor reading gives has F1 0."""
    both = [_score_answer(truth == answer, said == answer, weights) for answer in (True, False)]
    return float(np.mean(both))


def _score_answer(truth: np.ndarray, said: np.ndarray, weights: np.ndarray) -> float:
    total = weights[truth].sum() + weights[said].sum()
    return float(2 * weights[truth & said].sum() / total) if total else 0.0


def score_calibration(stated: np.ndarray, right: np.ndarray, weights: np.ndarray) -> float:
    """Expected calibration error (Guo et al. 2017): mean of |stated - right| over `BINS` bins of equal width."""
    mean, share, weight = _bin(stated, right, weights)
    total = weight.sum()
    return float((np.abs(mean - share) * weight).sum() / total) if total else float("nan")


def measure_reliability(stated: np.ndarray, right: np.ndarray, weights: np.ndarray | None = None) -> pd.DataFrame:
    """The reliability curve: for each bin that holds anything its mean stated probability, share right, and weight."""
    weights = np.ones(len(stated)) if weights is None else weights
    return pd.DataFrame(dict(zip(("stated", "right", "weight"), _bin(stated, right, weights), strict=True)))


def _bin(stated: np.ndarray, right: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    weight = np.bincount(bins, weights, BINS)
    sums = [np.bincount(bins, weights * values, BINS) for values in (stated, right)]
    used = weight > 0
    return sums[0][used] / weight[used], sums[1][used] / weight[used], weight[used]
