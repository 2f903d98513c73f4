"""What moved: gap, movement and swings by hand, and what swapping sides or periods does to them."""

from datetime import date
from functools import cache

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier import DATA, MODELS, load_dossier
from stance.movement import estimate_gap, estimate_movement, estimate_swings
from stance.positions import ACTOR_WINDOW, SIDE_WINDOW, Rules, estimate_periods, estimate_positions, list_dates
from stance.scored import read_scores, score_statements

WINDOWS = {"side": SIDE_WINDOW, "actor": ACTOR_WINDOW}


@cache
def shipped(score_source: str) -> pd.DataFrame:
    return score_statements(load_dossier(DATA / "japan-russia"), read_scores(MODELS / "japan-russia"), score_source)


@cache
def shipped_positions(by: str, score_source: str) -> pd.DataFrame:
    scored = shipped(score_source)
    return estimate_positions(scored, list_dates(date(2015, 1, 1), date(2019, 12, 31)), by=by, rules=Rules(WINDOWS[by]))


def make_points(rows: list[tuple[str, str, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group", "date", "position", "half"])
    return frame.assign(
        topic="fund",
        date=pd.to_datetime(frame["date"]),
        low=frame["position"] - frame["half"],
        high=frame["position"] + frame["half"],
        statements=4,
        sources=3,
    )


def test_a_gap_by_hand():
    points = make_points([("north", "2021-01-31", -1.0, 0.3), ("south", "2021-01-31", 0.5, 0.4)])
    gap = estimate_gap(points, "north", "south").iloc[0]
    assert gap["gap"] == 1.5
    assert (gap["low"], gap["high"]) == (pytest.approx(1.0), pytest.approx(2.0))
    assert (gap["statements"], gap["sources"]) == (8, 6)


def test_the_gap_is_missing_where_either_position_is():
    points = make_points(
        [
            ("north", "2021-01-31", np.nan, np.nan),
            ("south", "2021-01-31", 0.5, 0.4),
            ("north", "2021-02-28", 0.0, 0.4),
            ("south", "2021-02-28", 0.5, 0.3),
        ]
    )
    gap = estimate_gap(points, "north", "south")
    assert gap["gap"].isna().tolist() == [True, False]
    assert gap["low"].isna().tolist() == [True, False]


def test_swapping_the_sides_only_turns_the_sign_of_the_gap():
    points = shipped_positions("side", "best")
    one, other = estimate_gap(points, "russia", "japan"), estimate_gap(points, "japan", "russia")
    np.testing.assert_allclose(one["gap"], -other["gap"])
    np.testing.assert_allclose(one["low"], -other["high"])
    assert one["statements"].equals(other["statements"])
    assert one["gap"].notna().sum() > 100
    assert (one["gap"].dropna() > 0).mean() > 0.9


def test_a_movement_by_hand():
    early = [("2020-02-01", "north", source, -1) for source in "abc"]
    late = [("2021-02-01", "north", source, 1) for source in "defg"]
    ends = (
        (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31")),
        (pd.Timestamp("2020-12-31"), pd.Timestamp("2021-12-31")),
    )
    scored = makers.make_scored(early + late)
    moved = estimate_movement(scored, *ends).iloc[0]
    halves = [estimate_periods(scored, [end], by="side", rules=Rules(), scale=(-2, 2))["half"][0] for end in ends]
    assert (moved["before"], moved["after"], moved["change"]) == (-1, 1, 2)
    assert moved["high"] - moved["change"] == pytest.approx(np.hypot(*halves))
    assert moved["change"] - moved["low"] == pytest.approx(np.hypot(*halves))
    assert (moved["statements_before"], moved["statements_after"], moved["sources_after"]) == (3, 4, 4)


def test_a_group_silent_in_one_period_has_not_moved_by_any_number():
    rows = [("2020-02-01", "north", source, -1) for source in "abc"] + [("2021-02-01", "north", "d", 1)]
    ends = (
        (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31")),
        (pd.Timestamp("2020-12-31"), pd.Timestamp("2021-12-31")),
    )
    moved = estimate_movement(makers.make_scored(rows), *ends).iloc[0]
    assert moved["before"] == -1
    assert moved[["after", "change", "low", "high"]].isna().all()


def test_movement_between_swapped_periods_turns_its_sign():
    ends = [(pd.Timestamp(f"{year}-01-01"), pd.Timestamp(f"{year + 1}-01-01")) for year in (2016, 2018)]
    there, back = estimate_movement(shipped("best"), *ends), estimate_movement(shipped("best"), *ends[::-1])
    np.testing.assert_allclose(there["change"], -back["change"])
    np.testing.assert_allclose(there["low"], -back["high"])
    assert there["change"].notna().sum() >= 6


def test_a_swing_by_hand():
    """From day to day at least 60 apart: 0 to 1 (half 0.5 each) is 1.41 half widths, 1 to -1 with half 2 each 0.71."""
    points = make_points(
        [
            ("north", "2021-01-01", 0.0, 0.5),
            ("north", "2021-02-01", 3.0, 0.1),
            ("north", "2021-03-02", 1.0, 0.5),
            ("north", "2021-05-01", -1.0, 2.0),
        ]
    )
    points.loc[1, ["position", "half"]] = np.nan
    swing = estimate_swings(points, 60).iloc[0]
    assert (swing["start"], swing["date"]) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-03-02"))
    assert (swing["before"], swing["after"], swing["change"]) == (0, 1, 1)
    assert (swing["low"], swing["high"]) == (pytest.approx(1 - np.sqrt(0.5)), pytest.approx(1 + np.sqrt(0.5)))


def test_windows_that_overlap_make_no_swing():
    points = make_points([("north", "2021-01-01", 0.0, 0.5), ("north", "2021-02-01", 2.0, 0.5)])
    assert estimate_swings(points, 60).empty
    assert len(estimate_swings(points, 31)) == 1


def test_swings_of_the_shipped_dossier_come_from_windows_that_do_not_overlap():
    swings = estimate_swings(shipped_positions("side", "best"), SIDE_WINDOW)
    assert len(swings) == 9
    assert ((swings["date"] - swings["start"]).dt.days >= SIDE_WINDOW).all()
    np.testing.assert_allclose(swings["after"] - swings["before"], swings["change"])
