"""Commands and the advice about scores: codes where the classifier reads no better than the mean of the side, unless scores are asked for."""

import json
import shutil
from datetime import date

import pytest

from stance.baked.addresses import Addresses
from stance.baked.ground import Ground
from stance.commands import main
from stance.dossier.loading import MODELS, OWN_MODELS, find_models
from stance.report import write_report

WORSE = "Warning: On Security the classifier reads worse than the mean of the side. Use codes only.\n"
DAY = date(2026, 3, 5)


@pytest.fixture(scope="module")
def worse(tmp_path_factory):
    """A folder of classifiers with the shipped one, whose card says that on one topic it is as far from the codes as the side's mean."""
    root = tmp_path_factory.mktemp("models")
    folder = shutil.copytree(MODELS / "japan-russia", root / "japan-russia")
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["measures"]["security"]["mae_over_side"] = 0.0
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return root


def list_positions(capsys, *words: object) -> tuple[str, str]:
    """What `positions` prints, and what it says."""
    assert main(["positions", "japan-russia", *map(str, words)]) == 0
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_without_a_choice_codes_are_taken_and_why_is_said(worse, capsys):
    codes, quiet = list_positions(capsys, "--models", worse, "--scores", "codes")
    assert list_positions(capsys, "--models", worse) == (codes, WORSE)
    assert quiet == ""


def test_scores_that_are_asked_for_are_taken_with_the_warning(worse, capsys):
    best, quiet = list_positions(capsys)
    assert list_positions(capsys, "--models", worse, "--scores", "best") == (best, WORSE)
    assert quiet == ""


def test_a_report_by_codes_says_that_uncoded_statements_are_left_out(talks, scores):
    text = write_report(talks, scores.head(0), day=DAY, score_source="codes")
    assert "“codes only”: statements without a code are left out." in text
    assert "“best available”: the code of a coded statement" in write_report(talks, scores.head(0), day=DAY)


def test_baked_pages_take_the_scores_that_they_are_told(dossier, scores):
    best, codes = (Ground(dossier, scores, Addresses("", "", "x"), source) for source in ("best", "codes"))
    assert set(best.scored["scored_by"]) == {"coder", "classifier"}
    assert set(codes.scored["scored_by"]) == {"coder"}


def test_a_classifier_stands_in_models_for_a_shipped_dossier_else_in_the_dossier(dossier, tmp_path):
    assert find_models(dossier.folder) == MODELS / "japan-russia"
    assert find_models(tmp_path / "river") == tmp_path / "river" / OWN_MODELS
    assert find_models(tmp_path / "river", tmp_path / "models") == tmp_path / "models" / "river"
