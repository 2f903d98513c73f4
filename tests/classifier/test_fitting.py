"""The fitted models: whose codes count how much, and what they say where codes are few."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.classifier.fitting import DEFAULTS, _list_examples, fit_classifier
from stance.classifier.model import score_texts
from stance.errors import ModelError


@pytest.fixture(scope="module")
def coded(talks):
    return talks.statements[talks.statements["coded"]].reset_index(drop=True)


def weigh(talks, coded, codings, **settings) -> pd.DataFrame:
    """The examples as a table: statement, topic, code, weight."""
    found = _list_examples(coded, codings, talks.codebook.topics, replace(DEFAULTS, **settings))
    statements = coded["statement"].to_numpy()[found.rows]
    return pd.DataFrame({"statement": statements, "topic": found.topics, "code": found.codes, "weight": found.weights})


def disagree(talks, coded) -> pd.DataFrame:
    """Codings in which coder b alone differs, on the first statement of the first topic."""
    codings, topic = talks.codings.copy(), talks.codebook.topic_ids[0]
    first = coded.loc[coded[topic].notna(), "statement"].iloc[0]
    own = int(coded.loc[coded["statement"] == first, topic].iloc[0])
    codings.loc[(codings["statement"] == first) & (codings["coder"] == "b"), topic] = -own or 1
    return codings


def test_half_the_weight_of_an_example_lies_on_the_coders_codes(talks, coded):
    examples = weigh(talks, coded, disagree(talks, coded), balance=0)
    of_first = examples[examples.duplicated(["statement", "topic"], keep=False)]
    assert sorted(of_first["weight"]) == pytest.approx([0.25, 0.75])
    assert examples.groupby(["statement", "topic"])["weight"].sum().to_numpy() == pytest.approx(1)


def test_without_a_second_coding_the_final_code_has_the_whole_weight(talks, coded):
    examples = weigh(talks, coded, talks.codings.iloc[:0], balance=0)
    assert set(examples["weight"]) == {1.0}
    assert len(examples) == coded[talks.codebook.topic_ids].notna().sum().sum()


def test_every_code_of_a_topic_has_the_same_weight_when_balanced_and_its_sum_stays(talks, coded):
    plain, even = (weigh(talks, coded, talks.codings, balance=balance) for balance in (0, 1))
    by_code = even.groupby(["topic", "code"])["weight"].sum()
    assert by_code.groupby("topic").nunique().tolist() != [0, 0]
    assert np.allclose(by_code, by_code.groupby("topic").transform("mean"))
    pd.testing.assert_series_equal(plain.groupby("topic")["weight"].sum(), even.groupby("topic")["weight"].sum())
    assert not np.allclose(plain["weight"], even["weight"])


def test_a_level_that_no_one_coded_is_never_expected(talks, coded):
    topics = talks.codebook.topic_ids
    above = coded.assign(**{topic: coded[topic].where(coded[topic] >= 0) for topic in topics})
    bare = replace(talks, codings=talks.codings.iloc[:0])
    scores = score_texts(fit_classifier(bare, above, DEFAULTS), coded["text"].tolist(), coded["side"].tolist())
    assert scores[["score", "text_score"]].min(axis=None) > -1e-3
    assert not (scores["sign"] == -1).any()


def test_where_everyone_says_the_same_every_text_is_expected_to(talks, coded):
    same = coded.assign(**{topic: coded[topic].where(coded[topic].isna(), 1) for topic in talks.codebook.topic_ids})
    bare = replace(talks, codings=talks.codings.iloc[:0])
    scores = score_texts(fit_classifier(bare, same, DEFAULTS), ["anything", ""], [None, talks.codebook.side_ids[0]])
    assert scores["score"].to_numpy() == pytest.approx(1)


def test_where_every_text_speaks_to_a_topic_a_new_text_probably_does(talks, coded):
    topic = talks.codebook.topic_ids[0]
    scores = score_texts(fit_classifier(talks, coded.assign(**{topic: 1}), DEFAULTS), ["anything"], [None])
    assert scores.set_index("topic").loc[topic, "addressed"] == pytest.approx(40.5 / 41)


def test_texts_without_a_word_in_common_are_too_few_to_learn_from(talks, coded):
    with pytest.raises(ModelError, match="no word stands in two of them"):
        fit_classifier(talks, coded.iloc[[0]], DEFAULTS)


def test_word_vectors_tell_apart_what_counted_words_cannot(talks, coded):
    texts = ["сократить забор речной влаги", "water quantities should rise"]
    by_words, by_both = (
        score_texts(
            fit_classifier(talks, coded, replace(DEFAULTS, vectors_addressed=weight, vectors_level=weight)),
            ["", *texts],
            [None] * 3,
        )
        for weight in (0.0, 1.0)
    )
    assert not np.allclose(by_words["text_score"], by_both["text_score"], atol=0.02)
