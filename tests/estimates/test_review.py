"""Statements to read again: what is listed, why, and how many chance would give."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from stance.dossier.loading import load_dossier
from stance.estimates.review import (
    AMBIGUOUS,
    LIMIT,
    SLIP,
    expect_duplicates,
    list_contradictions,
    list_disagreements,
    list_duplicates,
)


@pytest.fixture
def loaded(other_dossier):
    return load_dossier(other_dossier)


def make_scores(loaded, **changes: float) -> pd.DataFrame:
    """Scores that equal the codes of the topic quota, but for the cells of one statement with code +1."""
    rows = loaded.statements[loaded.statements["coded"]].dropna(subset="quota")
    scores = pd.DataFrame({"statement": rows["statement"], "topic": "quota", "score": rows["quota"].astype(float)})
    scores = scores.assign(
        text_score=scores["score"], sign=np.sign(scores["score"]), confidence=0.9, abstains=0, addressed=0.9, words="w"
    )
    scores = scores.reset_index(drop=True)
    at = scores.index[scores["score"] == 1][0]
    for name, value in changes.items():
        scores.loc[at, name] = value
    return scores


def test_a_code_near_its_score_is_not_listed(loaded):
    assert list_disagreements(loaded.statements, make_scores(loaded), loaded.codings, loaded.codebook).empty


@pytest.mark.parametrize(
    ("changes", "triage"),
    [
        ({"score": -1.0, "sign": -1, "text_score": -1.0}, SLIP),
        ({"score": -1.0, "sign": -1, "text_score": 1.0}, LIMIT),
        ({"score": -1.0, "sign": -1, "text_score": -1.0, "abstains": 1}, LIMIT),
        ({"score": -1.0, "sign": -1, "text_score": -1.0, "addressed": 0.4}, LIMIT),
        ({"score": -0.1, "sign": 1, "text_score": 1.0}, LIMIT),
    ],
)
def test_a_slip_needs_agreeing_coders_a_sure_classifier_and_the_text_alone(loaded, changes, triage):
    (row,) = list_disagreements(
        loaded.statements, make_scores(loaded, **changes), loaded.codings, loaded.codebook
    ).to_dict("records")
    assert row["triage"] == triage
    assert row["distance"] == pytest.approx(abs(row["score"] - row["code"]))


def test_a_cell_on_which_the_coders_differ_is_ambiguous(loaded):
    scores = make_scores(loaded, score=-1.0, sign=-1, text_score=-1.0)
    one = scores.loc[scores["score"] != scores["score"].round(), "statement"]
    statement = list_disagreements(loaded.statements, scores, loaded.codings, loaded.codebook)["statement"].iloc[0]
    mine = (loaded.codings["statement"] == statement) & (loaded.codings["coder"] == "b")
    for other in (pd.NA, 0):
        codings = loaded.codings.copy()
        codings.loc[mine, "quota"] = other
        (row,) = list_disagreements(loaded.statements, scores, codings, loaded.codebook).to_dict("records")
        assert row["triage"] == AMBIGUOUS
    assert one.empty


def test_the_shipped_board_is_sorted_by_distance_and_holds_every_far_code(dossier, scores):
    rows = list_disagreements(dossier.statements, scores, dossier.codings, dossier.codebook)
    assert rows["distance"].is_monotonic_decreasing and rows["distance"].min() >= 1
    far = 0
    for topic in dossier.codebook.topic_ids:
        own = scores[scores["topic"] == topic].set_index("statement")["score"]
        codes = dossier.statements.set_index("statement")[topic].dropna().astype(float)
        far += int(((own[codes.index] - codes).abs() >= 1).sum())
    assert len(rows) == far > 50
    assert set(rows["triage"]) == {SLIP, AMBIGUOUS, LIMIT}
    assert (rows["words"].str.len() > 0).all()


def make_rows(*rows: tuple[str, str, str, int | None]) -> pd.DataFrame:
    """Statements of (actor, date, source, code on quota)."""
    frame = pd.DataFrame(rows, columns=["actor", "date", "source", "quota"])
    frame = frame.assign(statement=[f"s{n}" for n in range(len(frame))], date=pd.to_datetime(frame["date"]))
    return frame.astype({"quota": "Int64"})


def test_a_planted_contradiction_is_listed_and_a_far_one_in_time_is_not(loaded):
    rows = make_rows(
        ("ann", "2020-01-01", "x", -1), ("ann", "2020-01-20", "y", 1), ("ann", "2020-09-01", "y", -1), ("bob", "2020-01-05", "z", 1)
    )  # fmt: skip
    found, _ = list_contradictions(rows, loaded.codebook.topic("quota"), least_steps=2, most_days=30)
    (pair,) = found.to_dict("records")
    assert (pair["actor"], pair["first"], pair["second"], pair["days"], pair["steps"]) == ("ann", "s0", "s1", 19, 2)
    assert not pair["same_source"]


def test_the_number_by_chance_is_the_mean_over_all_ways_to_deal_the_codes(loaded):
    days = ["2020-01-01", "2020-01-10", "2020-03-01", "2020-03-05", "2020-12-01"]
    codes = [-1, 1, 0, -1, 1]
    topic = loaded.codebook.topic("quota")

    def count(order: tuple[int, ...]) -> tuple[int, float]:
        rows = make_rows(*(("ann", day, "x", code) for day, code in zip(days, order, strict=True)))
        found, expected = list_contradictions(rows, topic, least_steps=2, most_days=20)
        return len(found), expected

    counts, expected = zip(*(count(order) for order in permutations(codes)), strict=True)
    assert np.mean(counts) == pytest.approx(expected[0])
    assert len(set(np.round(expected, 12))) == 1


def test_statements_that_do_not_speak_to_the_topic_contradict_nothing(loaded):
    rows = make_rows(("ann", "2020-01-01", "x", -1), ("ann", "2020-01-02", "y", None))
    found, expected = list_contradictions(rows, loaded.codebook.topic("quota"), least_steps=1, most_days=30)
    assert found.empty and expected == 0


def test_near_duplicates_are_pairs_above_the_least_similarity_once_each(loaded):
    rows = make_rows(("ann", "2020-01-01", "x", -1), ("bob", "2020-01-02", "x", 1), ("cid", "2020-01-03", "y", None))
    alike = sparse.csr_matrix(np.array([[1, 0.6, 0.9], [0.6, 1, 0.2], [0.9, 0.2, 1]]))
    topic = loaded.codebook.topic("quota")
    (pair,) = list_duplicates(rows, alike, topic, 0.5).to_dict("records")
    assert (pair["first"], pair["second"], pair["similarity"], pair["steps"]) == ("s0", "s1", 0.6, 2)
    assert pair["same_source"]
    assert list_duplicates(rows, alike, topic, 0.7).empty


def test_duplicates_by_chance_differ_as_often_as_any_two_statements(loaded):
    rows = make_rows(*(("ann", "2020-01-01", "x", code) for code in (-1, -1, 1, 0)))
    topic = loaded.codebook.topic("quota")
    assert expect_duplicates(rows, topic, 12, 1) == pytest.approx(12 * 5 / 6)
    assert expect_duplicates(rows, topic, 12, 2) == pytest.approx(12 * 2 / 6)
    assert expect_duplicates(rows.iloc[:1], topic, 12, 1) == 0
