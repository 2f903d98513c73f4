"""Work on many processes by Dask: those of a cluster, or as many as wanted on this machine.

Belongs here: Dask. Not here: what the work is.
Dask gives the work of a worker that died to another one, and starts a new worker on this machine; the work itself must not mind being
done twice. Work travels as pickles between processes of this program: only a scheduler that is trusted may be named.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from stance.errors import UsageError

DEATHS = 10
# Of a worker, which else gives its memory back after each batch and asks for it anew.
KEEPS_MEMORY = {"MALLOC_TRIM_THRESHOLD_": 2**31, "MALLOC_MMAP_THRESHOLD_": 2**30}
SETTINGS = {
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.worker.profile.enabled": False,  # it looks at the stack a hundred times a second
    "distributed.nanny.pre-spawn-environ": KEEPS_MEMORY | {"OMP_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}
ANSWERS_WITHIN = 15
Result = TypeVar("Result")


def make_all(
    task: Callable[[int, Any], Result], numbers: Sequence[int], job: Any, *, workers: int, scheduler: str = ""
) -> Iterator[tuple[int, Result]]:
    """Each number with `task(number, job)` as they are finished, by the cluster of that scheduler or that many workers here.

    Raises what the task raises, once, and UsageError where no scheduler answers or one task has ended `DEATHS` workers.
    """
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    with _connect(workers, scheduler) as client:
        futures = {client.submit(task, number, job, pure=False): number for number in numbers}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except KilledWorker:
            raise UsageError(
                "Workers ended again and again at one part, perhaps for want of memory. Give them more, or take fewer workers."
            ) from None
        finally:
            client.cancel(list(futures))


@contextmanager
def _connect(workers: int, scheduler: str) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster

    if scheduler:
        with _open_client(scheduler) as client:
            yield client
        return
    settings = {"n_workers": workers, "threads_per_worker": 1, "processes": True, "host": "127.0.0.1"}
    with (
        dask.config.set(SETTINGS),
        LocalCluster(
            **settings, dashboard_address="127.0.0.1:0", memory_limit=0, silence_logs=logging.CRITICAL
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _open_client(address: str) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout=ANSWERS_WITHIN)
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0][:200]
        raise UsageError(
            f"No Dask scheduler answers at {address} ({reason}). Start one, or mend the address."
        ) from None
