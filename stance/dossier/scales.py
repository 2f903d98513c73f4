"""The ends of a topic's scale: prior, band and clip of a topic hang on its own scale, never on that of another.

Belongs here: finding the scale of a topic. Not here: what hangs on it.
"""

from collections.abc import Mapping

import pandas as pd

Scale = tuple[float, float]
Scales = Scale | Mapping[str, Scale]


def scale_of(scales: Scales, topic: str) -> Scale:
    """The lowest and the highest code of a topic; `scales` is one for all topics, or one each by id. Raises KeyError."""
    return scales if isinstance(scales, tuple) else scales[topic]


def clip_scores(scores: pd.Series, topics: pd.Series, scales: Scales) -> pd.Series:
    """The scores, each cut at the ends of its topic's scale."""
    low, high = (topics.map({topic: scale_of(scales, topic)[end] for topic in topics.unique()}) for end in (0, 1))
    return scores.clip(low.astype(float), high.astype(float))
