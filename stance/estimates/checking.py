"""Measuring how far people and the record agree, and what sample tells it how closely.

Belongs here: agreement of checks with codes, and the intervals that a size can be expected to buy. Not here: what is said of a dossier
that has checks (`checked`), coefficients (`agreement`), the draw (`coding/samples`).
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.agreement import (
    CODES,
    DRAWS,
    count_codings,
    measure_agreement,
    measure_alpha,
    pair_codings,
)
from stance.estimates.agreement_draws import add_sources, count_meetings, draw_weights, find_alphas, find_ends

PEOPLE = "people"
AS_CODERS, CHANCE = "coders", "chance"
DEPARTING = 0.3
TRIALS, TRIAL_DRAWS = 12, 100


def pair_checks(checks: pd.DataFrame, dossier: Dossier) -> tuple[pd.DataFrame, pd.Series]:
    """People and record as two codings, `people` and `codes`, of the checks as units, and the source of each unit.

    A statement that two people coded is two units; they share their source, and so stand or fall together in the draws.
    """
    record = dossier.statements.set_index("statement").loc[checks["statement"]]
    units = (checks["statement"] + "\n" + checks["coder"]).to_numpy()
    topics = dossier.codebook.topic_ids
    codings = [
        rows[topics].reset_index(drop=True).assign(statement=units, coder=name)
        for rows, name in ((checks, PEOPLE), (record, CODES))
    ]
    return pd.concat(codings, ignore_index=True), pd.Series(record["source"].to_numpy(), index=units)


def measure_checks(checks: pd.DataFrame, dossier: Dossier, *, draws: int = DRAWS) -> pd.DataFrame:
    """The agreement of people with the record, one row a topic, as `measure_agreement` has it; checks: statement, coder, a column a topic."""
    codings, sources = pair_checks(checks, dossier)
    return measure_agreement(codings, dossier.codebook, sources, draws=draws)


def find_twice_coded(dossier: Dossier) -> tuple[str, str] | None:
    """The two coders of the record who coded most statements; None where there are not two."""
    names = count_codings(dossier.codings).index[:2] if len(dossier.codings) else []
    return (names[0], names[1]) if len(names) == 2 else None


def foresee_intervals(
    dossier: Dossier, draw: Callable[[Sequence[int], int], dict[int, tuple[str, ...]]], sizes: Sequence[int]
) -> pd.DataFrame:
    """How wide the 90 % interval of each topic's ordinal alpha can be expected to be for a sample of each size.

    draw: the ids of the statements of each size with a seed. Columns: sample:assumed ("coders", "chance"), sample:size (no id of a topic has a colon), topic, both (mean number of codes
    that both give), alpha and width (means; width from low to high end), NaN where nothing varies. "chance": a person gives the record's code
    but for a share `DEPARTING` of statements, where the code is that of another statement drawn at random, so that alpha is about 0.7.
    "coders": a person differs from the record as the record's two coders differ from each other; no such rows where there are not two.
    """
    columns = ["sample:assumed", "sample:size", "topic", "both", "alpha", "width"]
    drawn = [draw(sizes, seed) for seed in range(1, TRIALS + 1)]
    sources = dossier.statements.set_index("statement")["source"]
    rows = [
        (assumed, size, topic, *_average([_try_sample(pair, one[size], sources) for one in drawn]))
        for assumed, pairs in _list_assumed(dossier).items()
        for size in sizes
        for topic, pair in pairs.items()
    ]
    return pd.DataFrame(rows, columns=columns)


def _list_assumed(dossier: Dossier) -> dict[str, dict[str, pd.DataFrame]]:
    """Two codings of each topic, by what is assumed: columns a and b, index statement, codes that both gave."""
    topics, names = dossier.codebook.topic_ids, find_twice_coded(dossier)
    record = dossier.statements.set_index("statement")
    found = {CHANCE: {topic: _depart(record[topic].dropna().astype(float)) for topic in topics}}
    if names:
        found[AS_CODERS] = {topic: pair_codings(dossier.codings, *names, topic).dropna() for topic in topics}
    return found


def _depart(codes: pd.Series) -> pd.DataFrame:
    """Codes beside those of a person who departs from some of them by chance."""
    rng = np.random.default_rng(0)
    others = rng.permutation(codes.to_numpy())
    given = np.where(rng.random(len(codes)) < DEPARTING, others, codes.to_numpy())
    return pd.DataFrame({"a": codes.to_numpy(), "b": given}, index=codes.index)


def _try_sample(whole: pd.DataFrame, drawn: Sequence[str], sources: pd.Series) -> tuple[float, float, float]:
    """The number of codes that both gave, alpha, and the width of its interval."""
    pair = whole[whole.index.isin(drawn)]
    if pair.empty:
        return 0, np.nan, np.nan
    cells, numbers = pair.to_numpy(float).T, pd.factorize(sources[pair.index])[0]
    table = add_sources(draw_weights(numbers, TRIAL_DRAWS), count_meetings(cells, numbers)[1])[:, :-1, :-1]
    ends = find_ends("alpha", find_alphas(table + table.transpose(0, 2, 1), ordinal=True))
    return len(pair), measure_alpha(cells, level="ordinal"), ends["alpha_high"] - ends["alpha_low"]


def _average(tried: Sequence[tuple[float, float, float]]) -> list[float]:
    return [float(column.mean()) for _, column in pd.DataFrame(tried, dtype=float).items()]
