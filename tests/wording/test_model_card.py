"""The model card says what card.json holds, and nothing else."""

import json
import re
from dataclasses import replace

import pytest

from stance.classifier.measures import MEASURES
from stance.commands import main
from stance.dossier.loading import DATA, MODELS
from stance.wording.model_card import COMMANDS, describe_model_card, format_cell, list_limits

FOLDER = MODELS / "japan-russia"


@pytest.fixture(scope="module")
def card():
    return json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text():
    return (FOLDER / "card.md").read_text(encoding="utf-8")


def test_the_shipped_card_is_the_one_that_its_numbers_make(card, text, dossier):
    assert text == f"# Model card: {dossier.codebook.title}\n\n{describe_model_card(card, dossier)}"


def test_every_measure_stands_in_the_card_with_its_interval(card, text, dossier):
    for name, meaning in MEASURES.items():
        cells = " | ".join(format_cell(card, topic, name) for topic in dossier.codebook.topic_ids)
        assert f"{meaning[1:]} | {cells} |" in text


def test_a_cell_shows_value_interval_and_what_is_not_defined(card):
    own = {
        "measures": {"t": {"mae": 0.456, "r": None, "rows": 1204.0}},
        "intervals": {"t": {"mae": [0.4, 0.5], "r": None, "rows": [1, 2]}},
    }
    assert [format_cell(own, "t", name) for name in ("mae", "r", "rows")] == ["0.46 [0.40, 0.50]", "undefined", "1,204"]
    assert card["intervals"].keys() == card["measures"].keys()


def test_it_says_that_no_human_panel_made_the_codes(text):
    assert "automated passes" in text and "No panel of human coders" in text


def test_it_says_when_the_classifier_abstains_and_how_much_it_covers(card, text, dossier):
    for topic in dossier.codebook.topics:
        assert f"{topic.title}: abstains below a confidence of {card['abstain_below'][topic.id]:.0%}" in text
        assert f"a direction for {format_cell(card, topic.id, 'kept')}" in text


def test_every_command_in_it_exists(text):
    commands = re.findall(r"`python -m ([\w.]+)(?: (\w+))?", text)
    assert len(commands) == len(COMMANDS)
    for module, command in commands:
        if module == "stance":
            with pytest.raises(SystemExit) as leaving:
                main([command, "--help"])
            assert leaving.value.code == 0
        else:
            assert (DATA.parent / f"{module.replace('.', '/')}.py").is_file()


def test_texts_of_the_dossier_are_escaped(card, dossier):
    first, *others = dossier.codebook.topics
    hostile = replace(first, title="![x](http://evil) | <b>")
    book = replace(dossier.codebook, topics=(hostile, *others))
    written = describe_model_card(card, replace(dossier, codebook=book))
    assert "![x](" not in written and "| <b>" not in written


def test_limits_name_the_error_beside_that_of_the_side_alone(card, dossier):
    first = list_limits(card, dossier.codebook)[0]
    for topic in dossier.codebook.topics:
        measures = card["measures"][topic.id]
        assert f"{topic.title} {measures['mae']:.2f} (side alone {measures['mae_by_side']:.2f})" in first
