"""The classifier on the pages: a pasted text, a missing one, one of another codebook, a stale one."""

import json
import re
import shutil

import pytest

from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS
from stance.exhibits.own_statement import make_own_statement

COMMAND = "python -m stance train japan-russia"
TEXT = "Russia said the islands are its own territory after the war and that no transfer is up for discussion."


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


def test_the_page_shows_the_reading_of_the_text_and_keeps_it_in_the_session_alone(open_page, dossier, monkeypatch):
    view = open_page("score").score(TEXT, "russia")
    classifier = load_classifier(MODELS / "japan-russia", dossier)
    shown = make_own_statement(dossier, classifier, TEXT, "russia")
    assert list(view.charts) == [panel.key for panel in shown.panels]
    alts = [chart.proto.alt for chart in view.app.get("plotly_chart")]
    assert alts == [panel.alternative for panel in shown.panels]
    tables = [part.value for part in view.app.dataframe]
    assert all(table.equals(panel.table.shown) for table, panel in zip(tables, shown.panels, strict=True))
    read: list[str] = []

    def make(dossier, classifier, text, side, **options):
        read.append(text)
        return make_own_statement(dossier, classifier, text, side, **options)

    monkeypatch.setattr("stance.ui.pages.score.make_own_statement", make)
    view.app.run()
    view.check_runs()
    assert read == []
    open_page("score").score(TEXT, "russia")  # a visitor who pastes the same text finds no reading of it
    assert read.count(TEXT) == 1


def test_without_a_text_the_page_asks_for_one(open_page):
    view = open_page("score").score("   ")
    view.check_runs()
    assert "Paste a statement above and choose Score." in view.messages
    assert view.charts == {}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "北方領土"])
def test_any_text_gets_an_answer_and_no_exception(text, open_page):
    view = open_page("score").score(text)
    view.check_runs()
    assert len(_numbers(view)) == 3
    assert "<script" not in view.html


def test_without_a_classifier_the_score_page_says_which_command_makes_one(models, open_page):
    view = open_page("score")
    view.check_runs()
    assert view.errors == [f"There is no classifier for 'japan-russia'. Run: {COMMAND}"]


def test_without_a_classifier_the_other_pages_go_on(models, open_page):
    view = open_page(point_as="As a table")  # every page without one: test_other_negotiation
    for name in ("overview", "positions", "movement", "score"):
        view.turn_to(name).check_runs()
        assert len(view.errors) == (name == "score")
        if name in ("overview", "positions"):
            assert len(view.charts) == 3
            assert set(view.frame("weight", "effect")["scored_by"]) == {"coder"}


def test_classifier_only_without_a_classifier_gives_advice_and_no_exception(models, open_page):
    view = open_page(scores="Classifier only")
    for name in ("overview", "positions", "movement", "robustness"):
        view.turn_to(name).check_runs()
        if name in ("overview", "positions"):
            assert view.charts == {}
            assert any("Best available" in message for message in view.messages)


def test_a_classifier_of_another_codebook_version_is_refused_with_the_command(change_card, models, open_page):
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
    assert "classifier.npz is missing, or is not the file that was written with the card" in message
    assert COMMAND in message


def test_a_broken_card_is_refused_with_the_command(change_card, models, open_page):
    change_card(lambda card: None)
    (models / "japan-russia" / "card.json").write_text("{", encoding="utf-8")
    for page, query in (("score", {}), ("method", {"method": "Classifier"})):
        view = open_page(page, **query)
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


@pytest.mark.parametrize("name", ["scores.csv", "classifier.npz"])
def test_with_a_file_that_does_not_belong_to_the_card_the_pages_go_on_with_codes_and_say_why(
    change_card, models, open_page, name
):
    change_card(lambda card: None)
    path = models / "japan-russia" / name
    path.write_bytes(path.read_bytes()[:5_000])
    view = open_page("overview", point_as="As a table")
    for page in ("overview", "method", "statements"):
        view.turn_to(page).check_runs()
        assert any(f"{name} is missing, or is not the file" in message for message in view.messages), page
        if page == "overview":
            assert set(view.frame("weight", "effect")["scored_by"]) == {"coder"}


def test_a_text_of_which_too_little_is_known_gets_words_and_no_number(open_page):
    view = open_page("score").score("Tomorrow will be sunny and warm.", "japan")
    view.check_runs()
    assert any("Too little of this text is known to score it" in message for message in view.messages)
    assert {one["Score"] for one in _numbers(view)} == {"none: too little is known"}
    assert view.charts == {}
