"""Coefficients of many samples at once are those of each sample alone; of two coders together those of the pair."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.loading import load_dossier
from stance.estimates import agreement_draws
from stance.estimates.agreement import (
    COEFFICIENTS,
    TOGETHER,
    _draw_intervals,
    _measure_cells,
    list_pairs,
    measure_agreement,
    measure_together,
)
from stance.estimates.agreement_draws import draw_weights
from stance.limits import CODERS

DRAWS = 6
CELLS = st.lists(
    st.tuples(st.sampled_from([-2.0, 0.0, 1.0, np.nan]), st.sampled_from([-2.0, 0.0, 1.0, np.nan]), st.integers(0, 4)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(CELLS)
def test_the_interval_of_every_coefficient_is_that_of_samples_measured_one_by_one(rows):
    cells, numbers = np.array([row[:2] for row in rows]).T, pd.factorize(np.array([row[2] for row in rows]))[0]
    found = _draw_intervals(cells, pd.Series(numbers), DRAWS)
    samples = [np.repeat(np.arange(len(rows)), weights[numbers]) for weights in draw_weights(numbers, DRAWS)]
    alone = pd.DataFrame([_measure_cells(cells[:, sample]) for sample in samples], dtype=float)
    for name in COEFFICIENTS:
        for end, at in agreement_draws.ENDS.items():
            assert found[f"{name}_{end}"] == pytest.approx(alone[name].quantile(at), nan_ok=True)


def test_a_sample_has_as_many_sources_as_there_are():
    weights = draw_weights(np.array([0, 0, 1, 2, 3, 3]), DRAWS)
    assert weights.shape == (DRAWS, 4)
    assert (weights.sum(axis=1) == 4).all() and weights.std() > 0
    assert draw_weights(np.array([], dtype=int), DRAWS).shape == (0, 0)


@pytest.fixture
def talks(other_dossier):
    return load_dossier(other_dossier)


def test_two_coders_together_agree_as_their_pair_does(talks):
    sources = talks.statements.set_index("statement")["source"]
    pair = measure_agreement(talks.codings, talks.codebook, sources, draws=DRAWS).set_index("topic")
    whole = measure_together(talks.codings, talks.codebook, sources, draws=DRAWS).set_index("topic")
    assert whole["both"].tolist() == pair["both"].tolist()
    for name in TOGETHER:
        assert whole[name].tolist() == pytest.approx(pair[name].tolist(), nan_ok=True)


def _multiply(codings: pd.DataFrame, coders: int) -> pd.DataFrame:
    """As many coders, each with one codings less than the one before; their names are not in that order."""
    own = codings[codings["coder"] == codings["coder"].iloc[0]]
    return pd.concat([own.iloc[number:].assign(coder=f"k{number * 7 % 100:02d}") for number in range(coders)])


@pytest.mark.parametrize("coders", [CODERS.most, CODERS.most + 1])
def test_pairs_of_more_coders_than_may_be_have_no_interval_and_are_those_with_most_codings(coders, talks):
    codings = _multiply(talks.codings, coders)
    sources = talks.statements.set_index("statement")["source"]
    rows = measure_agreement(codings, talks.codebook, sources, draws=2)
    assert ("alpha_level_low" in rows and rows["alpha_level_low"].notna().any()) == (coders <= CODERS.most)
    named = {name for pair in list_pairs(codings) for name in pair}
    assert named == {f"k{number * 7 % 100:02d}" for number in range(CODERS.most)}
    assert list_pairs(codings) == sorted(list_pairs(codings))
    assert len(rows) == len(list_pairs(codings)) * len(talks.codebook.topics)
