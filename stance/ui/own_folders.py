"""The folders of what visitors bring: in memory where the system has a place for that, closed to others, gone with the session.

Belongs here: making, holding, leaving and removing them. Not here: which one is whose (`private`), what lies in one (`pages/own`).
Every server process has one folder, under a lock that ends with it, and in it one folder a visitor. A visitor's goes when it is
forgotten, a while after their session is gone, and with the process; what a killed process left is swept by the next one.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Timer
from typing import IO

from streamlit.runtime import Runtime, exists, get_instance

from stance.errors import UsageError

MEMORY = Path("/dev/shm")
PREFIX, LOCK = "stance-own-", "lock"
ROOM_BYTES = 200_000_000  # containers often have less than that in memory
NO_MEMORY = "This public demo keeps own dossiers in memory alone, and has no room for one more now. Try again later."
NO_ROOM = "There is no room for a dossier of your own on this server now ({why}). Try again later."
GRACE_SECONDS, FRESH_SECONDS = 150, 60  # Streamlit keeps the session of a lost connection for 120 seconds


@dataclass
class _Home:
    """The folder of this process with the open lock, made when it is first needed; and the visitors who are about to be gone."""

    pid: int = 0
    folder: Path | None = None
    lock: IO[bytes] | None = None
    leaving: dict[Path, Timer] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)


_home = _Home()


def make_folder(*, only_memory: bool = False) -> Path:
    """A new empty folder for one visitor, which only this user of the system can enter; raises UsageError where there is no room.

    only_memory: refuse where it would lie on a disk.
    """
    if only_memory and find_base() != MEMORY:
        raise UsageError(NO_MEMORY)
    try:
        with _home.guard:
            if _home.folder is None or _home.pid != os.getpid() or not _home.folder.is_dir():
                _open_home()
            return Path(tempfile.mkdtemp(prefix="visitor-", dir=_home.folder))
    except OSError as error:
        raise UsageError(NO_ROOM.format(why=error.strerror or error)) from None


def find_base() -> Path:
    """Where folders of processes stand: in memory where there is such a place to write to, else with the temporary files."""
    try:
        roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES
    except OSError:
        roomy = False
    return MEMORY if roomy else Path(tempfile.gettempdir()).resolve()


def _open_home() -> None:
    base = find_base()
    sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    lock = (folder / LOCK).open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    _home.pid, _home.folder, _home.lock = os.getpid(), folder, lock
    atexit.register(_close_home, os.getpid(), folder)


def _close_home(pid: int, folder: Path) -> None:
    if pid == os.getpid():  # a process that was forked off leaves the folder to its parent
        shutil.rmtree(folder, ignore_errors=True)


def sweep(base: Path) -> None:
    """Removes what processes left that were killed: the folders of this user under `base` that no one holds the lock of."""
    for folder in base.glob(f"{PREFIX}*"):
        with suppress(OSError):
            about = folder.lstat()
            mine = not folder.is_symlink() and about.st_uid == os.getuid()
            if mine and time.time() - about.st_mtime > FRESH_SECONDS and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Whether no process holds the lock of a folder any more."""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def remove_folder(root: Path) -> None:
    """Removes a visitor's folder and all in it, at once; nothing where it is gone already."""
    with _home.guard:
        if timer := _home.leaving.pop(root, None):
            timer.cancel()
    shutil.rmtree(root, ignore_errors=True)


def leave_folder(root: Path, session: str) -> None:
    """The connection of a session ended: its folder is removed after a while, unless the session is back by then."""
    timer = Timer(GRACE_SECONDS, _remove_unless_back, (root, session))
    timer.daemon = True
    with _home.guard:
        if former := _home.leaving.pop(root, None):
            former.cancel()
        _home.leaving[root] = timer
    timer.start()


def _remove_unless_back(root: Path, session: str) -> None:
    with _home.guard:
        _home.leaving.pop(root, None)
    if is_connected(session):
        leave_folder(root, session)  # looked at again: what holds the folder begins with the next run
    else:
        shutil.rmtree(root, ignore_errors=True)


def is_connected(session: str) -> bool:
    """Whether a session has a browser at its other end now."""
    runtime: Runtime | None = get_instance() if exists() else None
    return runtime is not None and runtime.is_active_session(session)
