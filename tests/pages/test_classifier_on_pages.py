"""The classifier on the pages: a pasted text, a missing one, one of another codebook, a stale one."""

import json
import re
import shutil

import pytest

from stance.classifier.model import score_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS

from .conftest import PAGES

COMMAND = "python -m stance train japan-russia"
TEXT = "Russia said the islands are its own territory after the war and that no transfer is up for discussion."
HALF_HEARTED = "The minister said that the islands and the treaty would be talked about again in the autumn."


@pytest.fixture
def change_card(models):
    """Copies the shipped classifier into `models` with a changed card."""

    def change(update) -> None:
        folder = shutil.copytree(MODELS / "japan-russia", models / "japan-russia")
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        update(card)
        (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")

    return change


def _numbers(view) -> list[dict[str, str]]:
    """What each topic says of the text: score, text score and, where it speaks to the topic, how sure the sign is."""
    numbers = []
    for part in re.findall(r"<dl class='numbers'>(.*?)</dl>", view.html, re.S):
        rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part)
        names = [name.split()[0] for name, _ in rows]
        speaks = not rows[0][1].startswith("none")
        assert (
            names in (["Score", "Text", "Confidence"], ["Score", "Text", "Direction"]) if speaks else ["Score", "Text"]
        )
        numbers.append(dict(zip(names, (value for _, value in rows), strict=True)))
    return numbers


def test_a_pasted_text_gets_its_numbers_on_every_topic(open_page, dossier):
    view = open_page("score").score(TEXT, "russia")
    view.check_runs()
    numbers = _numbers(view)
    assert len(numbers) == len(dossier.codebook.topics)
    for one in numbers:
        assert re.fullmatch(r"none: not addressed|0\.00|[+−][012]\.\d\d", one["Score"])
        assert re.fullmatch(r"0\.00|[+−][012]\.\d\d", one["Text"])
        assert re.fullmatch(r"\d{1,3}%", one.get("Confidence", "0%"))
    assert numbers[0]["Score"].startswith("−")
    assert numbers[0]["Confidence"].endswith("%")
    assert len(re.findall(r"similarity 0\.\d\d", view.html)) >= 1


def test_the_side_moves_the_score_and_leaves_the_text_score(open_page):
    russia, japan = (_numbers(open_page("score").score(TEXT, side))[0] for side in ("russia", "japan"))
    assert russia["Score"] != japan["Score"]
    assert russia["Text"] == japan["Text"]


@pytest.fixture(scope="module")
def classifier(dossier):
    return load_classifier(MODELS / "japan-russia", dossier.codebook, slug="japan-russia")


@pytest.mark.parametrize("text", [TEXT, HALF_HEARTED, "It rains."])
def test_the_score_page_gives_a_direction_only_where_the_classifier_does_not_abstain(
    text, open_page, dossier, classifier
):
    view = open_page("score").score(text, "japan")
    rows = score_texts(classifier, [text], ["japan"]).set_index("topic")
    for topic, shown in zip(dossier.codebook.topic_ids, _numbers(view), strict=True):
        row, sure = rows.loc[topic], f"{rows.loc[topic, 'confidence']:.0%}"
        if row["addressed"] < 0.5:
            assert shown["Score"] == "none: not addressed"
        elif row["abstains"]:
            least = f"{classifier.heads[topic].by_side.abstain_below:.0%}"
            assert shown["Direction"] == f"abstains: {sure} sure, below its {least}"
        else:
            assert shown["Confidence"] == sure


def test_among_the_texts_of_the_direction_test_one_is_abstained_from_and_one_is_not(classifier):
    rows = score_texts(classifier, [TEXT, HALF_HEARTED], ["japan"] * 2)
    spoken = rows[rows["addressed"] >= 0.5]
    assert set(spoken["abstains"].astype(bool)) == {True, False}


@pytest.mark.parametrize("side", ["", "russia", "third"])
def test_the_bars_add_up_to_the_sum_shown_and_to_the_table(side, open_page):
    view = open_page("score").score(TEXT, side)
    tables = [part.value for part in view.app.dataframe if list(part.value.columns) == ["term", "contribution"]]
    assert len(view.charts) == len(tables) == 3
    for chart, table, drawn in zip(view.app.get("plotly_chart"), tables, view.charts.values(), strict=True):
        (bars,) = drawn["data"]
        values = dict(zip(bars["y"], bars["x"], strict=True))
        total = values.pop("Sum")
        assert sum(values.values()) == pytest.approx(total)
        assert table["contribution"].sum() == pytest.approx(total)
        assert f"add up to {total:+.2f},".replace("-", "−") in chart.proto.alt
        assert len(values) == len(bars["y"]) - 1


def test_without_a_text_the_page_asks_for_one(open_page):
    view = open_page("score").score("   ")
    view.check_runs()
    assert "Paste a statement above and choose Score." in view.messages
    assert view.charts == {}


@pytest.mark.parametrize("text", ["=1+1", "<script>alert(1)</script>", "北方領土", "?!", "a" * 5_000, "Путин " * 800])
def test_any_text_gets_an_answer_and_no_exception(text, open_page):
    view = open_page("score").score(text)
    view.check_runs()
    assert len(_numbers(view)) == 3
    assert "<script" not in view.html


def test_without_a_classifier_the_score_page_says_which_command_makes_one(models, open_page):
    view = open_page("score")
    view.check_runs()
    assert view.errors == [f"There is no classifier for 'japan-russia'. Run: {COMMAND}"]


@pytest.mark.parametrize("name", [page for page in PAGES if page != "score"])
def test_without_a_classifier_the_other_pages_go_on(name, models, open_page):
    view = open_page(name)
    view.check_runs()
    assert len(view.errors) == 0
    if name in ("overview", "positions"):
        assert len(view.charts) == 3
        assert set(view.frame("weight", "effect")["scored_by"]) == {"coder"}
    if name == "method":
        assert any(COMMAND in message for message in view.messages)


@pytest.mark.parametrize("name", PAGES)
def test_classifier_only_without_a_classifier_gives_advice_and_no_exception(name, models, open_page):
    view = open_page(name, scores="Classifier only")
    view.check_runs()
    if name in ("overview", "positions"):
        assert view.charts == {}
        assert any("Best available" in message for message in view.messages)


def test_a_classifier_of_another_codebook_version_is_refused_with_the_command(change_card, open_page):
    change_card(lambda card: card["codebook"].update(version="1"))
    view = open_page("score")
    view.check_runs()
    (message,) = view.errors
    assert "trained for codebook version 1" in message
    assert message.endswith(f"Run: {COMMAND}")
    assert view.charts == {}


def test_a_broken_classifier_is_refused_with_the_command(change_card, models, open_page):
    change_card(lambda card: None)
    (models / "japan-russia" / "classifier.npz").write_bytes(b"not a classifier")
    view = open_page("score")
    view.check_runs()
    (message,) = view.errors
    assert "classifier.npz cannot be read" in message
    assert COMMAND in message


def test_a_broken_card_is_refused_with_the_command(change_card, models, open_page):
    change_card(lambda card: None)
    (models / "japan-russia" / "card.json").write_text("{", encoding="utf-8")
    for page in ("score", "method"):
        view = open_page(page)
        view.check_runs()
        assert any(COMMAND in message for message in view.messages)


def test_changed_statements_are_told_on_the_method_page(change_card, open_page):
    change_card(lambda card: card.update(training_hash="0" * 12))
    view = open_page("method")
    view.check_runs()
    assert any("have changed since the classifier was trained" in message for message in view.messages)


def test_the_score_page_states_the_measured_error_of_every_topic(open_page, dossier):
    view = open_page("score")
    measures = json.loads((MODELS / "japan-russia" / "card.json").read_text(encoding="utf-8"))["measures"]
    for topic in dossier.codebook.topics:
        assert f"{topic.title} {measures[topic.id]['mae']:.2f}" in view.texts
