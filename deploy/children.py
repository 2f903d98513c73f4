"""Programs that are kept running: replicas of the dashboard, and nginx.

Belongs here: starting and stopping one, and asking it for its health. Not here: in which order (deploy/host.py).
"""

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress

from deploy.site import ROOT, Site

HEALTH = "/health"  # of a replica
FRAMEWORK_HEALTH = "/_stcore/health"  # of a replica through nginx, which closes the other
OK = 200
STOP_SECONDS = 10
PAUSE_SECONDS = 2
ASK_SECONDS = 10
SILENT_SECONDS = 60  # far more than a busy replica needs for an answer


class Child:
    """A program that is started, stopped and, where it died or hangs, started again; `health` is the address that says it can be used."""

    def __init__(self, name: str, command: Sequence[str], settings: Mapping[str, str], health: str) -> None:
        self.name, self.command, self.settings, self.health = name, command, settings, health
        self._run: subprocess.Popen | None = None
        self._started = 0.0
        self._asked = self._answered = 0.0  # when it was asked last, and when it answered; 0 for never

    def start(self) -> None:
        """Starts it in a session of its own: Ctrl-C reaches the host alone, which stops its children in order."""
        self._clear()
        self._started, self._answered = time.monotonic(), 0.0
        self._run = subprocess.Popen(self.command, cwd=ROOT, env=dict(self.settings), start_new_session=True)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._run is not None and self._run.poll() is None

    @property
    def healthy(self) -> bool:
        """Whether it runs and says that it can be used."""
        return self.alive and _ask(self.health) == OK

    def revive(self) -> bool:
        """Starts it again where it died, not more often than every two seconds, or hangs; whether it was started."""
        due = self._hangs() if self.alive else time.monotonic() - self._started > PAUSE_SECONDS
        if due:
            self.start()
        return due

    def _hangs(self) -> bool:
        """Whether it has answered before, and not for a minute; asks it every ten seconds."""
        if time.monotonic() - self._asked < ASK_SECONDS:
            return False
        if _ask(self.health):  # a fault of the dossier is an answer: to start it again would not mend that
            self._answered = time.monotonic()
        self._asked = time.monotonic()
        return bool(self._answered) and self._asked - self._answered > SILENT_SECONDS

    def stop(self) -> None:
        """Asks it to end, and ends it after ten seconds."""
        if self._run is None:
            return
        self._run.terminate()
        try:
            self._run.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._clear()

    def _clear(self) -> None:
        """Ends what is left of its last run: the workers of an nginx outlive it and keep its port."""
        if self._run is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._run.pid, signal.SIGKILL)
            self._run.wait()


def _ask(url: str) -> int:
    """The status of its answer; 0 where there is none: it is not there yet, it hangs, or somebody else is there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except (OSError, http.client.HTTPException):
        return 0


def make_replica(port: int, settings: Mapping[str, str]) -> Child:
    """One process of the dashboard on a port of the loopback interface."""
    command = [sys.executable, "-m", "deploy.replica", str(port)]
    return Child(f"replica on port {port}", command, settings, f"http://127.0.0.1:{port}{HEALTH}")


def make_proxy(program: str, site: Site, settings: Mapping[str, str]) -> Child:
    """An nginx that has its settings, its logs and what it is sent in the folder of the site."""
    command = [program, "-p", f"{site.folder}/", "-c", f"{site.folder}/nginx.conf"]
    address = site.listen.replace("0.0.0.0", "127.0.0.1")
    return Child(f"nginx on port {address.split(':')[1]}", command, settings, f"http://{address}{FRAMEWORK_HEALTH}")
