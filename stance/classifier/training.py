"""Training and cross-fitting: models are fitted, then calibrated on statements that they did not see."""

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.classifier.calibration import calibrate
from stance.classifier.fitting import DEFAULTS, Settings, fit_classifier
from stance.classifier.folds import SEED, split_folds
from stance.classifier.model import Classifier, name_pushers, score_texts
from stance.dossier.codebook import Codebook
from stance.dossier.loading import Dossier


def train_classifier(dossier: Dossier, rows: pd.DataFrame | None = None, settings: Settings = DEFAULTS) -> Classifier:
    """The classifier from the coded statements of the dossier, or from the given rows of them; raises ModelError."""
    coded = (dossier.statements[dossier.statements["coded"]] if rows is None else rows).reset_index(drop=True)
    return calibrate(fit_classifier(dossier, coded, settings), dossier, coded, settings)


def cross_fit(
    dossier: Dossier,
    *,
    seed: int = SEED,
    settings: Settings = DEFAULTS,
    progress: bool = False,
    words: bool = True,
) -> pd.DataFrame:
    """Scores of all coded statements, each from a classifier that saw nothing of its source.

    words: whether to find what pushed each score, which takes as long as the fitting; without, the column is empty.
    Columns: those of `score_rows`, and baselines that read nothing: `by_side`, the mean code of the
    statement's side on the topic in the training fold (of all sides where the side has none), `by_actor`, that of its
    actor (of its side where the actor has none), and `sign_by_side`, the commonest sign of the side (0 where none).
    """
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    folds = list(split_folds(coded["source"], seed=seed))
    parts = [
        _score_fold(dossier, coded.iloc[train], coded.iloc[test], settings, words=words)
        for train, test in tqdm(folds, desc="cross-fitting", disable=None if progress else True)
    ]
    return pd.concat(parts, ignore_index=True)


def _score_fold(
    dossier: Dossier, train: pd.DataFrame, test: pd.DataFrame, settings: Settings, *, words: bool = True
) -> pd.DataFrame:
    scores = score_rows(train_classifier(dossier, train, settings), test, words=words)
    rows = scores[["statement"]].merge(test[["statement", "side", "actor"]], on="statement", how="left")
    return pd.concat([scores, guess_blindly(train, rows, scores["topic"], dossier.codebook)], axis=1)


def score_rows(classifier: Classifier, statements: pd.DataFrame, *, words: bool = True) -> pd.DataFrame:
    """`score_texts` of statements, with `statement` instead of text, and `words`: what pushed the score most ("" if not wanted)."""
    texts, sides = statements["text"].tolist(), statements["side"].tolist()
    scores = score_texts(classifier, texts, sides)
    pairs = zip(scores["text"], scores["topic"], strict=True)
    pushed = [name_pushers(classifier, texts[n], sides[n], topic) for n, topic in pairs] if words else ""
    ids = statements["statement"].to_numpy()[scores["text"]]
    return scores.drop(columns="text").assign(statement=ids, words=pushed)


def guess_blindly(train: pd.DataFrame, rows: pd.DataFrame, topics: pd.Series, codebook: Codebook) -> pd.DataFrame:
    """What reading nothing would say of each row (side, actor) and topic: `by_side`, `by_actor` and `sign_by_side`."""
    codes = train.melt(["side", "actor"], codebook.topic_ids, "topic", "code").dropna(subset="code")
    codes = codes.astype({"code": float})
    middles = {topic.id: topic.middle for topic in codebook.topics}
    codes = codes.assign(sign=np.sign(codes["code"] - codes["topic"].map(middles).astype(float)))
    keys = rows.assign(topic=topics.to_numpy())
    whole = keys["topic"].map(codes.groupby("topic")["code"].mean())
    by_side = _look_up(keys, codes, ["side", "topic"]).fillna(whole)
    by_actor = _look_up(keys, codes, ["actor", "topic"]).fillna(by_side)
    commonest = codes.groupby(["side", "topic"], as_index=False)["sign"].agg(lambda signs: signs.mode().iloc[0])
    sign = keys.merge(commonest, on=["side", "topic"], how="left")["sign"]
    return pd.DataFrame({"by_side": by_side, "by_actor": by_actor, "sign_by_side": sign.fillna(0)})


def _look_up(keys: pd.DataFrame, codes: pd.DataFrame, by: list[str]) -> pd.Series:
    means = codes.groupby(by, as_index=False)["code"].mean()
    return keys.merge(means, on=by, how="left")["code"]
