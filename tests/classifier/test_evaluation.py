"""How well it reads: figures with intervals by source, undefined where nothing can be said, the same in every form."""

import json

import numpy as np
import pandas as pd
import pytest

from stance.classifier import evaluation, examining
from stance.classifier.evaluation import evaluate_test, measure_runs, write_report
from stance.classifier.examining import cross_fit_all
from stance.classifier.folds import SEED
from stance.classifier.measures import MEASURES, prepare_measures
from stance.classifier.training import train_classifier
from stance.commands import main
from stance.dossier.loading import MODELS

WIDTHS = (26, 24)
HELD = ["within_side_r", "within_actor_r", "text_within_side_r", "overall_r", "mae", "mae_by_side", "mae_by_actor"]
CARD = json.loads((MODELS / "japan-russia" / "card.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def coded(talks):
    return talks.statements[talks.statements["coded"]].reset_index(drop=True)


@pytest.fixture(scope="module")
def measured(talks, talks_fitted, coded):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "DRAWS", 40)
        return measure_runs([talks_fitted], coded, talks)


@pytest.fixture
def fitted_once(monkeypatch, talks_fitted):
    """Cross-fitting gives the scores that were made once, whatever the seed, and few draws."""
    monkeypatch.setattr(examining, "cross_fit", lambda dossier, **options: talks_fitted)
    monkeypatch.setattr(examining, "measure_divisions", lambda dossier, fitted, **options: [])
    monkeypatch.setattr(examining, "measure_shrinkage", lambda fitted, dossier: {})
    monkeypatch.setattr(evaluation, "DRAWS", 40)


def read_cells(line: str, topics: int) -> list[str]:
    """The cells of one line of the report after the name of the measure."""
    first, width = WIDTHS
    return [line[first + width * number : first + width * (number + 1)].strip() for number in range(topics)]


def write_cell(value: float | None, interval: list[float] | None, name: str) -> str:
    """A cell as the report should show it, from the numbers of the JSON."""
    if value is None:
        return "undefined"
    if name in ("rows", "addressed_rows"):
        return f"{value:,.0f}"
    return f"{value:.3f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")


# Measures and their mean


def test_the_measures_are_those_of_the_scores_rounded(talks, talks_fitted, coded, measured):
    for topic in talks.codebook.topics:
        plain = prepare_measures(talks_fitted, coded, topic)(np.ones(len(coded)))
        known = {name: value for name, value in measured.measures[topic.id].items() if value is not None}
        assert known == pytest.approx({name: plain[name] for name in known}, abs=6e-5)
        assert {name for name, value in plain.items() if np.isnan(value)} == set(MEASURES) - set(known)


def test_several_runs_are_averaged(talks, talks_fitted, coded, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 3)
    other = talks_fitted.assign(score=0.0)
    parts = [measure_runs(runs, coded, talks) for runs in ([talks_fitted], [other], [talks_fitted, other])]
    for topic in talks.codebook.topic_ids:
        first, second, both = (part.measures[topic]["mae"] for part in parts)
        assert both == pytest.approx((first + second) / 2, abs=1e-4)
        assert abs(first - second) > 0.1


def test_each_repeat_divides_into_other_folds(talks, talks_fitted, monkeypatch):
    seeds = []
    monkeypatch.setattr(
        examining, "cross_fit", lambda dossier, *, seed, words: seeds.append((seed, words)) or talks_fitted
    )
    assert len(cross_fit_all(talks)) == evaluation.REPEATS >= 5
    assert len({seed for seed, _ in seeds}) == evaluation.REPEATS
    assert [seed for seed, words in seeds if words] == [SEED] == [seeds[0][0]]


# Intervals


def test_every_draw_takes_as_many_sources_as_there_are_with_all_their_statements():
    sources = pd.Series([f"s{number % 12}" for number in range(60)])
    draws = evaluation.draw_weights(sources)
    by_source = pd.DataFrame(draws.T).groupby(sources)
    assert len(draws) == evaluation.DRAWS
    assert (by_source.nunique() == 1).all(axis=None)
    assert (by_source.first().sum() == 12).all()
    assert draws.mean() == pytest.approx(1, abs=0.01)
    assert draws.max() >= 3


@pytest.mark.parametrize("name", HELD)
def test_the_interval_of_a_correlation_or_distance_holds_its_point(measured, name):
    for found in (measured.write_json(), CARD):
        for topic, measures in found["measures"].items():
            low, high = found["intervals"][topic][name]
            assert low <= measures[name] <= high
            assert low < high


def test_the_statements_of_a_source_are_drawn_together_or_not_at_all(talks, talks_fitted, coded, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 40)
    joint = coded.assign(source=coded["statement"].where(coded.index >= 20, "one"))
    apart = coded.assign(source=coded["statement"])
    wide, narrow = (measure_runs([talks_fitted], rows, talks).intervals["quota"]["rows"] for rows in (joint, apart))
    assert narrow == (40, 40)
    assert wide[1] - wide[0] > 15


def test_an_interval_is_given_where_the_measure_is_defined_but_for_calibration_errors(measured):
    for found in (measured.write_json(), CARD):
        for topic, measures in found["measures"].items():
            assert list(measures) == list(found["intervals"][topic]) == list(MEASURES)
            for name, value in measures.items():
                expected = value is not None and not name.endswith("_ece")
                assert (found["intervals"][topic][name] is not None) == expected


# What is printed


def test_a_model_that_answers_the_mean_of_the_side_is_undefined_within_sides_and_not_zero(
    talks, talks_fitted, coded, monkeypatch
):
    monkeypatch.setattr(evaluation, "DRAWS", 10)
    means = coded.groupby("side")["quota"].transform("mean").astype(float)
    blind = talks_fitted["statement"].map(dict(zip(coded["statement"], means, strict=True)))
    found = measure_runs([talks_fitted.assign(score=blind)], coded, talks)
    line = next(line for line in write_report(found, "title").splitlines() if line.startswith("within_side_r "))
    assert found.measures["quota"]["within_side_r"] is None
    assert found.intervals["quota"]["within_side_r"] is None
    assert read_cells(line, 2)[0] == "undefined"
    assert found.measures["quota"]["overall_r"] > 0.2


def test_the_report_names_every_measure_in_order_with_its_meaning(measured):
    lines = write_report(measured, "a title").splitlines()
    assert lines[0] == "a title"
    assert "90%" in lines[1]
    assert [line.split()[0] for line in lines[3:]] == list(MEASURES)
    assert all(line.endswith(meaning) for line, meaning in zip(lines[3:], MEASURES.values(), strict=True))


def test_within_side_figures_come_first_each_beside_its_baselines(measured):
    names = [line.split()[0] for line in write_report(measured, "title").splitlines()[3:]]
    assert names[0] == "within_side_r"
    assert names.index("within_side_r") < names.index("within_actor_r") < names.index("mae") < names.index("overall_r")
    assert names.index("mae_by_side") in range(names.index("mae") + 1, names.index("mae") + 4)


def test_evaluate_prints_the_same_numbers_as_a_table_and_as_json(talks, fitted_once, capsys):
    assert main(["evaluate", str(talks.folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert main(["evaluate", str(talks.folder)]) == 0
    title, _, head, *lines = capsys.readouterr().out.splitlines()
    topics = head.split()
    assert title == printed["title"]
    assert topics == list(printed["measures"]) == talks.codebook.topic_ids
    for line in lines:
        name = line.split()[0]
        numbers = [(printed["measures"][topic][name], printed["intervals"][topic][name]) for topic in topics]
        assert read_cells(line, 2) == [write_cell(*pair, name) for pair in numbers]
    assert len(lines) == len(MEASURES)


# A table that was not trained on


@pytest.fixture(scope="module")
def new_rows(talks, coded):
    return coded.head(25).assign(statement=[f"row {number}" for number in range(25)])


def test_a_test_table_is_measured_by_the_classifier_as_it_is(talks, new_rows, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 20)
    found = evaluate_test(train_classifier(talks), talks, new_rows).measures
    for topic in talks.codebook.topic_ids:
        assert found[topic]["rows"] == 25
        assert found[topic]["addressed_rows"] == new_rows[topic].notna().sum()
        assert found[topic]["mae"] < found[topic]["mae_by_side"]


def test_the_baselines_of_a_test_table_come_from_the_dossier(talks, new_rows, coded, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 3)
    turned = new_rows.assign(**{topic: -new_rows[topic] for topic in talks.codebook.topic_ids})
    found = evaluate_test(train_classifier(talks), talks, turned).measures
    for topic in talks.codebook.topic_ids:
        by_side = turned["side"].map(coded.groupby("side")[topic].mean().astype(float))
        assert found[topic]["mae_by_side"] == pytest.approx((by_side - turned[topic]).abs().mean(), abs=1e-4)
