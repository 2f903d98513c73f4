"""The measures: each by hand, each with weights, each beside what reading nothing would give."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from stance.classifier.measures import (
    BASELINES,
    BINS,
    MEASURES,
    correlate_within,
    measure_reliability,
    prepare_measures,
    score_calibration,
    score_f1,
)
from stance.dossier.codebook import Level, Topic

TOPIC = Topic("t", "T", "?", "no", "yes", (Level(-1, ""), Level(0, ""), Level(1, "")))
FEW = pd.DataFrame(
    {"statement": list("wxyz"), "side": ["a", "a", "b", "b"], "actor": list("ppqr"), "t": [1, -1, 1, pd.NA]}
).astype({"t": "Int64"})
SAID = pd.DataFrame(
    {"statement": list("wxyz"), "topic": "t", "addressed": [0.9, 0.8, 0.2, 0.1], "score": [0.5, -1.0, 1.0, 0.0],
     "text_score": [0.0, 0.0, 0.0, 0.0], "confidence": [0.9, 0.8, 0.7, 0.6], "sign": [1, -1, -1, 0],
     "abstains": [0, 1, 0, 0], "by_side": [0.0, 0.0, 1.0, 1.0], "by_actor": [1.0, -1.0, 0.0, 0.0],
     "sign_by_side": [1, 1, 1, 1]}
)  # fmt: skip
SIDES = np.array([0, 0, 0, 1, 1, 1])


def make_random(count: int = 80) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and statements drawn from a fixed seed; the commonest code leads by far."""
    rng = np.random.default_rng(3)
    codes = rng.choice([-1.0, 0.0, 1.0, np.nan], count, p=[0.15, 0.15, 0.4, 0.3])
    names = [f"s{number}" for number in range(count)]
    statements = pd.DataFrame(
        {"statement": names, "side": rng.choice(list("abc"), count), "actor": rng.choice(list("pqrst"), count)}
    ).assign(t=pd.array(codes, dtype="Float64"))
    numbers = {name: rng.uniform(-1, 1, count) for name in ("score", "text_score", "by_side", "by_actor")}
    chances = {name: rng.uniform(0, 1, count) for name in ("addressed", "confidence")}
    signs = {
        "sign": rng.choice([-1, 0, 1], count),
        "abstains": rng.choice([0, 1], count),
        "sign_by_side": rng.choice([-1, 1], count),
    }
    return pd.DataFrame({"statement": names, "topic": "t", **numbers, **chances, **signs}), statements


def repeat(frame: pd.DataFrame, row: int) -> pd.DataFrame:
    """The frame with one more row like the given one, under another name."""
    return pd.concat([frame, frame.iloc[[row]].assign(statement="again")], ignore_index=True)


def measure(scores: pd.DataFrame, statements: pd.DataFrame, weights: np.ndarray | None = None) -> dict[str, float]:
    return prepare_measures(scores, statements, TOPIC)(np.ones(len(statements)) if weights is None else weights)


# Correlation within groups


def test_a_model_that_answers_the_mean_of_the_side_reads_nothing_within_sides():
    codes = np.array([2.0, 1, 2, -2, -1, -1])
    means = pd.Series(codes).groupby(SIDES).transform("mean")
    assert np.isnan(correlate_within(means, codes, SIDES))
    assert np.corrcoef(means, codes)[0, 1] > 0.9


def test_within_groups_a_perfect_reading_correlates_by_one_and_its_mirror_by_minus_one():
    codes, groups = np.array([2.0, 1, -1, -2]), np.array([0, 0, 1, 1])
    assert correlate_within(codes + 5 * (groups == 0), codes, groups) == pytest.approx(1)
    assert correlate_within(-codes, codes, groups) == pytest.approx(-1)


def test_a_group_of_one_row_says_nothing():
    assert np.isnan(correlate_within([1.0, 2], [0.0, 2], np.array([0, 1])))
    scores, codes = [0.3, 0.5, -1.0, 9.0], [1.0, 2, 0, -5]
    with_one = correlate_within(scores, codes, np.array([0, 0, 0, 1]))
    assert with_one == pytest.approx(correlate_within(scores[:3], codes[:3], np.zeros(3, dtype=int)))


def test_in_a_single_group_it_is_pearsons_correlation():
    left, right = np.random.default_rng(0).normal(size=(2, 40))
    assert correlate_within(left, right, np.zeros(40, dtype=int)) == pytest.approx(np.corrcoef(left, right)[0, 1])


# All measures of a topic


def test_measures_of_a_small_table_by_hand():
    expected = {
        "mae": 0.5 / 3,
        "mae_commonest": 2 / 3,
        "mae_by_side": 2 / 3,
        "mae_by_actor": 1 / 3,
        "bias": -0.5 / 3,
        "rmse": np.sqrt(0.25 / 3),
        "addressed_f1": (0.8 + 2 / 3) / 2,
        "addressed_f1_commonest": (6 / 7 + 0) / 2,
        "addressed_ece": (0.1 + 0.2 + 0.8 + 0.1) / 4,
        "within_side_r": 1,
        "within_side_r_by_actor": 1,
        "sign_right": 2 / 3,
        "sign_right_by_side": 2 / 3,
        "sign_ece": (0.1 + 0.2 + 0.7) / 3,
        "kept": 2 / 3,
        "sign_right_kept": 1 / 2,
        "overall_r": np.corrcoef([0.5, -1, 1], [1, -1, 1])[0, 1],
        "overall_r_by_side": 0.5,
        "rows": 4,
        "addressed_rows": 3,
    }
    found = measure(SAID, FEW)
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_the_share_of_wrong_levels_that_are_one_step_off_by_hand():
    """0.1 for the code 1 is one step off, 0.9 for the code -1 two, 1 for the code 1 none: one of two wrong ones."""
    found = measure(SAID.assign(score=[0.1, 0.9, 1.0, 0.0]), FEW)
    assert found["one_step"] == 0.5
    assert np.isnan(measure(SAID.assign(score=[1.0, -1.0, 0.8, 0.0]), FEW)["one_step"])


def test_every_measure_has_a_meaning_and_every_meaning_a_measure():
    assert set(measure(SAID, FEW)) == set(MEASURES)
    assert all(MEASURES.values())


def test_every_baseline_stands_below_its_measure():
    names = list(MEASURES)
    for measured in ("within_side_r", "within_actor_r", "mae"):
        at = names.index(measured)
        assert names[at + 1 : at + 4] == [f"{measured}_{baseline}" for baseline in BASELINES]
        assert all(
            MEASURES[name].endswith(BASELINES[name.removeprefix(f"{measured}_")]) for name in names[at + 1 : at + 4]
        )


def test_a_reader_of_sides_alone_has_no_correlation_within_sides_but_a_high_one_overall():
    statements = pd.DataFrame({"statement": list("abcdef"), "side": list("xxxyyy"), "actor": list("pqrstu")})
    statements["t"] = pd.array([1, 1, 0, -1, -1, 0], dtype="Int64")
    means = statements.groupby("side")["t"].transform("mean").astype(float)
    fixed = {
        "topic": "t",
        "addressed": 0.9,
        "confidence": 0.9,
        "sign": 1,
        "abstains": 0,
        "by_actor": 0.0,
        "sign_by_side": 1,
    }
    scores = statements[["statement"]].assign(**fixed, score=means, text_score=means, by_side=means)
    found = measure(scores, statements)
    assert np.isnan([found[name] for name in ("within_side_r", "within_side_r_by_side", "text_within_side_r")]).all()
    assert found["overall_r"] > 0.7


@pytest.mark.parametrize("row", [0, 5, 17, 40, 79])
def test_a_row_of_weight_two_counts_as_the_row_twice(row):
    scores, statements = make_random()
    weights = np.ones(len(statements))
    weights[row] = 2
    twice = measure(repeat(scores, row), repeat(statements, row))
    assert twice != pytest.approx(measure(scores, statements))
    assert measure(scores, statements, weights) == pytest.approx(twice, nan_ok=True, abs=1e-12)


def test_a_row_of_weight_zero_counts_as_no_row():
    scores, statements = make_random()
    weights = np.where(np.arange(len(statements)) < 60, 1.0, 0.0)
    without = measure(scores, statements.iloc[:60])
    assert measure(scores, statements, weights) == pytest.approx(without, nan_ok=True, abs=1e-12)


def test_scores_of_another_topic_and_the_order_of_scores_do_not_count():
    scores, statements = make_random()
    other = scores.assign(topic="u", score=9.0, addressed=0.0)
    mixed = pd.concat([other, scores]).sample(frac=1, random_state=1)
    assert measure(mixed, statements) == pytest.approx(measure(scores, statements), nan_ok=True)


def test_other_columns_of_the_statements_do_not_get_in_the_way_of_the_scores():
    crowded = FEW.assign(text="what was said", confidence=9, sign=9, source="s")
    assert measure(SAID, crowded) == pytest.approx(measure(SAID, FEW), nan_ok=True)
    assert measure(SAID.assign(text=range(4)), crowded) == pytest.approx(measure(SAID, FEW), nan_ok=True)


@pytest.mark.parametrize("nothing", [FEW.iloc[:0], FEW.assign(t=pd.array([pd.NA] * 4, dtype="Int64"))])
def test_without_codes_every_measure_of_scores_is_undefined_and_none_is_zero(nothing):
    found = measure(SAID, nothing)
    counted = {"rows", "addressed_rows"}
    of_addressed = {name for name in MEASURES if name.startswith("addressed")}
    assert np.isnan([found[name] for name in MEASURES if name not in counted | of_addressed]).all()
    assert (found["rows"], found["addressed_rows"]) == (len(nothing), 0)


# Addressed or not


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 3)), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_f1_is_that_of_scikit_learn(rows):
    truth, said, weights = (np.array(column) for column in zip(*rows, strict=True))
    theirs = f1_score(truth, said, sample_weight=weights, average="macro", labels=[True, False], zero_division=0)
    assert score_f1(truth, said, weights) == pytest.approx(theirs)


# Calibration


def test_the_calibration_error_by_hand():
    """Bins of 0.1: (0.12, 0.18) states 0.15 and is right half the time; 0.95 is right: (2 * 0.35 + 0.05) / 3."""
    stated, right = np.array([0.12, 0.18, 0.95]), np.array([True, False, True])
    assert score_calibration(stated, right, np.ones(3)) == pytest.approx((2 * 0.35 + 0.05) / 3)
    weighed = score_calibration(stated, right, np.array([3.0, 1, 4]))
    assert weighed == pytest.approx((4 * abs((3 * 0.12 + 0.18) / 4 - 0.75) + 4 * 0.05) / 8)


def test_a_perfectly_calibrated_set_has_no_calibration_error():
    chances = np.arange(1, 10) / 10 + 0.05
    stated = np.repeat(chances, 20)
    right = np.concatenate([np.arange(20) < round(20 * chance) for chance in chances])
    assert score_calibration(stated, right, np.ones(len(stated))) == pytest.approx(0, abs=1e-12)


def test_always_sure_and_always_wrong_is_the_worst_calibration():
    assert score_calibration(np.ones(5), np.zeros(5, dtype=bool), np.ones(5)) == 1
    assert score_calibration(np.ones(5), np.ones(5, dtype=bool), np.ones(5)) == 0


def test_the_calibration_of_nothing_is_undefined():
    assert np.isnan(score_calibration(np.empty(0), np.empty(0, dtype=bool), np.empty(0)))
    assert np.isnan(score_calibration(np.array([0.4]), np.array([True]), np.zeros(1)))


def test_the_reliability_curve_holds_every_row_in_one_bin_and_leaves_out_empty_bins():
    stated = np.array([0.0, 0.04, 0.5, 0.55, 1.0])
    curve = measure_reliability(stated, np.array([0, 1, 1, 1, 0]))
    assert curve["stated"].tolist() == pytest.approx([0.02, 0.525, 1.0])
    assert curve["right"].tolist() == [0.5, 1, 0]
    assert curve["weight"].tolist() == [2, 2, 1]
    assert len(measure_reliability(np.linspace(0, 1, 500), np.ones(500))) == BINS
