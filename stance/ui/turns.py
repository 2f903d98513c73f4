"""How many runs a process works on at a time; the others wait for their turn.

One interpreter does the work of all: a hundred runs at once are done no sooner than one after the other, but each of them as
late as the last, with the memory of all in use. Two at a time, so that a long one does not hold up the rest. For the same
reason a run calculates on one processor: threads of its own would wait for those of the other run, and spin meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import BoundedSemaphore

from threadpoolctl import threadpool_limits

AT_A_TIME = 2
_free = BoundedSemaphore(AT_A_TIME)
_taken: ContextVar[bool] = ContextVar("taken", default=False)


@contextmanager
def taken_turn() -> Iterator[None]:
    """A run that begins when it is its turn; what runs within another one has the turn of that."""
    if _taken.get():
        yield
        return
    _stay_on_one_processor()
    with _free:
        token = _taken.set(True)
        try:
            yield
        finally:
            _taken.reset(token)


@cache
def _stay_on_one_processor() -> None:
    """Takes the threads of linear algebra from this process for good; numbers stay the same."""
    threadpool_limits(1, user_api="blas")
