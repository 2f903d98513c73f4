"""Whether a later batch of statements says the same: positions of half years from each batch alone, side by side.

Belongs here: comparing what was added to the record on one day with what stood there before. Not here: the classifier's
figures for a later batch, sentences.
"""

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.positions import Estimator
from stance.estimates.spans import Period

COLUMNS = ["batch", "topic", "group", "start", "end", "earlier", "later", "difference", "low", "high", "within",
           "statements_earlier", "statements_later", "sources_earlier", "sources_later"]  # fmt: skip


def list_batches(dossier: Dossier) -> list[pd.Timestamp]:
    """The days on which statements were added, in order; empty where the dossier does not tell."""
    return sorted(dossier.statements["batch"].dropna().unique())


def list_halves(dossier: Dossier) -> list[Period]:
    """The half years of the dossier's period, as periods (after, until]."""
    first, last = (pd.Timestamp(day) for day in dossier.codebook.period)
    eve, starts = pd.Timedelta(days=1), pd.date_range(first.replace(month=1, day=1), last, freq="6MS")
    return [(day - eve, day + pd.DateOffset(months=6) - eve) for day in starts]


def compare_batches(dossier: Dossier, scored: pd.DataFrame, estimator: Estimator) -> pd.DataFrame:
    """Each later batch against all before it, over half years in which both have enough evidence: `COLUMNS`.

    One row a later batch, topic, group and half year (`start` to `end`). earlier, later: the positions, in units of the
    scale. low, high: the combined 90 % interval of the difference, which takes the two positions as independent. within:
    whether it holds 0, as it should nine times in ten if both batches were drawn alike. Empty with fewer than two batches.
    """
    added = scored["statement"].map(dossier.statements.set_index("statement")["batch"])
    parts = [
        _compare(scored[added < batch], scored[added == batch], estimator, list_halves(dossier)).assign(batch=batch)
        for batch in list_batches(dossier)[1:]
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _compare(earlier: pd.DataFrame, later: pd.DataFrame, estimator: Estimator, halves: list[Period]) -> pd.DataFrame:
    keys = ["group", "topic", "date"]
    frames = [estimator.periods(rows, halves).dropna(subset="position") for rows in (earlier, later)]
    both = frames[0].merge(frames[1], on=keys, suffixes=("_earlier", "_later"))
    difference, half = (
        both["position_later"] - both["position_earlier"],
        np.hypot(both["half_earlier"], both["half_later"]),
    )
    starts = {until: after + pd.Timedelta(days=1) for after, until in halves}
    return both.rename(columns={"date": "end", "position_earlier": "earlier", "position_later": "later"}).assign(
        start=both["date"].map(starts),
        difference=difference,
        low=difference - half,
        high=difference + half,
        within=difference.abs() <= half,
    )
