"""What a selection shows is what the estimates give for its statements, filters and options."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.estimates.movement import estimate_gap, estimate_movement
from stance.estimates.positions import estimate_positions, list_dates
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_distance, estimate_ends, estimate_lines
from stance.estimates.selection import default_selection, end_periods, select_scored


@pytest.fixture(scope="module")
def scored(dossier, scores) -> pd.DataFrame:
    return score_statements(dossier, scores)


def test_lines_are_the_positions_of_the_chosen_statements_within_the_chosen_dates(dossier, scored):
    whole = default_selection(dossier.codebook)
    chosen = replace(whole, topics=whole.topics[:1], first=whole.first.replace(year=2017))
    lines = estimate_lines(dossier, scored, chosen)
    own = select_scored(scored, dossier, chosen)
    every = estimate_positions(own, list_dates(*dossier.codebook.period), rules=chosen.rules, pool_from=scored)
    expected = every[every["date"] >= pd.Timestamp(chosen.first)].reset_index(drop=True)
    pd.testing.assert_frame_equal(lines, expected)
    assert lines["date"].min() > pd.Timestamp("2017-01-01")


def test_the_variance_comes_from_all_statements_not_from_the_chosen_ones(dossier, scored):
    whole = default_selection(dossier.codebook)
    lone = estimate_lines(dossier, scored, replace(whole, sides=whole.sides[:1]))
    both = estimate_lines(dossier, scored, whole)
    shared = both[both["group"] == whole.sides[0]].reset_index(drop=True)
    pd.testing.assert_frame_equal(lone, shared)


def test_ends_are_the_movement_of_the_chosen_statements(dossier, scored):
    chosen = replace(default_selection(dossier.codebook), by="actor")
    ends = end_periods(chosen)
    expected = estimate_movement(
        select_scored(scored, dossier, chosen), *ends, by="actor", rules=chosen.rules, pool_from=scored
    )
    pd.testing.assert_frame_equal(estimate_ends(dossier, scored, chosen, *ends), expected)


def test_the_distance_is_that_of_sides_whatever_the_lines_are(dossier, scored):
    chosen = default_selection(dossier.codebook)
    minus, plus = dossier.codebook.poled_sides
    expected = estimate_gap(estimate_lines(dossier, scored, chosen), minus.id, plus.id)
    pd.testing.assert_frame_equal(estimate_distance(dossier, scored, replace(chosen, by="actor")), expected)
    assert len(expected) > 100
