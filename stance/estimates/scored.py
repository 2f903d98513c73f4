"""Statements with a number on each topic: the code where there is one, else the classifier's score.

Belongs here: choosing between codes and scores. Not here: making codes or scores, averaging them.
"""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.dossier.scales import clip_scores
from stance.dossier.scores import ADDRESSED

BEST, CLASSIFIER, CODES = "best", "classifier", "codes"
SCORE_SOURCES = {BEST: "Best available", CLASSIFIER: "Classifier only", CODES: "Codes only"}
FORMER_LABELS = {"Hand codes only": CODES}  # in links of earlier versions
COLUMNS = [
    "statement",
    "date",
    "earliest",
    "latest",
    "actor",
    "side",
    "source",
    "topic",
    "score",
    "scored_by",
    "spread",
    "correction",
    "shared",
]


def score_statements(dossier: Dossier, scores: pd.DataFrame, score_source: str = BEST) -> pd.DataFrame:
    """One row per statement and topic that it speaks to, sorted by date: the columns in `COLUMNS`.

    `score_source`: "best" takes the code of a coded statement and the classifier's score of any other;
    "classifier" takes its (cross-fitted) scores for all; "codes" takes codes alone. A score of the classifier
    counts where the probability that the statement addresses the topic is at least one half; its `correction` is in
    `score` already, which stays on the scale. `spread` is the standard error of the score, `shared` the part of its
    error that all scores of the side have in common; both are 0 for a code.
    """
    parts = []
    if score_source in (BEST, CODES):
        parts.append(_take_codes(dossier))
    if score_source in (BEST, CLASSIFIER):
        parts.append(_take_scores(dossier, scores, every=score_source == CLASSIFIER))
    scored = pd.concat([part for part in parts if len(part)] or parts)
    about = dossier.statements[COLUMNS[: COLUMNS.index("topic")]]
    joined = about.merge(scored, on="statement", how="inner", validate="1:m")
    return joined.sort_values(["date", "statement", "topic"], ignore_index=True)[COLUMNS]


def _take_codes(dossier: Dossier) -> pd.DataFrame:
    codes = dossier.statements.melt("statement", dossier.codebook.topic_ids, "topic", "score").dropna(subset="score")
    return codes.assign(score=codes["score"].astype(float), scored_by="coder", spread=0.0, correction=0.0, shared=0.0)


def _take_scores(dossier: Dossier, scores: pd.DataFrame, *, every: bool) -> pd.DataFrame:
    uncoded = dossier.statements.loc[~dossier.statements["coded"], "statement"]
    wanted = scores[(scores["addressed"] >= ADDRESSED) & (every | scores["statement"].isin(uncoded))]
    corrected = clip_scores(wanted["score"] + wanted["correction"], wanted["topic"], dossier.codebook.scales)
    columns = ["statement", "topic", "score", "spread", "correction", "shared"]
    return wanted.assign(score=corrected)[columns].assign(scored_by="classifier")
