"""How far two codings of the same statements agree.

Belongs here: coder against coder. Not here: how the classifier does (`classifier.evaluation`).
The coefficient is Krippendorff's alpha (Krippendorff 2019, Content Analysis, 4th ed., ch. 12), as computed by the
package krippendorff: 1 is perfect agreement, 0 what chance would give, below 0 is worse than chance.
"""

from itertools import combinations
from typing import Literal

import krippendorff
import numpy as np
import pandas as pd

from stance.codebook import Codebook
from stance.statements import ADJUDICATED

Level = Literal["nominal", "ordinal"]
COLUMNS = ["pair", "topic", "statements", "both", "alpha_addressed", "alpha_level", "same_code", "same_cell"]


def measure_agreement(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """One row a pair of coders and topic: the columns in `COLUMNS`.

    statements: coded by both; both: given a code by both. alpha_addressed: nominal alpha of "speaks to the topic";
    alpha_level: ordinal alpha of the codes where both gave one; same_code: share 0-1 of equal codes among those;
    same_cell: share of equal cells, empty cells counted. NaN where it is not defined (nothing varies, or no rows).
    The adjudicated coding is no coder and is left out.
    """
    coders = [coder for coder in sorted(codings["coder"].unique()) if coder != ADJUDICATED]
    rows = [
        (f"{a} and {b}", topic.id, *_measure_pair(codings, a, b, topic.id))
        for a, b in combinations(coders, 2)
        for topic in codebook.topics
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _measure_pair(codings: pd.DataFrame, a: str, b: str, topic: str) -> tuple:
    ours, theirs = (codings[codings["coder"] == coder].set_index("statement")[topic] for coder in (a, b))
    shared = ours.index.intersection(theirs.index)
    pair = np.array([ours[shared].to_numpy(float, na_value=np.nan), theirs[shared].to_numpy(float, na_value=np.nan)])
    both = ~np.isnan(pair).any(axis=0)
    equal = (pair[0] == pair[1]) | np.isnan(pair).all(axis=0)
    return (
        len(shared),
        int(both.sum()),
        measure_alpha((~np.isnan(pair)).astype(float), level="nominal"),
        measure_alpha(pair[:, both], level="ordinal"),
        float(equal[both].mean()) if both.any() else np.nan,
        float(equal.mean()) if len(shared) else np.nan,
    )


def measure_alpha(codes: np.ndarray, *, level: Level) -> float:
    """Krippendorff's alpha of codes (coders x statements, NaN for none); NaN where nothing varies or can be paired."""
    paired = codes[:, (~np.isnan(codes)).sum(axis=0) >= 2]
    if paired.size == 0 or len(np.unique(paired[~np.isnan(paired)])) < 2:
        return float("nan")
    return float(krippendorff.alpha(paired, level_of_measurement=level))


def spread_codings(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """One row a statement, one column a coder and topic, named "TOPIC: CODER"; empty without codings."""
    if codings.empty:
        return pd.DataFrame({"statement": pd.Series(dtype="str")})
    wide = codings.pivot(index="statement", columns="coder", values=codebook.topic_ids)
    order = [(topic, coder) for topic in codebook.topic_ids for coder in sorted(codings["coder"].unique())]
    wide = wide[order]
    wide.columns = pd.Index([f"{topic}: {coder}" for topic, coder in order])
    return wide.reset_index()
