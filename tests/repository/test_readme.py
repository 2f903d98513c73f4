"""What the documents claim is what the files hold."""

import json
import re

import pytest

from stance.dossier.loading import DATA, MODELS

ROOT = DATA.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = {
    "correlation with the code within sides": "within_side_r",
    "correlation within actors": "within_actor_r",
    "mean distance from the code, in codes": "mae",
    "… of the side's mean, which reads nothing": "mae_by_side",
    "… of the actor's mean, which reads nothing": "mae_by_actor",
    "addressed or not, macro F1": "addressed_f1",
    "… of always the commoner answer": "addressed_f1_commonest",
}


@pytest.mark.parametrize(("label", "measure"), ROWS.items())
def test_the_figures_of_the_readme_are_those_of_the_card(label, measure):
    measures = json.loads((MODELS / "japan-russia" / "card.json").read_text(encoding="utf-8"))["measures"]
    figures = " | ".join(f"{measures[topic][measure]:.2f}" for topic in ("sovereignty", "sequencing", "security"))
    assert f"| {label} | {figures} |" in README


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "GLOSSARY.md", "docs/dossier.md"])
def test_every_file_that_a_document_links_to_exists(page):
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert all((path.parent / link).exists() for link in links), links


def test_every_command_of_the_readme_exists():
    commands = set(re.findall(r"python -m stance (\w+)", README))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "stance" / "commands").glob("*.py"))
    assert commands == {
        "validate",
        "train",
        "evaluate",
        "positions",
        "score",
        "report",
        "export",
        "rebuild",
        "bake",
        "init",
        "codings",
    }
    assert all(f"def {command}(" in source for command in commands)
