"""The ends of a topic's scale: prior, band and clip of a topic hang on its own scale, never on that of another.

Belongs here: finding the scale of a topic. Not here: what hangs on it.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

Scale = tuple[float, float]
Scales = Scale | Mapping[str, Scale]


def scale_of(scales: Scales, topic: str) -> Scale:
    """The lowest and the highest code of a topic; `scales` is one for all topics, or one each by id. Raises KeyError."""
    return scales if isinstance(scales, tuple) else scales[topic]


def clip_scores(scores: pd.Series, topics: pd.Series, scales: Scales) -> pd.Series:
    """The scores, each cut at the ends of its topic's scale."""
    places, names = pd.factorize(topics)
    ends = np.array([scale_of(scales, topic) for topic in names], dtype=float).reshape(-1, 2)[places]
    return scores.clip(ends[:, 0], ends[:, 1])
