"""Division into folds: no source is on both sides, neither where scores are made nor where they are calibrated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.classifier import calibration, training
from stance.classifier.fitting import DEFAULTS
from stance.classifier.folds import (
    DIVISIONS,
    FOLDS,
    LEAST_BEFORE,
    split_by_actor,
    split_by_batch,
    split_by_both,
    split_by_source,
    split_by_year,
    split_folds,
)
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

    def noting(dossier, train: pd.DataFrame, test: pd.DataFrame, chosen, **options):
        seen.append((set(train["source"]), set(test["source"])))
        return score_fold(dossier, train, test, chosen, **options)

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


# Other divisions: what a tested row must not share with one that is trained on


def make_coded(count: int = 120) -> pd.DataFrame:
    """Coded statements over four years; a source is shared by two actors, and by the end of a year and the next."""
    numbers = np.arange(count)
    return pd.DataFrame(
        {
            "actor": [f"a{n % 12}" for n in numbers],
            "source": [f"s{n // 2}" for n in numbers + 1],
            "date": pd.Timestamp("2015-01-01") + pd.to_timedelta(numbers * 1461 // count, unit="D"),
        }
    )


@pytest.mark.parametrize(
    ("split", "apart"),
    [(split_by_source, ["source"]), (split_by_actor, ["actor"]), (split_by_both, ["actor", "source"])],
)
def test_a_drawn_division_keeps_apart_what_it_names_and_tests_every_row_once(split, apart):
    coded = make_coded()
    folds = split(coded, 1).values()
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(len(coded)))
    for train, test in folds:
        assert len(train) > len(coded) / 3
        for name in apart:
            assert not set(coded[name].iloc[train]) & set(coded[name].iloc[test])


def test_folds_by_actor_alone_may_share_a_source():
    coded = make_coded()
    shared = [
        set(coded["source"].iloc[train]) & set(coded["source"].iloc[test])
        for train, test in split_by_actor(coded, 1).values()
    ]
    assert all(shared)


def test_forward_in_time_trains_on_all_that_was_said_before_the_year_but_for_its_sources():
    coded = make_coded()
    folds = split_by_year(coded)
    assert list(folds) == ["2016", "2017", "2018"]
    for year, (train, test) in folds.items():
        days, sources = coded["date"], coded["source"]
        assert list(test) == list(np.flatnonzero(days.dt.year == int(year)))
        before = np.flatnonzero((days.dt.year < int(year)) & ~sources.isin(sources.iloc[test]))
        assert list(train) == list(before)
    assert (coded["date"].dt.year < 2016).sum() > len(folds["2016"][0])


def test_a_year_with_too_little_before_it_is_not_tested():
    coded = make_coded()
    late = coded[(coded["date"].dt.year > 2015) | (coded.index < 10)].reset_index(drop=True)
    assert (late["date"].dt.year == 2015).mean() < LEAST_BEFORE
    assert list(split_by_year(late)) == ["2017", "2018"]


@pytest.mark.parametrize("as_day", [str, pd.Timestamp])
def test_each_batch_after_the_first_is_tested_on_those_before(as_day):
    days = ["2026-03-01", "2026-01-01", "2026-02-01"]
    coded = make_coded(90).assign(batch=[as_day(days[n // 30]) for n in range(90)])
    folds = split_by_batch(coded)
    assert list(folds) == ["2026-02-01", "2026-03-01"]
    train, test = folds["2026-02-01"]
    assert list(test) == list(range(60, 90))
    assert set(train) == set(range(30, 60)) - {59}
    assert set(folds["2026-03-01"][0]) == set(range(31, 90))


def test_rows_without_a_batch_are_neither_trained_on_nor_tested():
    coded = make_coded(90).assign(batch=["2026-01-01"] * 30 + [""] * 20 + ["2026-02-01"] * 30 + [None] * 10)
    (only,) = split_by_batch(coded).values()
    assert set(only[0]) | set(only[1]) <= {*range(30), *range(50, 80)}
    assert list(only[1]) == list(range(50, 80))


@pytest.mark.parametrize("cells", [None, "", "2026-01-01"])
def test_a_dossier_of_one_batch_or_none_has_no_later_one(cells):
    coded = make_coded() if cells is None else make_coded().assign(batch=cells)
    assert split_by_batch(coded) == {}


def test_a_missing_day_is_no_batch():
    coded = make_coded(40).assign(batch=[pd.Timestamp("2026-01-01")] * 20 + [pd.NaT] * 20)
    assert split_by_batch(coded) == {}


def test_every_division_says_what_it_asks():
    assert all(division.meaning for division in DIVISIONS.values())
    assert len({division.meaning for division in DIVISIONS.values()}) == len(DIVISIONS)
