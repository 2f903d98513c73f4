"""Any two lines: each end over its own days, the difference by hand, and statements that stand behind both."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.comparison import Spell, compare_spells
from stance.estimates.positions import Estimator

YEAR = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))
SPRING = (pd.Timestamp("2020-02-29"), pd.Timestamp("2020-05-31"))
ROWS = [
    (f"2020-0{n}-10", side, f"{side}{n}", score) for side, score in (("north", -1), ("south", 1)) for n in range(1, 8)
]


@pytest.fixture
def scored():
    return makers.make_scored(ROWS)


def test_each_end_is_the_position_of_its_line_over_its_own_days(scored):
    first, second = Spell("side", "south", YEAR), Spell("side", "north", SPRING)
    found = compare_spells(scored, first, second, Estimator())
    there = Estimator().periods(scored, [YEAR, SPRING]).set_index(["group", "date"])
    for end, key in (("after", ("south", YEAR[1])), ("before", ("north", SPRING[1]))):
        row = there.loc[key]
        assert found[end] == row["position"]
        assert [found[f"{name}_{end}"] for name in ("low", "high", "statements", "sources")] == row[
            ["low", "high", "statements", "sources"]
        ].tolist()
    half = np.hypot(*(there.loc[key, "half"] for key in (("south", YEAR[1]), ("north", SPRING[1]))))
    assert found["change"] == 2
    assert (found["low"], found["high"]) == (pytest.approx(2 - half), pytest.approx(2 + half))


def test_a_line_may_be_some_actors_of_a_side(scored):
    named = scored.assign(actor=np.where(scored["date"] < "2020-04-01", "old", "new"))
    end = Spell("side", "south", YEAR, frozenset(["old"]))
    found = compare_spells(named, end, Spell("actor", "new", YEAR), Estimator())
    assert (found["statements_after"], found["statements_before"]) == (3, 8)


def test_statements_behind_both_lines_are_counted(scored):
    whole, part = Spell("side", "south", YEAR), Spell("side", "south", SPRING)
    assert compare_spells(scored, whole, part, Estimator())["shared"] == 3
    assert compare_spells(scored, whole, Spell("side", "north", YEAR), Estimator())["shared"] == 0


def test_a_silent_line_has_no_position_and_no_difference(scored):
    found = compare_spells(scored, Spell("side", "south", YEAR), Spell("side", "nobody", YEAR), Estimator())
    assert np.isnan([found["before"], found["change"], found["low"]]).all()
    assert (found["statements_before"], found["after"]) == (0, 1)
