"""Whether a classifier's scores should be used: is it nearer to the codes than the mean of the side, which reads nothing?

Belongs here: the rule, by the figures of a card. Not here: the words of it (`wording.advice`), the measures (`measures`).
"""

from collections.abc import Iterable
from typing import Any

CLOSER, UNPROVEN, FARTHER, UNKNOWN = "closer", "unproven", "farther", "unknown"
MEASURE = "mae_over_side"


def judge_topics(card: dict[str, Any], topics: Iterable[str]) -> dict[str, str]:
    """Of each of the topics, how the classifier's cross-fitted distance from the codes compares with that of the side's mean.

    CLOSER: smaller, and so is the whole 90 % interval of the difference. UNPROVEN: smaller on average, but the interval does not
    show it. FARTHER: as large or larger on average. UNKNOWN: no coded statement speaks to the topic.
    """
    return {topic: _judge(card["measures"][topic][MEASURE], card["intervals"][topic][MEASURE]) for topic in topics}


def _judge(difference: float | None, interval: list[float] | None) -> str:
    if difference is None or interval is None:
        return UNKNOWN
    if difference >= 0:
        return FARTHER
    return CLOSER if interval[1] < 0 else UNPROVEN


def is_advised(card: dict[str, Any], topics: Iterable[str]) -> bool:
    """Whether the classifier is nearer to the codes than the mean of the side on every topic, beyond chance."""
    return all(found == CLOSER for found in judge_topics(card, topics).values())
