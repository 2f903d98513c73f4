"""Trails on two topics, against a frame that can be read by eye."""

import makers
import pandas as pd
import pytest

from stance.estimates.positions import Estimator
from stance.estimates.trails import COLUMNS, list_trail, list_years

ESTIMATOR = Estimator(scale=(-1, 1))


def talk(group: str, topic: str, *said: tuple[str, int]) -> list[tuple]:
    return [(day, group, f"{group}-{topic}-{n}", score, topic) for n, (day, score) in enumerate(said)]


def list_whole(first: int, after: int) -> dict:
    """The whole years from `first` to the one before `after`."""
    return list_years((pd.Timestamp(first - 1, 12, 31), pd.Timestamp(after - 1, 12, 31)))


def test_years_reach_as_far_as_the_period_does():
    years = list_years((pd.Timestamp("2017-05-31"), pd.Timestamp("2019-02-28")))
    assert {year: (f"{start:%m-%d}", f"{end:%m-%d}") for year, (start, end) in years.items()} == {
        2017: ("05-31", "12-31"),
        2018: ("12-31", "12-31"),
        2019: ("12-31", "02-28"),
    }
    assert list(list_years((pd.Timestamp("2017-05-31"), pd.Timestamp("2017-06-30"))).values()) == [
        (pd.Timestamp("2017-05-31"), pd.Timestamp("2017-06-30"))
    ]


@pytest.fixture
def yearly() -> pd.DataFrame:
    """North on two topics in 2020 and 2021 and on one in 2022; south on both in 2021 alone."""
    both = [
        *talk("north", "fund", ("2020-01-01", -1), ("2020-06-01", -1), ("2020-12-31", 1)),
        *talk("north", "fund", ("2021-01-01", 0), ("2021-06-01", 1), ("2021-12-31", 1)),
        *talk("north", "access", ("2020-01-01", 0), ("2020-06-01", 0), ("2020-12-31", 0)),
        *talk("north", "access", ("2021-01-01", 1), ("2021-06-01", 1), ("2021-12-31", 1), ("2021-12-31", 1)),
        *talk("north", "fund", ("2022-01-01", 1), ("2022-06-01", 1), ("2022-07-01", 1)),
        *talk("north", "access", ("2022-01-01", 1), ("2022-06-01", 1)),
        *talk("south", "fund", ("2021-02-01", 1), ("2021-03-01", 1), ("2021-04-01", 0)),
        *talk("south", "access", ("2021-02-01", -1), ("2021-03-01", -1), ("2021-04-01", -1)),
    ]
    return makers.make_scored(both)


def test_a_trail_holds_the_years_in_which_both_topics_have_enough(yearly):
    trail = list_trail(yearly, ESTIMATOR, ("fund", "access"), list_whole(2019, 2024))
    assert list(trail.columns) == COLUMNS
    assert trail[["group", "year"]].to_numpy().tolist() == [["north", 2020], ["north", 2021], ["south", 2021]]
    assert trail[["statements_x", "statements_y"]].to_numpy().tolist() == [[3, 3], [3, 4], [3, 3]]


def test_the_last_day_of_december_and_the_first_of_january_are_of_two_years(yearly):
    trail = list_trail(yearly, ESTIMATOR, ("fund", "access"), list_whole(2020, 2022)).set_index(["group", "year"])
    assert trail.loc[("north", 2020), ["x", "y"]].tolist() == pytest.approx([-1 / 3, 0])
    assert trail.loc[("north", 2021), ["x", "y"]].tolist() == pytest.approx([2 / 3, 1])


def test_a_trail_is_the_yearly_positions_and_swapping_the_topics_swaps_the_axes(yearly):
    trail = list_trail(yearly, ESTIMATOR, ("fund", "access"), list_whole(2020, 2023))
    for row in trail.itertuples():
        year = (pd.Timestamp(row.year - 1, 12, 31), pd.Timestamp(row.year, 12, 31))
        by_hand = ESTIMATOR.periods(yearly, [year]).set_index(["group", "topic"])
        fund, access = by_hand.loc[(row.group, "fund")], by_hand.loc[(row.group, "access")]
        assert (row.x, row.half_x, row.y, row.half_y) == (fund.position, fund.half, access.position, access.half)
    swapped = list_trail(yearly, ESTIMATOR, ("access", "fund"), list_whole(2020, 2023))
    assert swapped["x"].tolist() == trail["y"].tolist() and swapped["half_y"].tolist() == trail["half_x"].tolist()


def test_a_trail_without_years_or_statements_is_empty(yearly):
    for rows, years in ((yearly, {}), (yearly.iloc[:0], list_whole(2020, 2022)), (yearly, list_whole(2022, 2023))):
        trail = list_trail(rows, ESTIMATOR, ("fund", "access"), years)
        assert trail.empty and list(trail.columns) == COLUMNS
