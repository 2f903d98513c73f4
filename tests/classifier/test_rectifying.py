"""The correction: a planted lean is found and removed, with an error that shrinks with sources."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from stance.classifier.rectifying import PRIOR_SOURCES, estimate_corrections
from stance.dossier.codebook import Codebook, Level, Topic

LEVELS = tuple(Level(code, "") for code in (-2, -1, 0, 1, 2))
BOOK = Codebook(
    "Talks", "1", (date.min, date.max), "", (), tuple(Topic(t, t, "?", "no", "yes", LEVELS) for t in "tu"), ()
)
SCALE = BOOK.scales["t"]


def make_talks(coded: int, *, lean: float = 0.4, uncoded: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and statements of sides a and b, a source each; scores of side a stand `lean` under the codes, b's right.

    The errors around the lean are 0.1 and -0.1 in turn. No one speaks to topic u.
    """
    rows = [(side, number, (-1, 0, 1)[number % 3]) for side in "ab" for number in range(coded + uncoded)]
    statements = pd.DataFrame(rows, columns=["side", "number", "true"])
    statements["statement"] = statements["side"] + statements["number"].astype(str)
    statements["source"] = "source-" + statements["statement"]
    noise = np.where(statements["number"] % 2, 0.1, -0.1)
    score = statements["true"] + noise - lean * (statements["side"] == "a")
    statements["t"] = statements["true"].where(statements["number"] < coded).astype("Int64")
    statements["u"] = pd.array([pd.NA] * len(statements), dtype="Int64")
    scores = pd.concat(
        [
            pd.DataFrame({"statement": statements["statement"], "topic": t, "score": score, "addressed": 0.9})
            for t in "tu"
        ]
    )
    return scores.reset_index(drop=True), statements


def correct(scores: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Scores with their corrections, on topic t, with side, source and code."""
    both = scores.assign(**estimate_corrections(scores, statements, BOOK))
    return both[both["topic"] == "t"].merge(statements[["statement", "side", "source", "t"]], on="statement")


def test_a_planted_lean_is_found_and_removed():
    corrected = correct(*make_talks(400))
    by_side = corrected.groupby("side")["correction"].mean()
    assert by_side["a"] == pytest.approx(0.4, abs=0.02)
    assert by_side["b"] == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize("count", [20, 60, 400])
def test_the_mean_of_corrected_scores_is_nearer_to_the_mean_of_the_codes(count):
    corrected = correct(*make_talks(count)).dropna(subset="t")
    lean = corrected[corrected["side"] == "a"]
    raw = (lean["score"] - lean["t"].astype(float)).mean()
    after = (lean["score"] + lean["correction"] - lean["t"].astype(float)).mean()
    assert abs(after) < abs(raw) * 2 * PRIOR_SOURCES / (count + PRIOR_SOURCES)


def test_a_correction_by_hand():
    """Five coded sources each say 0.4 more than the score, give or take 0.1: their sum is 2.0 + 0.1, over 5 + 10."""
    corrected = correct(*make_talks(5)).set_index("statement")
    assert corrected.loc["a7", "correction"] == pytest.approx(2.1 / 15)
    assert corrected.loc["a0", "correction"] == pytest.approx((2.1 - 0.5) / 14)
    assert corrected.loc["b7", "correction"] == pytest.approx(0.1 / 15)


def test_few_sources_are_drawn_to_no_correction():
    sizes = [correct(*make_talks(count)).query("side == 'a'")["correction"].iloc[-1] for count in (1, 3, 10, 100)]
    assert sizes == sorted(sizes)
    assert 0 < sizes[0] < 0.05
    assert sizes[-1] > 0.35


@pytest.mark.parametrize("code", [-2, 1, 2])
def test_the_code_of_a_source_never_changes_its_own_correction(code):
    scores, statements = make_talks(20)
    changed = statements.assign(t=statements["t"].where(statements["statement"] != "a4", code))
    before, after = (correct(scores, rows).set_index("statement")["correction"] for rows in (statements, changed))
    assert not changed["t"].equals(statements["t"])
    assert after["a4"] == pytest.approx(before["a4"], abs=1e-12)
    assert abs(after["a3"] - before["a3"]) > 0.01
    assert after["b3"] == before["b3"]


def test_no_statement_of_a_source_changes_the_correction_of_another_of_the_same_source():
    scores, statements = make_talks(20)
    joined = statements.assign(source=statements["source"].where(~statements["statement"].isin(["a4", "a5"]), "joint"))
    changed = joined.assign(t=joined["t"].where(joined["statement"] != "a4", 2))
    before, after = (correct(scores, rows).set_index("statement")["correction"] for rows in (joined, changed))
    assert after["a5"] == pytest.approx(before["a5"], abs=1e-12)
    assert abs(after["a6"] - before["a6"]) > 0.01


def test_a_source_of_many_statements_counts_once():
    scores, statements = make_talks(6)
    extra = statements[statements["statement"] == "a0"]
    many = [extra.assign(statement=f"more{number}") for number in range(9)]
    more = pd.concat([scores, *(scores[scores["statement"] == "a0"].assign(statement=f"more{n}") for n in range(9))])
    once = correct(scores, statements).set_index("statement")
    often = correct(more.reset_index(drop=True), pd.concat([statements, *many])).set_index("statement")
    assert often.loc["a8", "correction"] == pytest.approx(once.loc["a8", "correction"])
    assert often.loc["a8", "shared"] == pytest.approx(once.loc["a8", "shared"])


def test_the_error_of_the_correction_shrinks_with_sources():
    errors = [correct(*make_talks(count, lean=0))["shared"].iloc[-1] for count in (4, 20, 100, 400)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 3 * errors[-1] > 0


def test_the_error_of_the_correction_by_hand():
    """Twelve source means of 0.1 and -0.1: their standard deviation over the root of six sources and ten more."""
    scores, statements = make_talks(6, lean=0)
    errors = correct(scores, statements).set_index("statement")["shared"]
    spread = np.std([0.1, -0.1] * 6, ddof=1)
    assert errors["a7"] == pytest.approx(spread / np.sqrt(6 + PRIOR_SOURCES))
    assert errors["a0"] == pytest.approx(spread / np.sqrt(5 + PRIOR_SOURCES))


def test_a_topic_that_no_one_coded_has_no_correction_and_the_widest_error():
    scores, statements = make_talks(20)
    corrections = estimate_corrections(scores, statements, BOOK)
    own = corrections[scores["topic"] == "u"]
    assert own["correction"].eq(0).all()
    assert own["shared"].to_numpy() == pytest.approx((SCALE[1] - SCALE[0]) / 4 / np.sqrt(PRIOR_SOURCES))
    assert corrections.loc[scores["topic"] == "t", "correction"].ne(0).any()


def test_cells_that_the_classifier_does_not_take_for_addressed_teach_no_correction():
    scores, statements = make_talks(20)
    silent = scores.assign(addressed=np.where(scores["statement"].str.startswith("a"), 0.4, 0.9))
    by_side = correct(silent, statements).groupby("side")["correction"]
    assert by_side.max()["a"] == by_side.min()["a"] == 0
    assert by_side.max()["b"] != 0


def test_a_side_without_codes_has_no_correction_and_the_widest_error():
    scores, statements = make_talks(20)
    statements.loc[statements["side"] == "a", "t"] = pd.NA
    by_side = correct(scores, statements).groupby("side")
    assert by_side["correction"].max()["a"] == by_side["correction"].min()["a"] == 0
    assert by_side["shared"].min()["a"] > by_side["shared"].max()["b"] > 0


def test_corrections_stand_in_the_order_of_the_scores():
    scores, statements = make_talks(20)
    mixed = scores.sample(frac=1, random_state=2)
    there, back = (estimate_corrections(one, statements, BOOK) for one in (scores, mixed.reset_index(drop=True)))
    expected = there.loc[mixed.index].reset_index(drop=True)
    pd.testing.assert_frame_equal(back, expected)


def test_the_corrected_scores_of_the_shipped_dossier_are_nearer_to_its_codes(dossier, scores):
    codes = dossier.statements.melt(["statement", "side"], dossier.codebook.topic_ids, "topic", "code").dropna()
    counted = scores[scores["addressed"] >= 0.5]
    both = counted.merge(codes, on=["statement", "topic"]).astype({"code": float})
    both = both.assign(raw=both["score"] - both["code"], corrected=both["score"] + both["correction"] - both["code"])
    means = both.groupby(["topic", "side"])[["raw", "corrected"]].mean().abs()
    assert means["corrected"].mean() < 0.7 * means["raw"].mean()
