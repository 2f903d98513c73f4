"""How much movement scores show: planted scores that shrink it by a known share give that share back."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.classifier import shrinkage
from stance.classifier.shrinkage import measure_shrinkage, write_shrinkage
from stance.estimates import rules

PERIODS, SOURCES = 8, 6


@pytest.fixture(scope="module")
def moving(talks):
    """Statements of two actors on two sides over four years, six sources a half year, whose mean codes go up and down."""
    cells = [(side, half, n) for side in ("sever", "minami") for half in range(PERIODS) for n in range(SOURCES)]
    frame = pd.DataFrame(cells, columns=["side", "half", "n"])
    up = frame["n"] < frame["half"].map(dict(enumerate([0, 4, 1, 6, 2, 5, 0, 3])))
    statements = frame.assign(
        statement=[f"s{number:03}" for number in range(len(frame))],
        source=[f"q{number:03}" for number in range(len(frame))],
        actor=frame["side"] + " one",
        date=pd.to_datetime({"year": 2019 + frame["half"] // 2, "month": 1 + 6 * (frame["half"] % 2), "day": 5}),
        quota=np.where(up, 1, -1),
        access=pd.array([pd.NA] * len(frame), dtype="Int64"),
        coded=True,
    )
    return replace(talks, statements=statements.astype({"quota": "Int64"}))


def plant_scores(dossier, scores) -> pd.DataFrame:
    """Cross-fitted scores: `scores` on quota, nothing addressed on access."""
    names = dossier.statements["statement"]
    own = pd.DataFrame({"statement": names, "topic": "quota", "score": np.asarray(scores, float), "addressed": 0.9})
    return pd.concat([own, own.assign(topic="access", addressed=0.1)], ignore_index=True)


def codes(dossier) -> np.ndarray:
    return dossier.statements["quota"].to_numpy(dtype=float)


def test_scores_that_are_the_codes_show_the_whole_movement(moving):
    found = measure_shrinkage(plant_scores(moving, codes(moving)), moving)["quota"]
    assert found["side"] == {"slope": 1.0, "interval": (1.0, 1.0), "periods": 16, "lines": 2}
    assert found["actor"]["slope"] is None
    assert found["actor"]["periods"] == 8


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_scores_drawn_to_the_middle_give_the_share_that_was_planted(moving, share):
    found = measure_shrinkage(plant_scores(moving, share * codes(moving)), moving)["quota"]["side"]
    assert found["slope"] == pytest.approx(share, abs=0.03)


def test_scores_that_only_know_the_side_show_nothing(moving):
    blind = moving.statements["side"].map({"sever": -0.6, "minami": 0.6})
    found = measure_shrinkage(plant_scores(moving, blind), moving)["quota"]["side"]
    assert abs(found["slope"]) < 0.05


def test_the_share_does_not_hang_on_how_far_apart_the_sides_are(moving):
    pushed = 0.5 * codes(moving) + moving.statements["side"].map({"sever": -0.4, "minami": 0.4}).to_numpy()
    found = measure_shrinkage(plant_scores(moving, pushed), moving)["quota"]["side"]
    assert found["slope"] == pytest.approx(0.5, abs=0.05)


def test_the_interval_is_the_jackknife_over_sources_and_holds_the_share(moving):
    noise = np.random.default_rng(1).normal(0, 0.4, len(moving.statements))
    fitted = plant_scores(moving, np.clip(0.5 * codes(moving) + noise, -1, 1))
    found = measure_shrinkage(fitted, moving)["quota"]["side"]
    low, high = found["interval"]
    assert low < found["slope"] < high
    assert low < 0.5 < high
    assert 0.05 < high - low < 0.6


def test_leaving_a_source_out_gives_the_means_that_are_left():
    means = np.array([[1.0, 3.0, np.nan], [2.0, np.nan, 6.0]])
    values, counts = shrinkage._leave_out(means)
    assert values.tolist() == [[2, 3, 1, 2], [4, 6, 4, 2]]
    assert counts.tolist() == [[2, 1, 1, 2], [2, 1, 2, 1]]


def test_a_period_of_many_sources_counts_for_more_than_one_of_few(moving):
    about = moving.statements
    early = about["half"] < 4
    fitted = plant_scores(moving, np.where(early, codes(moving), 0.0))
    fewer = moving.statements.assign(coded=early | about["n"].isin([0, 4, 5]))
    thinned = replace(moving, statements=fewer)
    kept = fitted[fitted["statement"].isin(fewer.loc[fewer["coded"], "statement"])].reset_index(drop=True)
    found = measure_shrinkage(kept, thinned)["quota"]["side"]
    assert found["periods"] == 16
    assert found["slope"] > measure_by_hand(kept, thinned, even=True) + 0.05
    assert found["slope"] == pytest.approx(measure_by_hand(kept, thinned, even=False), abs=0.05)


def measure_by_hand(fitted: pd.DataFrame, dossier, *, even: bool) -> float:
    """The slope with frames alone and without the correction, each period counting the same or by its sources."""
    own = dossier.statements[dossier.statements["coded"]].merge(fitted[fitted["topic"] == "quota"], on="statement")
    periods = (
        own.astype({"quota": float})
        .groupby(["side", "half"])
        .agg(code=("quota", "mean"), score=("score", "mean"), weight=("source", "nunique"))
    )
    weight = periods["weight"] ** (0 if even else 1)
    lines = weight.groupby("side").transform("sum")
    code, score = (
        periods[name] - ((periods[name] * weight).groupby("side").transform("sum") / lines)
        for name in ("code", "score")
    )
    return float((weight * code * score).sum() / (weight * code**2).sum())


@pytest.mark.parametrize(
    "thin",
    [
        lambda rows: rows.assign(source=rows["side"] + rows["half"].astype(str)),
        lambda rows: rows.assign(quota=rows["quota"].where(rows["n"] < 2)),
        lambda rows: rows.assign(coded=rows["half"] < 4),
    ],
    ids=["one source", "two statements", "few periods"],
)
def test_with_too_little_evidence_the_share_is_not_known(moving, thin):
    thinned = replace(moving, statements=thin(moving.statements))
    fitted = plant_scores(thinned, np.nan_to_num(0.5 * thinned.statements["quota"].astype(float)))
    fitted = fitted[fitted["statement"].isin(thinned.statements.loc[thinned.statements["coded"], "statement"])]
    found = measure_shrinkage(fitted.reset_index(drop=True), thinned)["quota"]["side"]
    assert found["slope"] is None and found["interval"] is None


def test_a_score_that_is_not_taken_for_addressed_counts_for_nothing(moving):
    fitted = plant_scores(moving, codes(moving))
    late = fitted["statement"].isin(moving.statements.loc[moving.statements["half"] >= 6, "statement"])
    found = measure_shrinkage(fitted.assign(addressed=fitted["addressed"].where(~late, 0.4)), moving)["quota"]["side"]
    assert found["periods"] == 12


def test_codes_that_do_not_move_leave_the_share_undefined(moving):
    still = replace(moving, statements=moving.statements.assign(quota=pd.array([1] * 96, dtype="Int64")))
    found = measure_shrinkage(plant_scores(still, np.linspace(-1, 1, 96)), still)["quota"]["side"]
    assert found == {"slope": None, "interval": None, "periods": 16, "lines": 2}


def test_the_least_evidence_is_that_of_a_position():
    assert (shrinkage.LEAST_STATEMENTS, shrinkage.LEAST_SOURCES) == (rules.MIN_STATEMENTS, rules.MIN_SOURCES)


def test_the_terminal_prints_share_interval_and_what_it_rests_on(moving):
    text = write_shrinkage(measure_shrinkage(plant_scores(moving, codes(moving)), moving))
    assert "1.000 [1.00, 1.00]      16 periods of 2 lines" in text
    assert "undefined" in text
