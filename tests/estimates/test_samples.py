"""What a sample says in many periods at once: the same as in each of them alone, however they are cut into blocks."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates import samples
from stance.estimates.rules import Rules
from stance.estimates.samples import NOTHING, estimate_cells, list_days, measure_spreads, split_samples

ROWS = [
    ("2020-01-10", "north", "a", 1),
    ("2020-01-10", "north", "a", 2),
    ("2020-01-15", "north", "b", -1),
    ("2020-03-02", "north", "c", 0),
    ("2020-03-20", "north", "d", 2),
]
ENDS = [pd.Timestamp(day) for day in ("2019-12-31", "2020-01-12", "2020-02-01", "2020-03-10", "2020-12-31")]
PERIODS = tuple((end - pd.Timedelta(days=60), end) for end in ENDS)


@pytest.fixture
def north() -> samples.Sample:
    return split_samples(makers.make_scored(ROWS), "side")["north", "fund"]


def test_the_means_of_source_means_by_hand(north):
    spread = measure_spreads(north, list_days(PERIODS))
    assert spread.statements.tolist() == [0, 2, 3, 2, 0]
    assert spread.sources.tolist() == [0, 1, 2, 2, 0]
    assert spread.mean.tolist() == [0, 1.5, 0.25, -0.5, 0]
    assert spread.squares.tolist() == pytest.approx([0, 0, 2 * 1.25**2, 2 * 0.5**2, 0])


@pytest.mark.parametrize("most", [1, 7, 1_000_000])
def test_many_periods_say_what_each_says_alone_in_blocks_of_any_size(north, monkeypatch, most):
    alone = [measure_spreads(north, list_days((period,))) for period in PERIODS]
    monkeypatch.setattr(samples, "MOST_CELLS", most)
    together = measure_spreads(north, list_days(PERIODS))
    for name, column in together._asdict().items():
        assert column.tolist() == [float(getattr(one, name)[0]) for one in alone], name


def test_no_period_and_no_statement_are_nothing(north):
    assert estimate_cells(measure_spreads(north, list_days(())), np.empty(0), Rules(), (-2, 2)) == []
    nothing, rules = measure_spreads(NOTHING, list_days(PERIODS)), Rules(min_statements=0, min_sources=0)
    silent = estimate_cells(nothing, np.ones(5), rules, (-2, 2))
    assert [(cell.statements, cell.sources) for cell in silent] == [(0, 0)] * 5
    assert np.isnan([cell[:2] for cell in silent]).all()
