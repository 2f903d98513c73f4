"""How a result is kept: in a store of the framework, under a text of the arguments that it is made from, files by their stamp.

Belongs here: the one way to keep, the text, and looking at files no more than once a run. Not here: what is kept, and which
arguments there are (`caches`). The framework's own key looks at each argument in several ways, which took a tenth of a run
with warm caches.
"""

import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import partial, wraps
from pathlib import Path
from types import FunctionType, NoneType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Stamp = tuple[tuple[str, int, int, int], ...]
Ways = Mapping[type, Callable[[Any], str]]
DATABASE = "codings.db"  # codings that are being made, and what the database lays beside it: no part of the dossier
PLAIN = frozenset({str, int, float, bool, NoneType, date})
_seen: ContextVar[dict[Path, tuple[str, Stamp]] | None] = ContextVar("seen", default=None)


@contextmanager
def single_look() -> Iterator[None]:
    """A run that looks at each folder once: files that change meanwhile count from the next run on."""
    token = _seen.set(_seen.get() or {})
    try:
        yield
    finally:
        _seen.reset(token)


def stamp_folder(folder: Path) -> tuple[str, Stamp]:
    """The folder with the name, size, time and mode (who may read it) of every file in it; of one that may not be read nothing."""
    seen = _seen.get()
    if seen is None:
        return _look(folder)
    if folder not in seen:
        seen[folder] = _look(folder)
    return seen[folder]


def _look(folder: Path) -> tuple[str, Stamp]:
    try:
        with os.scandir(folder) as entries:
            found = [(one.name, one.stat()) for one in entries if one.is_file() and not one.name.startswith(DATABASE)]
    except OSError:
        return str(folder), ()
    return str(folder), tuple(sorted((name, one.st_size, one.st_mtime_ns, one.st_mode) for name, one in found))


def write_key(value: Any, ways: Ways) -> str:
    """The text of an argument, the same for equal ones alone; `ways` write what is not plain, by its type.

    Raises TypeError for what has no text of its own, in a tuple or a dictionary too.
    """
    kind = type(value)
    if kind in PLAIN:
        return repr(value)
    if kind is tuple:
        return f"({','.join([write_key(one, ways) for one in value])})"
    if kind is dict:
        return f"{{{','.join([f'{name!r}:{write_key(one, ways)}' for name, one in value.items()])}}}"
    if kind is FunctionType:
        return f"{value.__module__}.{value.__qualname__}"
    if kind not in ways:
        raise TypeError(f"Nothing can be kept under a {kind.__name__}: it has no text of its own.")
    return ways[kind](value)


def keep_results(
    store: Callable,
    ways: Ways,
    max_entries: int,
    *,
    find_own: Callable[[str], MutableMapping | None] = lambda _: None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps what a function gives, at most so many results of it, under the text of its arguments (`write_key`), in a `store` of the framework's.

    find_own: where a result of that text is kept if it is one visitor's alone, None for one that all may share.
    """

    def keep_function(make: Callable[P, R]) -> Callable[P, R]:
        def give(key: str, _arguments: tuple, _options: dict) -> R:  # noqa: ARG001 - the framework keeps by the first alone
            return make(*_arguments, **_options)

        give.__module__, give.__qualname__ = make.__module__, make.__qualname__  # each function has a store of its own
        kept = store(show_spinner=False, max_entries=max_entries)(give)

        @wraps(make)
        def fetch(*arguments: P.args, **options: P.kwargs) -> R:
            key = write_key((arguments, options), ways)
            if (own := find_own(key)) is not None:
                return _keep_own(
                    own.setdefault(give.__qualname__, {}), key, max_entries, partial(make, *arguments, **options)
                )
            return kept(key=key, _arguments=arguments, _options=options)

        return fetch

    return keep_function


def _keep_own(results: MutableMapping[str, R], key: str, most: int, make: Callable[[], R]) -> R:
    """The visitor's result under that text, made where it is not there; the oldest goes where there are too many."""
    if key not in results:
        results[key] = make()
        while len(results) > most:
            del results[next(iter(results))]
    return results[key]
