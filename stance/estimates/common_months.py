"""Two groups of speakers compared like with like: in the months in which both spoke.

Belongs here: common months, the positions of two groups in them and their difference. Not here: which groups are compared,
positions over all dates (`parts`), words.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from stance.estimates.parts import name_parts
from stance.estimates.positions import Estimator
from stance.estimates.spans import Period, falls_within, list_spans

Pair = tuple[str, str]
COUNTS = [f"{name}_{end}" for name in ("statements", "sources") for end in ("common", "against")]
COLUMNS = ["part", "against", "months", "common", "common_against", "difference", "difference_low", "difference_high", *COUNTS]  # fmt: skip


def compare_in_common_months(
    scored: pd.DataFrame,
    estimator: Estimator,
    parts: pd.Series,
    *,
    topic: str,
    period: Period,
    pairs: Iterable[Pair],
) -> pd.DataFrame:
    """How far the first part of each pair stood from the second on a topic, in their common months; one row a pair: `COLUMNS`.

    A common month is a calendar month of the period in which both have at least one statement on the topic. months: how
    many (a statement known to its year only is in none); common, common_against: the position of the first and of the second part in them; difference: the first minus the
    second, in units of the scale; difference_low, difference_high: its 90 % interval, which takes the two as independent.
    statements_ and sources_: what each rests on in them. NaN where either has too little evidence there. `parts` gives the
    part of each statement (index: id), `estimator` is as for `parts.compare_parts`.
    """
    pairs = list(pairs)
    pool_from = scored if estimator.pool_from is None else estimator.pool_from
    own, pool = (name_parts(rows, parts, topic) for rows in (scored, pool_from))
    own = _name_months(own[falls_within(own, period)])
    kept = [_keep_common(own, pair).assign(pair=str(number)) for number, pair in enumerate(pairs)]
    rows = pd.concat([own.iloc[:0].assign(pair=""), *kept])
    rows, pool = rows.assign(cell=rows["pair"] + " " + rows["part"]), pool.assign(cell=pool["part"])
    cells = replace(estimator, by="cell", pool_from=pool).periods(rows, [period]).set_index("group")
    ends = [cells.reindex([f"{n} {pair[end]}" for n, pair in enumerate(pairs)]) for end in (0, 1)]
    return _list_differences(pairs, [one["month"].nunique() for one in kept], *ends)


def _name_months(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the number of their `month`; without those of which no one knows it, as their date is a year."""
    first, last = (days.to_numpy(dtype="datetime64[M]").astype(int) for days in list_spans(rows))
    return rows.assign(month=first)[first == last]


def _keep_common(rows: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    """The rows of both parts in the months in which both have some."""
    both = rows[rows["part"].isin(pair)]
    common = set.intersection(*(set(both.loc[both["part"] == part, "month"]) for part in pair))
    return both[both["month"].isin(common)]


def _list_differences(pairs: list[Pair], months: list[int], own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    difference = own["position"].to_numpy(dtype=float) - other["position"].to_numpy(dtype=float)
    half = np.hypot(own["half"].to_numpy(dtype=float), other["half"].to_numpy(dtype=float))
    counts = [end[name].fillna(0).to_numpy(dtype=int) for name in ("statements", "sources") for end in (own, other)]
    names = [[pair[end] for pair in pairs] for end in (0, 1)]
    positions = [end["position"].to_numpy(dtype=float) for end in (own, other)]
    cells = [*names, months, *positions, difference, difference - half, difference + half, *counts]
    return pd.DataFrame(dict(zip(COLUMNS, cells, strict=True))).astype({"part": "str", "against": "str"})
