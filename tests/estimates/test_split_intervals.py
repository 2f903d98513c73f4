"""Intervals of what was said and of who spoke: as wide as the evidence is thin, around parts that add up."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.movement import split_movement
from stance.estimates.positions import Estimator
from stance.estimates.split_intervals import measure_split

PERIODS = (
    (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31")),
    (pd.Timestamp("2020-12-31"), pd.Timestamp("2021-12-31")),
)
NAMES = ["said", "spoke"]


def speak(year: int, actor: str, scores: list[float]) -> list[tuple]:
    return [(f"{year}-{n % 12 + 1:02}-05", actor, f"{actor}{year}{n}", score) for n, score in enumerate(scores)]


def make(*rows: list[tuple], spread: float = 0.0) -> pd.DataFrame:
    """Scored statements of the side north, by `speak`."""
    flat = [row for part in rows for row in part]
    scored = makers.make_scored([(day, "north", source, score) for day, _, source, score in flat], spread=spread)
    return scored.assign(actor=[actor for _, actor, _, _ in flat])


def measure(scored: pd.DataFrame):
    return measure_split(scored, "north", PERIODS, Estimator())


@pytest.fixture
def known() -> pd.DataFrame:
    """Ann says one step more in the later year; bob and cid stay, and bob speaks more."""
    before = [speak(2020, "ann", [0, 0.5] * 6), speak(2020, "bob", [2, 1.5] * 3), speak(2020, "cid", [-1.0] * 3)]
    return make(*before, speak(2021, "ann", [1, 1.5] * 6), speak(2021, "bob", [2, 1.5] * 9), speak(2021, "dan", [0.0]))


def test_parts_are_those_of_the_split_and_the_whole_is_their_sum(known):
    split, parts = measure(known), split_movement(known, "north", *PERIODS)
    pd.testing.assert_frame_equal(split.parts[parts.columns], parts)
    change = Estimator().change(known, *PERIODS)["change"][0]
    assert split.whole["said"] + split.whole["spoke"] == pytest.approx(change)
    assert [split.whole[name] for name in NAMES] == pytest.approx(parts[NAMES].sum().tolist())


def test_speakers_are_counted_before_after_and_in_both(known):
    whole = measure(known).whole
    assert (whole["speakers_before"], whole["speakers_after"], whole["speakers_both"]) == (3, 3, 2)


def test_every_part_lies_in_its_interval_and_a_real_change_is_told_from_none(known):
    split = measure(known)
    rows = [*split.parts[split.parts["actor"].isin(["ann", "bob"])].to_dict("records"), split.whole]
    assert all(row[f"{name}_low"] <= row[name] <= row[f"{name}_high"] for row in rows for name in NAMES)
    ann, bob = (split.parts.set_index("actor").loc[name] for name in ("ann", "bob"))
    assert ann["said_low"] > 0
    assert bob["said_low"] < 0 < bob["said_high"]
    assert bob["spoke_low"] > 0


def test_of_a_speaker_of_one_period_no_interval_says_that_it_said_the_same(known):
    rows = measure(known).parts.set_index("actor").loc[["cid", "dan"]]
    assert rows["said"].tolist() == [0, 0]
    assert rows[["said_low", "said_high"]].isna().all(axis=None)
    assert (rows["spoke_low"] <= rows["spoke"]).all() and (rows["spoke"] <= rows["spoke_high"]).all()


def test_a_speaker_with_one_source_a_period_is_no_surer_than_its_band(known):
    """Weighing sources anew leaves the mean of a lone source where it is; the band of the position does not."""
    lone = [speak(2020, "eve", [0.0]), speak(2021, "eve", [0.5])]
    scored = pd.concat([known, make(*lone)], ignore_index=True)
    eve = measure(scored).parts.set_index("actor").loc["eve"]
    assert eve["said"] > 0
    assert eve["said_low"] < 0 < eve["said_high"]


def test_the_error_of_a_classifier_widens_what_was_said(known):
    sure, unsure = measure(known).whole, measure(known.assign(spread=1.5)).whole
    assert unsure["said_high"] - unsure["said_low"] > 1.3 * (sure["said_high"] - sure["said_low"])
    assert unsure["said"] == sure["said"]


def test_four_times_the_sources_make_about_half_the_interval(known):
    more = pd.concat([known.assign(source=known["source"] + str(n)) for n in range(4)], ignore_index=True)
    for name in NAMES:
        one, four = (measure(scored).whole for scored in (known, more))
        ratio = (four[f"{name}_high"] - four[f"{name}_low"]) / (one[f"{name}_high"] - one[f"{name}_low"])
        assert 0.35 < ratio < 0.65


def test_the_intervals_are_the_same_each_time(known):
    assert measure(known).whole == measure(known).whole


def test_draws_hold_the_statements_of_the_parts_where_a_date_is_a_month(known):
    """A month that reaches beyond the end of a period lies in neither, for the parts as for their draws."""
    periods = (PERIODS[0], (PERIODS[1][0], pd.Timestamp("2021-06-10")))
    spans = known.assign(earliest=known["date"], latest=known["date"] + pd.Timedelta(days=20))
    kept = known[known["date"] < "2021-05-25"]
    whole, expected = (measure_split(one, "north", periods, Estimator()).whole for one in (spans, kept))
    assert whole == pytest.approx(expected)


def test_a_group_that_is_silent_in_one_period_has_speakers_but_no_parts():
    split = measure(make(speak(2020, "ann", [0, 1, 1])))
    assert (split.whole["speakers_before"], split.whole["speakers_after"], split.whole["speakers_both"]) == (1, 0, 0)
    assert np.isnan([split.whole[name] for name in (*NAMES, "said_low", "spoke_high")]).all()
    assert split.parts["said"].isna().all()


def test_over_many_records_the_interval_holds_what_was_said_at_least_nine_times_in_ten():
    """Three speakers with known means and shares; 25 sources a period are drawn anew for each record."""
    generator, held = np.random.default_rng(5), 0
    before, after, shares = np.array([-1.0, 0.0, 1.5]), np.array([-0.5, 0.0, 1.0]), np.array([0.3, 0.3, 0.4])
    for _ in range(80):
        rows = []
        for year, means in ((2020, before), (2021, after)):
            who = generator.choice(3, 25, p=shares)
            scores = means[who] + generator.normal(0, 0.7, 25)
            rows += [
                (f"{year}-05-05", f"a{one}", f"{year}{n}", x)
                for n, (one, x) in enumerate(zip(who, scores, strict=True))
            ]
        whole = measure(make(rows)).whole
        held += whole["said_low"] <= (shares * (after - before)).sum() <= whole["said_high"]
    assert held >= 72
