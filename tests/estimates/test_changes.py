"""One implementation of a change: its frame and its single rows are the same, and are those of the positions."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.positions import CHANGE_COLUMNS, Change, Estimator
from stance.estimates.rules import Rules
from stance.estimates.samples import Position
from stance.estimates.scored import score_statements

FIRST, LAST = ((pd.Timestamp(f"{year}-12-31"), pd.Timestamp(f"{year + 1}-12-31")) for year in (2015, 2017))


@pytest.fixture(scope="module")
def scored(dossier, scores) -> pd.DataFrame:
    return score_statements(dossier, scores)


@pytest.mark.parametrize(("by", "days"), [("side", 180), ("actor", 365)])
def test_one_change_alone_is_its_row_in_the_frame(scored, by, days):
    estimator = Estimator(by, Rules(days))
    moved = estimator.change(scored, FIRST, LAST).set_index(["group", "topic"])
    ready = estimator.prepare(scored)
    for key, row in moved.iterrows():
        one = ready.between(*key, FIRST, LAST)
        numbers = [one.before.position, one.after.position, one.change, one.low, one.high]
        np.testing.assert_array_equal(numbers, row[["before", "after", "change", "low", "high"]].to_numpy(float))
        counts = [(end.statements, end.sources) for end in (one.before, one.after)]
        assert counts == [(row[f"statements_{end}"], row[f"sources_{end}"]) for end in ("before", "after")]
    assert list(moved.reset_index()) == CHANGE_COLUMNS
    assert moved["change"].notna().sum() >= 6


def test_both_ends_of_a_change_are_the_positions_of_its_periods_with_their_bands(scored):
    moved = Estimator().change(scored, FIRST, LAST).set_index(["group", "topic"])
    for period, end in ((FIRST, "before"), (LAST, "after")):
        there = Estimator().periods(scored, [period]).set_index(["group", "topic"])
        assert moved[end].equals(there["position"].rename(end))
        for name in ("low", "high", "statements", "sources"):
            assert moved[f"{name}_{end}"].equals(there[name].rename(f"{name}_{end}")), (name, end)


def test_the_bands_of_both_ends_are_cut_at_the_scale_and_the_interval_of_the_change_is_not():
    rows = [(f"{year}-06-01", "north", source, score) for year, score in ((2016, 2), (2018, -2)) for source in "abc"]
    row = Estimator().change(makers.make_scored(rows), FIRST, LAST).iloc[0]
    assert (row["high_before"], row["low_after"]) == (2, -2)
    assert row["low_before"] < 2 and row["high_after"] > -2
    assert row["low"] < -4 < row["high"]


def test_a_selection_that_borrows_from_all_statements_changes_as_it_does_among_them(scored):
    lone = scored[scored["side"] == scored["side"].iloc[0]]
    among_all = Estimator().change(scored, FIRST, LAST)
    same = among_all[among_all["group"] == lone["side"].iloc[0]].reset_index(drop=True)
    pd.testing.assert_frame_equal(Estimator(pool_from=scored).change(lone, FIRST, LAST), same)
    assert not np.allclose(Estimator().change(lone, FIRST, LAST)["low"], same["low"])


def test_periods_with_the_same_last_day_each_have_a_variance_of_their_own():
    rows = [("2016-02-01", "south", source, 2 * (-1) ** n) for n, source in enumerate("abcd")]
    rows += [("2016-11-01", "north", source, 0) for source in "efg"] + [("2016-02-01", "north", "h", 0)]
    scored, short = makers.make_scored(rows), (pd.Timestamp("2016-06-30"), FIRST[1])
    both = Estimator().periods(scored, [FIRST, short]).query("group == 'north'")["half"].tolist()
    alone = [Estimator().periods(scored, [one]).query("group == 'north'")["half"].iloc[0] for one in (FIRST, short)]
    assert both == alone
    assert alone[0] > 1.2 * alone[1]


@pytest.mark.parametrize(("group", "topic"), [("atlantis", "sovereignty"), ("japan", "fishing")])
def test_a_group_or_topic_without_statements_has_no_change(scored, group, topic):
    one = Estimator().prepare(scored).between(group, topic, FIRST, LAST)
    assert np.isnan([one.change, one.half, one.low, one.high]).all()
    assert one.before.statements == one.after.statements == one.before.sources == 0


def test_the_interval_of_a_change_by_hand():
    one = Change(Position(-1.0, 0.3, 4, 3), Position(0.5, 0.4, 5, 4))
    assert (one.change, one.half) == (1.5, pytest.approx(0.5))
    assert (one.low, one.high) == (pytest.approx(1.0), pytest.approx(2.0))
