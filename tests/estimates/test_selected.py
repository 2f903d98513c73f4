"""What a selection shows is what the estimator gives for its statements and filters."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.estimates import selected
from stance.estimates.movement import estimate_gap
from stance.estimates.periods import list_dates, outer_periods
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_change, estimate_gap_of, estimate_positions, make_estimator
from stance.estimates.selection import default_selection, select_scored
from stance.estimates.smallest_gap import find_smallest_gap


@pytest.fixture(scope="module")
def scored(dossier, scores) -> pd.DataFrame:
    return score_statements(dossier, scores)


@pytest.mark.parametrize(("by", "days"), [("side", 180), ("actor", 365)])
def test_the_estimator_takes_lines_and_window_of_the_selection_and_the_scale_of_the_codebook(talks, by, days):
    chosen = replace(default_selection(talks.codebook), by=by)
    scored = score_statements(talks, pd.DataFrame(), "codes")
    made = make_estimator(talks, scored, chosen)
    assert (made.by, made.rules, made.scale) == (by, Rules(days), talks.codebook.scales)
    assert made.pool_from is scored


def test_lines_are_the_positions_of_the_chosen_statements_within_the_chosen_dates(dossier, scored):
    whole = default_selection(dossier.codebook)
    chosen = replace(whole, topics=whole.topics[:1], first=whole.first.replace(year=2017))
    lines = estimate_positions(dossier, scored, chosen)
    own = select_scored(scored, dossier, chosen)
    every = Estimator(rules=chosen.rules, pool_from=scored).positions(own, list_dates(*dossier.codebook.period))
    expected = every[every["date"] >= pd.Timestamp(chosen.first)].reset_index(drop=True)
    pd.testing.assert_frame_equal(lines, expected)
    assert lines["date"].min() > pd.Timestamp("2017-01-01")


def test_the_variance_comes_from_all_statements_not_from_the_chosen_ones(dossier, scored):
    whole = default_selection(dossier.codebook)
    lone = estimate_positions(dossier, scored, replace(whole, sides=whole.sides[:1]))
    both = estimate_positions(dossier, scored, whole)
    shared = both[both["group"] == whole.sides[0]].reset_index(drop=True)
    pd.testing.assert_frame_equal(lone, shared)


def test_a_change_is_that_of_the_chosen_statements(dossier, scored):
    chosen = replace(default_selection(dossier.codebook), by="actor")
    periods = outer_periods(chosen)
    own = select_scored(scored, dossier, chosen)
    expected = Estimator("actor", chosen.rules, pool_from=scored).change(own, *periods)
    pd.testing.assert_frame_equal(estimate_change(dossier, scored, chosen, *periods), expected)


def test_the_gap_is_that_of_sides_whatever_the_lines_are(dossier, scored):
    chosen = default_selection(dossier.codebook)
    minus, plus = dossier.codebook.poled_sides
    expected = estimate_gap(estimate_positions(dossier, scored, chosen), minus.id, plus.id)
    pd.testing.assert_frame_equal(estimate_gap_of(dossier, scored, replace(chosen, by="actor")), expected)
    assert len(expected) > 100


def test_the_smallest_gap_is_that_of_the_selection_and_found_once(dossier, scores, monkeypatch):
    scored = score_statements(dossier, scores)  # not the fixture: nothing is known of it
    selection, found = default_selection(dossier.codebook), []
    minus, plus = (side.id for side in dossier.codebook.poled_sides)
    monkeypatch.setattr(selected, "find_smallest_gap", lambda *a, **k: found.append(1) or find_smallest_gap(*a, **k))
    for chosen in (
        selection,
        replace(selection, sides=(*selection.sides, "third")),
        replace(selection, kinds=("official",)),
    ):
        for topic, gap in selected.estimate_gap_of(dossier, scored, chosen).groupby("topic"):
            own = select_scored(scored, dossier, replace(chosen, topics=(topic,)))
            expected = find_smallest_gap(gap, own, minus, plus, window_days=chosen.rules.window_days)
            assert selected.estimate_smallest_gap(dossier, scored, chosen, gap) == expected
    assert len(found) == 2 * len(selection.topics)  # a third side changes neither of the two


def test_there_is_no_smallest_gap_without_a_gap(dossier, scored):
    selection = default_selection(dossier.codebook)
    none = selected.estimate_gap_of(dossier, scored, replace(selection, sides=selection.sides[:1]))
    assert selected.estimate_smallest_gap(dossier, scored, selection, none.iloc[:0]) == {}
