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
