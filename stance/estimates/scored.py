"""Statements with a number on each topic: the code where there is one, else the classifier's score.

Belongs here: choosing between codes and scores. Not here: making codes or scores, averaging them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier
from stance.dossier.scales import clip_scores
from stance.dossier.scores import ADDRESSED
from stance.estimates.stock import Scored

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


def score_statements(
    dossier: Dossier, scores: pd.DataFrame, score_source: str = BEST, topics: Sequence[str] = ()
) -> Scored:
    """One row per statement and topic that it speaks to, sorted by date: the columns in `COLUMNS`. topics: none for all.

    `score_source`: "best" takes the code of a coded statement and the classifier's score of any other;
    "classifier" takes its (cross-fitted) scores for all; "codes" takes codes alone. A score of the classifier
    counts where the probability that the statement addresses the topic is at least one half; its `correction` is in
    `score` already, which stays on the scale. `spread` is the standard error of the score, `shared` the part of its
    error that all scores of the side have in common; both are 0 for a code.
    """
    parts, own = [], tuple(topics) or tuple(dossier.codebook.topic_ids)
    if score_source in (BEST, CODES):
        parts.append(_take_codes(dossier, own))
    if score_source in (BEST, CLASSIFIER):
        parts.append(_take_scores(dossier, scores[scores["topic"].isin(own)], every=score_source == CLASSIFIER))
    scored = pd.concat([part for part in parts if len(part)] or parts)
    scored = scored.sort_values(["row", "topic"], ignore_index=True)
    about = dossier.statements[COLUMNS[: COLUMNS.index("topic")]].take(scored["row"].to_numpy(dtype=int))
    return Scored(pd.concat([about.set_axis(scored.index), scored], axis=1)[COLUMNS])


def _take_codes(dossier: Dossier, topics: Sequence[str]) -> pd.DataFrame:
    """The codes with the place of their statement in `Dossier.statements`, `row`."""
    codes = {topic: dossier.statements[topic].to_numpy(dtype=float, na_value=np.nan) for topic in topics}
    parts = [
        pd.DataFrame({"row": rows, "topic": topic, "score": cells[rows]})
        for topic, cells in codes.items()
        for rows in [np.flatnonzero(~np.isnan(cells))]
    ]
    return pd.concat(parts).assign(scored_by="coder", spread=0.0, correction=0.0, shared=0.0)


def _take_scores(dossier: Dossier, scores: pd.DataFrame, *, every: bool) -> pd.DataFrame:
    """The classifier's scores that count, with `row` as for codes."""
    rows = pd.Index(dossier.statements["statement"]).get_indexer(scores["statement"])
    coded = np.append(dossier.statements["coded"].to_numpy(dtype=bool), True)[rows]
    kept = (rows >= 0) & (every | ~coded) & (scores["addressed"] >= ADDRESSED).to_numpy()
    wanted = scores[kept].assign(row=rows[kept])
    corrected = clip_scores(wanted["score"] + wanted["correction"], wanted["topic"], dossier.codebook.scales)
    columns = ["row", "topic", "score", "spread", "correction", "shared"]
    return wanted.assign(score=corrected)[columns].assign(scored_by="classifier")
