"""Memory of this process: one heap for all, and what was needed for a while given back to the system.

Reading or scoring a large table needs more for a moment than is kept. Allocators hold on to that, each for itself, and the next large
step comes on top of it.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache

import pyarrow as pa

ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


@cache
def use_one_heap() -> None:
    """Lets Arrow and all threads from now on take memory from one heap, where the C library can: what one gives up serves the next."""
    pa.set_memory_pool(pa.system_memory_pool())
    if set_option := _find_function("mallopt"):
        set_option(ARENA_MAX, 1)


def give_back() -> None:
    """Gives what Arrow and the C library hold without need back to the system, where they can."""
    pa.default_memory_pool().release_unused()
    if trim := _find_function("malloc_trim"):
        trim(0)


@cache
def _find_function(name: str) -> Callable[..., int] | None:
    """A function of the C library; None where there is none of that name (glibc has both, others have not)."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
