"""What is lost when something breaks: a coder's process, the server, the disk. Nothing that was acknowledged, and nothing stands by halves."""

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from stance.coding.engines import make_file, read_address
from stance.coding.entries import Entry
from stance.coding.importing import _tell
from stance.coding.store import Store, open_apart, open_store
from stance.errors import UsageError

from .servers import Server
from .writers import TOPICS, PipeEnd, kill_coders, make_entry, open_and_add, read_only, start

KILLS = 50


def run_kills(address: str, kills: int, pause: float) -> dict[str, list[int]]:
    """What `writers.kill_coders` found, in a process of its own."""
    ours, theirs = os.pipe()
    process = start(kill_coders, address, kills, pause, PipeEnd(theirs))
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        found = json.loads(pipe.read())
    process.join()
    return found


def check_acts(address: str, told: dict[str, list[int]]) -> None:
    """Every act that a coder was told of is there once and whole, and there is at most one more: the one that was under way."""
    acts = open_store(address).read_acts("talks")
    for coder, numbers in told.items():
        own = acts[acts["coder"] == coder]
        kept = [int(statement[1:]) for statement in own["statement"]]
        assert kept == list(range(len(kept)))
        assert len(numbers) <= len(kept) <= len(numbers) + 1
        for row in own.to_dict("records"):
            entry = make_entry(coder, int(row["statement"][1:]))
            assert _tell(row) == _tell({**vars(entry), "codes": dict(entry.codes)})


def test_fifty_kills_while_two_coders_write_lose_no_act_and_leave_none_by_halves(tmp_path):
    file = tmp_path / "codings.db"
    address = f"sqlite:///{file}"
    open_and_add(address, "first")
    told = run_kills(address, KILLS, 0.03)
    assert sum(map(len, told.values())) > KILLS
    check_acts(address, {"first": [0], **told})
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_fifty_kills_of_coders_at_a_server_lose_no_act_either(server):
    address = server.make_database("killed")
    open_and_add(address, "first")
    told = run_kills(address, KILLS, 0.03)
    assert sum(map(len, told.values())) > KILLS
    check_acts(address, {"first": [0], **told})


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may kill."""
    started = Server()
    yield started
    started.stop()


def test_a_server_that_is_killed_has_every_act_afterwards_and_the_next_try_of_a_coder_works(own_server):
    address = own_server.make_database("cut")
    store = open_store(address)
    told, number = [], 0
    for _ in range(2):
        for _ in range(10):
            store.add(make_entry("ann", number))
            told.append(number)
            number += 1
        own_server.kill()
        with pytest.raises(UsageError, match="cannot be reached") as caught:
            store.add(make_entry("ann", number))
        assert "hush" not in str(caught.value)
        own_server.start()
    store.add(make_entry("ann", number))
    check_acts(address, {"ann": [*told, number]})


def test_a_connection_that_is_cut_is_made_anew_and_the_coder_hears_nothing(server):
    store = open_store(server.make_database("severed"))
    store.add(make_entry("ann", 0))
    end_connections(server, "severed")
    store.add(make_entry("ann", 1))
    assert store.read_current("talks", TOPICS)["statement"].tolist() == ["s0", "s1"]


def test_a_connection_that_is_cut_after_the_act_was_kept_does_not_keep_it_twice(server, monkeypatch):
    store = open_store(server.make_database("doubtful"))
    real, calls = Store._insert, []

    def insert_and_lose(self, *arguments, **options) -> int:
        calls.append(real(self, *arguments, **options))
        if len(calls) == 1:
            raise ConnectionResetError(104, "Connection reset by peer")
        return calls[-1]

    monkeypatch.setattr(Store, "_insert", insert_and_lose)
    number = store.add(make_entry("ann", 0))
    assert calls == [number, number]
    assert len(store.read_acts("talks")) == 1


def end_connections(server: Server, name: str) -> None:
    server.tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{name}'")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every user of the machine may look into, which those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="codings-") as place:
        Path(place).chmod(0o755)
        yield Path(place)


@pytest.fixture
def small_disk(reachable) -> Iterator[Path]:
    """A disk of half a megabyte, where this is root; it is taken away again."""
    place = reachable / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        shutil.rmtree(place)
        yield place
        return
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(store: Store) -> tuple[int, str]:
    """Adds until there is no room; how many acts were kept, and what was said then."""
    for number in range(5000):
        try:
            store.add(replace(make_entry("ann", number), note="x" * 4000))
        except UsageError as error:
            return number, str(error)
    raise AssertionError("It was never full.")


def test_a_full_disk_is_said_and_loses_nothing_and_room_is_all_that_it_takes(small_disk):
    if not small_disk.exists():  # not root: no disk of its own
        small_disk.mkdir()
        return check_full_database(small_disk / "codings.db")
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 100_000)
    store = open_apart(small_disk / "codings.db")
    kept, said = fill(store)
    assert "is full. Make room on it, then do it again. What was kept before is whole." in said
    assert len(store.read_acts("talks")) == kept > 0
    ballast.unlink()
    store.add(make_entry("ann", kept))
    assert len(open_apart(small_disk / "codings.db").read_acts("talks")) == kept + 1
    return None


def check_full_database(file: Path) -> None:
    """The same where SQLite itself is told that there is no more room."""
    store = open_apart(file)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=60")
    store._engine.pool._max_overflow = 0
    kept, said = fill(store)
    assert "is full" in said
    assert len(open_apart(file).read_acts("talks")) == kept > 0


def test_a_server_whose_disk_is_full_says_so_and_has_what_was_kept(server, small_disk):
    if not small_disk.exists():  # not root: no disk of its own
        return
    if server.owner:
        shutil.chown(small_disk, server.owner)
    address = server.make_database("crowded")
    server.tell(f"CREATE TABLESPACE small LOCATION '{small_disk}'", "GRANT CREATE ON TABLESPACE small TO crowded")
    server.tell("ALTER ROLE crowded SET default_tablespace = small")
    store = open_store(address)
    kept = 0
    with pytest.raises(
        UsageError, match="The disk that holds the database 'postgres' on .* is full. Make room"
    ) as caught:
        while kept < 5000:
            store.add(replace(make_entry("ann", kept), note=os.urandom(2000).hex()))
            kept += 1
    assert "hush" not in str(caught.value)
    assert len(store.read_acts("talks")) == kept > 0


def test_a_server_that_takes_nothing_says_so_and_has_what_was_kept(server):
    address = server.make_database("shut")
    open_and_add(address, "first")
    server.tell("ALTER ROLE shut SET default_transaction_read_only = on")
    end_connections(server, "shut")
    store = open_store(address)
    with pytest.raises(UsageError, match="refused it .*read-only transaction.* Look at the database"):
        store.add(make_entry("ann", 0))
    assert store.read_acts("talks")["coder"].tolist() == ["first"]


def test_a_database_that_may_grow_no_more_is_said_to_be_full_and_loses_nothing(tmp_path):
    check_full_database(tmp_path / "codings.db")


def test_a_disk_that_is_full_at_the_first_opening_leaves_nothing_half_made(small_disk):
    if not small_disk.exists():
        return
    (small_disk / "ballast").write_bytes(b"\0" * (512 * 1024 - 4096))
    with pytest.raises(UsageError, match="is full"):
        open_apart(small_disk / "codings.db")
    (small_disk / "ballast").unlink()
    open_apart(small_disk / "codings.db").add(make_entry("ann", 0))


@pytest.mark.parametrize("there", [True, False], ids=["with codings", "without"])
def test_a_folder_that_may_not_be_written_is_said_and_what_it_holds_stays(reachable, there):
    folder = reachable / "dossier"
    folder.mkdir()
    file = folder / "codings.db"
    if there:
        open_apart(file).add(make_entry("ann", 0))
    before = file.read_bytes() if there else b""
    for one in (*folder.glob("*"), folder):
        one.chmod(0o555 if one == folder else 0o444)
    ours, theirs = os.pipe()
    nobody = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
    process = start(read_only, str(file), nobody, PipeEnd(theirs))
    os.close(theirs)
    process.join()
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read().decode()
    folder.chmod(0o755)
    assert "may not be written. Let the program write into its folder, or name another database" in said
    assert (file.read_bytes() if file.exists() else b"") == before


def test_eight_coders_in_processes_of_their_own_write_at_once_and_none_is_refused(address):
    started = [start(open_and_add, address, f"c{n}", 25) for n in range(8)]
    for one in started:
        one.join()
    assert [one.exitcode for one in started] == [0] * 8
    check_acts(address, {f"c{n}": list(range(25)) for n in range(8)})
    current = open_store(address).read_current("talks", TOPICS)
    assert isinstance(current, pd.DataFrame) and current["act"].is_unique


def test_a_coder_waits_for_one_who_holds_the_database_and_is_told_when_that_takes_too_long(tmp_path, monkeypatch):
    from stance.coding import engines

    monkeypatch.setattr(engines, "WAITED", 0.1)
    file = tmp_path / "codings.db"
    make_file(read_address(f"sqlite:///{file}"))
    store = open_apart(file)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UsageError, match="was written to by others"):
        store.add(Entry("talks", "1", "s1", "ann", {"fund": 1}))
    assert store.read_acts("talks").empty
    holder.execute("ROLLBACK")
    holder.close()
    store.add(Entry("talks", "1", "s1", "ann", {"fund": 1}))
