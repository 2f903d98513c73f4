"""How well the classifier reads: every figure beside the baseline that reads nothing.

Within-side and within-actor figures come first, since side alone explains most of the variance of codes: an
overall correlation proves nothing. Every score measured here is from a classifier that saw nothing of its source.
"""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from tqdm import tqdm

from stance.classifier.model import Classifier, score_texts
from stance.classifier.training import FOLDS, cross_fit
from stance.codebook import Codebook, Topic
from stance.dossier import Dossier
from stance.scored import ADDRESSED

REPEATS = 2
MEASURES = {
    "within_side_r": "correlation of score and code within sides (-1 to 1; 0 reads nothing)",
    "within_actor_r": "correlation of score and code within actors",
    "text_within_side_r": "the same for the text score, which does not know the side",
    "mae": "mean distance of score and code, in codes",
    "mae_side": "baseline: the same for the mean code of the side, which reads nothing",
    "mae_commonest": "baseline: the same for the commonest code",
    "addressed_f1": "macro F1 of addressed or not",
    "addressed_f1_commonest": "baseline: the same for always answering the commoner",
    "overall_r": "correlation of score and code over all rows; mostly the side, not the reading",
    "bias": "mean of score minus code, in codes",
    "rmse": "root mean square of score minus code: the spread of a score",
    "sign_stated": "mean confidence in the sign of the score (-, 0, +), as the classifier states it (0-1)",
    "sign_right": "how often that sign is the code's; below the stated one the classifier is too sure",
    "rows": "coded statements",
    "addressed_rows": "coded statements that speak to the topic",
}


def evaluate_dossier(
    dossier: Dossier, *, repeats: int = REPEATS, progress: bool = False
) -> dict[str, dict[str, float]]:
    """The measures of each topic, cross-fitted by source, as means over `repeats` divisions into folds.

    Keys are those of `MEASURES`; a measure that is not defined (no variation, too few rows) is None.
    """
    runs = [
        measure_scores(cross_fit(dossier, seed=seed), dossier.statements, dossier.codebook)
        for seed in tqdm(range(repeats), desc="cross-validating", disable=None if progress else True)
    ]
    return {topic: _average([run[topic] for run in runs]) for topic in dossier.codebook.topic_ids}


def _average(runs: list[dict[str, float]]) -> dict[str, Any]:
    means = {name: np.mean([run[name] for run in runs]) for name in MEASURES}
    return {name: None if np.isnan(mean) else round(float(mean), 4) for name, mean in means.items()}


def measure_scores(scores: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> dict[str, dict[str, float]]:
    """The measures of each topic for `scores` (statement, topic, addressed, score, text_score, confidence, sign, baseline)."""
    known = statements.set_index("statement")
    return {topic.id: _measure_topic(scores[scores["topic"] == topic.id], known, topic) for topic in codebook.topics}


def _measure_topic(scores: pd.DataFrame, known: pd.DataFrame, topic: Topic) -> dict[str, float]:
    rows = scores.set_index("statement").join(known[["side", "actor", topic.id]].rename(columns={topic.id: "code"}))
    spoken = rows["code"].notna()
    said = rows[spoken].astype({"code": float}).assign(middle=(topic.codes[0] + topic.codes[-1]) / 2)
    error = said["score"] - said["code"]
    commonest = said["code"].mode().iloc[0] if len(said) else np.nan
    return {
        "within_side_r": correlate_within(said["score"], said["code"], said["side"]),
        "within_actor_r": correlate_within(said["score"], said["code"], said["actor"]),
        "text_within_side_r": correlate_within(said["text_score"], said["code"], said["side"]),
        "mae": error.abs().mean(),
        "mae_side": (said["baseline"] - said["code"]).abs().mean(),
        "mae_commonest": (said["code"] - commonest).abs().mean(),
        "addressed_f1": f1_score(spoken, rows["addressed"] >= ADDRESSED, average="macro", zero_division=0),
        "addressed_f1_commonest": f1_score(
            spoken, np.full(len(rows), spoken.mean() >= 0.5), average="macro", zero_division=0
        ),
        "overall_r": correlate_within(said["score"], said["code"], pd.Series(0, index=said.index)),
        "bias": error.mean(),
        "rmse": float(np.sqrt((error**2).mean())),
        "sign_stated": said["confidence"].mean(),
        "sign_right": (said["sign"] == np.sign(said["code"] - said["middle"])).mean(),
        "rows": len(rows),
        "addressed_rows": len(said),
    }


def correlate_within(scores: pd.Series, codes: pd.Series, groups: pd.Series) -> float:
    """Pearson's correlation after taking each group's mean from both; NaN where nothing varies within groups.

    Groups of a single row are left out: they vary by nothing.
    """
    shared = groups.groupby(groups).transform("size") >= 2
    scores, codes, groups = scores[shared], codes[shared], groups[shared]
    left = (scores - scores.groupby(groups).transform("mean")).to_numpy(dtype=float)
    right = (codes - codes.groupby(groups).transform("mean")).to_numpy(dtype=float)
    length = np.sqrt((left**2).sum() * (right**2).sum())
    return float((left * right).sum() / length) if length > 1e-9 else float("nan")


def evaluate_test(classifier: Classifier, dossier: Dossier, test: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The measures on a coded table that the classifier was not trained on (columns as in `Dossier.statements`)."""
    scores = score_texts(classifier, test["text"].tolist(), test["side"].tolist())
    sides = test["side"].to_numpy()[scores["text"]]
    coded = dossier.statements
    means = {topic: coded.groupby("side")[topic].mean().astype(float).to_dict() for topic in dossier.codebook.topic_ids}
    whole = {topic: float(coded[topic].mean()) for topic in dossier.codebook.topic_ids}
    baseline = [means[topic].get(side, whole[topic]) for side, topic in zip(sides, scores["topic"], strict=True)]
    named = scores.assign(statement=test["statement"].to_numpy()[scores["text"]], baseline=baseline)
    measures = measure_scores(named, test, dossier.codebook)
    return {topic: _average([one]) for topic, one in measures.items()}


def write_report(measures: dict[str, dict[str, Any]], title: str) -> str:
    """The measures as a table for the terminal, one column a topic."""
    topics = list(measures)
    head = f"{'':24}" + "".join(f"{topic:>14}" for topic in topics)
    lines = [
        f"{name:24}" + "".join(f"{_format(measures[topic][name]):>14}" for topic in topics) + f"  {meaning}"
        for name, meaning in MEASURES.items()
    ]
    return "\n".join([title, head, *lines])


def _format(value: float | None) -> str:
    if value is None:
        return "undefined"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) > 2 else f"{value:.3f}"


def describe_method() -> str:
    """How the figures were made, as a sentence."""
    return f"{REPEATS} repeats of {FOLDS} folds; no source is in two folds"
