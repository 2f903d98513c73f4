"""What follows an event: changes around a day, and a rank that means nothing when dates mean nothing."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from stance.estimates.aftermath import (
    COLUMNS,
    LEAST_PLACEBOS,
    PLACEBO_STEP,
    estimate_aftermath,
    list_placebos,
    prepare_aftermath,
    rank_change,
    surround_day,
)
from stance.estimates.positions import Estimator

PERIOD = (pd.Timestamp("2018-12-31"), pd.Timestamp("2021-12-31"))
DAY = pd.Timestamp("2020-06-15")


def make_talks(seed: int, *, shift: float = 0.0, count: int = 160) -> pd.DataFrame:
    """Statements of one side on random days of three years, a source each, whose scores rise by `shift` on `DAY`."""
    rng = np.random.default_rng(seed)
    dates = PERIOD[0] + pd.to_timedelta(rng.integers(1, 1096, count), unit="D")
    scores = rng.normal(0, 0.5, count) + shift * (dates >= DAY)
    frame = pd.DataFrame({"date": dates, "score": scores.clip(-2, 2), "source": [f"s{n}" for n in range(count)]})
    return frame.assign(side="north", actor="ann", topic="fund", statement=frame["source"], spread=0.0, shared=0.0)


def rank(scored: pd.DataFrame, day: pd.Timestamp = DAY, days: int = 90) -> float:
    return float(estimate_aftermath(prepare_aftermath(scored, Estimator(), days, PERIOD), day)["rank"].iloc[0])


def test_the_two_windows_meet_at_the_day_which_belongs_to_the_second():
    before, after = surround_day(DAY, 30)
    assert before == (pd.Timestamp("2020-05-15"), pd.Timestamp("2020-06-14"))
    assert after == (pd.Timestamp("2020-06-14"), pd.Timestamp("2020-07-14"))


def test_a_planted_shift_is_found_and_is_rarer_than_on_other_days():
    table = estimate_aftermath(prepare_aftermath(make_talks(1, shift=1.2), Estimator(), 90, PERIOD), DAY)
    (row,) = table.to_dict("records")
    assert list(table) == COLUMNS
    assert row["low"] > 0.5
    assert row["rank"] < 0.1
    assert row["placebos"] > 100


def test_the_change_is_that_of_the_two_periods():
    scored = make_talks(2)
    row = estimate_aftermath(prepare_aftermath(scored, Estimator(), 90, PERIOD), DAY).iloc[0]
    moved = Estimator().change(scored, *surround_day(DAY, 90)).iloc[0]
    for name in ("change", "low", "high", "statements_before", "statements_after"):
        assert row[name] == pytest.approx(moved[name]), name


def test_on_shuffled_dates_every_rank_is_equally_likely():
    every = np.array([rank(make_talks(seed)) for seed in range(100, 180)])
    ranks = every[~np.isnan(every)]
    assert len(ranks) > 70
    assert abs((ranks <= 0.1).mean() - 0.1) < 0.09
    assert abs((ranks <= 0.5).mean() - 0.5) < 0.15
    assert abs(ranks.mean() - 0.5) < 0.11


def test_placebo_days_lie_a_week_apart_within_the_period_and_leave_the_day_out():
    days = list_placebos(DAY, 90, PERIOD)
    gaps = {(late - early).days for early, late in pairwise(days)}
    assert DAY not in days
    assert gaps <= {PLACEBO_STEP, 2 * PLACEBO_STEP}
    assert min(surround_day(days[0], 90)[0]) >= PERIOD[0]
    assert max(surround_day(days[-1], 90)[1]) <= PERIOD[1]


def test_a_period_too_short_for_both_windows_has_no_placebo_days():
    assert list_placebos(DAY, 600, PERIOD) == []


def test_a_rank_is_the_share_of_days_with_as_much_and_needs_enough_of_them():
    others = np.linspace(0.1, 2, LEAST_PLACEBOS)
    assert rank_change(3, others) == pytest.approx(1 / (LEAST_PLACEBOS + 1))
    assert rank_change(0, others) == 1
    assert np.isnan(rank_change(3, others[1:]))
    assert np.isnan(rank_change(np.nan, others))


def test_too_few_statements_are_said_as_missing_not_as_zero():
    row = estimate_aftermath(prepare_aftermath(make_talks(3, count=8), Estimator(), 30, PERIOD), DAY).iloc[0]
    assert np.isnan(row["change"]) and np.isnan(row["rank"])
