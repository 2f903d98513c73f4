"""A new dossier: whole or not at all, in an empty place alone, and sound as it is made; by the real command."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from stance.dossier.loading import load_dossier
from stance.dossier.starting import name_topics, start_dossier
from stance.errors import StanceError, UsageError

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2024, 5, 6)


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stance", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment)


def test_the_command_makes_what_validates_and_says_the_next_three_steps(tmp_path):
    folder = tmp_path / "own talks" / "spice"
    made = run("init", folder, "--title", 'Spice "talks"', "--topic", "Tariffs", "--topic", "Date")
    assert (made.returncode, made.stderr) == (0, "")
    steps = [line for line in made.stdout.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert len(steps) == 3
    assert steps[2] == f"3. Run: python -m stance validate '{folder}'"
    assert f"STANCE_DATA='{folder.parent}' streamlit run dashboard.py" in made.stdout
    sound = run("validate", "spice", STANCE_DATA=str(folder.parent))
    assert (sound.returncode, sound.stderr) == (0, "")
    assert sound.stdout.startswith("spice: 2 statements (2 coded) by 2 actors in 2 sources")


def test_a_second_run_is_refused_and_changes_nothing(tmp_path):
    folder = tmp_path / "spice"
    start_dossier(folder, day=DAY)
    (folder / "statements.csv").write_text("mine", encoding="utf-8")
    again = run("init", folder)
    assert again.returncode == 2
    assert (
        again.stderr == f"{folder} is not empty. Name a folder that is empty or not there yet; nothing was changed.\n"
    )
    assert (folder / "statements.csv").read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_filled_and_its_files_can_be_read_by_others(tmp_path):
    folder = tmp_path / "spice"
    folder.mkdir()
    assert start_dossier(folder, day=DAY) == ["codebook.toml", "statements.csv", "README.md"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spice"]
    assert folder.stat().st_mode & 0o777 == 0o755


def test_titles_and_topics_stand_in_the_dossier_as_they_were_given(tmp_path):
    start_dossier(tmp_path / "spice", 'Spice "talks" \\ 香料', ["Tariffs", "Кто платит?"], day=DAY)
    made = load_dossier(tmp_path / "spice")
    assert made.codebook.title == 'Spice "talks" \\ 香料'
    assert {topic.id: topic.title for topic in made.codebook.topics} == {
        "tariffs": "Tariffs",
        "кто-платит": "Кто платит?",
    }
    assert made.codebook.period == (date(2024, 1, 1), date(2024, 12, 31))


def test_example_rows_say_that_they_are_examples(tmp_path):
    start_dossier(tmp_path / "spice", day=DAY)
    made = load_dossier(tmp_path / "spice")
    assert made.statements["text"].str.startswith("EXAMPLE, delete this row").all()
    assert made.statements["source"].str.startswith("example-").all()
    assert set(made.statements["side"]) == {"side-a", "side-b"}


@pytest.mark.parametrize("titles", [["Date"], ["side"], ["Score"], ["!!"], ["Tariffs", "tariffs_score"]])
def test_any_title_becomes_an_id_that_loads(tmp_path, titles):
    start_dossier(tmp_path / "spice", topics=titles, day=DAY)
    assert [topic.title for topic in load_dossier(tmp_path / "spice").codebook.topics] == titles


@pytest.mark.parametrize(
    ("title", "topics", "trouble"),
    [
        ("", ["A"], "is no title"),
        ("A\x07B", ["A"], "is no title"),
        ("A\udc80", ["A"], "is no title"),
        ("A", ["A", "a"], "the same name"),
        ("A", [" "], "is no title"),
        ("x" * 200_000, ["A"], "is larger than"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_left(tmp_path, title, topics, trouble):
    with pytest.raises(StanceError, match=trouble):
        start_dossier(tmp_path / "spice", title, topics, day=DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_file_a_link_and_a_place_within_a_dossier_are_refused(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    start_dossier(tmp_path / "spice", day=DAY)
    for place, trouble in (
        ("file", "is a file or a link"),
        ("link", "is a file or a link"),
        ("spice/inner", "lies in the dossier"),
    ):
        with pytest.raises(UsageError, match=trouble):
            start_dossier(tmp_path / place, day=DAY)
    assert not (tmp_path / "spice/inner").exists()


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be made"):
        start_dossier(tmp_path / "file" / "spice", day=DAY)


def test_ids_of_topics_are_plain():
    assert name_topics(["Who pays, and when?", "  Fish_2 "]) == {
        "who-pays-and-when": "Who pays, and when?",
        "fish-2": "  Fish_2 ",
    }
