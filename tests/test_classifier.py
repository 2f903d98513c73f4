"""The classifier: what it may know, what it says, and that what it says adds up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.classifier.features import read_words
from stance.classifier.model import list_contributions, measure_lean, score_texts
from stance.classifier.neighbours import describe_texts, find_nearest
from stance.classifier.training import cross_fit, split_folds, train_classifier
from stance.dossier import load_dossier
from stance.errors import ModelError

FIRM = "Japan must recognise the outcome of the war; the islands are Russian and there is nothing to return."
SIDES = ["russia", "japan", "third", None]


@pytest.fixture(scope="module")
def classifier(dossier):
    return train_classifier(dossier)


def test_no_source_is_both_trained_on_and_tested(dossier):
    coded = dossier.statements[dossier.statements["coded"]]
    folds = list(split_folds(coded["source"]))
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(len(coded)))
    for train, test in folds:
        assert not set(coded["source"].iloc[train]) & set(coded["source"].iloc[test])


def test_every_coded_statement_gets_one_cross_fitted_score_a_topic(other_dossier):
    dossier = load_dossier(other_dossier)
    scores = cross_fit(dossier)
    coded = dossier.statements.loc[dossier.statements["coded"], "statement"]
    pairs = set(zip(scores["statement"], scores["topic"], strict=True))
    assert len(scores) == len(pairs) == len(coded) * len(dossier.codebook.topics)


def test_a_cross_fitted_score_does_not_depend_on_the_codes_of_its_own_source(other_dossier):
    dossier = load_dossier(other_dossier)
    topic = dossier.codebook.topic_ids[0]
    one = dossier.statements.loc[dossier.statements[topic].notna(), "source"].iloc[0]
    mine = dossier.statements["source"] == one
    changed = dossier.statements.assign(**{topic: dossier.statements[topic].where(~mine, -dossier.statements[topic])})
    before, after = (cross_fit(replace(dossier, statements=rows)) for rows in (dossier.statements, changed))
    ids = dossier.statements.loc[mine, "statement"]
    columns = ["addressed", "score", "text_score", "baseline"]
    assert not changed.equals(dossier.statements)
    pd.testing.assert_frame_equal(*(frame.loc[frame["statement"].isin(ids), columns] for frame in (before, after)))


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
    for text in [FIRM, "islands islands islands", "", *dossier.statements["text"][:10]]:
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
