"""Parts of the statements compared: at home and abroad, direct and reported speech, kinds of actors.

Belongs here: positions of parts that a caller names. Not here: how statements fall into parts, words, pictures.
"""

from dataclasses import replace

import pandas as pd

from stance.estimates.periods import Period
from stance.estimates.positions import Estimator

COLUMNS = ["part", "position", "low", "high", "half", "statements", "sources"]


def compare_parts(
    scored: pd.DataFrame, estimator: Estimator, parts: pd.Series, topic: str, period: Period
) -> pd.DataFrame:
    """The position of each part of the statements on a topic over one period, the commonest part first: `COLUMNS`.

    `parts` gives the part of each statement (index: id); statements without one, "" or missing, are left out. `estimator`
    counts whatever its `by`; the pooled variance is that of the parts in its `pool_from`.
    NA where a part has too little evidence.
    """
    pool_from = scored if estimator.pool_from is None else estimator.pool_from
    own, pool = (name_parts(rows, parts, topic) for rows in (scored, pool_from))
    rows = replace(estimator, by="part", pool_from=pool).periods(own, [period])
    there = rows[rows["statements"] > 0].rename(columns={"group": "part"})
    return there.sort_values(["statements", "part"], ascending=[False, True], ignore_index=True)[COLUMNS]


def name_parts(scored: pd.DataFrame, parts: pd.Series, topic: str) -> pd.DataFrame:
    """The rows on a topic that fall into a part, with it as a column `part`; `parts` as for `compare_parts`."""
    rows = scored[scored["topic"] == topic]
    if len(parts) < len(rows):
        rows = rows[rows["statement"].isin(parts.index)]
    named = rows.assign(part=rows["statement"].map(parts).fillna("").astype(str))
    return named[named["part"] != ""]
