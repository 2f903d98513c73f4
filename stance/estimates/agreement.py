"""How far two codings of the same statements agree: coder with coder, or the classifier with the codes.

Belongs here: coefficients, their intervals, tables of confusion, the statements that differ. Not here: how well scores
follow codes as numbers (`classifier.measures`). Krippendorff's alpha (Krippendorff 2019, Content Analysis, 4th ed.,
ch. 12) is computed by the package krippendorff; weighted kappa is Cohen's (1968, https://doi.org/10.1037/h0026256) with
linear weights: two steps apart count twice as much as one. Both are 1 for perfect agreement, 0 for what chance would give.
"""

from itertools import combinations
from typing import Literal

import krippendorff
import numpy as np
import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.columns import ADJUDICATED
from stance.dossier.scores import ADDRESSED
from stance.estimates.agreement_draws import (
    add_sources,
    count_coincidences,
    count_meetings,
    draw_weights,
    find_alphas,
    find_ends,
    find_kappas,
    find_shares,
)
from stance.limits import CODERS

Level = Literal["nominal", "ordinal"]
COEFFICIENTS = ("alpha_addressed", "alpha_level", "kappa_level", "same_code", "same_cell")
COLUMNS = ["pair", "a", "b", "topic", "statements", "both", *COEFFICIENTS]
CODES, CLASSIFIER, NONE = "codes", "classifier", "none"
DRAWS = 300
TOGETHER: tuple[str, ...] = ("alpha_addressed", "alpha_level")
LEVELS: tuple[Level, ...] = ("nominal", "ordinal")


def measure_agreement(
    codings: pd.DataFrame, codebook: Codebook, sources: pd.Series | None = None, *, draws: int = DRAWS
) -> pd.DataFrame:
    """One row a pair of coders and topic: the columns in `COLUMNS`; with `sources`, each coefficient's interval too.

    pair: the names of the coders a and b. statements: coded by both; both: given a code by both. alpha_addressed: nominal alpha of "speaks to the topic";
    alpha_level and kappa_level: ordinal alpha and weighted kappa of the codes where both gave one; same_code: share 0-1
    of equal codes among those; same_cell: share of equal cells, empty cells counted. NaN where not defined (nothing
    varies, or no rows). `sources` is the source of each statement
    (index: statement); then NAME_low and NAME_high are the ends of a 90 % interval from drawing sources with replacement, `draws` times.
    Pairs of more coders than `CODERS` have no intervals, and not all of them a row (`list_pairs`).
    """
    if is_many(codings):
        sources = None
    rows = [
        {
            "pair": f"{a} and {b}",
            "a": a,
            "b": b,
            "topic": topic.id,
            **_measure_pair(pair_codings(codings, a, b, topic.id), sources, draws),
        }
        for a, b in list_pairs(codings)
        for topic in codebook.topics
    ]
    ends = [f"{name}_{end}" for name in COEFFICIENTS for end in ("low", "high")] if sources is not None else []
    return pd.DataFrame(rows, columns=[*COLUMNS, *ends])


def list_pairs(codings: pd.DataFrame) -> list[tuple[str, str]]:
    """Every two coders, in order of their names; of more than `CODERS` every two of those with most codings."""
    counts = count_codings(codings)
    return list(combinations(sorted(counts.index[: CODERS.most]), 2))


def count_codings(codings: pd.DataFrame) -> pd.Series:
    """The number of statements of each coder, those with most first, then by name; the adjudicated coding is no coder."""
    counts = codings.loc[codings["coder"] != ADJUDICATED, "coder"].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def is_many(codings: pd.DataFrame) -> bool:
    """Whether there are more coders than have intervals for each pair."""
    return len(count_codings(codings)) > CODERS.most


def measure_together(
    codings: pd.DataFrame, codebook: Codebook, sources: pd.Series, *, draws: int = DRAWS
) -> pd.DataFrame:
    """The agreement of all coders together, one row a topic: topic, the coefficients of `TOGETHER` as in `measure_agreement`
    with their intervals, and statements and both: with cells of two coders or more, with codes of two or more."""
    own = codings[codings["coder"] != ADJUDICATED]
    return pd.DataFrame(
        [{"topic": topic.id, **_measure_topic(own, topic.id, sources, draws)} for topic in codebook.topics]
    )


def _measure_topic(codings: pd.DataFrame, topic: str, sources: pd.Series, draws: int) -> dict[str, float]:
    spoken = codings[topic].notna().astype(int)
    tables = (_count_cells(codings, spoken), _count_cells(codings[spoken == 1], codings[topic]))
    found: dict[str, float] = dict(zip(("statements", "both"), map(len, tables), strict=True))
    for name, level, table in zip(TOGETHER, LEVELS, tables, strict=True):
        counts, numbers = table.to_numpy(), pd.factorize(sources[table.index])[0]
        found[name] = _measure_counts(counts, table.columns.to_numpy(float), level)
        drawn = add_sources(draw_weights(numbers, draws), count_coincidences(counts, numbers))
        found |= find_ends(name, find_alphas(drawn, ordinal=level == "ordinal"))
    return found


def _count_cells(codings: pd.DataFrame, cells: pd.Series) -> pd.DataFrame:
    """How often each value (columns) was given to each statement (rows) that has two or more."""
    values = cells.loc[codings.index].astype(int).rename("cell")
    counts = codings.groupby(["statement", values]).size().unstack(fill_value=0)
    return counts[counts.sum(axis=1) >= 2]


def pair_codings(codings: pd.DataFrame, a: str, b: str, topic: str) -> pd.DataFrame:
    """The cells of two coders on one topic, one row a statement that both coded: columns a and b, NaN for an empty cell."""
    ours, theirs = (codings[codings["coder"] == coder].set_index("statement")[topic] for coder in (a, b))
    shared = ours.index.intersection(theirs.index)
    cells = {name: one[shared].to_numpy(float, na_value=np.nan) for name, one in (("a", ours), ("b", theirs))}
    return pd.DataFrame(cells, index=shared)


def _measure_pair(pair: pd.DataFrame, sources: pd.Series | None, draws: int) -> dict[str, float]:
    cells = pair.to_numpy().T
    found = {"statements": len(pair), "both": int((~np.isnan(cells)).all(axis=0).sum()), **_measure_cells(cells)}
    return found if sources is None else found | _draw_intervals(cells, sources[pair.index], draws)


def _measure_cells(cells: np.ndarray) -> dict[str, float]:
    spoken = ~np.isnan(cells)
    both = spoken.all(axis=0)
    equal = (cells[0] == cells[1]) | ~spoken.any(axis=0)
    values = (
        measure_alpha(spoken.astype(float), level="nominal"),
        measure_alpha(cells[:, both], level="ordinal"),
        measure_kappa(cells[:, both]),
        float(equal[both].mean()) if both.any() else np.nan,
        float(equal.mean()) if len(equal) else np.nan,
    )
    return dict(zip(COEFFICIENTS, values, strict=True))


def _draw_intervals(cells: np.ndarray, sources: pd.Series, draws: int) -> dict[str, float]:
    numbers = pd.factorize(sources)[0]
    values, table = count_meetings(cells, numbers)
    whole = add_sources(draw_weights(numbers, draws), table)
    codes, spoken = whole[:, :-1, :-1], _join_codes(whole)
    drawn = (
        find_alphas(spoken + spoken.transpose(0, 2, 1), ordinal=False),
        find_alphas(codes + codes.transpose(0, 2, 1), ordinal=True),
        find_kappas(codes, values),
        find_shares(codes),
        find_shares(whole),
    )
    ends = [find_ends(name, one) for name, one in zip(COEFFICIENTS, drawn, strict=True)]
    return {end: value for pair in ends for end, value in pair.items()}


def _join_codes(table: np.ndarray) -> np.ndarray:
    """The tables of two coders' cells with all codes as one value: any code, and none."""
    edges = [0, table.shape[1] - 1] if table.shape[1] > 1 else [0]
    return np.add.reduceat(np.add.reduceat(table, edges, axis=1), edges, axis=2)


def measure_alpha(codes: np.ndarray, *, level: Level) -> float:
    """Krippendorff's alpha of codes (coders x statements, NaN for none); NaN where nothing varies or can be paired."""
    paired = codes[:, (~np.isnan(codes)).sum(axis=0) >= 2]
    values = np.unique(paired[~np.isnan(paired)])
    if len(values) < 2:
        return float("nan")
    return _measure_counts((paired[:, :, None] == values).sum(axis=0), values, level)


def _measure_counts(counts: np.ndarray, values: np.ndarray, level: Level) -> float:
    """Krippendorff's alpha of how often each value was given (statements x values); NaN where nothing varies."""
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=counts, value_domain=values.tolist(), level_of_measurement=level))


def measure_kappa(codes: np.ndarray) -> float:
    """Cohen's kappa with linear weights of two coders' codes (2 x statements); NaN where nothing varies.

    1 minus the mean distance of the two codes over the mean distance of all pairs of their codes.
    """
    ours, theirs = codes
    (mine, count), (other, others) = (np.unique(one, return_counts=True) for one in codes)
    by_chance = count @ np.abs(mine[:, None] - other) @ others / max(len(ours) ** 2, 1)
    return float(1 - np.abs(ours - theirs).mean() / by_chance) if by_chance else float("nan")


def read_classifier(scores: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Codings by two "coders", `codes` and `classifier`, of the coded statements: as codings.csv, for `measure_agreement`.

    The classifier's code is the level nearest to its cross-fitted score, empty where it is under one half sure that
    the topic is addressed.
    """
    coded = statements[statements["coded"]]
    read = pd.DataFrame({"statement": coded["statement"], "coder": CLASSIFIER})
    for topic in codebook.topics:
        own = scores[(scores["topic"] == topic.id) & (scores["addressed"] >= ADDRESSED)].set_index("statement")["score"]
        levels = np.array(topic.codes)
        nearest = levels[np.abs(own.to_numpy()[:, None] - levels).argmin(axis=1)] if len(own) else []
        near = pd.Series(nearest, own.index, dtype="Int64")
        read[topic.id] = coded["statement"].map(near).astype("Int64")
    given = coded[["statement", *codebook.topic_ids]].assign(coder=CODES)
    return pd.concat([given, read], ignore_index=True)


def tabulate_pair(pair: pd.DataFrame, codes: tuple[int, ...]) -> pd.DataFrame:
    """How often each cell of a (rows) meets each cell of b (columns): the codes in order, then `NONE` for empty."""
    names = [*map(str, codes), NONE]
    cells = {column: pair[column].map(lambda v: NONE if np.isnan(v) else str(int(v))) for column in ("a", "b")}
    table = pd.crosstab(cells["a"], cells["b"])
    return table.reindex(index=names, columns=names, fill_value=0).rename_axis(index="a", columns="b")


def list_differences(
    codings: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook, a: str, b: str
) -> pd.DataFrame:
    """Every cell on which two coders differ, the farthest apart first.

    Columns: statement, topic, a, b, final (Int64, NA for an empty cell), steps (distance of the codes; NA where one is
    empty), settled (which coder the final code follows: a's name, b's name, or neither) and rule: the codebook's rule
    for the final code.
    """
    final = statements.set_index("statement")
    parts = [
        _differ(pair_codings(codings, a, b, topic.id), final[topic.id]).assign(topic=topic.id)
        for topic in codebook.topics
    ]
    rows = pd.concat(parts)
    settled = np.select([_same(rows["a"], rows["final"]), _same(rows["b"], rows["final"])], [a, b], "neither")
    rules = {(t.id, level.code): level.rule for t in codebook.topics for level in t.levels}
    said = [rules.get((t, c), "does not speak to the topic") for t, c in zip(rows["topic"], rows["final"], strict=True)]
    rows = rows.assign(steps=(rows["a"] - rows["b"]).abs(), settled=settled, rule=said).rename_axis("statement")
    order = rows.reset_index().sort_values(["steps", "statement"], ascending=[False, True], na_position="last")
    return order[["statement", "topic", "a", "b", "final", "steps", "settled", "rule"]].reset_index(drop=True)


def _differ(pair: pd.DataFrame, final: pd.Series) -> pd.DataFrame:
    rows = pair[~_same(pair["a"], pair["b"])].astype("Int64")
    return rows.assign(final=final.reindex(rows.index).astype("Int64"))


def _same(left: pd.Series, right: pd.Series) -> pd.Series:
    equal = left.astype("Int64") == right.astype("Int64")
    return (equal.fillna(False) | (left.isna() & right.isna())).astype(bool)


def spread_codings(codings: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """One row a statement, one column a coder and topic, named "TOPIC: coder CODER"; empty without codings."""
    if codings.empty:
        return pd.DataFrame({"statement": pd.Series(dtype="str")})
    wide = codings.pivot(index="statement", columns="coder", values=codebook.topic_ids)
    order = [(topic, coder) for topic in codebook.topic_ids for coder in sorted(codings["coder"].unique())]
    wide = wide[order]
    wide.columns = pd.Index([f"{topic}: coder {coder}" for topic, coder in order])
    return wide.reset_index()
