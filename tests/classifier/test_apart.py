"""A classifier is trained in a process of its own: one at a time, ended when nobody waits, its refusal told in a sentence."""

import sys
import time
from pathlib import Path

import pytest

from stance.classifier import apart
from stance.classifier.apart import BUSY, DONE, ENDED, REFUSED, Training, main, start_training
from stance.classifier.storage import load_classifier, load_scores
from stance.dossier.loading import load_dossier
from stance.errors import ModelError, UsageError


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Starts a training whose process runs a program of the test instead; whatever runs at the end is stopped."""
    started: list[Training] = []

    def start(program: str, said: str = "said.txt") -> Training:
        real = apart.subprocess.Popen
        monkeypatch.setattr(apart.subprocess, "Popen", lambda _, **kw: real([sys.executable, "-c", program], **kw))
        try:
            started.append(start_training(tmp_path, tmp_path / said))
        finally:
            monkeypatch.setattr(apart.subprocess, "Popen", real)
        return started[-1]

    yield start
    for one in started:
        one.stop()
        one.process.wait()
    _wait_until(lambda: apart._free._value == 1)


def _wait_until(is_so) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


SLEEP = "import time; time.sleep(600)"


def test_one_is_trained_at_a_time_and_the_next_when_it_is_over(run):
    first = run(SLEEP)
    with pytest.raises(UsageError, match=BUSY[:30]):
        run(SLEEP, "other.txt")
    first.stop()
    _wait_until(lambda: apart._free._value == 1)
    assert not run(SLEEP, "other.txt").is_over


def test_it_ends_when_the_folder_of_its_visitor_is_taken_away(run, monkeypatch):
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.02)
    training = run(SLEEP)
    training.said.unlink()
    assert training.process.wait(20) != 0
    assert training.trouble == ENDED


def test_how_much_is_done_is_read_from_both_bars_of_progress(tmp_path):
    said = tmp_path / "said.txt"
    training = Training(tmp_path, None, said)  # type: ignore[arg-type]
    shown = []
    for text in (
        "",
        "cross-fitting:  40%|####      | 2/5 [00:24<00:35]",
        "\ndividing otherwise:  20%|##   | 1/5 [00:03<]",
    ):
        with said.open("a") as file:
            file.write(text)
        shown.append(training.done)
    assert shown == [0, 0.2, 0.6]


def test_why_it_was_refused_is_told_and_a_kill_is_not_taken_for_a_refusal(run):
    refused = run(f"import sys; print('{REFUSED}It has 2 that are coded.', file=sys.stderr); sys.exit(1)")
    refused.process.wait()
    assert refused.trouble == "It has 2 that are coded."
    _wait_until(lambda: apart._free._value == 1)
    done = run("pass")
    done.process.wait()
    assert done.trouble == ""


def test_the_real_process_refuses_a_dossier_of_too_few_codes(minimal_dossier, tmp_path):
    training = start_training(minimal_dossier, tmp_path / "said.txt")
    training.process.wait()
    assert "a classifier needs at least" in training.trouble
    assert not (minimal_dossier / "classifier").exists()
    _wait_until(lambda: apart._free._value == 1)


def test_what_is_trained_stands_in_the_folder_of_the_dossier_and_is_its_classifier(
    shipped_copy: Path, dossier, monkeypatch, capsys
):
    from stance.dossier.loading import MODELS

    made = (
        load_classifier(MODELS / dossier.slug, dossier),
        apart_card(dossier),
        load_scores(MODELS / dossier.slug, dossier),
    )
    monkeypatch.setattr("stance.classifier.releasing.build_release", lambda *_, **__: made)
    assert main(str(shipped_copy)) == 0
    assert DONE in capsys.readouterr().err
    again = load_scores(shipped_copy / "classifier", load_dossier(shipped_copy))
    assert len(again) == len(made[2])


def apart_card(dossier) -> dict:
    from stance.classifier.cards import load_card
    from stance.dossier.loading import MODELS

    return load_card(MODELS / dossier.slug, dossier)


def test_a_refusal_is_an_exit_code_and_a_sentence(other_dossier, monkeypatch, capsys):
    def refuse(*_, **__):
        raise ModelError("It has 2 that are coded.")

    monkeypatch.setattr("stance.classifier.releasing.build_release", refuse)
    assert main(str(other_dossier)) == 1
    assert capsys.readouterr().err.strip() == f"{REFUSED}It has 2 that are coded."
