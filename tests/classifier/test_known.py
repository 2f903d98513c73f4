"""How much of a text is known: more of it the more its words are those of the training texts, nothing where none is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.classifier.cards import load_card
from stance.classifier.features import fit_vocabulary, read_words
from stance.classifier.folds import split_folds
from stance.classifier.known import (
    BARELY,
    FALSE_ALARMS,
    are_known,
    find_threshold,
    find_unscored,
    measure_held_out,
    measure_known,
    measure_unscored,
)
from stance.classifier.masking import MASK
from stance.classifier.model import BATCH, BATCH_CHARACTERS, cut_batches
from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS

TEXTS = [
    "We want more water for the fields",
    "The water of the river is ours",
    "No boat may sail on the river",
    "Every boat may sail on our river",
    "In 2019 the water was low, in 2019 the fields were dry",
] * 3
NONE: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def vocabulary():
    return fit_vocabulary(read_words(TEXTS, NONE), NONE)


@pytest.fixture(scope="module")
def classifier(dossier):
    return load_classifier(MODELS / dossier.slug, dossier)


def measure(vocabulary, *texts: str, names: frozenset[str] = NONE) -> list[float]:
    return measure_known(read_words(texts, names), vocabulary).tolist()


def test_training_texts_are_known_better_than_others_and_others_better_than_none(vocabulary):
    own, near, far, none = measure(vocabulary, TEXTS[0], "Our fields want rain", "Every house is white", "дождь 雨 ...")
    assert 1 > own > near > far > none == 0


@pytest.mark.parametrize("text", ["", "?!", "2019", "2019 2019", "#REF!", "x", "12345"])
def test_no_text_and_numbers_alone_are_not_known(vocabulary, text):
    assert measure(vocabulary, text) == [0]


def test_one_known_word_alone_is_known_less_than_a_text_of_known_words(vocabulary):
    one, many = measure(vocabulary, "river", "the water of the river")
    assert one < 0.75 * many


def test_names_that_are_masked_count_neither_way(vocabulary):
    names = frozenset({"oleg"})
    plain, named = measure(vocabulary, "the river is ours", "the river is ours Oleg", names=names)
    assert plain == named
    assert measure_known([[MASK, MASK]], vocabulary).tolist() == [0]


def test_a_term_that_all_texts_have_counts_more_than_one_that_two_have():
    texts = ["water abcd", "water abcd", *(f"water x{n}y" for n in range(20))]
    common, rare = measure(fit_vocabulary(read_words(texts, NONE), NONE), "water", "abcd")
    assert common > rare > 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_known_between_0_and_1_and_by_itself(texts):
    vocabulary = fit_vocabulary(read_words(TEXTS, NONE), NONE)
    known = measure(vocabulary, *texts)
    assert all(0 <= one <= 1 for one in known)
    assert known == [measure(vocabulary, text)[0] for text in texts]


def test_the_threshold_lets_the_stated_share_of_held_out_statements_fall_below(dossier):
    coded = dossier.statements[dossier.statements["coded"]].head(100).reset_index(drop=True)
    measured = measure_held_out(coded, NONE, repeats=1, min_texts=2)
    held = np.zeros((1, 100))
    for train, test in split_folds(coded["source"]):
        own = fit_vocabulary(read_words(coded["text"].iloc[train], NONE), NONE)
        held[0, test] = measure(own, *coded["text"].iloc[test])
    assert measured.tolist() == held.tolist()
    assert np.sort(held[0])[0] < find_threshold(measured) < np.sort(held[0])[2]  # 1.5 % of 100


def test_the_share_that_gets_no_score_takes_each_statement_with_its_own_scores():
    coded = pd.DataFrame({"statement": ["a", "b", "c", "d"]})
    known = np.array([0.1, 0.21, 0.21, 0.5])
    run = pd.DataFrame({"statement": ["d", "c", "b", "a"], "topic": "t", "addressed": 0.9, "abstains": [1, 0, 1, 0]})
    assert measure_unscored(known, 0.2, coded, run) == 0.5
    assert measure_unscored(known, 0.2, coded, run.assign(abstains=[0, 1, 1, 1])) == 0.75
    assert measure_unscored(known, 0.2, coded, run.assign(abstains=0)) == 0.25


def test_the_shipped_threshold_stands_in_the_card_and_in_the_classifier(dossier, classifier):
    known = load_card(MODELS / dossier.slug, dossier)["known"]
    assert (known["below"], known["false_alarms"]) == (classifier.known_from, FALSE_ALARMS)
    assert FALSE_ALARMS < known["unscored"] < 0.06
    assert classifier.vocabulary.texts == dossier.statements["coded"].sum()


def test_little_of_texts_of_another_kind_is_known(classifier):
    strange = [
        "#REF!",
        "#NAME?",
        "qwpoe rutyz mnxbcv laksj",
        "Завтра будет дождь",
        "明日は雨が降るでしょう。",
        "Morgen regnet es im Norden.",
        "Tomorrow will be sunny and warm.",
        "Chop the onions finely and fry them in butter.",
    ]
    own = ["The islands must come back", "The islands are Russian", "Sign a peace treaty without preconditions"]
    known = measure(classifier.vocabulary, *strange, *own, names=classifier.vocabulary.names)
    assert are_known(np.array(known), classifier.known_from).tolist() == [False] * len(strange) + [True] * len(own)


def test_a_threshold_of_0_still_keeps_out_what_is_not_known_at_all():
    assert are_known(np.array([0.0, 0.1, 0.3]), 0.0).tolist() == [False, True, True]
    assert are_known(np.array([0.1, 0.3]), 0.3).tolist() == [False, True]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, BATCH_CHARACTERS + 10), max_size=30))
def test_batches_hold_every_text_once_and_no_more_than_they_may(lengths):
    batches = list(cut_batches(lengths))
    assert [n for batch in batches for n in range(batch.start, batch.stop)] == list(range(len(lengths)))
    for batch in batches:
        assert batch.stop - batch.start == 1 or sum(lengths[batch]) <= BATCH_CHARACTERS


def test_many_short_texts_are_cut_by_their_number():
    assert [batch.stop for batch in cut_batches([1] * (BATCH + 5))] == [BATCH, BATCH + 5]
    assert pd.Series(list(cut_batches([]))).empty


@pytest.mark.parametrize(
    ("known", "speaks", "abstains", "unscored"),
    [
        (0.19, [True, False], [False, False], True),
        (0.21, [True, False], [True, False], True),
        (0.21, [True, True], [True, False], False),
        (0.21, [False, False], [True, True], False),
        (0.2 * BARELY, [True, False], [True, True], False),
        (0.0, [False, False], [False, False], True),
    ],
)
def test_a_text_is_not_scored_that_is_unknown_or_barely_known_and_leans_nowhere(known, speaks, abstains, unscored):
    found = find_unscored(np.array([known]), 0.2, np.array([speaks]), np.array([abstains]))
    assert found.tolist() == [unscored]
