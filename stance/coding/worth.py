"""How much a statement is worth coding next: because the classifier is in doubt about it, or because nothing like it was coded.

Belongs here: one number a statement. Not here: the order in which statements come (`queue`).
"""

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier

ATTRIBUTES = ("actor", "source", "year")


def rate_worth(dossier: Dossier, scores: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """The worth of each statement of `statements`, 0 to 1, by its id: by doubt where the classifier has scores of all, else by rarity."""
    known = statements["statement"].isin(scores["statement"]) if len(scores) else pd.Series(False, statements.index)
    return rate_doubt(dossier, scores, statements) if known.all() else rate_rarity(dossier, statements)


def rate_doubt(dossier: Dossier, scores: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """The classifier's doubt, the mean over topics of: how near the probability that it speaks to the topic is to one half, and the
    spread of its score in halves of the scale, as far as it speaks to it."""
    own = scores[scores["statement"].isin(statements["statement"])]
    halves = own["topic"].map({topic: (high - low) / 2 for topic, (low, high) in dossier.codebook.scales.items()})
    speaking = 1 - (2 * own["addressed"] - 1).abs()
    reading = own["addressed"] * (own["spread"] / halves.astype(float)).clip(0, 1)
    doubt = ((speaking + reading) / 2).groupby(own["statement"]).mean()
    return doubt.reindex(statements["statement"]).fillna(0.0)


def rate_rarity(dossier: Dossier, statements: pd.DataFrame) -> pd.Series:
    """How little of the same actor, source and year was coded: the mean of 1 / (1 + coded statements of it)."""
    coded = _read_attributes(dossier.statements[dossier.statements["coded"]])
    rows = _read_attributes(statements)
    counts = {name: rows[name].map(coded[name].value_counts()).fillna(0) for name in ATTRIBUTES}
    rarity = np.mean([1 / (1 + count.to_numpy(float)) for count in counts.values()], axis=0)
    return pd.Series(rarity, index=pd.Index(statements["statement"]))


def _read_attributes(statements: pd.DataFrame) -> pd.DataFrame:
    return statements[["actor", "source"]].assign(year=statements["date"].dt.year)
