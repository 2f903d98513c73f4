"""A topic within a sentence: in small letters, unless it begins with a name."""

import pytest

from stance.dossier.codebook import Level, Topic
from stance.wording.lines import name_topic


def make_topic(title: str, question: str = "What?", rule: str = "") -> Topic:
    return Topic("t", title, question, "No", "Yes", (Level(-1, rule), Level(1, "")))


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        (make_topic("Future ties", "How close should future ties be? Future ties bind."), "future ties"),
        (make_topic("Upper dam", "Who keeps it?"), "upper dam"),
        (make_topic("Nordic border", "How is the Nordic border kept open?"), "Nordic border"),
        (make_topic("Nordic border", rule="closes the Nordic border"), "Nordic border"),
        (make_topic("Nordic border", "Nordic border: open?"), "nordic border"),
        (make_topic("NATO", "What of it?"), "NATO"),
        (make_topic("C++", "Which?"), "C++"),
    ],
)
def test_a_title_loses_its_capital_unless_the_codebook_writes_its_first_word_with_one(topic, name):
    assert name_topic(topic) == name
