"""Folders of visitors: closed to others, apart from each other, gone with the session, the process, and after a kill."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stance.errors import UsageError
from stance.ui import own_folders
from stance.ui.own_folders import LOCK, NO_MEMORY, PREFIX, find_base, leave_folder, make_folder, remove_folder, sweep

ROOT = Path(__file__).resolve().parents[2]
HOLD = (
    "import sys; from pathlib import Path; from stance.ui import own_folders\n"
    "own_folders.find_base = lambda: Path(sys.argv[1])\n"
    "print(own_folders.make_folder(), flush=True); sys.stdin.read()"
)


@pytest.fixture
def base(tmp_path, monkeypatch):
    """A place for folders of processes that no other test uses."""
    monkeypatch.setattr(own_folders, "find_base", lambda: tmp_path)
    monkeypatch.setattr(own_folders, "_home", own_folders._Home())
    return tmp_path


def _hold(base: Path) -> tuple[subprocess.Popen, Path]:
    """Another server process with a visitor's folder."""
    command = [sys.executable, "-c", HOLD, str(base)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def _age(folder: Path) -> None:
    """Lets a folder be older than one that is being made."""
    past = time.time() - 2 * own_folders.FRESH_SECONDS
    os.utime(folder, (past, past))


def _wait_until(is_so) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_each_visitor_has_a_folder_of_their_own_that_only_this_user_can_enter(base):
    first, second = make_folder(), make_folder()
    assert first != second and first.parent == second.parent and first.parent.parent == base
    assert {stat.S_IMODE(one.stat().st_mode) for one in (first, second, first.parent)} == {0o700}


def test_a_folder_lies_in_memory_where_there_is_room_and_a_demo_refuses_a_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(own_folders, "MEMORY", tmp_path)
    assert find_base() == tmp_path
    monkeypatch.setattr(own_folders, "ROOM_BYTES", 1 << 60)
    assert find_base() != tmp_path
    with pytest.raises(UsageError, match=NO_MEMORY.split(",")[0]):
        make_folder(only_memory=True)


def test_a_place_that_cannot_be_written_to_is_a_sentence(base, monkeypatch):
    monkeypatch.setattr(own_folders, "find_base", lambda: base / "nowhere")
    with pytest.raises(UsageError, match="There is no room for a dossier of your own"):
        make_folder()


def test_what_is_removed_is_gone_at_once_with_all_in_it(base):
    folder, other = make_folder(), make_folder()
    (folder / "river").mkdir()
    (folder / "river" / "statements.csv").write_text("a")
    remove_folder(folder)
    remove_folder(folder)
    assert not folder.exists() and other.exists()


def test_a_folder_goes_after_its_session_is_gone_and_stays_where_it_is_back(base, monkeypatch):
    monkeypatch.setattr(own_folders, "GRACE_SECONDS", 0.05)
    back = {"here"}
    asked: list[str] = []
    monkeypatch.setattr(own_folders, "is_connected", lambda session: (asked.append(session), session in back)[1])
    gone, kept = make_folder(), make_folder()
    leave_folder(kept, "here")
    leave_folder(gone, "away")
    _wait_until(lambda: not gone.exists())
    _wait_until(lambda: asked.count("here") > 1)
    assert kept.exists()
    back.clear()
    _wait_until(lambda: not kept.exists())


def test_a_process_that_ends_leaves_nothing(base):
    process, folder = _hold(base)
    assert folder.is_dir()
    process.communicate("")
    assert list(base.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_that_of_a_living_one_is_not(base):
    (killed, left), (living, held) = _hold(base), _hold(base)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        for folder in (left.parent, held.parent):
            _age(folder)
        sweep(base)
        assert not left.exists() and held.exists()
    finally:
        living.communicate("")
        assert killed.stdin and killed.stdout
        killed.stdin.close()
        killed.stdout.close()


def test_sweeping_touches_neither_what_is_being_made_nor_what_a_link_leads_to(base, tmp_path_factory):
    fresh = base / f"{PREFIX}fresh"
    fresh.mkdir()
    treasure = tmp_path_factory.mktemp("treasure")
    (treasure / LOCK).touch()
    _age(treasure)
    (base / f"{PREFIX}link").symlink_to(treasure)
    sweep(base)
    assert fresh.exists() and (treasure / LOCK).exists()
