"""Sources weighed anew, many times: how an estimate would differ with other sources of the same kind.

Belongs here: the draws and their quantiles. Not here: what is estimated from them.

The Bayesian bootstrap (Rubin 1981, https://doi.org/10.1214/aos/1176345338): a draw gives the sources of a group random
weights, uniform over all that sum to 1. Every source keeps some weight, so that no speaker falls out of a draw.
"""

import numpy as np

from stance.dossier.conventions import CONFIDENCE

DRAWS = 400
SEED = 0


def make_generator() -> np.random.Generator:
    """The generator of all draws: the same numbers each time."""
    return np.random.default_rng(SEED)


def draw_weights(sources: np.ndarray, generator: np.random.Generator, draws: int = DRAWS) -> np.ndarray:
    """The weights of statements in the mean of source means, one row a draw; each row sums to 1.

    `sources` has the source of each statement; the weight of a source is shared evenly among its statements.
    """
    _, inverse, counts = np.unique(sources, return_inverse=True, return_counts=True)
    shares = generator.dirichlet(np.ones(len(counts)), draws) if len(counts) else np.empty((draws, 0))
    return shares[:, inverse] / counts[inverse]


def bound_draws(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of the 90 % interval of draws, which lie along the first axis: their quantiles of 5 and 95 %."""
    low, high = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return low, high
