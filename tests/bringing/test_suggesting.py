"""A table tells what a codebook may begin with: sides, topics, levels, period; slips and odd cells do not mislead it."""

from datetime import date

import pandas as pd
import pytest

from stance.bringing.suggesting import suggest_levels, suggest_period, suggest_sides, suggest_topics


def _table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")


@pytest.mark.parametrize(
    ("cells", "sides"),
    [
        (["North", "South", "South", ""], ["South", "North"]),
        (["South"] * 3 + ["Suoth", "North"], ["South", "North"]),  # a slip of the keyboard is no side
        (["Iran", "Iraq", "Iran", "Iraq"], ["Iran", "Iraq"]),  # two names a letter apart are two sides
        ([f"Person {number}" for number in range(9)], []),
    ],
)
def test_sides_are_the_different_cells_the_commonest_first(cells, sides):
    assert suggest_sides(_table(camp=cells), "camp") == sides


def test_a_table_without_a_column_of_sides_has_none():
    assert suggest_sides(_table(camp=["North"]), "") == []


@pytest.mark.parametrize(
    ("cells", "is_topic"),
    [
        (["1", "-1", "", "0"], True),
        (["+1", "−2", "2.0", "–1"], True),
        (["1", "-1", "0", "1", "5"], True),  # one wrong code of five is a fault to be told, not another kind of column
        (["12", "15", "3", "40"], False),
        (["", "", "", ""], False),
        (["yes", "1", "no", "0"], False),
    ],
)
def test_a_topic_is_a_column_of_codes(cells, is_topic):
    assert suggest_topics(_table(fishing=cells), []) == (["fishing"] if is_topic else [])


def test_a_column_that_something_else_takes_is_no_topic():
    assert suggest_topics(_table(id=["1", "2"], fishing=["0", "1"]), ["id"]) == ["fishing"]


@pytest.mark.parametrize(("cells", "levels"), [(["1", "0"], (-1, 0, 1)), (["-2", "1"], (-2, -1, 0, 1, 2)), (["3"], (-3, -2, -1, 0, 1, 2, 3)), ([""], (-2, -1, 0, 1, 2))])  # fmt: skip
def test_levels_are_the_smallest_scale_that_holds_every_code(cells, levels):
    assert suggest_levels(_table(fishing=cells), ["fishing"]) == levels


@pytest.mark.parametrize(
    ("cells", "period"),
    [
        (["2019-03-04", "12.5.2021", "soon"], (date(2019, 1, 1), date(2021, 12, 31))),
        (["20190304"], None),
        (["yesterday"], None),
    ],
)
def test_the_period_is_that_of_the_years_in_the_column_of_dates(cells, period):
    assert suggest_period(_table(when=cells), "when") == period
