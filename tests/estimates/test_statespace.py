"""The state-space line finds a planted drift, knows what it may know, and can be recomputed from its statements."""

from dataclasses import astuple

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.drift import Parameters, split_tracks
from stance.estimates.drift_fit import _measure_track, fit_parameters, make_start, measure_likelihood
from stance.estimates.positions import COLUMNS, Estimator
from stance.estimates.rules import Rules
from stance.estimates.statespace import StateSpace

SCALE = (-2.0, 2.0)
PLANTED = Parameters(drift=0.5, days=300.0, speaker=0.3, week=0.25, source=0.1, noise=0.5)
START, DAYS = pd.Timestamp("2020-01-01"), 1461
DATES = pd.date_range("2020-06-30", "2023-12-31", freq="ME")
ANY = Rules(100_000, 1, 1)


def draw_line(rng: np.random.Generator, side: str, count: int = 100) -> tuple[pd.DataFrame, np.ndarray]:
    """Statements of a side whose drift is planted, and its true position on each of `DAYS` days."""
    keep = np.exp(-1 / PLANTED.days)
    truth = np.empty(DAYS)
    truth[0] = rng.normal(0, PLANTED.drift)
    for day in range(1, DAYS):
        truth[day] = keep * truth[day - 1] + rng.normal(0, PLANTED.drift * np.sqrt(1 - keep**2))
    days = np.sort(rng.integers(0, DAYS, count))
    actors, sources = rng.integers(0, 12, count), np.arange(count) // 2
    weeks = np.floor_divide((START - pd.Timestamp("1969-12-29")).days + days, 7)
    added = [rng.normal(0, sd, 5000)[names] for sd, names in
             ((PLANTED.speaker, actors), (PLANTED.week, weeks), (PLANTED.source, sources))]  # fmt: skip
    scores = truth[days] + sum(added) + rng.normal(0, PLANTED.noise, count)
    rows = zip(START + pd.to_timedelta(days, "D"), [side] * count, sources, scores, strict=True)
    scored = makers.make_scored([(day, who, f"{who}-{source}", score) for day, who, source, score in rows])
    actors = [f"{side}-{actor}" for actor in actors]
    return scored.assign(actor=actors, statement=side + scored["statement"]), truth


def draw_sides(seed: int, sides: int) -> tuple[pd.DataFrame, list[np.ndarray]]:
    rng = np.random.default_rng(seed)
    drawn = [draw_line(rng, f"side{number}") for number in range(sides)]
    return pd.concat([one[0] for one in drawn], ignore_index=True), [one[1] for one in drawn]


def planted_line(by: str = "side", rules: Rules = ANY) -> StateSpace:
    return StateSpace(by, rules, SCALE, {"fund": PLANTED})


@pytest.fixture(scope="module")
def drawn() -> pd.DataFrame:
    return draw_sides(1, 2)[0]


def test_planted_parameters_are_found():
    scored, _ = draw_sides(3, 12)
    found = fit_parameters(scored, "side", SCALE)["fund"]
    ratios = np.array(astuple(found)) / np.array(astuple(PLANTED))
    assert ratios[[0, 2, 3, 5]] == pytest.approx(1, abs=0.3)
    assert 0.4 < ratios[1] < 2.5
    assert found.source < 0.3


def test_the_fit_is_at_least_as_likely_as_where_it_starts_and_as_what_was_planted(drawn):
    tracks = list(split_tracks(drawn, "side").values())
    found = measure_likelihood(tracks, fit_parameters(drawn, "side", SCALE)["fund"], SCALE)
    assert found > measure_likelihood(tracks, make_start("side", SCALE), SCALE)
    assert found > measure_likelihood(tracks, PLANTED, SCALE) - 1


def test_the_gradient_of_the_likelihood_is_its_slope(drawn):
    track = next(iter(split_tracks(drawn.assign(spread=0.2, shared=0.1), "side").values()))
    slopes = []
    for place in range(6):
        ends = [
            measure_likelihood([track], Parameters(*np.exp(np.log(astuple(PLANTED)) + step * np.eye(6)[place])), SCALE)
            for step in (-1e-4, 1e-4)
        ]
        slopes.append((ends[1] - ends[0]) / 2e-4)
    assert _measure_track(track, PLANTED, SCALE)[1] == pytest.approx(slopes, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("part", ["drift", "speaker"])
def test_a_part_that_was_planted_is_missed_where_it_is_left_out(drawn, part):
    tracks = list(split_tracks(drawn, "side").values())
    whole, poorer = (fit_parameters(drawn, "side", SCALE, without=name)["fund"] for name in ("", part))
    assert getattr(poorer, part) == 0
    assert measure_likelihood(tracks, whole, SCALE) > measure_likelihood(tracks, poorer, SCALE) + 1


def test_actors_have_no_speaker_effect_and_a_topic_of_lone_statements_gets_the_start(drawn):
    assert fit_parameters(drawn, "actor", SCALE)["fund"].speaker == 0
    lone = fit_parameters(drawn.drop_duplicates("side"), "side", SCALE)["fund"]
    assert astuple(lone) == pytest.approx(astuple(make_start("side", SCALE)))


@pytest.mark.parametrize("method", ["filter", "smooth"])
def test_nine_in_ten_bands_hold_the_position_at_the_date(method):
    scored, truths = draw_sides(5, 20)
    line = StateSpace("side", ANY, SCALE, fit_parameters(scored, "side", SCALE))
    rows = getattr(line, method)(scored, DATES)
    true = [truths[int(row.group[4:])][(row.date - START).days] for row in rows.itertuples()]
    held = ((rows["position"] - true).abs() <= rows["half"]).mean()
    assert 0.84 <= held <= 0.96


def test_the_smoother_is_closer_to_the_truth_than_the_filter_and_the_filter_than_the_trailing_mean():
    scored, truths = draw_sides(7, 20)
    line = StateSpace("side", Rules(), SCALE, fit_parameters(scored, "side", SCALE))
    rows = [method(scored, DATES) for method in (line.smooth, line.filter, Estimator("side").positions)]
    true = [truths[int(row.group[4:])][(row.date - START).days] for row in rows[0].itertuples()]
    smooth, filtered, trailing = (((one["position"] - true) ** 2).mean() for one in rows)
    assert smooth < filtered < trailing


def test_the_filter_knows_nothing_of_later_statements_and_equals_the_smoother_of_the_earlier_ones(drawn):
    line, day = planted_line(), DATES[20]
    whole = line.filter(drawn, [day])
    pd.testing.assert_frame_equal(whole, line.smooth(drawn[drawn["date"] <= day], [day]))
    assert not np.allclose(whole["position"], line.smooth(drawn, [day])["position"])


@pytest.mark.parametrize("smooth", [False, True])
def test_the_weights_of_the_statements_make_up_the_position(drawn, smooth):
    line, day = planted_line(), DATES[12]
    rows = (line.smooth if smooth else line.filter)(drawn, [day]).set_index("group")
    for group in rows.index:
        behind = line.evidence(drawn, group, "fund", day, smooth=smooth)
        assert behind["weight"] @ behind["score"] == pytest.approx(rows.loc[group, "position"], abs=1e-9)
        assert behind["weight"].sum() == pytest.approx(1, abs=2e-3)
        assert len(behind) == rows.loc[group, "statements"] or smooth


@pytest.mark.parametrize("smooth", [False, True])
def test_the_effect_of_a_statement_is_the_position_minus_the_one_without_it(drawn, smooth):
    scored, line, day = drawn.assign(spread=0.3, shared=0.1), planted_line(), DATES[5]
    behind = line.evidence(scored, "side0", "fund", day, smooth=smooth)
    method = line.smooth if smooth else line.filter
    position = method(scored, [day])["position"].iloc[0]
    for row in behind.iloc[::9].itertuples():
        without = method(scored[scored["statement"] != row.statement], [day])["position"].iloc[0]
        assert row.effect == pytest.approx(position - without, abs=1e-9)


def test_statements_behind_a_point_stand_newest_first_and_a_lone_one_has_no_effect(drawn):
    behind = planted_line().evidence(drawn, "side1", "fund", DATES[8])
    assert behind["date"].is_monotonic_decreasing
    assert behind["date"].max() <= DATES[8]
    lone = planted_line().evidence(drawn.head(1), "side0", "fund", DATES[-1])
    assert lone["weight"].tolist() == pytest.approx([1], abs=1e-3)
    assert lone["effect"].isna().all()
    assert planted_line().evidence(drawn, "nobody", "fund", DATES[8]).empty


def test_a_later_statement_weighs_more_than_an_old_one():
    rows = [("2020-01-01", "north", "a", 0), ("2022-01-01", "north", "b", 0)]
    behind = planted_line("side").evidence(makers.make_scored(rows), "north", "fund", pd.Timestamp("2022-02-01"))
    assert behind["weight"].iloc[0] > behind["weight"].iloc[1] > 0


def test_many_statements_of_one_speaker_weigh_less_than_as_many_of_several():
    rows = [("2020-01-01", "north", name, 0) for name in "abcdefgh"]
    scored = makers.make_scored(rows).assign(actor=["one"] * 4 + list("wxyz"))
    behind = planted_line().evidence(scored, "north", "fund", pd.Timestamp("2020-01-02"))
    shares = behind.groupby(behind["actor"] == "one")["weight"].sum()
    assert shares[False] > 1.5 * shares[True] > 0


@pytest.mark.parametrize("method", ["filter", "smooth"])
def test_silence_breaks_the_line_where_it_breaks_that_of_the_trailing_mean(drawn, method):
    rules = Rules(60, 6, 4)
    line = getattr(planted_line(rules=rules), method)(drawn, DATES)
    trailing = Estimator("side", rules, SCALE).positions(drawn, DATES)
    assert list(line) == COLUMNS == list(trailing)
    assert 0.05 < line["position"].isna().mean() < 0.9
    same = ["group", "topic", "date", "statements", "sources"]
    pd.testing.assert_frame_equal(line[same], trailing[same])
    for name in ("position", "low", "high", "half"):
        assert (line[name].isna() == trailing["position"].isna()).all()


def test_a_statement_known_to_its_month_only_is_known_when_the_month_is_over():
    rows = [(day, "north", name, score) for day, name, score in (("2020-01-02", "a", -1), ("2020-02-01", "b", 1))]
    scored = makers.make_scored(rows)
    scored = scored.assign(earliest=scored["date"], latest=[scored["date"].iloc[0], pd.Timestamp("2020-02-29")])
    line, days = planted_line(rules=Rules(20, 1, 1)), [pd.Timestamp(day) for day in ("2020-02-10", "2020-02-29")]
    assert line.evidence(scored, "north", "fund", days[0])["source"].tolist() == ["a"]
    assert set(line.evidence(scored, "north", "fund", days[1])["source"]) == {"a", "b"}
    assert set(line.evidence(scored, "north", "fund", days[0], smooth=True)["source"]) == {"a", "b"}
    trailing = Estimator("side", Rules(20, 1, 1), SCALE)
    for frame in (line.filter(scored, days), line.smooth(scored, days)):
        assert frame["statements"].tolist() == trailing.positions(scored, days)["statements"].tolist() == [0, 0]
    wide = planted_line(rules=Rules(40, 1, 1)).filter(scored, days)
    assert wide["statements"].tolist() == [1, 1]


def test_the_order_of_the_rows_does_not_matter(drawn):
    shuffled = drawn.sample(frac=1, random_state=1)
    line, day = planted_line(), DATES[9]
    pd.testing.assert_frame_equal(line.filter(drawn, DATES), line.filter(shuffled, DATES), check_exact=True)
    behind = [line.evidence(frame, "side0", "fund", day).sort_values("statement") for frame in (drawn, shuffled)]
    pd.testing.assert_frame_equal(*behind)
    one, other = (fit_parameters(frame, "side", SCALE)["fund"] for frame in (drawn, shuffled))
    assert astuple(one) == pytest.approx(astuple(other), rel=1e-3)


def test_an_error_of_the_classifier_widens_the_band_and_a_shared_one_does_not_average_out(drawn):
    plain, spread, shared = (
        planted_line().smooth(frame, DATES)["half"].mean()
        for frame in (drawn, drawn.assign(spread=0.5), drawn.assign(shared=0.5))
    )
    assert plain < spread < shared
    assert shared > 0.5 * 1.645


def test_nothing_scored_gives_an_empty_frame_with_all_columns(drawn):
    assert list(planted_line().filter(drawn.iloc[:0], DATES)) == COLUMNS
    assert planted_line().filter(drawn.iloc[:0], DATES).empty
    assert fit_parameters(drawn.iloc[:0], "side", SCALE) == {}


def test_a_topic_without_parameters_is_refused(drawn):
    with pytest.raises(KeyError, match="fund"):
        StateSpace("side", ANY, SCALE, {}).filter(drawn, DATES)
