"""The measures: each beside what reading nothing would give."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from stance.classifier.evaluation import MEASURES, correlate_within, evaluate_dossier, measure_scores, write_report
from stance.codebook import Codebook, Level, Topic
from stance.dossier import load_dossier

TOPIC = Topic("t", "T", "?", "no", "yes", (Level(-1, ""), Level(0, ""), Level(1, "")))
BOOK = Codebook("Talks", "1", (date.min, date.max), "", (), (TOPIC,), ())


def test_a_model_that_answers_the_mean_of_the_side_reads_nothing_within_sides():
    codes = pd.Series([2.0, 1, 2, -2, -1, -1])
    sides = pd.Series(["a", "a", "a", "b", "b", "b"])
    means = codes.groupby(sides).transform("mean")
    assert np.isnan(correlate_within(means, codes, sides))
    assert means.corr(codes) > 0.9


def test_within_groups_a_perfect_reading_correlates_by_one_and_its_mirror_by_minus_one():
    codes, sides = pd.Series([2.0, 1, -1, -2]), pd.Series(["a", "a", "b", "b"])
    assert correlate_within(codes + 5 * (sides == "a"), codes, sides) == pytest.approx(1)
    assert correlate_within(-codes, codes, sides) == pytest.approx(-1)


def test_a_group_of_one_row_says_nothing():
    assert np.isnan(correlate_within(pd.Series([1.0, 2]), pd.Series([0.0, 2]), pd.Series(["a", "b"])))


def test_measures_of_a_small_table_by_hand():
    statements = pd.DataFrame(
        {"statement": list("wxyz"), "side": ["a", "a", "b", "b"], "actor": list("ppqq"), "t": [1, -1, 1, pd.NA]}
    ).astype({"t": "Int64"})
    scores = pd.DataFrame(
        {"statement": list("wxyz"), "topic": "t", "addressed": [0.9, 0.8, 0.2, 0.1], "score": [0.5, -1.0, 1.0, 0.0],
         "text_score": [0.0, 0.0, 0.0, 0.0], "confidence": [0.9, 0.8, 0.7, 0.6], "sign": [1, -1, -1, 0], "baseline": [0.0, 0.0, 1.0, 1.0]}
    )  # fmt: skip
    measures = measure_scores(scores, statements, BOOK)["t"]
    assert measures["mae"] == pytest.approx(0.5 / 3)
    assert measures["mae_side"] == pytest.approx(2 / 3)
    assert measures["mae_commonest"] == pytest.approx(2 / 3)
    assert measures["bias"] == pytest.approx(-0.5 / 3)
    assert measures["addressed_f1"] == pytest.approx((0.8 + 2 / 3) / 2)
    assert measures["within_side_r"] == pytest.approx(1)
    assert np.isnan(measures["text_within_side_r"])
    assert measures["sign_stated"] == pytest.approx(0.8)
    assert measures["sign_right"] == pytest.approx(2 / 3)
    assert (measures["rows"], measures["addressed_rows"]) == (4, 3)


def test_an_undefined_measure_is_said_and_not_shown_as_zero(other_dossier):
    dossier = load_dossier(other_dossier)
    measures = evaluate_dossier(dossier, repeats=1)
    topic = dossier.codebook.topic_ids[0]
    report = write_report({topic: measures[topic] | {"within_side_r": None}}, "title")
    assert "undefined" in report.splitlines()[2]
    assert all(name in report for name in MEASURES)


def test_within_side_figures_come_first(other_dossier):
    report = write_report(evaluate_dossier(load_dossier(other_dossier), repeats=1), "title")
    names = [line.split()[0] for line in report.splitlines()[2:]]
    assert names[:2] == ["within_side_r", "within_actor_r"]
    assert names.index("mae_side") == names.index("mae") + 1
