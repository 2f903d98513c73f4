"""Statements to read again: where code and score are far apart, near-duplicates, self-contradictions.

Belongs here: lists of cells and pairs with what speaks for reading them again, and how many to expect by chance. Not
here: a verdict. A candidate is a reason to read, not a finding: the codes may be right every time.
"""

import numpy as np
import pandas as pd
from scipy import sparse

from stance.dossier.codebook import Codebook, Topic
from stance.dossier.scores import ADDRESSED

SLIP, AMBIGUOUS, LIMIT = "possible coding slip", "ambiguous", "limit of the classifier"
TRIAGE = {
    SLIP: "no coder is known to differ, the classifier is sure of another sign, and the text alone points there too",
    AMBIGUOUS: "the coders differ on the cell, or the final code is neither's",
    LIMIT: "anything else: the classifier is unsure, misses the topic, or only its knowledge of the side pulls the score away",
}
LEAST_DISTANCE = 1.0


def list_disagreements(
    statements: pd.DataFrame,
    scores: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: Codebook,
    least: float = LEAST_DISTANCE,
) -> pd.DataFrame:
    """Coded cells at least `least` codes away from their cross-fitted score, the farthest first.

    Columns: statement, topic, code, score, distance (codes), text_score, confidence (in the score's sign, 0-1), triage
    (a key of `TRIAGE`), addressed (probability 0-1), words (what pushed the score, log-odds a code).
    """
    coded = statements.loc[statements["coded"], ["statement", *codebook.topic_ids]]
    codes = coded.melt("statement", codebook.topic_ids, "topic", "code").dropna(subset="code")
    rows = codes.merge(scores, on=["statement", "topic"], validate="1:1").astype({"code": int})
    rows = rows.assign(distance=(rows["score"] - rows["code"]).abs())
    far = rows[rows["distance"] >= least]
    found = far.assign(triage=_sort_out(far, _find_disputed(codings, codebook), codebook))
    columns = [
        "statement",
        "topic",
        "code",
        "score",
        "distance",
        "text_score",
        "confidence",
        "triage",
        "addressed",
        "words",
    ]
    return found.sort_values(["distance", "statement"], ascending=[False, True], ignore_index=True)[columns]


def _find_disputed(codings: pd.DataFrame, codebook: Codebook) -> set[tuple[str, str]]:
    """The cells (statement, topic) in which not all rows of codings.csv, the adjudicated one too, are equal."""
    cells = codings.melt(["statement", "coder"], codebook.topic_ids, "topic", "code")
    cells = cells.assign(code=cells["code"].astype("Float64").fillna(np.inf))
    kinds = cells.groupby(["statement", "topic"])["code"].nunique()
    return set(kinds[kinds > 1].index)


def _sort_out(rows: pd.DataFrame, disputed: set[tuple[str, str]], codebook: Codebook) -> np.ndarray:
    middles = {topic.id: topic.middle for topic in codebook.topics}
    middle = rows["topic"].map(middles).astype(float)
    sure = (rows["addressed"] >= ADDRESSED) & (rows["abstains"] == 0) & (rows["sign"] != np.sign(rows["code"] - middle))
    by_text = np.sign((rows["text_score"] - middle).round()) == rows["sign"]
    cells = zip(rows["statement"], rows["topic"], strict=True)
    open_cells = np.array([cell in disputed for cell in cells], dtype=bool)
    return np.select([open_cells, (sure & by_text).to_numpy()], [AMBIGUOUS, SLIP], LIMIT)


def list_duplicates(
    statements: pd.DataFrame, similarity: sparse.csr_matrix, topic: Topic, least: float
) -> pd.DataFrame:
    """Pairs of coded statements at least `least` alike, on one topic to which both speak, the most different codes first.

    `similarity` is the cosine of every two rows of `statements`, in their order. Columns: first, second (statements, by
    date), similarity (0-1), steps (distance of the codes), same_source.
    """
    upper = sparse.triu(similarity, k=1).tocoo()
    close = upper.data >= least
    return (
        _compare(statements, upper.row[close], upper.col[close], topic)
        .assign(similarity=upper.data[close])
        .dropna(subset="steps")
        .sort_values(["steps", "similarity"], ascending=False, ignore_index=True)
    )


def _compare(statements: pd.DataFrame, left: np.ndarray, right: np.ndarray, topic: Topic) -> pd.DataFrame:
    codes = statements[topic.id].to_numpy(float, na_value=np.nan)
    ids, sources = statements["statement"].to_numpy(), statements["source"].to_numpy()
    steps = np.abs(codes[left] - codes[right])
    return pd.DataFrame(
        {"first": ids[left], "second": ids[right], "steps": steps, "same_source": sources[left] == sources[right]}
    )


def expect_duplicates(statements: pd.DataFrame, topic: Topic, pairs: int, least_steps: int) -> float:
    """How many of so many pairs would differ by at least `least_steps`, were the codes dealt to statements at random."""
    codes = statements[topic.id].dropna().to_numpy(float)
    return pairs * _share_far(codes, least_steps)


def _share_far(codes: np.ndarray, least_steps: int) -> float:
    """The share of all pairs of codes that are at least so many steps apart; 0 without a pair."""
    n = len(codes)
    pairs = n * (n - 1) / 2
    far = np.sort(codes).searchsorted(codes - least_steps, side="right").sum() if least_steps > 0 else pairs
    return float(far / pairs) if n > 1 else 0.0


def list_contradictions(
    statements: pd.DataFrame, topic: Topic, *, least_steps: int, most_days: int
) -> tuple[pd.DataFrame, float]:
    """Pairs of one actor's coded statements at least `least_steps` apart in code within `most_days`; how many by chance.

    Columns: actor, first, second (statements, by date), days, steps, same_source; the widest and then the closest first.
    By chance: each actor's codes dealt at random to the dates of its statements (the exact mean over all ways to deal).
    """
    own = statements.dropna(subset=topic.id).sort_values(["date", "statement"], ignore_index=True)
    codes, dates = own[topic.id].to_numpy(float), own["date"].to_numpy(dtype="datetime64[D]").astype(int)
    close, expected = [np.empty((3, 0), dtype=int)], 0.0
    for _, rows in sorted(own.groupby("actor").indices.items()):
        pairs = _pair_close(dates[rows], most_days)
        close.append(np.stack([rows[pairs[0]], rows[pairs[1]], pairs[2]]))
        expected += len(pairs[0]) * _share_far(codes[rows], least_steps)
    left, right, days = np.concatenate(close, axis=1)
    found = _compare(own, left, right, topic).assign(actor=own["actor"].to_numpy()[left], days=days)
    found = found[found["steps"] >= least_steps].sort_values(
        ["steps", "days"], ascending=[False, True], ignore_index=True
    )
    return found[["actor", "first", "second", "days", "steps", "same_source"]], expected


def _pair_close(dates: np.ndarray, most_days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every two of the dates (numbers of days, ascending) that lie close, by their places, and the days between them."""
    after = dates.searchsorted(dates + most_days, side="right") - np.arange(len(dates)) - 1
    left = np.repeat(np.arange(len(dates)), after)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(after) - after, after)
    return left, right, dates[right] - dates[left]
