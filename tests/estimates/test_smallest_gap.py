"""The smallest gap: which date it is, an interval that holds at all dates, and no name where no date stands out."""

from datetime import date

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates import smallest_gap
from stance.estimates.movement import estimate_gap
from stance.estimates.periods import list_dates
from stance.estimates.positions import Estimator
from stance.estimates.resampling import make_generator
from stance.estimates.rules import Rules
from stance.estimates.smallest_gap import _draw_positions, find_smallest_gap

WINDOW = 180
DATES = list_dates(date(2020, 7, 1), date(2022, 12, 31))


def make_record(generator: np.random.Generator, *, dip: float = 0.0, noise: float = 0.8) -> pd.DataFrame:
    """Twelve sources a month and side, two steps apart; in the second half of 2021 nearer by `dip`."""
    rows = []
    for month in pd.date_range("2020-01-05", "2022-12-05", freq="MS"):
        near = dip if pd.Timestamp("2021-06-30") < month <= pd.Timestamp("2021-12-31") else 0.0
        for side, level in (("north", -1.0), ("south", 1.0 - near)):
            scores = level + generator.normal(0, noise, 12)
            rows += [(f"{month:%Y-%m}-1{n % 9}", side, f"{side}{month:%y%m}{n}", x) for n, x in enumerate(scores)]
    return makers.make_scored(rows)


def measure(scored: pd.DataFrame, **options) -> dict:
    positions = Estimator("side", Rules(WINDOW), scale=(-4, 4)).positions(scored, DATES)
    gap = estimate_gap(positions, "north", "south")
    return find_smallest_gap(gap, scored, "north", "south", window_days=WINDOW) | {"all": gap}


@pytest.fixture(scope="module")
def dipped() -> dict:
    return measure(make_record(np.random.default_rng(1), dip=1.5))


def test_a_planted_dip_is_found_and_told_from_the_other_dates(dipped):
    assert dipped["told"]
    assert pd.Timestamp("2021-11-30") <= dipped["date"] <= pd.Timestamp("2022-01-31")
    assert dipped["low"] <= 0.5 <= dipped["high"]
    assert dipped["dates"] == dipped["all"]["gap"].notna().sum() == len(DATES)


def test_the_interval_is_wider_than_at_that_date_alone_and_not_wider_than_if_no_two_windows_overlapped(dipped):
    row = dipped["all"].set_index("date").loc[dipped["date"]]
    ratio = (dipped["high"] - dipped["low"]) / (row["high"] - row["low"])
    assert dipped["gap"] == row["gap"]
    assert 1.2 < ratio < 1.8  # 1.78: thirty independent dates (Šidák), 1: one date


def test_windows_that_share_statements_widen_the_interval_less_than_windows_drawn_each_alone(dipped, monkeypatch):
    together = smallest_gap._draw_positions

    def draw_alone(rows, dates, window, generator):
        return np.hstack([together(rows, dates.iloc[[at]], window, generator) for at in range(len(dates))])

    monkeypatch.setattr(smallest_gap, "_draw_positions", draw_alone)
    alone = measure(make_record(np.random.default_rng(1), dip=1.5))
    assert alone["gap"] == dipped["gap"]
    assert dipped["high"] - dipped["low"] < 0.97 * (
        alone["high"] - alone["low"]
    )  # 0.94; the same where all are drawn alone


def test_windows_of_the_same_statements_have_the_same_position_in_every_draw():
    scored = make_record(np.random.default_rng(1))
    days = pd.Series(pd.to_datetime(["2021-06-25", "2021-06-26", "2021-12-25"]))
    drawn = _draw_positions(scored[scored["side"] == "north"], days, pd.Timedelta(days=WINDOW), make_generator())
    np.testing.assert_allclose(drawn[:, 0], drawn[:, 1])
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 2])[0, 1]) < 0.2
    assert drawn[:, 0].std() > 0


def test_of_gaps_that_differ_by_chance_alone_no_date_is_named_nine_times_in_ten_and_the_truth_is_held():
    told, held = 0, 0
    for seed in range(20):
        smallest = measure(make_record(np.random.default_rng(seed)))
        told += smallest["told"]
        held += smallest["low"] <= 2 <= smallest["high"]
    assert told <= 2
    assert held >= 17


def test_the_smallest_is_the_one_nearest_to_zero_where_sides_have_crossed():
    scored = make_record(np.random.default_rng(1), dip=2.4)
    smallest = measure(scored)
    gaps = smallest["all"]["gap"]
    assert gaps.min() < 0
    assert abs(smallest["gap"]) == gaps.abs().min()


def test_without_a_gap_nothing_is_found_and_scores_without_spread_widen_nothing():
    scored = make_record(np.random.default_rng(1), noise=0.0)
    smallest = measure(scored)
    row = smallest["all"].iloc[0]
    assert not smallest["told"]
    assert smallest["high"] - smallest["low"] == pytest.approx(row["high"] - row["low"])
    nothing = smallest["all"].assign(gap=np.nan)
    assert find_smallest_gap(nothing, scored, "north", "south", window_days=WINDOW) == {}


def test_of_very_many_sources_the_interval_is_that_of_the_weights(dipped, monkeypatch):
    monkeypatch.setattr(smallest_gap, "MOST_WEIGHED", 10)
    found = measure(make_record(np.random.default_rng(1), dip=1.5))
    assert (found["date"], found["gap"], found["told"]) == (dipped["date"], dipped["gap"], dipped["told"])
    assert found["high"] - found["low"] == pytest.approx(dipped["high"] - dipped["low"], rel=0.05)
