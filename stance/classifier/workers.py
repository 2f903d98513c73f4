"""Long work spread over the cores of the machine, each item in a process of its own."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from tqdm import tqdm

WORTH_STATEMENTS = 300
Item = TypeVar("Item")
Result = TypeVar("Result")


def run_all(
    task: Callable[[Item], Result], items: Sequence[Item], *, apart: bool, name: str = "", progress: bool = False
) -> list[Result]:
    """What `task` makes of each item, in their order.

    apart: in processes, one a core, where there are cores for it (task, items and results are then pickled between processes
    of this program; nothing is read from a file); else one after another here. name: of the progress bar.
    """
    workers = min(len(items), os.cpu_count() or 1) if apart else 1
    bar = {"desc": name, "total": len(items), "disable": None if progress else True}
    if workers < 2:
        return list(tqdm(map(task, items), **bar))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(tqdm(pool.map(task, items), **bar))
