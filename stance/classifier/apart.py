"""A classifier trained in a process of its own: `python -m stance.classifier.apart FOLDER`, with what a waiting reader is told.

Belongs here: starting, watching and ending that process, and what it does. Not here: how a classifier is made (`releasing`).
A server goes on answering meanwhile, and gets back all the memory that it took. One at a time in a server.
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Thread

from stance.errors import StanceError, UsageError

ROOT = Path(__file__).resolve().parents[2]
LOOK_SECONDS = 1.0
BUSY = "Another classifier is being trained on this server, and one is trained at a time. Try again in a few minutes."
ENDED = "The training ended before it was done. Start it again; a smaller table needs less memory."
REFUSED, DONE = "refused: ", "trained"
STEP = re.compile(r"([\w ]+):\s+\d+%[^\r\n]*?(\d+)/(\d+)")
_free = BoundedSemaphore(1)


@dataclass
class Training:
    """A classifier in the making: the dossier's folder, the process, what it says, and since when."""

    folder: Path
    process: subprocess.Popen
    said: Path
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """For how long it has run."""
        return time.monotonic() - self.began

    @property
    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    @property
    def step(self) -> tuple[str, float]:
        """What it is doing and how much of that is done, 0 to 1; "" and 0 before it says anything."""
        found = STEP.findall(_read_end(self.said))
        if not found:
            return "", 0.0
        name, done, total = found[-1]
        return name.strip(), int(done) / max(1, int(total))

    @property
    def trouble(self) -> str:
        """Why it ended without a classifier, as sentences; "" where it made one or is not over."""
        if not self.is_over or self.process.returncode == 0:
            return ""
        text = _read_end(self.said)
        return text.rsplit(REFUSED, 1)[1].strip() if REFUSED in text else ENDED

    def stop(self) -> None:
        """Ends the process and those that it started, where it is not over."""
        with suppress(ProcessLookupError, PermissionError):
            if not self.is_over:
                os.killpg(self.process.pid, signal.SIGKILL)


def start_training(folder: Path, said: Path) -> Training:
    """Begins to train the classifier of the dossier in a folder; raises UsageError where another one is being trained.

    said: the file for what the process says. It ends too where that file is taken away: then nobody waits for it.
    """
    if not _free.acquire(blocking=False):
        raise UsageError(BUSY)
    try:
        with said.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "stance.classifier.apart", str(folder)],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=out, start_new_session=True,
            )  # fmt: skip
    except BaseException:
        _free.release()
        raise
    training = Training(folder, process, said)
    Thread(target=_watch, args=(training,), daemon=True).start()
    return training


def _watch(training: Training) -> None:
    """Waits for the end of the process, and ends it where nobody waits for it any more."""
    try:
        while not training.is_over:
            with suppress(subprocess.TimeoutExpired):
                training.process.wait(LOOK_SECONDS)
            if not training.said.exists():
                training.stop()
    finally:
        _free.release()


def _read_end(path: Path) -> str:
    """The last part of what the process said, "" where that is gone."""
    try:
        return path.read_bytes()[-20_000:].decode("utf-8", errors="replace")
    except OSError:
        return ""


def train_here(folder: Path) -> str:
    """Trains and writes the classifier of the dossier in a folder, into its usual place; returns "" or why it was refused."""
    from stance.classifier.releasing import build_release
    from stance.classifier.storage import save_classifier
    from stance.dossier.loading import find_models, load_dossier

    try:
        save_classifier(*build_release(load_dossier(folder), progress=True), find_models(folder))
    except StanceError as error:
        return str(error)
    return ""


def main(folder: str) -> int:
    """Trains, says on standard error how far it is and why it was refused; returns the exit code."""
    sys.stderr.isatty = lambda: True  # type: ignore[method-assign]  # bars of progress are written to a file too
    refusal = train_here(Path(folder))
    print(f"{REFUSED}{refusal}" if refusal else DONE, file=sys.stderr)
    return 1 if refusal else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
