"""Whether scores are advised: only where the whole interval of the difference from the side's mean lies below 0, on every topic."""

import pytest

from stance.classifier.advice import CLOSER, FARTHER, UNKNOWN, UNPROVEN, is_advised, judge_topics


def make_card(**topics: tuple[float | None, list[float] | None]) -> dict:
    """A card with these differences and intervals by topic."""
    return {
        "measures": {topic: {"mae_over_side": value} for topic, (value, _) in topics.items()},
        "intervals": {topic: {"mae_over_side": ends} for topic, (_, ends) in topics.items()},
    }


@pytest.mark.parametrize(
    ("difference", "interval", "found"),
    [
        (-0.2, [-0.3, -0.1], CLOSER),
        (-0.2, [-0.3, 0.0], UNPROVEN),
        (-0.01, [-0.3, 0.2], UNPROVEN),
        (0.0, [-0.3, 0.2], FARTHER),
        (0.2, [0.1, 0.3], FARTHER),
        (None, None, UNKNOWN),
    ],
)
def test_a_topic_is_judged_by_the_difference_and_its_interval(difference, interval, found):
    assert judge_topics(make_card(fund=(difference, interval)), ["fund"]) == {"fund": found}


def test_one_topic_that_is_not_clearly_closer_takes_the_advice_away():
    close = (-0.2, [-0.3, -0.1])
    assert is_advised(make_card(fund=close, toll=close), ["fund", "toll"])
    assert not is_advised(make_card(fund=close, toll=(-0.1, [-0.2, 0.1])), ["fund", "toll"])
    assert not is_advised(make_card(fund=close, toll=(None, None)), ["fund", "toll"])
