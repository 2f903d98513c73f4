"""The sample of coded statements by which people check a record: drawn at random, repeatable, spread over topics and sides.

Belongs here: the draw. Not here: how far people and record agree on it (`estimates/checked`), who codes it (`ui/pages/desk`).
Every coded statement has a rank that follows from the seed and its id alone, so the same draw can be made on any machine, at any time,
and hardly changes when statements are added. The strata are sides within topics; a statement that speaks to several topics belongs to
the one that fewest statements speak to. Places are dealt in proportion to a stratum's size, a few at least to each.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import token_set_ratio

from stance.dossier.loading import Dossier
from stance.errors import UsageError

LEAST = 3  # of a stratum, or all that it has
ALIKE = 85  # of 100, for two texts of one source
SIZES = (30, 50, 80, 120)
SECONDS = 45  # what a statement takes a person, as a rule
SILENT = "none"
NOTHING = "No statement of this dossier has a code yet, so there is nothing to check."


def draw_sample(dossier: Dossier, size: int, seed: int) -> pd.DataFrame:
    """The statements to check, in the order in which they are coded: statement, stratum (topic, or "none"), side, rank, repeats (bool).

    size: how many are wanted; where fewer are coded, all of them. repeats: nearly the text of another one of its source, drawn only
    where nothing else was left of its stratum. Raises UsageError where nothing is coded.
    """
    pool = _rank_statements(dossier, seed)
    if pool.empty:
        raise UsageError(NOTHING)
    return _take(pool, size)


def draw_sizes(dossier: Dossier, sizes: Sequence[int], seed: int) -> dict[int, tuple[str, ...]]:
    """The ids of the statements of a draw of each size with one seed; empty ones where nothing is coded."""
    pool = _rank_statements(dossier, seed)
    return {size: tuple(_take(pool, size)["statement"]) if len(pool) else () for size in sizes}


def _take(pool: pd.DataFrame, size: int) -> pd.DataFrame:
    """So many of the ranked statements, spread over the strata, in the order of their ranks."""
    strata = pool["stratum"] + "\n" + pool["side"]
    counts = strata.value_counts().sort_index()
    places = deal_places(counts, size)
    return pool[pool.groupby(strata).cumcount() < strata.map(places)].sort_values("rank", ignore_index=True)


def _rank_statements(dossier: Dossier, seed: int) -> pd.DataFrame:
    """The coded statements of each stratum in the order in which they would be drawn: by rank, repeats last."""
    coded = dossier.statements[dossier.statements["coded"]]
    pool = coded[["statement", "side", "source", "text"]].assign(
        stratum=_find_strata(coded, dossier.codebook.topic_ids), rank=[_rank(seed, one) for one in coded["statement"]]
    )
    pool = pool.sort_values("rank")
    pool = pool.assign(repeats=_find_repeats(pool)).sort_values(["repeats", "rank"])
    return pool[["statement", "stratum", "side", "rank", "repeats"]]


def _rank(seed: int, statement: str) -> str:
    return hashlib.sha256(f"{seed}\n{statement}".encode()).hexdigest()


def _find_strata(coded: pd.DataFrame, topics: list[str]) -> pd.Series:
    """The topic of each statement that fewest statements speak to, "none" for one that speaks to no topic."""
    rarest = coded[topics].notna().sum().sort_values(kind="stable").index
    spoken = coded[rarest].notna()
    return spoken.idxmax(axis=1).where(spoken.any(axis=1), SILENT) if len(coded) else pd.Series(dtype="str")


def _find_repeats(pool: pd.DataFrame) -> pd.Series:
    """Whether a statement, in the order of ranks, is nearly the text of an earlier one of the same source."""
    seen: dict[str, list[str]] = {}
    found = []
    for source, text in zip(pool["source"], pool["text"].str.lower(), strict=True):
        others = seen.setdefault(source, [])
        found.append(any(token_set_ratio(text, other, score_cutoff=ALIKE) > 0 for other in others))
        others.append(text)
    return pd.Series(found, index=pool.index, dtype=bool)


def deal_places(counts: pd.Series, size: int) -> pd.Series:
    """How many of `size` places each stratum gets: in proportion to its count, and at least `LEAST` (fewer where that is too many for all).

    One place after the other goes to the stratum that is farthest below its share; whole numbers, no more than the stratum has.
    """
    size = min(size, int(counts.sum()))
    share = counts.to_numpy() * size / max(int(counts.sum()), 1)
    places = counts.clip(upper=min(LEAST, size // max(len(counts), 1))).to_numpy().copy()
    for _ in range(size - int(places.sum())):
        short = np.where(places < counts.to_numpy(), share - places, -np.inf)
        places[int(short.argmax())] += 1
    return pd.Series(places, counts.index)


def count_minutes(size: int) -> int:
    """How many minutes a person codes for, as a rule."""
    return round(size * SECONDS / 60)
