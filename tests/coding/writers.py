"""Coders in processes of their own, which a test starts, counts and kills.

They are forked off one server that has imported the program already: a start takes hundredths of a second.
"""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from stance.coding.entries import Entry
from stance.coding.store import open_store

APART = get_context("forkserver")
APART.set_forkserver_preload(["stance.coding.store", "alembic.command", "sqlalchemy.dialects.postgresql.pg8000"])
TOPICS = ["fund", "toll"]


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


def add_until_killed(address: str, coder: str, told: int) -> None:
    """Codes one statement after the other, and tells the number of each that was acknowledged down a pipe."""
    store, number = open_store(address), 0
    while True:
        store.add(make_entry(coder, number))
        os.write(told, f"{number}\n".encode())
        number += 1
