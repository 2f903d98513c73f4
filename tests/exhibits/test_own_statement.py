"""A text of the reader's own: its numbers are the classifier's, a direction is given only where it is sure, bars add up."""

import re

import pandas as pd
import pytest
from makers import list_numbers

from stance.classifier.model import score_texts
from stance.classifier.neighbours import describe_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS
from stance.exhibits.own_statement import make_neighbours, make_own_statement
from stance.wording.own_statement import ASK, NO_NEIGHBOUR

TEXT = "Russia said the islands are its own territory after the war and that no transfer is up for discussion."
HALF_HEARTED = "Japan and Russia will keep talking about the islands."


@pytest.fixture(scope="module")
def classifier(dossier):
    return load_classifier(MODELS / "japan-russia", dossier)


@pytest.fixture(scope="module")
def features(dossier, classifier):
    return describe_texts(classifier, dossier.statements["text"].tolist())


def _read_numbers(panel) -> dict[str, str]:
    """What a panel says of the text, by the first word of its names."""
    rows = panel.extra["numbers"].rows.itertuples(index=False, name=None)
    return {name.split()[0]: value for name, value in rows}


@pytest.mark.parametrize("text", [TEXT, HALF_HEARTED, "Japan will go on with the talks on a treaty."])
@pytest.mark.parametrize("side", ["", "japan"])
def test_every_topic_has_its_numbers_and_a_direction_only_where_the_classifier_does_not_abstain(
    text, side, dossier, classifier
):
    shown = make_own_statement(dossier, classifier, text, side)
    rows = score_texts(classifier, [text], [side or None]).set_index("topic")
    assert [panel.title for panel in shown.panels] == [topic.title for topic in dossier.codebook.topics]
    for topic, panel in zip(dossier.codebook.topic_ids, shown.panels, strict=True):
        row, numbers = rows.loc[topic], _read_numbers(panel)
        sure = f"{row['confidence']:.0%}"
        speaks = "Speaks" if row["addressed"] >= 0.5 else "Does not speak"
        assert panel.subtitle == f"{speaks} to the topic (probability {row['addressed']:.0%})"
        assert numbers["Text"].replace("−", "-") in (f"{row['text_score']:+.2f}", "0.00")
        if row["addressed"] < 0.5:
            assert numbers.keys() == {"Score", "Text"}
            assert numbers["Score"] == "none: not addressed"
            continue
        assert numbers["Score"].replace("−", "-") in (f"{row['score']:+.2f}", "0.00")
        if row["abstains"]:
            head = classifier.heads[topic]
            least = (head.by_side if side else head.by_text).abstain_below
            bar = f"below its {least:.0%}" if least <= 1 else "and never measured to be right often enough"
            assert numbers["Direction"] == f"abstains: {sure} sure, {bar}"
        else:
            assert numbers["Confidence"] == sure


def test_among_the_texts_of_the_direction_test_one_is_abstained_from_and_one_is_not(classifier):
    rows = score_texts(classifier, [TEXT, HALF_HEARTED], ["japan"] * 2)
    spoken = rows[rows["addressed"] >= 0.5]
    assert set(spoken["abstains"].astype(bool)) == {True, False}


def test_the_side_moves_the_score_and_leaves_the_text_score(dossier, classifier):
    russia, japan = (
        _read_numbers(make_own_statement(dossier, classifier, TEXT, side).panels[0]) for side in ("russia", "japan")
    )
    assert russia["Score"] != japan["Score"]
    assert russia["Text"] == japan["Text"]


@pytest.mark.parametrize("side", ["", "russia", "third"])
def test_the_bars_add_up_to_the_sum_said_and_to_the_table(side, dossier, classifier):
    for panel in make_own_statement(dossier, classifier, TEXT, side).panels:
        (bars,) = panel.picture.to_dict()["data"]
        values = dict(zip(bars["y"], list_numbers(bars["x"]), strict=True))
        total = values.pop("Sum")
        assert sum(values.values()) == pytest.approx(total)
        assert panel.table.rows["contribution"].sum() == pytest.approx(total)
        assert f"add up to {total:+.2f},".replace("-", "−") in panel.alternative
        assert len(values) == len(bars["y"]) - 1


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "北方領土", "?!", "a" * 5_000, "Путин " * 800])
def test_any_text_gets_an_answer(text, dossier, classifier, features):
    assert len(make_own_statement(dossier, classifier, text, "").panels) == 3
    shown = make_neighbours(dossier, classifier, features, text)
    assert shown.table is not None or shown.sentences == (NO_NEIGHBOUR,)


def test_an_empty_text_is_asked_for(dossier, classifier):
    shown = make_own_statement(dossier, classifier, "", "")
    assert (shown.panels, shown.sentences) == ((), (ASK,))


def test_a_coded_text_is_its_own_nearest_neighbour_with_its_codes_and_no_uncoded_one_is_near(
    dossier, classifier, features
):
    coded = dossier.statements[dossier.statements["coded"]]
    row = coded.iloc[len(coded) // 2]
    shown = make_neighbours(dossier, classifier, features, row["text"])
    first = shown.table.rows.iloc[0]
    assert (first["statement"], round(first["similarity"], 6)) == (row["statement"], 1)
    spoken = [topic for topic in dossier.codebook.topics if pd.notna(row[topic.id])]
    said = " · ".join(f"{topic.title} {row[topic.id]:+d}" for topic in spoken).replace("-", "−").replace("+0", "0")
    assert first["codes"] == (said or "speaks to no topic")
    assert list(shown.table.rows["similarity"]) == sorted(shown.table.rows["similarity"], reverse=True)
    assert set(shown.table.rows["statement"]) <= set(coded["statement"])


def test_a_text_without_a_known_word_has_no_neighbour(dossier, classifier, features):
    shown = make_neighbours(dossier, classifier, features, "ққққ")
    assert (shown.table, shown.sentences) == (None, (NO_NEIGHBOUR,))


def test_the_ends_of_the_scale_are_said_with_their_meaning(dossier, classifier):
    for topic, panel in zip(
        dossier.codebook.topics, make_own_statement(dossier, classifier, TEXT, "").panels, strict=True
    ):
        assert re.fullmatch(rf"−2: {re.escape(topic.minus)}\. \+2: {re.escape(topic.plus)}\.", panel.note)


@pytest.mark.parametrize("text", ["#REF!", "Tomorrow will be sunny and warm.", "北方領土", "qwpo rutyz mnxb"])
def test_a_text_of_which_too_little_is_known_has_no_number_and_no_picture_and_is_told_why(text, dossier, classifier):
    shown = make_own_statement(dossier, classifier, text, "japan")
    assert shown.sentences[0].startswith("Too little of this text is known to score it: 0.")
    for panel in shown.panels:
        assert (panel.picture, panel.table, panel.subtitle) == (None, None, "Not scored")
        assert set(_read_numbers(panel).values()) == {"none: too little is known"}


def test_a_text_of_which_enough_is_known_says_how_much(dossier, classifier):
    (said,) = make_own_statement(dossier, classifier, TEXT, "").sentences
    assert re.fullmatch(r"How much of this text is known: 0\.\d\d \(0\.28 is needed\)\.", said)
