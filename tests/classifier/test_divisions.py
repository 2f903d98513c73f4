"""Rows of the card for what is new otherwise: a new actor, a later year, a later batch, each measured on scores of its own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.classifier import divisions, evaluation
from stance.classifier.divisions import HEADLINES, measure_divisions, write_divisions
from stance.classifier.evaluation import measure_runs
from stance.classifier.fitting import DEFAULTS, fit_classifier
from stance.classifier.folds import BY_BATCH, Division, split_by_batch
from stance.classifier.measures import prepare_measures
from stance.classifier.model import score_texts
from stance.classifier.training import train_classifier
from stance.errors import ModelError

EARLY, LATE = "2026-01-01", "2026-02-01"


@pytest.fixture(scope="module")
def batched(talks):
    """The other negotiation with its statements of the last third in a later batch."""
    numbers = np.arange(len(talks.statements))
    return replace(talks, statements=talks.statements.assign(batch=np.where(numbers < 28, EARLY, LATE)))


@pytest.fixture(scope="module")
def rows(batched, talks_fitted):
    other = talks_fitted.assign(score=talks_fitted["by_actor"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "DRAWS", 20)
        return measure_divisions(batched, [talks_fitted, other])


def find_row(rows: list[dict], division: str, part: str = "") -> dict:
    (row,) = [row for row in rows if (row["division"], row["part"]) == (division, part)]
    return row


def test_there_is_a_row_for_each_division_each_year_and_each_later_batch(rows):
    assert [(row["division"], row["part"]) for row in rows] == [
        ("by_source", ""),
        ("by_actor", ""),
        ("by_actor_and_source", ""),
        ("forward", ""),
        ("forward", "2022"),
        ("forward", "2023"),
        (BY_BATCH, LATE),
    ]


def test_every_row_has_the_headlines_with_intervals_that_hold_the_distances(rows, talks):
    for row in rows:
        for topic in talks.codebook.topic_ids:
            measures, intervals = row["measures"][topic], row["intervals"][topic]
            assert list(measures) == list(intervals) == list(HEADLINES)
            assert intervals["mae"][0] <= measures["mae"] <= intervals["mae"][1]
            assert 0 < measures["addressed_rows"] <= measures["rows"]


def test_the_row_by_source_has_the_measures_of_the_whole_card(rows, batched, talks_fitted, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 20)
    coded = batched.statements[batched.statements["coded"]]
    whole = measure_runs([talks_fitted, talks_fitted.assign(score=talks_fitted["by_actor"])], coded, batched)
    row = find_row(rows, "by_source")
    for topic in batched.codebook.topic_ids:
        assert row["measures"][topic] == {name: whole.measures[topic][name] for name in HEADLINES}
        assert row["intervals"][topic] == {name: whole.intervals[topic][name] for name in HEADLINES}


def test_the_spread_is_the_lowest_and_highest_correlation_within_sides_over_the_repeats(rows, batched, talks_fitted):
    coded = batched.statements[batched.statements["coded"]].reset_index(drop=True)
    for topic in batched.codebook.topics:
        runs = [talks_fitted, talks_fitted.assign(score=talks_fitted["by_actor"])]
        each = [prepare_measures(run, coded, topic)(np.ones(len(coded)))["within_side_r"] for run in runs]
        assert find_row(rows, "by_source")["spread"][topic.id] == pytest.approx(sorted(each), abs=1e-4)
        assert each[0] != each[1]


def test_drawn_divisions_are_repeated_and_dated_ones_are_not(rows):
    drawn = {"by_source", "by_actor", "by_actor_and_source"}
    assert all(row["repeats"] == (2 if row["division"] in drawn else 1) for row in rows)
    assert not any(row["spread"][topic] for row in rows if row["repeats"] == 1 for topic in row["spread"])


def test_a_later_batch_is_measured_by_the_classifier_of_the_batches_before(rows, batched):
    coded = batched.statements[batched.statements["coded"]].reset_index(drop=True)
    ((train, test),) = split_by_batch(coded).values()
    scores = score_texts(
        train_classifier(batched, coded.iloc[train]),
        coded["text"].iloc[test].tolist(),
        coded["side"].iloc[test].tolist(),
    )
    for topic in batched.codebook.topic_ids:
        own = scores.loc[scores["topic"] == topic, "score"].to_numpy()
        codes = coded[topic].iloc[test].astype(float).to_numpy()
        by_side = coded.iloc[train].groupby("side")[topic].mean().astype(float)
        blind = coded["side"].iloc[test].map(by_side).to_numpy()
        measures = find_row(rows, BY_BATCH, LATE)["measures"][topic]
        assert measures["mae"] == pytest.approx(np.nanmean(np.abs(own - codes)), abs=1e-4)
        assert measures["mae_by_side"] == pytest.approx(np.nanmean(np.abs(blind - codes)), abs=1e-4)
        assert measures["rows"] == len(test)


def test_calibration_leaves_the_score_as_fitted_so_that_divisions_can_do_without(talks):
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    texts, sides = coded["text"].tolist(), coded["side"].tolist()
    plain, calibrated = (
        score_texts(one, texts, sides)
        for one in (fit_classifier(talks, coded, DEFAULTS), train_classifier(talks, coded))
    )
    pd.testing.assert_series_equal(plain["score"], calibrated["score"])
    assert not np.allclose(plain["addressed"], calibrated["addressed"])


def test_a_dossier_of_one_actor_one_year_and_no_batch_has_the_row_by_source_alone(talks, talks_fitted, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 3)
    bare = talks.statements.assign(actor="олег", date=pd.Timestamp("2021-05-01"))
    rows = measure_divisions(replace(talks, statements=bare), [talks_fitted])
    assert [(row["division"], row["part"]) for row in rows] == [("by_source", "")]


def test_a_fold_with_too_little_to_learn_from_is_not_tested(talks, talks_fitted, monkeypatch):
    monkeypatch.setattr(evaluation, "DRAWS", 3)
    split = {"thin": (np.arange(0), np.arange(20)), "full": (np.arange(20), np.arange(20, 40))}
    planted = {
        "by_source": divisions.DIVISIONS["by_source"],
        "drawn": Division("drawn", lambda coded, seed: split),
        "dated": Division("dated", lambda coded, seed: split, drawn=False),
    }
    monkeypatch.setattr(divisions, "DIVISIONS", planted)
    with pytest.raises(ModelError):
        fit_classifier(talks, talks.statements.head(0), DEFAULTS)
    rows = measure_divisions(talks, [talks_fitted])
    assert [(row["division"], row["part"]) for row in rows] == [("by_source", ""), ("drawn", ""), ("dated", "full")]
    assert {row["measures"]["quota"]["rows"] for row in rows[1:]} == {20}


def test_the_terminal_names_every_row_with_its_figures(rows, talks):
    lines = write_divisions(rows).splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert [head.split(":")[0] for head in heads] == [f"{row['division']} {row['part']}".strip() for row in rows]
    first = find_row(rows, "by_source")
    quota = talks.codebook.topic_ids[0]
    low, high = first["spread"][quota]
    assert next(line for line in lines if "over 2 repeats" in line).split()[4:7] == [f"{low:.3f}", "to", f"{high:.3f}"]
    assert next(line for line in lines if " mae " in line).split()[1] == f"{first['measures'][quota]['mae']:.3f}"
