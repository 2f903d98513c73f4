"""A stock of scored statements gives what is estimated from a part of them alone, and works it out once."""

import numpy as np
import pandas as pd
import pytest

from stance.estimates.samples import ARRAYS, split_samples
from stance.estimates.scored import score_statements
from stance.estimates.stock import Stock, find_stock

PERIODS = tuple((day - pd.Timedelta(days=180), day) for day in pd.date_range("2016-06-30", "2019-12-31", freq="6ME"))


@pytest.fixture(scope="module")
def scored(dossier, scores) -> pd.DataFrame:
    return score_statements(dossier, scores)


@pytest.mark.parametrize("by", ["side", "actor"])
def test_a_part_of_the_stock_is_as_if_there_were_nothing_else(scored, by):
    kept = np.random.default_rng(0).random(len(scored)) < 0.3
    parts, alone = Stock(scored).narrow(by, kept), split_samples(scored[kept], by)
    assert list(parts) == list(alone)
    for key, part in parts.items():
        for name in set(ARRAYS) - {"rows"}:
            np.testing.assert_array_equal(getattr(part, name), getattr(alone[key], name), err_msg=f"{key} {name}")
        np.testing.assert_array_equal(part.measure(PERIODS), alone[key].measure(PERIODS))


def test_what_a_mask_leaves_whole_is_taken_over_with_what_is_known_of_it(scored):
    stock = Stock(scored)
    kept = stock.mark("side", ["japan"])
    assert kept.tolist() == (scored["side"] == "japan").tolist()
    known = {key: sample.measure(PERIODS) for key, sample in stock.split("side").items()}
    parts = stock.narrow("side", kept)
    assert {side for side, _ in parts} == {"japan"}
    assert all(parts[key].measure(PERIODS) is known[key] for key in parts)


def test_a_whole_dossier_has_one_stock_and_its_parts_have_none(scored):
    assert find_stock(scored) is find_stock(scored)
    assert type(scored[scored["side"] == "japan"]) is pd.DataFrame
    assert find_stock(scored.copy()) is not find_stock(scored)


def test_a_filter_that_leaves_a_group_alone_leaves_its_part(scored):
    stock, odd = Stock(scored), np.arange(len(scored)) % 2 == 0
    before = stock.narrow("side", odd & stock.mark("side", ["japan"]))
    after = stock.narrow("side", odd & stock.mark("side", ["japan", "russia"]))
    assert set(before) < set(after)
    assert all(after[key] is before[key] for key in before)
    other = stock.narrow("side", ~odd)
    assert all(other[key] is not before[key] for key in before)


def test_what_is_recalled_is_made_again_where_an_array_differs(scored):
    stock, made = Stock(scored), iter(range(9))
    one, other = np.array([True, False]), np.array([True, True])
    found = [stock.recall("name", [mask], lambda: next(made)) for mask in (one, one, other, other, one)]
    assert found == [0, 0, 1, 1, 2]
    assert stock.recall("another name", [one], lambda: next(made)) == 3


def test_a_sample_without_errors_and_of_known_days_holds_them_once(scored):
    by_code = scored[(scored["scored_by"] == "coder") & (scored["earliest"] == scored["latest"])]
    samples = split_samples(by_code, "side").values()
    assert all(sample.latest is sample.earliest and sample.spreads.strides == (0,) for sample in samples)
