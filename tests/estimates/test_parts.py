"""Parts of the statements, against a frame that can be read by eye."""

from dataclasses import replace

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.parts import COLUMNS, compare_parts
from stance.estimates.positions import Estimator

ESTIMATOR = Estimator(scale=(-1, 1))
YEAR_2020 = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))


@pytest.fixture
def scored() -> pd.DataFrame:
    """Ten statements on fund, two of one source, and one on another topic and one after the year."""
    rows = [
        ("2020-01-01", "north", "a", -1), ("2020-02-01", "north", "a", 0), ("2020-03-01", "north", "b", -1),
        ("2020-04-01", "south", "c", 1), ("2020-05-01", "south", "d", 1), ("2020-06-01", "south", "e", 0),
        ("2020-12-31", "south", "f", 1), ("2020-07-01", "south", "g", 1), ("2020-08-01", "south", "h", 1),
        ("2020-09-01", "south", "i", -1), ("2020-09-01", "south", "i", -1, "access"), ("2021-01-01", "north", "j", 1),
    ]  # fmt: skip
    return makers.make_scored(rows, spread=0.1)


NAMES = ["home"] * 3 + ["abroad"] * 4 + ["ship"] * 2 + ["", "home", "home"]


def compare(scored: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return compare_parts(scored, ESTIMATOR, pd.Series(names, index=scored["statement"]), "fund", YEAR_2020)


def test_parts_are_the_positions_of_their_statements_the_commonest_first(scored):
    table = compare(scored, NAMES)
    assert list(table.columns) == COLUMNS
    assert list(table["part"]) == ["abroad", "home", "ship"]
    assert table["position"].iloc[:2].tolist() == pytest.approx([0.75, -0.75])
    own = scored.assign(part=NAMES).iloc[:9]
    by_hand = replace(ESTIMATOR, by="part").periods(own, [YEAR_2020]).set_index("group")
    for name in ("position", "low", "high", "half", "statements", "sources"):
        assert table.set_index("part")[name].equals(by_hand.loc[table["part"], name].rename_axis("part")), name


def test_a_part_with_too_little_evidence_has_no_position_but_its_counts(scored):
    row = compare(scored, NAMES).set_index("part").loc["ship"]
    assert row[["position", "low", "high", "half"]].isna().all()
    assert (row["statements"], row["sources"]) == (2, 2)


@pytest.mark.parametrize("missing", ["", None, np.nan, pd.NA])
def test_statements_without_a_part_count_nowhere(scored, missing):
    names = [missing if name == "" else name for name in NAMES]
    pd.testing.assert_frame_equal(compare(scored, names), compare(scored.drop(index=9), NAMES[:9] + NAMES[10:]))
    known = pd.Series(NAMES[:9], index=scored["statement"][:9])
    pd.testing.assert_frame_equal(compare_parts(scored, ESTIMATOR, known, "fund", YEAR_2020), compare(scored, NAMES))


def test_the_pool_of_parts_is_that_of_the_parts_in_what_it_comes_from(scored):
    parts = pd.Series(NAMES, index=scored["statement"])
    wide = replace(ESTIMATOR, pool_from=scored.assign(score=scored["score"] * 9))
    shared, own = compare_parts(scored, wide, parts, "fund", YEAR_2020), compare(scored, NAMES)
    assert shared["position"].equals(own["position"])
    known = own["position"].notna()
    assert (shared.loc[known, "half"] > own.loc[known, "half"] * 1.5).all()
    from_all = replace(ESTIMATOR, pool_from=scored)
    few = compare_parts(scored[scored["statement"].map(parts) == NAMES[0]], from_all, parts, "fund", YEAR_2020)
    pd.testing.assert_frame_equal(few, own[own["part"] == NAMES[0]].reset_index(drop=True))


def test_parts_with_as_many_statements_are_in_the_order_of_their_names(scored):
    assert list(compare(scored, ["z"] * 3 + ["a"] * 3 + [""] * 6)["part"]) == ["a", "z"]


def test_no_part_makes_an_empty_table(scored):
    table = compare(scored, [""] * 12)
    assert table.empty and list(table.columns) == COLUMNS
