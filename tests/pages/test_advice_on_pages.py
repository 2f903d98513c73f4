"""Where the classifier reads worse than the mean of the side, pages take codes alone until a reader chooses otherwise, and say why."""

import json
import shutil

import pytest

from stance.dossier.loading import MODELS
from stance.ui.loaded import default_view

WORSE = "On Security the classifier reads worse than the mean of the side. Use codes only."


@pytest.fixture
def worse(models):
    """The shipped classifier with a card that says that on one topic it is farther from the codes than the mean of the side."""
    folder = shutil.copytree(MODELS / "japan-russia", models / "japan-russia")
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["measures"]["security"]["mae_over_side"] = 0.1
    card["intervals"]["security"]["mae_over_side"] = [0.02, 0.2]
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def test_codes_only_is_the_default_and_the_reason_stands_under_the_choice(worse, open_page):
    view = open_page("positions")
    view.check_runs()
    assert view.app.radio(key="scores").value == "codes"
    assert WORSE in [part.value.replace("\\", "") for part in view.app.sidebar.caption]
    assert WORSE not in view.warnings
    assert "Score source: codes only." in view.texts


def test_a_reader_who_chooses_scores_is_warned_beside_the_choice_and_on_the_page(worse, open_page):
    view = open_page("positions", scores="Best available")
    assert view.app.radio(key="scores").value == "best"
    assert view.warnings.count(WORSE) == 2
    assert "Score source: best available." in view.texts


def test_who_scores_a_statement_is_warned_first(worse, open_page):
    assert WORSE in open_page("score").warnings


def test_the_card_under_method_says_it_with_its_figures(worse, open_page):
    texts = open_page("method", method="Classifier").texts
    assert WORSE in texts
    assert "(difference +0.100, 90 % interval +0.020 to +0.200)" in texts


def test_a_classifier_that_reads_better_is_neither_warned_of_nor_left_out(open_page, dossier):
    view = open_page("positions")
    assert view.app.radio(key="scores").value == "best"
    assert "Use codes only" not in view.texts + "".join(view.messages)
    assert default_view(dossier).score_source == "best"
