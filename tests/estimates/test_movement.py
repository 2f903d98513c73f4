"""What moved: gap, movement and swings by hand, and what swapping sides or periods does to them."""

from datetime import date
from functools import cache

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.loading import DATA, MODELS, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.movement import (
    estimate_gap,
    estimate_swings,
    split_gap,
    split_movement,
    state_sign,
)
from stance.estimates.periods import list_dates
from stance.estimates.positions import Estimator
from stance.estimates.rules import ACTOR_WINDOW, NAMED, SIDE_WINDOW, Rules
from stance.estimates.scored import score_statements

WINDOWS = {"side": SIDE_WINDOW, "actor": ACTOR_WINDOW}


@cache
def shipped(score_source: str) -> pd.DataFrame:
    return score_statements(load_dossier(DATA / "japan-russia"), read_scores(MODELS / "japan-russia"), score_source)


@cache
def shipped_positions(by: str, score_source: str) -> pd.DataFrame:
    scored = shipped(score_source)
    return Estimator(by, Rules(WINDOWS[by])).positions(scored, list_dates(date(2015, 1, 1), date(2019, 12, 31)))


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
    moved = Estimator().change(scored, *ends).iloc[0]
    halves = [Estimator().periods(scored, [end])["half"][0] for end in ends]
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
    moved = Estimator().change(makers.make_scored(rows), *ends).iloc[0]
    assert moved["before"] == -1
    assert moved[["after", "change", "low", "high"]].isna().all()


def test_movement_between_swapped_periods_turns_its_sign():
    ends = [(pd.Timestamp(f"{year}-01-01"), pd.Timestamp(f"{year + 1}-01-01")) for year in (2016, 2018)]
    there, back = Estimator().change(shipped("best"), *ends), Estimator().change(shipped("best"), *ends[::-1])
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
    assert (swing["start_from"], swing["date_from"]) == (pd.Timestamp("2020-11-03"), pd.Timestamp("2021-01-02"))
    assert (swing["before"], swing["after"], swing["change"]) == (0, 1, 1)
    assert (swing["half"], swing["held"]) == (pytest.approx(np.sqrt(0.5)), 0)
    reach = NAMED * np.sqrt(0.5)
    assert (swing["low"], swing["high"]) == (pytest.approx(1 - reach), pytest.approx(1 + reach))


def draw_step(*positions: float) -> pd.DataFrame:
    """A line month by month, with half widths of 0.1."""
    days = pd.date_range("2021-01-31", periods=len(positions), freq="ME")
    return make_points([("north", f"{day:%Y-%m-%d}", at, 0.1) for day, at in zip(days, positions, strict=True)])


def test_a_swing_holds_what_the_dates_around_it_hold_least():
    """One month apart: +1.0 between +0.6 and +0.3 holds 0.3; the lone +1.4 at one date holds nothing beside its way back."""
    steady = estimate_swings(draw_step(0, 0.6, 1.6, 1.9, 1.9), 28).iloc[0]
    assert steady["change"] == pytest.approx(1.0)
    assert steady["held"] == pytest.approx(0.3 / np.hypot(0.1, 0.1))
    lone = estimate_swings(draw_step(0, 0, 1.4, 0, 0), 28).iloc[0]
    assert (abs(lone["change"]), lone["held"]) == (pytest.approx(1.4), 0)


def test_a_swing_at_the_first_or_last_date_is_held_by_nothing():
    swing = estimate_swings(draw_step(0, 1, 2), 28).iloc[0]
    assert (swing["change"], swing["held"]) == (pytest.approx(1.0), 0)


def test_a_swing_says_what_both_of_its_ends_rest_on():
    points = make_points([("north", "2021-01-01", 0.0, 0.5), ("north", "2021-03-02", 1.0, 0.25)])
    points = points.assign(statements=[4, 9], sources=[3, 7])
    swing = estimate_swings(points, 60).iloc[0]
    assert swing[["statements_before", "statements_after", "sources_before", "sources_after"]].tolist() == [4, 9, 3, 7]
    assert swing[["low_before", "high_before", "low_after", "high_after"]].tolist() == [-0.5, 0.5, 0.75, 1.25]


def test_windows_that_overlap_make_no_swing():
    points = make_points([("north", "2021-01-01", 0.0, 0.5), ("north", "2021-02-01", 2.0, 0.5)])
    assert estimate_swings(points, 60).empty
    assert len(estimate_swings(points, 31)) == 1


def test_swings_of_the_shipped_dossier_come_from_windows_that_do_not_overlap():
    swings = estimate_swings(shipped_positions("side", "best"), SIDE_WINDOW)
    assert len(swings) == 9
    assert ((swings["date"] - swings["start"]).dt.days >= SIDE_WINDOW).all()
    np.testing.assert_allclose(swings["after"] - swings["before"], swings["change"])


PERIODS = [(pd.Timestamp(f"{year}-12-31"), pd.Timestamp(f"{year + 1}-12-31")) for year in (2014, 2018)]


@pytest.mark.parametrize("side", ["russia", "japan"])
@pytest.mark.parametrize("topic", ["sovereignty", "sequencing", "security"])
def test_what_was_said_and_who_spoke_add_up_to_the_movement_of_a_side(side, topic):
    scored = shipped("best")
    moved = Estimator().change(scored, *PERIODS).set_index(["group", "topic"]).loc[(side, topic)]
    parts = split_movement(scored[scored["topic"] == topic], side, *PERIODS)
    assert abs(parts["said"].sum() + parts["spoke"].sum() - moved["change"]) < 1e-9
    for end in ("before", "after"):
        assert parts[f"weight_{end}"].sum() == pytest.approx(1)
        assert (parts[f"weight_{end}"] * parts[f"mean_{end}"].fillna(0)).sum() == pytest.approx(moved[end])


def make_speakers(rows: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    """Scored statements of (date, actor, source, score) of the side north."""
    scored = makers.make_scored([(day, "north", source, score) for day, _, source, score in rows])
    return scored.assign(actor=[actor for _, actor, _, _ in rows])


TWO_YEARS = [
    (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31")),
    (pd.Timestamp("2020-12-31"), pd.Timestamp("2021-12-31")),
]


def test_a_louder_hardliner_is_not_a_harder_side():
    """Ann always says 0 and bob 2; bob speaks once before and three times after: all of the change is who spoke."""
    before = [("2020-05-01", "ann", "a", 0), ("2020-05-02", "ann", "b", 0), ("2020-05-03", "bob", "c", 2)]
    after = [("2021-05-01", "ann", "d", 0), *((f"2021-05-0{n}", "bob", f"e{n}", 2) for n in (2, 3, 4))]
    parts = split_movement(make_speakers(before + after), "north", *TWO_YEARS)
    assert parts["said"].abs().max() == 0
    assert parts["spoke"].sum() == pytest.approx(1.5 - 2 / 3)


def test_speakers_who_change_their_words_alone_are_not_counted_as_others_speaking():
    rows = [
        ("2020-05-01", "ann", "a", 0),
        ("2020-05-02", "bob", "b", 1),
        ("2021-05-01", "ann", "c", 1),
        ("2021-05-02", "bob", "d", 2),
    ]
    parts = split_movement(make_speakers(rows), "north", *TWO_YEARS)
    assert parts["spoke"].abs().max() == pytest.approx(0)
    assert parts["said"].tolist() == pytest.approx([0.5, 0.5])


def test_who_spoke_in_one_period_only_changed_by_speaking():
    rows = [("2020-05-01", "ann", "a", 0), ("2021-05-01", "bob", "b", 2)]
    parts = split_movement(make_speakers(rows), "north", *TWO_YEARS).set_index("actor")
    assert parts["said"].tolist() == [0, 0]
    assert parts["spoke"].to_dict() == {"ann": 1, "bob": 1}
    assert np.isnan(parts.loc["bob", "mean_before"])


def test_a_speaker_who_stands_where_the_side_does_adds_nothing_however_much_more_it_speaks():
    """Ann says 0 and cid 2 as often before as after; bob always says 1, what the side says, once before and five times after."""
    ends = [(year, actor, score) for year in (2020, 2021) for actor, score in (("ann", 0), ("cid", 2))]
    rows = [(f"{year}-05-01", actor, f"{actor}{year}", score) for year, actor, score in ends]
    rows += [("2020-05-02", "bob", "b", 1), *((f"2021-05-0{n}", "bob", f"b{n}", 1) for n in range(2, 7))]
    parts = split_movement(make_speakers(rows), "north", *TWO_YEARS).set_index("actor")
    assert parts.loc["bob", "weight_after"] - parts.loc["bob", "weight_before"] > 0.3
    assert parts.loc["bob", "spoke"] == pytest.approx(0)
    assert parts.loc["ann", "spoke"] == pytest.approx(-parts.loc["cid", "spoke"]) == pytest.approx(4 / 21)


def test_who_spoke_is_counted_from_the_average_of_both_positions_of_the_side():
    rows = [("2020-05-01", "ann", "a", 0), ("2020-05-02", "bob", "b", 2), ("2021-05-01", "ann", "c", 1)]
    parts = split_movement(make_speakers(rows), "north", *TWO_YEARS).set_index("actor")
    # The side stood at 1 and at 1; ann said 0 and 1, so 0.5 on average, and had half and all of the weight.
    assert parts["spoke"].to_dict() == pytest.approx({"ann": 0.5 * (0.5 - 1), "bob": -0.5 * (2 - 1)})
    assert parts["said"].to_dict() == pytest.approx({"ann": 0.75, "bob": 0})


def test_a_side_that_was_silent_in_one_period_has_no_parts():
    parts = split_movement(make_speakers([("2020-05-01", "ann", "a", 0)]), "north", *TWO_YEARS)
    assert parts[["said", "spoke"]].isna().all(axis=None)
    assert parts["weight_before"].tolist() == [1]


def test_the_two_shares_add_up_to_the_change_of_the_gap():
    positions = shipped_positions("side", "best")
    gap = estimate_gap(positions, "russia", "japan")
    days = [pd.Timestamp("2016-12-31"), pd.Timestamp("2019-06-30")]
    table = split_gap(gap, positions, "russia", "japan", *days).set_index("topic")
    by_date = gap.pivot(index="topic", columns="date", values="gap")
    for topic, row in table.iterrows():
        assert abs(row["from_minus"] + row["from_plus"] - row["change"]) < 1e-9
        assert row["change"] == pytest.approx(by_date.loc[topic, days[1]] - by_date.loc[topic, days[0]])
        ends = gap[(gap["topic"] == topic) & gap["date"].isin(days)]
        half = np.hypot(*((ends["high"] - ends["low"]) / 2))
        assert (row["change"] - row["low"], row["high"] - row["change"]) == (pytest.approx(half), pytest.approx(half))


def test_each_share_has_the_interval_of_the_change_of_its_side():
    points = make_points(
        [
            ("north", "2021-01-31", 0.0, 0.3),
            ("north", "2021-02-28", 0.5, 0.4),
            ("south", "2021-01-31", 2.0, 0.6),
            ("south", "2021-02-28", 1.0, 0.8),
        ]
    )
    days = pd.to_datetime(["2021-01-31", "2021-02-28"])
    (row,) = split_gap(estimate_gap(points, "north", "south"), points, "north", "south", *days).to_dict("records")
    assert [row[f"from_minus{end}"] for end in ("", "_low", "_high")] == pytest.approx([-0.5, -1.0, 0.0])
    assert [row[f"from_plus{end}"] for end in ("", "_low", "_high")] == pytest.approx([-1.0, -2.0, 0.0])
    halves = [(row[f"from_{side}_high"] - row[f"from_{side}_low"]) / 2 for side in ("minus", "plus")]
    assert np.hypot(*halves) == pytest.approx((row["high"] - row["low"]) / 2)


def test_swapping_the_sides_turns_the_shares_of_the_gap_over_and_their_sign():
    positions = shipped_positions("side", "best")
    days = [pd.Timestamp("2016-12-31"), pd.Timestamp("2019-06-30")]
    there = split_gap(estimate_gap(positions, "russia", "japan"), positions, "russia", "japan", *days)
    back = split_gap(estimate_gap(positions, "japan", "russia"), positions, "japan", "russia", *days)
    np.testing.assert_allclose(there["from_minus"], -back["from_plus"])
    np.testing.assert_allclose(there["from_plus"], -back["from_minus"])
    np.testing.assert_allclose(there["change"], -back["change"])


def test_shares_are_missing_where_a_position_is():
    points = make_points(
        [("north", "2021-01-31", 0.0, 0.5), ("south", "2021-01-31", 1.0, 0.5), ("north", "2021-02-28", 0.0, 0.5)]
    )
    gap = estimate_gap(points, "north", "south")
    (row,) = split_gap(gap, points, "north", "south", *pd.to_datetime(["2021-01-31", "2021-02-28"])).to_dict("records")
    assert np.isnan([row[name] for name in ("change", "from_plus", "from_plus_low")]).all()
    assert row["from_minus"] == 0


def test_a_gap_that_crosses_has_both_signs_and_says_what_both_dates_rest_on():
    points = make_points(
        [
            ("north", "2021-01-31", 0.0, 0.3),
            ("south", "2021-01-31", 0.25, 0.4),
            ("north", "2021-02-28", 1.0, 0.3),
            ("south", "2021-02-28", -0.5, 0.4),
        ]
    ).assign(statements=[4, 5, 6, 7], sources=[1, 2, 3, 4])
    days = pd.to_datetime(["2021-01-31", "2021-02-28"])
    (row,) = split_gap(estimate_gap(points, "north", "south"), points, "north", "south", *days).to_dict("records")
    assert (row["gap_before"], row["gap_after"], row["change"]) == (0.25, -1.5, -1.75)
    assert (row["statements_before"], row["statements_after"]) == (9, 13)
    assert (row["sources_before"], row["sources_after"]) == (3, 7)


def test_a_gap_that_is_missing_at_a_date_rests_on_nothing_there():
    points = make_points(
        [("north", "2021-01-31", 0.0, 0.5), ("south", "2021-01-31", 1.0, 0.5), ("north", "2021-02-28", 0.0, 0.5)]
    )
    days = pd.to_datetime(["2021-01-31", "2021-02-28"])
    (row,) = split_gap(estimate_gap(points, "north", "south"), points, "north", "south", *days).to_dict("records")
    assert row["gap_before"] == 1 and np.isnan(row["gap_after"])
    assert (row["statements_before"], row["statements_after"], row["sources_after"]) == (8, 0, 0)


def test_the_probability_of_a_sign_is_one_half_at_no_change_and_95_percent_where_the_interval_ends_at_zero():
    assert state_sign(0.0, -1, 1) == pytest.approx(0.5)
    assert state_sign(0.5, 0.0, 1.0) == state_sign(-0.5, -1.0, 0.0) == pytest.approx(0.95)
    assert np.isnan(state_sign(0.0, 0.0, 0.0))
