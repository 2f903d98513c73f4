"""Division into folds: no source is on both sides, neither where scores are made nor where they are calibrated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.classifier import calibration, training
from stance.classifier.fitting import DEFAULTS
from stance.classifier.folds import FOLDS, split_folds
from stance.errors import ModelError

SOURCES = st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=60).filter(lambda names: len(set(names)) > 1)


@pytest.fixture(scope="module")
def splits(talks):
    """(training, testing) sources of every division while one fold of the other negotiation is scored, by module."""
    seen: dict[str, list[tuple[set[str], set[str]]]] = {"training": [], "calibration": []}
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    train, test = next(split_folds(coded["source"]))
    with pytest.MonkeyPatch.context() as patch:
        for module in (training, calibration):
            patch.setattr(module, "_score_fold", note(module, seen[module.__name__.split(".")[-1]]))
        training._score_fold(talks, coded.iloc[train], coded.iloc[test], DEFAULTS)
    return seen


def note(module, seen: list):
    """The module's own way to score a fold, which writes down the sources on both sides."""
    score_fold = module._score_fold

    def noting(dossier, train: pd.DataFrame, test: pd.DataFrame, chosen):
        seen.append((set(train["source"]), set(test["source"])))
        return score_fold(dossier, train, test, chosen)

    return noting


@given(SOURCES, st.integers(2, 6), st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_no_source_is_in_two_folds_and_every_row_is_tested_once(names, count, seed):
    sources = pd.Series(names)
    folds = list(split_folds(sources, count, seed))
    assert len(folds) == min(count, sources.nunique())
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(len(sources)))
    for train, test in folds:
        assert not set(sources.iloc[train]) & set(sources.iloc[test])
        assert len(train) + len(test) == len(sources)


def test_no_source_of_the_shipped_dossier_is_both_trained_on_and_tested(dossier):
    sources = dossier.statements.loc[dossier.statements["coded"], "source"]
    folds = list(split_folds(sources))
    assert len(folds) == FOLDS
    for train, test in folds:
        assert not set(sources.iloc[train]) & set(sources.iloc[test])
        assert len(test) > len(sources) / FOLDS / 2


def test_the_same_seed_gives_the_same_folds_and_another_seed_others():
    sources = pd.Series([f"s{number % 30}" for number in range(90)])
    first, again, other = ([test.tolist() for _, test in split_folds(sources, seed=seed)] for seed in (0, 0, 1))
    assert first == again
    assert first != other


def test_a_single_source_cannot_be_divided():
    with pytest.raises(ModelError, match="at least two sources"):
        list(split_folds(pd.Series(["one"] * 5)))


def test_calibration_within_a_fold_never_sees_a_tested_source_nor_mixes_its_own(splits):
    (train, test), inner = splits["training"][0], splits["calibration"]
    assert len(inner) == calibration.INNER_FOLDS
    assert not train & test
    for inner_train, inner_test in inner:
        assert not inner_train & inner_test
        assert inner_train | inner_test == train
    assert set.union(*(inner_test for _, inner_test in inner)) == train


def test_each_fold_is_scored_by_a_model_of_its_training_rows_alone(talks, monkeypatch):
    seen = []
    monkeypatch.setattr(calibration, "fit_classifier", lambda dossier, rows, settings: seen.append(set(rows["source"])))
    monkeypatch.setattr(calibration, "measure_odds", lambda fitted, texts, sides: seen.append(texts))
    coded = talks.statements[talks.statements["coded"]]
    calibration._score_fold(talks, coded.iloc[:20], coded.iloc[20:], DEFAULTS)
    assert seen == [set(coded["source"].iloc[:20]), coded["text"].iloc[20:].tolist()]
