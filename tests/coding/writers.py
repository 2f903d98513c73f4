"""Coders in processes of their own, which a test starts, counts and kills.

They are forked off one server that has imported the program already: a start takes hundredths of a second.
"""

import json
import os
import random
import select
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd

from stance.coding.entries import Entry
from stance.coding.store import open_store
from stance.errors import UsageError

APART = get_context("forkserver")
APART.set_forkserver_preload(["stance.coding.store", "alembic.command", "sqlalchemy.dialects.postgresql.pg8000"])
TOPICS = ["fund", "toll"]
SEED = 20261129


def make_entry(coder: str, number: int) -> Entry:
    """The entry of that number of a coder: all of it follows from the two, so that a half-written one would be seen."""
    return Entry(
        "talks", "1", f"s{number}", coder, {"fund": number % 3 - 1, "toll": None}, note=f"{coder} {number} " * 20
    )


def start(work: Callable, *arguments: object) -> BaseProcess:
    """A process that does the work."""
    process = APART.Process(target=work, args=arguments)  # type: ignore[attr-defined]
    process.start()
    return process


def open_and_add(address: str, coder: str, count: int = 1) -> None:
    """Opens the database and codes so many statements."""
    store = open_store(address)
    for number in range(count):
        store.add(make_entry(coder, number))


class PipeEnd:
    """The writing end of a pipe, handed to another process."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple:
        return take_end, (DupFd(self.number),)


def take_end(handed) -> int:
    return handed.detach()


def add_until_killed(address: str, coder: str, told: int) -> None:
    """Codes one statement after the other, and tells the number of each that was acknowledged down a pipe."""
    store, number = open_store(address), 0
    while True:
        store.add(make_entry(coder, number))
        os.write(told, f"{number}\n".encode())
        number += 1


def kill_coders(address: str, kills: int, pause: float, told: int) -> None:
    """Two coders at a time, the older of whom is killed in the middle and followed by another; tells what each had been told.

    It runs in a process that has nothing open, and forks them itself: that takes hundredths of a second.
    """
    draw, found = random.Random(SEED), {}
    running = [sit_down(address, f"c{n}") for n in range(2)]
    for number in range(2, kills + 2):
        select.select([running[0][2]], [], [], 20)  # it has kept something
        time.sleep(draw.uniform(0, pause))
        coder, numbers = end(*running.pop(0))
        found[coder] = numbers
        running.append(sit_down(address, f"c{number}"))
    found |= dict(end(*one) for one in running)
    os.write(told, json.dumps(found).encode())


def sit_down(address: str, coder: str) -> tuple[str, int, int]:
    """A coder at work: the name, the process, and the end of the pipe that it tells down."""
    ours, theirs = os.pipe()
    process = os.fork()
    if process:
        os.close(theirs)
        return coder, process, ours
    try:
        add_until_killed(address, coder, theirs)
    finally:
        os._exit(1)


def end(coder: str, process: int, told: int) -> tuple[str, list[int]]:
    """Kills a coder; the name, and the numbers that it had been told were kept."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with os.fdopen(told, "rb") as pipe:
        lines = pipe.read().split(b"\n")
    return coder, [int(line) for line in lines[:-1]]  # what follows the last line end was not told in full


def read_only(file: str, user: int, told: int) -> None:
    """Opens the database in a folder that this user may not write, adds, and tells what was said."""
    if os.getuid() != user:
        os.setgid(user)
        os.setuid(user)
    try:
        open_store(f"sqlite:///{file}").add(make_entry("bob", 0))
        said = "kept"
    except UsageError as error:
        said = str(error)
    os.write(told, said.encode())
