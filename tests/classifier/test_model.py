"""The classifier: what it may know, what it says, and that what it says adds up."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from stance.classifier.features import read_words
from stance.classifier.fitting import DEFAULTS, fit_classifier
from stance.classifier.model import CELLS, list_contributions, measure_lean, read_sign, score_texts
from stance.classifier.neighbours import describe_texts, find_nearest
from stance.classifier.storage import load_classifier
from stance.classifier.training import cross_fit, guess_blindly, train_classifier
from stance.dossier.codebook import Codebook, Level, Topic
from stance.dossier.loading import MODELS, load_dossier
from stance.errors import ModelError

FIRM = "Japan must recognise the outcome of the war; the islands are Russian and there is nothing to return."
KNOWN = [*CELLS, "by_side", "by_actor"]
SIDES = ["russia", "japan", "third", None]
EDGES = ["", "Putin", "Putin Abe and Lavrov", "zzyzx", "zzyzx qwxv zzyzx Putin", "no no no no", "領土 территория"]


@pytest.fixture(scope="module")
def classifier(dossier):
    """The shipped one; that this code makes it is tested in test_storage."""
    return load_classifier(MODELS / dossier.slug, dossier)


def test_every_coded_statement_gets_one_cross_fitted_score_a_topic(talks, talks_fitted):
    coded = talks.statements.loc[talks.statements["coded"], "statement"]
    pairs = set(zip(talks_fitted["statement"], talks_fitted["topic"], strict=True))
    assert pairs == {(statement, topic) for statement in coded for topic in talks.codebook.topic_ids}
    assert len(talks_fitted) == len(pairs)


def test_the_baselines_are_means_of_the_side_and_of_the_actor_in_the_training_rows():
    train = pd.DataFrame(
        [("a", "ann", 2, pd.NA), ("a", "abe", 0, pd.NA), ("b", "bob", -1, pd.NA)], columns=["side", "actor", "t", "u"]
    ).astype({"t": "Int64", "u": "Int64"})
    rows = pd.DataFrame({"side": ["a", "a", "c", "a"], "actor": ["ann", "new", "new", "ann"]})
    levels = tuple(Level(code, "") for code in (-2, -1, 0, 1, 2))
    topics = tuple(Topic(name, name, "?", "no", "yes", levels) for name in "tu")
    book = Codebook("Talks", "1", (date.min, date.max), "", (), topics, ())
    blind = guess_blindly(train, rows, pd.Series(["t", "t", "t", "u"]), book)
    assert blind["by_side"].tolist()[:3] == pytest.approx([1, 1, 1 / 3])
    assert blind["by_actor"].tolist()[:3] == pytest.approx([2, 1, 1 / 3])
    assert blind["sign_by_side"].tolist() == [0, 0, 0, 0]
    assert blind.loc[3, ["by_side", "by_actor"]].isna().all()


def test_the_sign_of_a_side_is_its_commonest_one_in_the_training_rows():
    train = pd.DataFrame({"side": list("aaabb"), "actor": "x", "t": pd.array([1, 2, -2, 0, 0], dtype="Int64")})
    book = Codebook(
        "Talks",
        "1",
        (date.min, date.max),
        "",
        (),
        (Topic("t", "T", "?", "no", "yes", (Level(-2, ""), Level(2, ""))),),
        (),
    )
    blind = guess_blindly(train, pd.DataFrame({"side": ["a", "b"], "actor": "x"}), pd.Series(["t", "t"]), book)
    assert blind["sign_by_side"].tolist() == [1, 0]


def test_the_baselines_know_no_code_of_their_own_source(talks, talks_fitted):
    coded = talks.statements[talks.statements["coded"]]
    topic = talks.codebook.topic_ids[0]
    scores = talks_fitted[talks_fitted["topic"] == topic].merge(coded[["statement", "side"]], on="statement")
    whole = scores["side"].map(coded.groupby("side")[topic].mean()).astype(float)
    assert (scores.groupby("side")["by_side"].nunique() > 1).any()
    assert not np.allclose(scores["by_side"], whole)


def test_a_cross_fitted_score_does_not_depend_on_the_codes_of_its_own_source(talks, talks_fitted):
    topic = talks.codebook.topic_ids[0]
    one = talks.statements.loc[talks.statements[topic].notna(), "source"].iloc[0]
    mine = talks.statements["source"] == one
    changed = talks.statements.assign(**{topic: talks.statements[topic].where(~mine, -talks.statements[topic])})
    assert not changed.equals(talks.statements)
    frames = (talks_fitted, cross_fit(replace(talks, statements=changed)))
    own, others = (
        [frame.loc[frame["statement"].isin(talks.statements.loc[rows, "statement"]), KNOWN] for frame in frames]
        for rows in (mine, ~mine)
    )
    pd.testing.assert_frame_equal(*own)
    assert not others[0].equals(others[1])


def test_the_actor_is_never_read(classifier, dossier):
    texts = [f"{name} said the islands must come back before a treaty." for name in ("Putin", "Abe", "Lavrov", "Suga")]
    scores = score_texts(classifier, texts, ["japan"] * 4)
    assert (scores.groupby("topic")[["addressed", "score"]].nunique() == 1).all(axis=None)


def test_scores_and_probabilities_stay_within_their_ranges(classifier, dossier):
    texts = [*dossier.statements["text"][:40], "", "zzyzx", "Курилы 北方領土", "x" * 5000]
    scores = score_texts(classifier, texts, [SIDES[i % 4] for i in range(len(texts))])
    assert scores[["score", "text_score"]].abs().max(axis=None) <= 2
    assert scores[["addressed", "confidence"]].ge(0).all(axis=None)
    assert scores[["addressed", "confidence"]].le(1).all(axis=None)
    assert scores["sign"].isin([-1, 0, 1]).all()
    assert scores.loc[scores["confidence"] < 1 / 3, "sign"].empty
    assert len(scores) == 3 * len(texts)


def test_the_text_score_does_not_know_the_side(classifier):
    scores = score_texts(classifier, [FIRM] * 4, SIDES)
    assert (scores.groupby("topic")["text_score"].nunique() == 1).all()
    assert (scores.groupby("topic")["score"].nunique() == 4).all()


def test_without_a_side_the_score_is_the_text_score(classifier):
    scores = score_texts(classifier, [FIRM, FIRM], [None, "atlantis"])
    assert np.allclose(scores["score"], scores["text_score"])


@pytest.mark.parametrize("side", SIDES)
def test_contributions_add_up_to_the_lean(classifier, dossier, side):
    for text in [FIRM, "islands islands islands", *EDGES, *dossier.statements["text"][:10]]:
        for topic in dossier.codebook.topic_ids:
            total = list_contributions(classifier, text, side, topic)["contribution"].sum()
            assert total == pytest.approx(measure_lean(classifier, text, side, topic), abs=1e-9)


def test_a_contribution_is_listed_for_every_word_and_no_other(classifier):
    terms = list_contributions(classifier, FIRM, "russia", "sovereignty")["term"]
    words = read_words([FIRM], classifier.vocabulary.names)[0]
    assert set(terms) == {*words, "(side)", "(start)"}
    assert terms.is_unique


def test_a_firm_claim_of_one_side_is_read_as_such_without_the_side(classifier):
    scores = score_texts(
        classifier, [FIRM, "All four islands are Japan's own territory and must be returned."], [None, None]
    )
    firm, claim = scores[scores["topic"] == "sovereignty"]["text_score"]
    assert firm < -1 < 1 < claim


def test_the_order_of_texts_does_not_matter(classifier, dossier):
    texts = dossier.statements["text"].tolist()[:30]
    forth = score_texts(classifier, texts, ["japan"] * 30)["score"].to_numpy().reshape(30, -1)
    back = score_texts(classifier, texts[::-1], ["japan"] * 30)["score"].to_numpy().reshape(30, -1)
    assert np.allclose(forth, back[::-1])


def test_swapping_the_labels_of_two_sides_swaps_their_scores(other_dossier):
    dossier = load_dossier(other_dossier)
    first, second, *_ = dossier.codebook.side_ids
    swap = {first: second, second: first}
    rows = dossier.statements.assign(side=dossier.statements["side"].map(lambda s: swap.get(s, s)))
    ours, theirs = train_classifier(dossier), train_classifier(replace(dossier, statements=rows))
    texts = dossier.statements["text"].tolist()[:10]
    before = score_texts(ours, texts, [first] * 10)["score"]
    after = score_texts(theirs, texts, [second] * 10)["score"]
    assert np.allclose(before, after, atol=1e-3)


def test_it_abstains_exactly_where_the_confidence_is_under_the_threshold_of_the_topic(classifier, dossier):
    texts, sides = dossier.statements["text"].tolist()[:200], dossier.statements["side"].tolist()[:200]
    scores = score_texts(classifier, texts, sides)
    below = scores["topic"].map({topic: head.by_side.abstain_below for topic, head in classifier.heads.items()})
    assert scores["abstains"].eq(scores["confidence"] < below).all()
    assert scores.groupby("topic")["abstains"].nunique().eq(2).all()


def test_the_sign_is_the_most_probable_of_below_at_and_above_the_middle_and_its_confidence_is_the_sum():
    chances = np.array([[0.3, 0.1, 0.35, 0.15, 0.1], [0.2, 0.2, 0.35, 0.15, 0.1], [0.0, 0.1, 0.2, 0.3, 0.4]])
    confidence, sign = read_sign(chances, np.array([-2.0, -1, 0, 1, 2]))
    assert sign.tolist() == [-1, -1, 1]
    assert confidence == pytest.approx([0.4, 0.4, 0.7])


def test_the_middle_of_a_scale_need_not_be_zero():
    _, sign = read_sign(np.array([[0.1, 0.2, 0.7], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1]]), np.array([1.0, 3, 5]))
    assert sign.tolist() == [1, -1, 0]


def test_calibration_leaves_the_scores_as_they_were_fitted(talks):
    coded = talks.statements[talks.statements["coded"]].reset_index(drop=True)
    texts, sides = talks.statements["text"].tolist(), talks.statements["side"].tolist()
    fitted, whole = fit_classifier(talks, coded, DEFAULTS), train_classifier(talks)
    before, after = (score_texts(one, texts, sides) for one in (fitted, whole))
    pd.testing.assert_frame_equal(before[["score", "text_score"]], after[["score", "text_score"]])
    assert not np.allclose(before["addressed"], after["addressed"])
    assert not np.allclose(before["confidence"], after["confidence"])


def test_a_dossier_without_codes_is_refused_with_the_remedy(other_dossier):
    dossier = load_dossier(other_dossier)
    bare = dossier.statements.assign(coded=False)
    with pytest.raises(ModelError, match="no coded statement to learn from. Fill in codes"):
        train_classifier(replace(dossier, statements=bare))


def test_a_topic_that_no_one_spoke_to_is_scored_as_not_addressed(other_dossier):
    dossier = load_dossier(other_dossier)
    topic = dossier.codebook.topic_ids[0]
    silent = dossier.statements.assign(**{topic: pd.array([pd.NA] * len(dossier.statements), dtype="Int64")})
    none = dossier.codings.iloc[:0]
    classifier = train_classifier(replace(dossier, statements=silent, codings=none))
    scores = score_texts(classifier, dossier.statements["text"].tolist(), dossier.statements["side"].tolist())
    assert (scores.loc[scores["topic"] == topic, "addressed"] < 0.5).all()


def test_the_nearest_statement_to_a_coded_text_is_itself(classifier, dossier):
    coded = dossier.statements[dossier.statements["coded"]]
    described = describe_texts(classifier, coded["text"].tolist())
    nearest = find_nearest(classifier, coded["text"].iloc[7], coded, described)
    assert nearest["statement"].iloc[0] == coded["statement"].iloc[7]
    assert nearest["similarity"].iloc[0] == pytest.approx(1)
    assert nearest["similarity"].is_monotonic_decreasing


def test_a_text_without_shared_words_has_no_neighbours(classifier, dossier):
    coded = dossier.statements[dossier.statements["coded"]].iloc[:20]
    assert find_nearest(classifier, "zzyzx", coded, describe_texts(classifier, coded["text"].tolist())).empty
