"""Many visitors of running servers at once: how long each waited, what went wrong, and the memory of the servers meanwhile.

Belongs here: who comes when and does what. Not here: the messages of one visitor (`sessions`), what is to be met (`load`).
A crowd has a limit of number and time, and goes to this machine alone.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.servers import find_process
from benchmarks.sessions import Visitor, check_loopback, open_session

MOST_VISITORS, MOST_SECONDS = 500, 7200
EVERY = 4  # one step of four switches a side off or on, the others go to another page
WIDGET = "side"
T = TypeVar("T")
MEGABYTE = 1e6


@dataclass(frozen=True)
class Crowd:
    """So many visitors at a time, evenly over the addresses `urls`: they come within `arrive` seconds, and go after `seconds`.

    Each does a step after about `think` seconds. With `stay` each leaves after about so many seconds and another one
    takes its place. Raises ValueError for more visitors or seconds than the limit, and for another machine.
    """

    urls: Sequence[str]
    visitors: int
    seconds: float
    arrive: float = 5
    think: float = 10
    stay: float = float("inf")

    def __post_init__(self) -> None:
        for url in self.urls:
            check_loopback(url)
        if not (0 < self.visitors <= MOST_VISITORS and 0 < self.seconds <= MOST_SECONDS):
            raise ValueError(f"At most {MOST_VISITORS} visitors and {MOST_SECONDS} seconds.")


@dataclass
class Waits:
    """Seconds that visitors waited for a first page and for a step, counted errors, and megabytes of each server by the second."""

    first: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    memory: list[list[float]] = field(default_factory=list)

    @property
    def peak(self) -> float:
        """The megabytes of the largest server at its largest; 0 where none was seen."""
        return max((max(row) for row in self.memory), default=0.0)


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives, run in a thread of its own: a browser that is driven from this thread has a loop here."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def send_crowd(crowd: Crowd) -> Waits:
    """Sends the visitors, and returns what they waited for when all have left."""
    return run_apart(_send_crowd(crowd))


def send_guide(url: str) -> None:
    """Sends one visitor through every page of a server, then again with its filter switched off and on: what can be kept is kept."""
    run_apart(_send_guide(url))


async def _send_guide(url: str) -> None:
    async with open_session(url) as visitor:
        await visitor.open_page("")
        others = [one for one in visitor.pages if one]
        for address in others:  # as a visitor finds it; a filter that was switched on again may differ from its default
            await visitor.open_page(address)
        for address in ["", *others]:
            await visitor.open_page(address)
            if WIDGET in visitor.widgets:
                await visitor.switch(WIDGET)
                await visitor.switch(WIDGET)


async def _send_crowd(crowd: Crowd) -> Waits:
    waits = Waits()
    watch = asyncio.create_task(_watch_memory(crowd.urls, waits))
    await asyncio.gather(*(_fill_place(crowd, place, waits) for place in range(crowd.visitors)))
    watch.cancel()
    return waits


async def _watch_memory(urls: Sequence[str], waits: Waits) -> None:
    servers = [find_process(url) for url in urls]
    while True:
        waits.memory.append([server.memory_info().rss / MEGABYTE for server in servers])
        await asyncio.sleep(1)


async def _fill_place(crowd: Crowd, place: int, waits: Waits) -> None:
    """One visitor after the other, until the time of the crowd is over."""
    chance = random.Random(place)
    end = time.monotonic() + crowd.seconds
    await asyncio.sleep(crowd.arrive * place / crowd.visitors)
    while time.monotonic() < end:
        leaves = min(end, time.monotonic() + crowd.stay * chance.uniform(0.5, 1.5))
        try:
            await _visit(crowd, crowd.urls[place % len(crowd.urls)], chance, leaves, waits)
        except (OSError, WebSocketException) as error:
            waits.errors[type(error).__name__] += 1
            await asyncio.sleep(1)


async def _visit(crowd: Crowd, url: str, chance: random.Random, leaves: float, waits: Waits) -> None:
    start = time.perf_counter()
    async with open_session(url) as visitor:
        await visitor.open_page("")
        waits.first.append(time.perf_counter() - start)
        while (pause := crowd.think * chance.uniform(0.5, 1.5)) + time.monotonic() < leaves:
            await asyncio.sleep(pause)
            waits.steps.append(await take_step(visitor, chance, waits))
        await asyncio.sleep(max(0.0, leaves - time.monotonic()))
    waits.errors.update(visitor.errors)


async def take_step(visitor: Visitor, chance: random.Random, waits: Waits) -> float:
    """One step of a visitor: another page, or a side off or on again where there is one page alone; the seconds it took."""
    others = [one for one, known in visitor.pages.items() if known != visitor.page]
    if others and chance.randrange(EVERY):
        address = chance.choice(others)
        waits.pages[address] += 1
        return await visitor.open_page(address)
    return await visitor.switch(WIDGET)


def rank(waits: Sequence[float], share: float) -> float:
    """A percentile of waits, in seconds; none at all is endless."""
    return float(np.percentile(waits, share)) if waits else float("inf")
