"""Positions can be recomputed from the statements behind them, know no future, and admit where there is too little."""

from datetime import date
from functools import cache
from itertools import pairwise

import makers
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from stance.dossier.loading import DATA, MODELS, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.movement import estimate_gap, estimate_swings
from stance.estimates.periods import list_dates
from stance.estimates.positions import Estimator, list_evidence, list_weights
from stance.estimates.rules import ACTOR_WINDOW, SIDE_WINDOW, Rules
from stance.estimates.samples import weigh_statements
from stance.estimates.scored import SCORE_SOURCES, score_statements

WINDOWS = {"side": SIDE_WINDOW, "actor": ACTOR_WINDOW}
CASES = [(by, score_source) for by in WINDOWS for score_source in SCORE_SOURCES]
NEW_YEAR = pd.DatetimeIndex(["2021-01-01"])
SHARED = {"shared": 0.5}
APART = [("2020-10-01", "north", "a", 0), ("2020-11-02", "north", "b", 1), ("2020-12-03", "north", "c", 2)]
THREE = [("2020-12-01", "north", "a", 0), ("2020-12-02", "north", "b", 1), ("2020-12-03", "north", "c", 2)]

ROWS = st.lists(
    st.tuples(
        st.dates(date(2020, 1, 1), date(2021, 1, 31)),
        st.sampled_from(["north", "south"]),
        st.sampled_from(list("abcdef")),
        st.floats(-2, 2, allow_subnormal=False),
    ),
    min_size=1,
    max_size=25,
)
MONTHS = list_dates(date(2020, 1, 1), date(2021, 6, 30))


@cache
def shipped(score_source: str) -> pd.DataFrame:
    return score_statements(load_dossier(DATA / "japan-russia"), read_scores(MODELS / "japan-russia"), score_source)


@cache
def shipped_positions(by: str, score_source: str) -> pd.DataFrame:
    dates = list_dates(date(2015, 1, 1), date(2019, 12, 31))
    return Estimator(by, Rules(WINDOWS[by])).positions(shipped(score_source), dates)


def window(day: pd.Timestamp, days: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    return day - pd.Timedelta(days=days), day


def position_of(rows: list[tuple], **options) -> pd.Series:
    return Estimator(**options).positions(makers.make_scored(rows), NEW_YEAR).iloc[0]


def average_by_source(sources: list[str], scores: list[float]) -> list[float]:
    """The mean score of each source, in plain Python."""
    said: dict[str, list[float]] = {}
    for source, score in zip(sources, scores, strict=True):
        said.setdefault(source, []).append(score)
    return [sum(values) / len(values) for values in said.values()]


# Every point of the shipped dossier can be recomputed


def test_the_shipped_dossier_has_positions_and_gaps_of_both_kinds():
    for by, score_source in CASES:
        known = shipped_positions(by, score_source)["position"].notna()
        assert known.sum() > 100
        assert (~known).sum() > 10


@pytest.mark.parametrize(("by", "score_source"), CASES)
def test_every_point_is_the_mean_of_the_statements_listed_behind_it(by, score_source):
    rows = shipped(score_source)
    short = rows[["date", "score"]].assign(**{name: pd.factorize(rows[name])[0] for name in ("statement", "source")})
    short = short.assign(**{name: rows[name].astype("category") for name in (by, "topic")})
    lines = dict(list(short.groupby([by, "topic"], observed=True)))
    points = shipped_positions(by, score_source).dropna(subset="position")
    for point in points.sample(150, random_state=1).itertuples():
        period, line = window(point.date, WINDOWS[by]), lines[point.group, point.topic]
        listed = list_evidence(line, by=by, group=point.group, topic=point.topic, period=period)
        scores, weights = listed["score"].to_numpy(), listed["weight"].to_numpy()
        voices = average_by_source(listed["source"].tolist(), scores.tolist())
        assert abs(weights @ scores - point.position) < 1e-9
        assert abs(sum(voices) / len(voices) - point.position) < 1e-9
        assert abs(weights.sum() - 1) < 1e-9
        assert (len(listed), len(voices)) == (point.statements, point.sources)


@pytest.mark.parametrize(("by", "score_source"), CASES)
def test_a_point_is_missing_exactly_where_the_evidence_is_under_the_minimum(by, score_source):
    points = shipped_positions(by, score_source)
    enough = (points["statements"] >= 3) & (points["sources"] >= 2)
    for column in ("position", "low", "high", "half"):
        assert points[column].notna().equals(enough), column


@pytest.mark.parametrize(("by", "score_source"), CASES)
def test_the_statements_counted_are_those_of_the_window(by, score_source):
    points, scored = shipped_positions(by, score_source), shipped(score_source)
    for point in points.iloc[:: max(1, len(points) // 150)].itertuples():
        first, last = window(point.date, WINDOWS[by])
        own = scored[(scored[by] == point.group) & (scored["topic"] == point.topic)]
        within = own[(own["date"] > first) & (own["date"] <= last)]
        assert (len(within), within["source"].nunique()) == (point.statements, point.sources)


@pytest.mark.parametrize(("by", "score_source"), CASES)
def test_an_effect_is_the_position_minus_the_position_without_that_statement(by, score_source):
    scored, points = shipped(score_source), shipped_positions(by, score_source).dropna(subset="position")
    for point in points.iloc[:: len(points) // 8].itertuples():
        period = window(point.date, WINDOWS[by])
        listed = list_evidence(scored, by=by, group=point.group, topic=point.topic, period=period)
        for row in listed.iloc[:: max(1, len(listed) // 4)].itertuples():
            rest = scored[(scored["statement"] != row.statement) & (scored[by] == point.group)]
            without = Estimator(by, Rules(1, 1, 1)).periods(rest, [period])
            left = without.set_index("topic").loc[point.topic, "position"]
            assert abs(row.effect - (point.position - left)) < 1e-9


def test_evidence_is_listed_newest_first_and_holds_no_other_group():
    scored = shipped("best")
    day = pd.Timestamp(2018, 12, 31)
    listed = list_evidence(scored, by="side", group="japan", topic="sequencing", period=window(day, 180))
    assert len(listed) > 20
    assert listed["date"].is_monotonic_decreasing
    assert set(listed["side"]) == {"japan"}
    assert set(listed["topic"]) == {"sequencing"}


def test_the_weights_of_many_positions_are_those_of_each_on_its_own():
    scored, points = shipped("best"), shipped_positions("side", "best").iloc[::40]
    cells = [(one.group, one.topic, window(one.date, 180)) for one in points.itertuples()]
    shown = list_weights(scored, by="side", cells=[*cells, ("nobody", "fund", cells[0][2])])
    each = [list_evidence(scored, by="side", group=group, topic=topic, period=period) for group, topic, period in cells]
    expected = pd.concat([listed.assign(cell=cell) for cell, listed in enumerate(each)], ignore_index=True)
    pd.testing.assert_frame_equal(shown, expected[["statement", "topic", "weight", "effect", "cell"]], check_exact=True)
    assert list_weights(scored, by="side", cells=[]).empty


def test_a_lone_statement_has_no_effect_to_speak_of():
    scored = makers.make_scored([("2020-12-01", "north", "a", 1)])
    listed = list_evidence(scored, by="side", group="north", topic="fund", period=window(NEW_YEAR[0], 180))
    assert listed["weight"].tolist() == [1.0]
    assert listed["effect"].isna().all()


def test_without_evidence_the_list_is_empty():
    scored = makers.make_scored(THREE)
    listed = list_evidence(scored, by="side", group="south", topic="fund", period=window(NEW_YEAR[0], 180))
    assert listed.empty
    assert {"weight", "effect"} <= set(listed)


# No position knows the future


@pytest.mark.parametrize(("by", "score_source"), CASES)
@pytest.mark.parametrize("day", ["2016-06-30", "2018-11-14", "2019-03-31"])
def test_no_position_uses_a_later_statement(by, score_source, day):
    scored, whole = shipped(score_source), shipped_positions(by, score_source)
    known = scored[scored["date"] <= day]
    dates = pd.DatetimeIndex(whole["date"].unique())
    early = Estimator(by, Rules(WINDOWS[by])).positions(known, dates[dates <= day])
    until = whole[(whole["date"] <= day) & (whole["statements"] > 0)].reset_index(drop=True)
    pd.testing.assert_frame_equal(early[early["statements"] > 0].reset_index(drop=True), until, check_exact=True)
    assert len(until) > 20


@pytest.mark.parametrize("by", WINDOWS)
def test_nonsense_in_the_future_changes_no_earlier_position_or_band(by):
    scored, whole = shipped("best"), shipped_positions(by, "best")
    later = scored["date"] > "2017-12-31"
    nonsense = scored.assign(
        score=scored["score"].where(~later, -999.0),
        spread=scored["spread"].where(~later, 77.0),
        source=scored["source"].where(~later, "one"),
    )
    dates = pd.DatetimeIndex(whole["date"].unique())
    changed = Estimator(by, Rules(WINDOWS[by])).positions(nonsense, dates)
    past = whole["date"] <= "2017-12-31"
    pd.testing.assert_frame_equal(changed[past], whole[past], check_exact=True)
    assert not changed[~past].equals(whole[~past])


@pytest.mark.parametrize(
    ("day", "counted"), [("2021-01-01", 4), ("2021-01-02", 3), ("2020-07-05", 3), ("2020-07-06", 4)]
)
def test_a_window_ends_with_its_day_and_begins_after_the_day_that_many_days_before(day, counted):
    point = position_of([*THREE, (day, "north", "d", -2)], rules=Rules(180))
    assert point["statements"] == counted


# Evidence and bands


@pytest.mark.parametrize(("statements", "sources"), [(2, 2), (5, 1), (1, 1)])
def test_too_few_statements_or_sources_leave_a_gap_not_a_zero(statements, sources):
    rows = [("2020-12-01", "north", "abc"[n % sources], 1) for n in range(statements)]
    point = position_of(rows)
    assert point[["position", "low", "high", "half"]].isna().all()
    assert (point["statements"], point["sources"]) == (statements, sources)


def test_three_statements_of_two_sources_are_enough():
    point = position_of([("2020-12-01", "north", source, 0) for source in "aab"])
    assert point["position"] == 0
    assert point["low"] < 0 < point["high"]


def test_the_minimum_of_evidence_can_be_raised():
    assert np.isnan(position_of(THREE, rules=Rules(180, 4, 2))["position"])
    assert np.isnan(position_of(THREE, rules=Rules(180, 3, 4))["position"])
    assert position_of(THREE, rules=Rules(180, 3, 3))["position"] == 1


def test_one_long_speech_is_one_voice():
    speech = [("2020-12-05", "north", "speech", 2)] * 10
    once = position_of([*THREE, speech[0]])
    ten_times = position_of([*THREE, *speech])
    assert ten_times["position"] == once["position"] == 1.25
    assert ten_times["half"] == pytest.approx(once["half"])
    assert (once["statements"], ten_times["statements"], ten_times["sources"]) == (4, 13, 4)


def test_a_position_is_the_mean_of_source_means_by_hand():
    """Source a says 2 and 0 (mean 1), source b says -2: the position is -0.5, not the mean 0 of the statements."""
    rows = [("2020-12-01", "north", "a", 2), ("2020-12-01", "north", "a", 0), ("2020-12-01", "north", "b", -2)]
    assert position_of(rows)["position"] == -0.5
    assert weigh_statements(np.array(["a", "a", "b"])).tolist() == [0.25, 0.25, 0.5]


T_QUANTILE = stdtrit(3.2, 0.95)
POLE = 2 * 0.5**4 / (3 + 1)  # the mean 1 lies half the way to the pole at 2; its three sources are worth three


def test_a_band_by_hand():
    """Source means 0, 1, 2: squares 2, freedom 2. Prior 3 * (4/4)^2 = 3, pooled (2 + 3) / (2 + 3) = 1.

    Moderated (1.2 * 1 + 2) / (1.2 + 2) = 1, error sqrt(1 / 3), t quantile 0.95 at 3.2 degrees of freedom.
    """
    point = position_of(APART)
    assert point["half"] == pytest.approx(T_QUANTILE / np.sqrt(3) + POLE, abs=1e-6)
    assert point["low"] == pytest.approx(1 - point["half"])
    assert point["high"] == 2


def test_sources_of_one_week_and_of_one_speaker_count_less_by_hand():
    """Three sources of one week: (1 - 0.15) / 3 + 0.15 = 0.43333 variances, freedom 3 * 0.56667 = 1.7.

    Pooled (2 + 3) / (1.7 + 3) = 1.063830, moderated (1.2 * 1.063830 + 2) / 2.9 = 1.129861. A second speaker in the group makes a
    speaker's sources alike: with shares 2/3 and 1/3, 0.67 / 3 + 0.18 * 5 / 9 + 0.15 = 0.473333.
    """
    t = stdtrit(2.9, 0.95)
    assert position_of(THREE)["half"] == pytest.approx(
        t * np.sqrt(1.129861 * 0.433333) + 0.125 / (1 / 0.433333 + 1), abs=1e-5
    )
    spread = makers.make_scored(THREE).assign(actor=["one", "one", "two"])
    design = 0.67 / 3 + 0.18 * 5 / 9 + 0.15
    freedom = 3 * (1 - design)
    moderated = (1.2 * 5 / (freedom + 3) + 2) / (1.2 + freedom)
    half = stdtrit(1.2 + freedom, 0.95) * np.sqrt(moderated * design) + 0.125 / (1 / design + 1)
    assert Estimator().positions(spread, NEW_YEAR).iloc[0]["half"] == pytest.approx(half, abs=1e-9)


def test_codes_that_pile_up_at_a_pole_leave_room_towards_the_middle():
    """Seven sources at the pole, in seven weeks: the band ends between what a mean may be and what 1.65 would allow at most."""
    rows = [(f"2020-{9 + n // 4}-{1 + 7 * (n % 4):02}", "north", f"s{n}", -2) for n in range(7)]
    other = [(f"2020-{9 + n // 4}-{1 + 7 * (n % 4):02}", "south", f"t{n}", n % 3) for n in range(7)]
    point = position_of([*rows, *other])
    assert point["low"] == point["position"] == -2
    assert -1.65 < point["high"] < -1.3


def test_the_error_of_the_classifier_widens_the_band_and_moves_nothing():
    plain = position_of(APART)
    unsure = Estimator().positions(makers.make_scored(APART, spread=0.6), NEW_YEAR).iloc[0]
    assert unsure["position"] == plain["position"]
    assert unsure["half"] == pytest.approx(T_QUANTILE * np.sqrt(1 / 3 + 3 * 0.36 / 9) + POLE, abs=1e-6)


def test_a_shared_error_widens_the_band_by_hand_and_moves_nothing():
    """As in the band by hand, with the shared error 0.5 beside the error of the sources: sqrt(1 / 3 + 0.25)."""
    plain = position_of(APART)
    shared = Estimator().positions(makers.make_scored(APART, shared=0.5), NEW_YEAR).iloc[0]
    both = Estimator().positions(makers.make_scored(APART, shared=0.5, spread=0.6), NEW_YEAR).iloc[0]
    assert shared["position"] == plain["position"]
    assert shared["half"] == pytest.approx(T_QUANTILE * np.sqrt(1 / 3 + 0.25) + POLE, abs=1e-6)
    assert both["half"] == pytest.approx(T_QUANTILE * np.sqrt(1 / 3 + 3 * 0.36 / 9 + 0.25) + POLE, abs=1e-6)


def test_a_shared_error_counts_by_the_weight_of_the_scores_that_have_it():
    """One of three sources is scored by the classifier: a third of 0.6 is 0.2."""
    scored = makers.make_scored(APART).assign(shared=[0.6, 0.0, 0.0])
    half = Estimator().positions(scored, NEW_YEAR)["half"].iloc[0]
    assert half == pytest.approx(T_QUANTILE * np.sqrt(1 / 3 + 0.04) + POLE, abs=1e-6)


def test_a_shared_error_does_not_average_out_with_many_statements():
    def measure(count: int, **errors: float) -> float:
        days = pd.date_range("1990-01-01", "2020-12-01", periods=count)
        rows = [(day, "north", f"s{number}", number % 3 - 1) for number, day in enumerate(days)]
        long = Estimator(rules=Rules(20_000))
        return long.positions(makers.make_scored(rows, **errors), NEW_YEAR)["half"].iloc[0]

    plain, spread, shared = ([measure(count, **one) for count in (30, 3000)] for one in ({}, {"spread": 0.5}, SHARED))
    assert plain[1] < spread[1] < 0.05
    assert shared[1] > 0.5 * 1.64
    assert shared[0] - shared[1] < plain[0] - plain[1]


def test_more_sources_narrow_the_band():
    rows = [("2020-12-01", "north", f"s{n}", n % 3) for n in range(30)]
    halves = [position_of(rows[:count])["half"] for count in (3, 6, 15, 30)]
    assert halves == sorted(halves, reverse=True)
    assert halves[0] > 2 * halves[-1]


def test_sources_of_one_mind_still_have_a_band():
    point = position_of([("2020-12-01", "north", source, 1) for source in "abc"])
    assert point["half"] > 0.3


def test_a_group_borrows_variance_only_from_the_same_topic():
    calm = [("2020-12-01", "north", source, 0, "fund") for source in "abc"]
    split = [("2020-12-01", "south", source, score) for source, score in zip("abcd", (-2, 2, -2, 2), strict=True)]
    alone = position_of(calm)["half"]
    assert position_of([*calm, *((*row, "fund") for row in split)])["half"] > 1.5 * alone
    assert position_of([*calm, *((*row, "dues") for row in split)])["half"] == alone


def test_a_selection_borrows_variance_from_all_statements_when_told_to():
    scored = shipped("best")
    putin = scored[scored["actor"] == scored["actor"].mode()[0]]
    days = list_dates(date(2016, 1, 1), date(2019, 12, 31))
    chosen = Estimator("actor", Rules(365), pool_from=scored).positions(putin, days)
    among_all = Estimator("actor", Rules(365)).positions(scored, days)
    same = among_all[among_all["group"] == putin["actor"].iloc[0]].reset_index(drop=True)
    pd.testing.assert_frame_equal(chosen, same)
    assert chosen["position"].notna().any()


def test_the_pooled_variance_by_hand():
    """South says -1 and 1 in two weeks: squares 2, freedom 1; north 2 and 2. With the prior 3 * 1: (4 + 3) / (3 + 3)."""
    rows = [*APART, ("2020-12-01", "south", "a", -1), ("2020-12-08", "south", "b", 1)]
    variance = Estimator().prepare(makers.make_scored(rows)).variance
    year, day = window(NEW_YEAR[0], 180), window(NEW_YEAR[0], 1)
    assert variance("fund", (year, day)) == pytest.approx([7 / 6, 1])
    assert variance("dues", (year,)) == [1]


@pytest.mark.parametrize(("by", "score_source"), CASES)
def test_bands_hold_their_position_and_stay_inside_the_scale(by, score_source):
    points = shipped_positions(by, score_source).dropna(subset="position")
    assert (points["low"] >= -2).all()
    assert (points["high"] <= 2).all()
    assert (points["low"] <= points["position"]).all()
    assert (points["position"] <= points["high"]).all()
    assert (points["half"] > 0).all()


# Bands that hold


def compare_with_coders() -> pd.DataFrame:
    """Each actor, topic and calendar quarter with at least three coded statements: both positions, the band's ends.

    `coded` is the position from hand codes; `low` and `high` are the band of the classifier's cross-fitted scores
    alone. Only coded statements are read.
    """
    codes = shipped("codes")
    classifier = shipped("classifier")
    classifier = classifier[classifier["statement"].isin(codes["statement"])]
    ends = pd.date_range("2012-12-31", "2023-12-31", freq="QE")
    quarters = list(pairwise(ends))
    key, rules = ["group", "topic", "date"], Rules(90, 1, 1)
    by_hand, read = (Estimator("actor", rules).periods(one, quarters).set_index(key) for one in (codes, classifier))
    enough = by_hand[by_hand["statements"] >= 3].rename(columns={"position": "coded"})
    return enough[["coded"]].join(read[["position", "low", "high"]].dropna(), how="inner")


def test_the_band_of_the_classifier_holds_the_position_of_the_coders_as_often_as_it_says():
    compared = compare_with_coders()
    held = compared["coded"].between(compared["low"], compared["high"])
    assert len(compared) >= 50
    assert held.mean() >= 0.85
    assert (compared["high"] - compared["low"]).median() < 3
    assert not np.allclose(compared["coded"], compared["position"], atol=0.1)


# Properties


@given(ROWS)
@settings(max_examples=20, deadline=None)
def test_a_position_lies_between_its_lowest_and_its_highest_score(rows):
    points = Estimator().positions(makers.make_scored(rows), MONTHS).dropna(subset="position")
    scores = [score for *_, score in rows]
    assert points["position"].between(min(scores) - 1e-9, max(scores) + 1e-9).all()
    assert points["low"].between(-2, points["position"] + 1e-9).all()
    assert points["high"].between(points["position"] - 1e-9, 2).all()


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = (Estimator().positions(makers.make_scored(order), MONTHS) for order in (rows, shuffled))
    pd.testing.assert_frame_equal(first, second, atol=1e-9)


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_mirrored_scores_mirror_the_positions(rows):
    plain = Estimator().positions(makers.make_scored(rows), MONTHS)
    mirrored = Estimator().positions(makers.make_scored([(*row[:3], -row[3]) for row in rows]), MONTHS)
    for column, twin in (("position", "position"), ("low", "high"), ("high", "low")):
        np.testing.assert_allclose(plain[column], -mirrored[twin], atol=1e-9)
    np.testing.assert_allclose(plain["half"], mirrored["half"], atol=1e-9)


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_a_repeated_statement_of_a_one_statement_source_moves_nothing(rows):
    single = list({row[2]: row for row in rows}.values())
    before = Estimator(rules=Rules(180, 1, 1)).positions(makers.make_scored(single), MONTHS)
    after = Estimator(rules=Rules(180, 1, 1)).positions(makers.make_scored([*single, single[0]]), MONTHS)
    np.testing.assert_allclose(before["position"], after["position"], atol=1e-9)
    np.testing.assert_allclose(before["half"], after["half"], atol=1e-9)


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_the_weights_sum_to_one_and_give_the_position(rows):
    scored = makers.make_scored(rows)
    side, day = rows[0][1], pd.Timestamp("2021-01-31")
    listed = list_evidence(scored, by="side", group=side, topic="fund", period=window(day, 500))
    point = Estimator(rules=Rules(1, 1, 1)).periods(scored[scored["side"] == side], [window(day, 500)])
    assert listed["weight"].sum() == pytest.approx(1)
    assert (listed["weight"] * listed["score"]).sum() == pytest.approx(point["position"][0], abs=1e-9)


def test_positions_on_another_scale_are_cut_at_its_ends():
    rows = [("2020-12-01", "north", source, 9) for source in "abc"]
    point = position_of(rows, scale=(-3, 10))
    assert point["position"] == 9
    assert point["high"] == 10
    assert -3 <= point["low"] < 9


# Nothing, and no side effects


@pytest.mark.parametrize("make", [lambda: makers.make_scored([]), lambda: shipped("best").head(0)])
def test_estimates_of_nothing_are_empty_and_do_not_crash(make):
    scored, ends = make(), [window(NEW_YEAR[0], 100), window(NEW_YEAR[0], 10)]
    points = Estimator().positions(scored, MONTHS)
    assert points.empty
    assert list(points) == list(shipped_positions("side", "best"))
    assert estimate_gap(points, "north", "south").empty
    assert estimate_swings(points, 180).empty
    assert Estimator().change(scored, *ends).empty


def test_no_dates_give_no_positions():
    assert Estimator().positions(makers.make_scored(THREE), NEW_YEAR[:0]).empty


def test_a_dossier_without_classifier_can_be_shown_by_the_classifier_alone(other_dossier, tmp_path):
    loaded = load_dossier(other_dossier)
    scored = score_statements(loaded, read_scores(tmp_path), "classifier")
    assert Estimator(scale=loaded.codebook.scales).positions(scored, list_dates(*loaded.codebook.period)).empty


def test_estimating_changes_nothing():
    scored = makers.make_scored(
        [*reversed(THREE), *(("2021-03-01", "south", source, 2) for source in "xyz")], spread=0.3
    )
    before = scored.copy(deep=True)
    points = Estimator().positions(scored, MONTHS)
    old = points.copy(deep=True)
    list_evidence(scored, by="side", group="north", topic="fund", period=window(NEW_YEAR[0], 90))
    estimate_gap(points, "north", "south")
    estimate_swings(points, 90)
    Estimator().change(scored, window(NEW_YEAR[0], 90), window(MONTHS[-1], 90))
    pd.testing.assert_frame_equal(scored, before)
    pd.testing.assert_frame_equal(points, old)
