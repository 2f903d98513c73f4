"""Draws weigh sources, not statements, and are the same each time."""

import numpy as np
import pytest

from stance.estimates.resampling import bound_draws, draw_weights, make_generator

SOURCES = np.array(["a", "a", "a", "b", "c"])


def test_each_draw_weighs_every_source_and_shares_its_weight_among_its_statements():
    drawn = draw_weights(SOURCES, make_generator())
    assert drawn.shape == (400, 5)
    np.testing.assert_allclose(drawn.sum(axis=1), 1)
    assert (drawn > 0).all()
    np.testing.assert_array_equal(drawn[:, 0], drawn[:, 2])
    assert drawn.mean(axis=0) == pytest.approx([1 / 9] * 3 + [1 / 3] * 2, abs=0.03)


def test_draws_are_the_same_each_time():
    np.testing.assert_array_equal(draw_weights(SOURCES, make_generator()), draw_weights(SOURCES, make_generator()))


def test_the_variance_of_a_mean_over_draws_is_that_of_rubin():
    scores, names = np.arange(20.0), np.arange(20)
    means = draw_weights(names, make_generator(), draws=20_000) @ scores
    assert means.var() == pytest.approx(scores.var() / 21, rel=0.05)


def test_the_interval_of_draws_leaves_five_percent_at_either_end():
    low, high = bound_draws(np.arange(1001.0)[:, None] * [1, 2])
    assert low.tolist() == pytest.approx([50, 100])
    assert high.tolist() == pytest.approx([950, 1900])
