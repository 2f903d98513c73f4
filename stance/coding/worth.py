"""How early a statement comes in a queue: by chance, or because the classifier is in doubt about it.

Belongs here: one number a statement. Not here: the order in which statements come (`queue`). Chance is what a coder is given at first: a
classifier learns no more from as many statements that were chosen (docs/decisions/order-of-coding.md).
"""

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

LEAST_SURE = 1.5  # of three signs the most probable one is at least one third sure


def draw_numbers(ids: Iterable[str], seed: str) -> np.ndarray:
    """A number from 0 to 1 for each id, by chance, but the same for the same id and seed on every machine."""
    digests = [hashlib.blake2b(f"{seed}\0{one}".encode(), digest_size=6).digest() for one in ids]
    return np.array([int.from_bytes(one) for one in digests], dtype=float) / 2**48


def rate_chance(statements: pd.DataFrame, seed: int = 0) -> pd.Series:
    """A number by chance, 0 to 1, for each statement by its id."""
    return pd.Series(draw_numbers(statements["statement"], f"order {seed}"), index=pd.Index(statements["statement"]))


def rate_doubt(scores: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """The classifier's doubt, 0 to 1, the mean over topics of two: how near the probability that a statement speaks to the topic is to one
    half, and how unsure the sign of its score is, as far as it speaks to it."""
    own = scores[scores["statement"].isin(statements["statement"])]
    speaking = 1 - (2 * own["addressed"] - 1).abs()
    signs = own["addressed"] * (LEAST_SURE * (1 - own["confidence"])).clip(0, 1)
    doubt = ((speaking + signs) / 2).groupby(own["statement"]).mean()
    return doubt.reindex(statements["statement"]).fillna(0.0)
