"""The advice about scores: never to use those of a classifier that reads no better than the mean of the side."""

from types import SimpleNamespace

from stance.wording.advice import ADVISED, describe_advice, explain_figures, warn_of_scores

BOOK = SimpleNamespace(
    topic_ids=["fund", "toll"],
    topics=[SimpleNamespace(id="fund", title="Fund"), SimpleNamespace(id="toll", title="Toll*")],
)


def make_card(fund: float, toll: float | None) -> dict:
    """A card of two topics: distances 0.6 plus the differences given, each with an interval of 0.1 both ways."""
    cards: dict = {"measures": {}, "intervals": {}}
    for topic, value in (("fund", fund), ("toll", toll)):
        known = value is not None
        distances = {"mae": 0.6 + value, "mae_by_side": 0.6} if known else {"mae": None, "mae_by_side": None}
        cards["measures"][topic] = {"mae_over_side": value, "within_side_r": -0.21 if known else None, **distances}
        cards["intervals"][topic] = {"mae_over_side": [value - 0.1, value + 0.1] if known else None}
    return cards


def test_a_classifier_that_is_clearly_closer_on_every_topic_is_not_warned_of():
    assert warn_of_scores(make_card(-0.2, -0.3), BOOK) == ""
    assert describe_advice(make_card(-0.2, -0.3), BOOK).startswith(ADVISED)


def test_a_topic_on_which_it_is_farther_is_named_with_the_advice_to_use_codes_only():
    warning = warn_of_scores(make_card(-0.2, 0.05), BOOK)
    assert warning == "On Toll* the classifier reads worse than the mean of the side. Use codes only."


def test_topics_of_both_kinds_stand_in_one_sentence():
    warning = warn_of_scores(make_card(0.1, -0.05), BOOK)
    assert warning == (
        "On Fund the classifier reads worse than the mean of the side; on Toll* the classifier does not read clearly better "
        "than the mean of the side. Use codes only."
    )


def test_topics_of_one_kind_are_joined():
    assert warn_of_scores(make_card(0.1, 0.2), BOOK).startswith("On Fund and Toll* the classifier reads worse")


def test_a_topic_without_codes_cannot_be_tested_and_is_warned_of():
    card = make_card(-0.2, None)
    assert "On Toll* the classifier cannot be tested" in warn_of_scores(card, BOOK)
    assert "- Toll\\*: no coded statement speaks to it." in describe_advice(card, BOOK)


def test_the_card_gives_both_distances_and_the_difference_with_its_interval():
    line = "- Fund: 0.40 codes from the code on average, 0.60 by the mean of the side (difference −0.200, 90 % interval −0.300 to −0.100)."
    assert line in describe_advice(make_card(-0.2, -0.2), BOOK)


def test_the_figures_are_explained_in_one_paragraph_that_ends_in_the_advice():
    text = explain_figures(make_card(0.1, -0.2), BOOK)
    assert "\n" not in text
    assert "Fund: 0.70 codes from the code on average, 0.60 by the mean of the side" in text
    assert "Correlation within sides −0.21." in text
    assert text.endswith("On Fund the classifier reads worse than the mean of the side. Use codes only.")
    assert explain_figures(make_card(-0.2, -0.2), BOOK).endswith(ADVISED)


def test_a_card_that_lacks_a_distance_of_a_topic_is_described_without_it():
    card = make_card(-0.2, -0.2)
    card["measures"]["fund"]["mae"] = None
    assert "- Fund: no coded statement speaks to it." in describe_advice(card, BOOK)
