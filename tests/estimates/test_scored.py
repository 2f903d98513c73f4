"""Codes and the classifier's scores become one table; a person's code always wins."""

import makers
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.dossier.scores import SCORES_COLUMNS, read_scores
from stance.estimates.scored import BEST, CLASSIFIER, CODES, COLUMNS, SCORE_SOURCES, score_statements

ESTIMATED = {
    "score": 0.25,
    "text_score": 0.25,
    "confidence": 0.5,
    "sign": 1,
    "abstains": 0,
    "spread": 0.6,
    "correction": 0.0,
    "shared": 0.1,
    "words": "вода +0.10",
}


@pytest.fixture
def river(other_dossier):
    return load_dossier(other_dossier)


@pytest.fixture
def river_scores(river):
    """Scores of 0.25 for every statement and topic; those of `access` are below the threshold in every other row."""
    rows = [
        {"statement": statement, "topic": topic, "addressed": 0.4 if topic == "access" and number % 2 else 0.9}
        for number, statement in enumerate(river.statements["statement"])
        for topic in ("quota", "access")
    ]
    return pd.DataFrame(rows).assign(**ESTIMATED)[SCORES_COLUMNS]


def count_codes(dossier) -> int:
    return int(dossier.statements[dossier.codebook.topic_ids].notna().sum().sum())


def test_a_persons_code_always_wins(river, river_scores):
    best = score_statements(river, river_scores, BEST)
    codes = river.statements.melt("statement", river.codebook.topic_ids, "topic", "code").dropna()
    both = best.merge(codes, on=["statement", "topic"])
    assert len(both) == len(codes) > 0
    assert (both["score"] == both["code"].astype(float)).all()
    assert set(both["scored_by"]) == {"coder"}


def test_the_classifier_fills_only_what_no_one_has_read(river, river_scores):
    best = score_statements(river, river_scores, BEST)
    filled = best[best["scored_by"] == "classifier"]
    assert set(filled["statement"]) == set(river.statements.loc[~river.statements["coded"], "statement"])
    assert set(filled["score"]) == {0.25}


def test_a_statement_that_does_not_speak_to_a_topic_has_no_row_for_it(river, river_scores):
    codes = score_statements(river, river_scores, CODES)
    silent = river.statements.loc[river.statements["quota"].isna(), "statement"]
    assert len(silent) > 4
    assert not codes.loc[codes["topic"] == "quota", "statement"].isin(silent).any()
    assert len(codes) == count_codes(river)


def test_a_coders_silence_is_not_filled_by_the_classifier(river, river_scores):
    best = score_statements(river, river_scores, BEST)
    read = river.statements[river.statements["coded"] & river.statements["quota"].isna()]["statement"]
    assert len(read) > 0
    assert not best.loc[best["topic"] == "quota", "statement"].isin(read).any()


def test_classifier_only_takes_its_scores_for_all(river, river_scores):
    scored = score_statements(river, river_scores, CLASSIFIER)
    assert set(scored["scored_by"]) == {"classifier"}
    assert set(scored["score"]) == {0.25}
    assert (scored["topic"] == "quota").sum() == 44


def test_a_topic_that_is_probably_not_addressed_has_no_score(river, river_scores):
    scored = score_statements(river, river_scores, CLASSIFIER)
    assert (scored["topic"] == "access").sum() == 22
    at_half = score_statements(river, river_scores.assign(addressed=0.5), CLASSIFIER)
    assert (at_half["topic"] == "access").sum() == 44


def test_hand_codes_only_never_shows_the_classifier(river, river_scores):
    scored = score_statements(river, river_scores, CODES)
    assert set(scored["scored_by"]) == {"coder"}


def test_the_spread_of_a_code_is_zero_and_of_a_score_is_not(river, river_scores):
    scored = score_statements(river, river_scores, BEST)
    assert set(scored.loc[scored["scored_by"] == "coder", "spread"]) == {0.0}
    assert set(scored.loc[scored["scored_by"] == "classifier", "spread"]) == {0.6}


@pytest.mark.parametrize(("correction", "expected"), [(0.0, 0.25), (0.3, 0.55), (-0.75, -0.5), (4, 1), (-4, -1)])
def test_a_corrected_score_is_the_raw_score_and_its_correction_on_the_scale(river, river_scores, correction, expected):
    scored = score_statements(river, river_scores.assign(correction=correction), CLASSIFIER)
    assert len(scored) > 60
    assert scored["score"].tolist() == pytest.approx([expected] * len(scored))
    assert set(scored["correction"]) == {correction}


@pytest.mark.parametrize("score_source", [BEST, CODES])
def test_a_code_is_never_corrected_and_shares_no_error(river, river_scores, score_source):
    leaning = river_scores.assign(correction=0.4, shared=0.2)
    codes = score_statements(river, leaning, score_source).query("scored_by == 'coder'")
    assert len(codes) == count_codes(river)
    assert codes["score"].isin([-1, 0, 1]).all()
    assert codes[["spread", "correction", "shared"]].eq(0).all(axis=None)


def test_the_error_that_the_scores_of_a_side_share_is_handed_on(river, river_scores):
    scored = score_statements(river, river_scores, BEST)
    assert set(scored.loc[scored["scored_by"] == "classifier", "shared"]) == {0.1}


def test_the_shipped_scores_are_corrected_by_what_their_table_says(dossier, scores):
    scored = score_statements(dossier, scores, CLASSIFIER)
    both = scored.merge(scores, on=["statement", "topic"], suffixes=("", "_raw"))
    expected = (both["score_raw"] + both["correction_raw"]).clip(-2, 2)
    assert len(both) == len(scored)
    assert (both["score"] - expected).abs().max() < 1e-9
    assert (both["correction"] != 0).mean() > 0.9


@pytest.mark.parametrize("score_source", SCORE_SOURCES)
def test_the_shipped_scores_keep_their_promises(dossier, scores, score_source):
    scored = score_statements(dossier, scores, score_source)
    assert list(scored) == COLUMNS
    assert scored["score"].between(-2, 2).all()
    assert not scored.duplicated(["statement", "topic"]).any()
    assert scored["date"].is_monotonic_increasing
    assert scored.notna().all().all()
    assert (scored["spread"] > 0).eq(scored["scored_by"] == "classifier").all()
    assert (scored["shared"] > 0).eq(scored["scored_by"] == "classifier").all()


def test_the_shipped_best_scores_are_every_code_and_some_scores(dossier, scores):
    by = score_statements(dossier, scores, BEST)["scored_by"].value_counts()
    assert by["coder"] == count_codes(dossier)
    assert 0 < by["classifier"] <= 3 * 185


def test_scores_cover_every_statement_and_topic_of_the_shipped_dossier(dossier, scores):
    pairs = set(zip(scores["statement"], scores["topic"], strict=True))
    assert pairs == {(s, t) for s in dossier.statements["statement"] for t in dossier.codebook.topic_ids}
    assert len(scores) == len(pairs)


def test_without_a_classifier_the_codes_remain(river, tmp_path):
    none = read_scores(tmp_path)
    assert len(none) == 0
    assert len(score_statements(river, none, BEST)) == len(score_statements(river, none, CODES)) == count_codes(river)
    assert score_statements(river, none, CLASSIFIER).empty


@pytest.mark.parametrize("name", ["1", "NA", "007", "1.0"])
def test_statements_may_be_called_by_a_number_or_na(tmp_path, name):
    table = makers.STATEMENTS.replace("\n1,", f"\n{name},")
    small = load_dossier(makers.write_dossier(tmp_path, statements=table))
    rows = [{"statement": s, "topic": "fund", "addressed": "0.9"} for s in small.statements["statement"]]
    filled = [row | {name: str(value) for name, value in ESTIMATED.items()} | {"score": "0.5"} for row in rows]
    makers.write_rows(tmp_path / "scores.csv", filled)
    scored = score_statements(small, read_scores(tmp_path), CLASSIFIER)
    assert scored["statement"].tolist() == small.statements["statement"].tolist()
    assert scored["score"].tolist() == [0.5, 0.5, 0.5]


def test_scoring_changes_neither_the_dossier_nor_the_scores(river, river_scores):
    before = river.statements.copy(deep=True), river_scores.copy(deep=True)
    for score_source in SCORE_SOURCES:
        score_statements(river, river_scores, score_source)
    pd.testing.assert_frame_equal(river.statements, before[0])
    pd.testing.assert_frame_equal(river_scores, before[1])
