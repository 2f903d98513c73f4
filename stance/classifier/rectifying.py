"""How far the classifier leans, by topic and side, learned from the coded statements: the prediction-powered correction.

The mean of many scores is wrong by what the classifier gets wrong on average. The coded statements show it: the mean
of code minus cross-fitted score is added to every score (the rectifier of Angelopoulos et al. 2023,
https://doi.org/10.1126/science.adi6000; with codes as the gold standard as in Egami et al. 2023,
https://arxiv.org/abs/2306.04746). Sources are the unit. A side of few coded sources is drawn towards no correction.
Only cells that the classifier takes for addressed count, since only they enter positions; cells that it takes so
wrongly, without any code, are not corrected for. A statement's own source is left out; it had a part in the models
that scored the other sources, so a correction depends on it a little, by that way alone.
"""

import numpy as np
import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.scores import ADDRESSED

PRIOR_SOURCES = 10


def estimate_corrections(scores: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """`correction` and `shared` for every row of `scores`, in their order.

    correction: what to add to a score, in codes, from the coded sources of the statement's side but its own; shared:
    its standard error, which all scores of the side have in common. With fewer than two coded sources on a topic, the
    standard deviation among sources is taken as a quarter of the topic's scale.
    """
    codes = statements.melt(["statement", "side", "source"], codebook.topic_ids, "topic", "code")
    rows = scores[["statement", "topic", "score", "addressed"]].merge(
        codes, on=["statement", "topic"], how="left", validate="1:1"
    )
    coded = rows[rows["code"].notna() & (rows["addressed"] >= ADDRESSED)]
    errors = coded.assign(error=coded["code"].astype(float) - coded["score"])
    means = errors.groupby(["topic", "side", "source"], as_index=False)["error"].mean()
    widest = pd.Series({topic: (high - low) / 4 for topic, (low, high) in codebook.scales.items()})
    spreads = means.groupby("topic")["error"].std().reindex(codebook.topic_ids).fillna(widest)
    return _correct(rows, means, spreads)


def _correct(rows: pd.DataFrame, means: pd.DataFrame, spreads: pd.Series) -> pd.DataFrame:
    by_side = means.groupby(["topic", "side"])["error"].agg(["sum", "count"]).reset_index()
    known = rows.merge(by_side, on=["topic", "side"], how="left").merge(
        means, on=["topic", "side", "source"], how="left"
    )
    others = known["count"].fillna(0) - known["error"].notna()
    total = known["sum"].fillna(0) - known["error"].fillna(0)
    weight = others + PRIOR_SOURCES
    shared = known["topic"].map(spreads) / np.sqrt(weight)
    return pd.DataFrame({"correction": total / weight, "shared": shared}).set_axis(rows.index)
