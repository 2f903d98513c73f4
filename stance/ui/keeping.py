"""How a result is kept: in a store of the framework, under a text of the arguments that it is made from.

Belongs here: the one way to keep. Not here: what is kept (`caches`), the text (`keys`).
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from stance.ui.keys import Ways, write_key

P = ParamSpec("P")
R = TypeVar("R")


def keep_results(store: Callable, ways: Ways, max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keeps what a function gives, at most so many results of it, under the text of its arguments (`keys.write_key`), in a `store` of the framework's."""

    def keep_function(make: Callable[P, R]) -> Callable[P, R]:
        def give(key: str, _arguments: tuple, _options: dict) -> R:  # noqa: ARG001 - the framework keeps by the first alone
            return make(*_arguments, **_options)

        give.__module__, give.__qualname__ = make.__module__, make.__qualname__  # each function has a store of its own
        kept = store(show_spinner=False, max_entries=max_entries)(give)

        @wraps(make)
        def fetch(*arguments: P.args, **options: P.kwargs) -> R:
            return kept(key=write_key((arguments, options), ways), _arguments=arguments, _options=options)

        return fetch

    return keep_function
