"""What is stated is what happens: planted overconfidence is found and removed, and a sign is quoted only where it holds."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, softmax

from stance.classifier.calibration import (
    COOLEST,
    HOTTEST,
    LEAST_KEPT,
    LEAST_SOURCES,
    SIGN_TARGET,
    _calibrate_head,
    _find_threshold,
    _fit_platt,
    calibrate,
)
from stance.classifier.fitting import DEFAULTS, fit_classifier
from stance.classifier.measures import score_calibration
from stance.classifier.model import ALWAYS, Head, Odds, Scale, measure_odds, read_sign, score_texts
from stance.classifier.training import train_classifier
from stance.dossier.loading import MODELS

LEVELS = np.array([-1.0, 0, 1])
COUNT = 1500
CARD = json.loads((MODELS / "japan-russia" / "card.json").read_text(encoding="utf-8"))


def make_head() -> Head:
    scale = Scale(np.ones((2, 3)), np.zeros(3), np.zeros((2, 3)))
    return Head(np.array([1.0, -2.0]), 0.5, LEVELS, scale, scale)


def plant(stretch: float) -> tuple[Odds, pd.Series]:
    """Odds of known truth, stretched: `stretch` above 1 is overconfident. Three in five texts speak to the topic."""
    rng = np.random.default_rng(5)
    true = rng.normal(0, 1.5, (COUNT, 3))
    codes = [rng.choice(LEVELS, p=chances) for chances in softmax(true, axis=1)]
    addressed = rng.normal(0.5, 1.5, COUNT)
    spoken = rng.uniform(size=COUNT) < expit(addressed)
    odds = Odds(addressed * stretch, true * stretch, true * stretch, np.ones(COUNT))
    return odds, pd.Series(np.where(spoken, codes, np.nan)).astype("Float64")


def measure_signs(odds: np.ndarray, codes: pd.Series, temperature: float) -> float:
    confidence, sign = read_sign(softmax(odds / temperature, axis=1), LEVELS)
    return score_calibration(confidence, sign == codes.to_numpy(dtype=float), np.ones(len(codes)))


@pytest.mark.parametrize("stretch", [0.5, 1.0, 3.0])
def test_the_temperature_is_the_planted_overconfidence(stretch):
    head = _calibrate_head(make_head(), *plant(stretch))
    assert head.by_side.temperature == pytest.approx(stretch, rel=0.15)
    assert head.by_text.temperature == head.by_side.temperature


def test_overconfident_odds_get_a_temperature_above_one_that_lowers_the_calibration_error():
    odds, codes = plant(3.0)
    temperature = _calibrate_head(make_head(), odds, codes).by_side.temperature
    said = codes.notna().to_numpy()
    before, after = (measure_signs(odds.levels[said], codes[said], one) for one in (1.0, temperature))
    assert temperature > 1.5
    assert before > 0.15
    assert after < 0.04


def test_the_temperature_stays_within_its_bounds_whatever_the_odds():
    odds, codes = plant(1.0)
    sure = np.where(codes.fillna(0).to_numpy(dtype=float)[:, None] == LEVELS, 5.0, -5.0)
    right, wrong = (
        _calibrate_head(make_head(), odds._replace(levels=levels), codes).by_side.temperature
        for levels in (sure, -sure)
    )
    assert COOLEST <= right < 0.3
    assert HOTTEST - 0.3 < wrong <= HOTTEST


@pytest.mark.parametrize("stretch", [0.5, 3.0])
def test_overconfidence_in_addressed_is_found_and_removed(stretch):
    odds, codes = plant(stretch)
    slope, start = _fit_platt(odds.addressed, codes.notna().to_numpy())
    before, after = (
        score_calibration(expit(one), codes.notna().to_numpy(), np.ones(COUNT))
        for one in (odds.addressed, odds.addressed * slope + start)
    )
    assert slope == pytest.approx(1 / stretch, rel=0.15)
    assert after < before / 2


def test_the_slope_and_intercept_go_into_the_weights_of_addressed():
    odds, codes = plant(2.0)
    slope, start = _fit_platt(odds.addressed, codes.notna().to_numpy())
    old, new = make_head(), _calibrate_head(make_head(), odds, codes)
    assert new.addressed.tolist() == pytest.approx((old.addressed * slope).tolist())
    assert new.addressed_bias == pytest.approx(old.addressed_bias * slope + start)


@pytest.mark.parametrize("turn", [1, -1])
def test_calibrating_addressed_leaves_the_order_of_the_texts_even_where_it_reads_the_wrong_way(turn):
    odds, codes = plant(1.0)
    slope, start = _fit_platt(turn * odds.addressed, codes.notna().to_numpy())
    assert slope > 0
    assert (np.argsort(odds.addressed * slope + start) == np.argsort(odds.addressed)).all()


def test_a_calibrated_classifier_puts_texts_in_the_same_order_as_the_fitted_one(talks):
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    texts, sides = talks.statements["text"].tolist(), talks.statements["side"].tolist()
    fitted, whole = fit_classifier(talks, coded, DEFAULTS), train_classifier(talks)
    for topic in talks.codebook.topic_ids:
        before, after = (measure_odds(one, texts, sides)[topic].addressed for one in (fitted, whole))
        assert np.corrcoef(before, after)[0, 1] == pytest.approx(1)
        assert not np.allclose(before, after)


@pytest.mark.parametrize(("centre", "steepness"), [(3, 0.05), (2, 6)])
def test_however_flat_or_steep_the_odds_the_mean_stated_probability_is_the_share_that_speaks(centre, steepness):
    rng = np.random.default_rng(0)
    odds = rng.normal(centre, 0.5, COUNT)
    spoken = rng.uniform(size=COUNT) < expit(steepness * (odds - centre) - 0.5)
    slope, start = _fit_platt(odds, spoken)
    assert expit(slope * odds + start).mean() == pytest.approx(spoken.mean(), abs=0.03)


def test_where_every_text_speaks_to_the_topic_there_is_nothing_to_calibrate():
    for answer in (True, False):
        assert _fit_platt(np.arange(5.0), np.full(5, answer)) == (1.0, 0.0)


# Abstaining


def test_above_the_threshold_the_target_share_of_signs_is_right_and_no_lower_one_would_do():
    odds, codes = plant(1.0)
    said = codes.notna().to_numpy()
    chances = softmax(odds.levels[said], axis=1)
    confidence, sign = read_sign(chances, LEVELS)
    right = sign == codes[said].to_numpy(dtype=float)
    threshold = _find_threshold(chances, LEVELS, np.sign(codes[said].to_numpy(dtype=float)))
    assert right.mean() < SIGN_TARGET
    assert right[confidence >= threshold].mean() >= SIGN_TARGET
    assert 0.1 < (confidence >= threshold).mean() < 0.9
    lower = np.unique(confidence[confidence < threshold])
    assert max(right[confidence >= one].mean() for one in lower) < SIGN_TARGET


def test_the_threshold_of_a_head_is_that_of_its_calibrated_confidence():
    odds, codes = plant(3.0)
    said = codes.notna().to_numpy()
    head = _calibrate_head(make_head(), odds, codes)
    confidence, sign = read_sign(softmax(odds.levels[said] / head.by_side.temperature, axis=1), LEVELS)
    kept = confidence >= head.by_side.abstain_below
    assert 0.1 < kept.mean() < 0.9
    assert (sign == codes[said].to_numpy(dtype=float))[kept].mean() >= SIGN_TARGET


def test_the_threshold_is_one_where_no_confidence_reaches_the_target():
    chances = softmax(np.random.default_rng(0).normal(size=(50, 3)), axis=1)
    _, sign = read_sign(chances, LEVELS)
    wrong = np.where(sign == 1, -1, 1)
    assert _find_threshold(chances, LEVELS, wrong) == ALWAYS


def test_a_threshold_rests_on_enough_statements():
    chances = np.tile([0.1, 0.1, 0.8], (LEAST_KEPT, 1))
    signs = np.ones(LEAST_KEPT)
    assert _find_threshold(chances, LEVELS, signs) == pytest.approx(0.8)
    assert _find_threshold(chances[1:], LEVELS, signs[1:]) == ALWAYS


def test_texts_with_and_without_a_side_have_thresholds_of_their_own(talks):
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    careful = calibrate(fit_classifier(talks, coded, DEFAULTS), talks, coded, DEFAULTS)
    (topic, head) = next(iter(careful.heads.items()))
    strict = replace(
        head, by_side=replace(head.by_side, abstain_below=0.0), by_text=replace(head.by_text, abstain_below=ALWAYS)
    )
    scores = score_texts(replace(careful, heads={topic: strict}), [coded["text"][0]] * 2, [coded["side"][0], None])
    assert scores["abstains"].tolist() == [0, 1]


def test_texts_of_equal_confidence_are_kept_or_left_together():
    chances, signs = np.tile([0.1, 0.1, 0.8], (20, 1)), np.array([1] * 10 + [-1] * 10)
    confidence, sign = read_sign(chances, LEVELS)
    kept = confidence >= _find_threshold(chances, LEVELS, signs)
    assert not kept.any() or (sign == signs)[kept].mean() >= SIGN_TARGET


def test_a_classifier_that_is_always_right_never_abstains():
    chances = softmax(np.random.default_rng(0).normal(size=(50, 3)), axis=1)
    confidence, sign = read_sign(chances, LEVELS)
    assert _find_threshold(chances, LEVELS, sign) == confidence.min()


# A whole classifier


def test_with_too_few_sources_nothing_is_calibrated_and_no_direction_is_given(talks):
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    few = coded[coded["source"].isin(coded["source"].unique()[: LEAST_SOURCES - 1])]
    fitted = fit_classifier(talks, coded, DEFAULTS)
    careful = calibrate(fitted, talks, few, DEFAULTS)
    for topic, head in careful.heads.items():
        assert head.by_side.abstain_below == head.by_text.abstain_below == ALWAYS > 1
        assert head.addressed is fitted.heads[topic].addressed
        assert head.by_side is fitted.heads[topic].by_side
    scores = score_texts(careful, few["text"].tolist(), few["side"].tolist())
    assert (scores["abstains"] == 1).all()


@pytest.mark.parametrize("measure", ["addressed_ece", "sign_ece"])
@pytest.mark.parametrize("topic", CARD["measures"])
def test_the_shipped_classifier_means_the_probabilities_that_it_states(topic, measure):
    assert 0 < CARD["measures"][topic][measure] <= 0.06


@pytest.mark.parametrize("topic", CARD["measures"])
def test_where_the_shipped_classifier_quotes_a_sign_it_is_right_more_often(topic):
    measures = CARD["measures"][topic]
    assert measures["sign_right_kept"] > measures["sign_right"] + 0.05
    assert measures["sign_right_kept"] > SIGN_TARGET - 0.02
