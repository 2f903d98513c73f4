"""Ids that are made where a reader gave none: plain, readable, each one once.

Belongs here: making ids. Not here: which rows lack one (`deriving`).
"""

import re
from collections.abc import Iterable

from stance.names import fold_name

LONGEST, NO_TITLE = 50, "item"


class Ids:
    """The ids that are taken, and new ones beside them; two that differ in case alone count as one."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {fold_name(one) for one in taken}
        self._last: dict[str, int] = {}

    def make(self, title: str) -> str:
        """A new id from a title: small letters and digits with hyphens between, and a number where it is taken."""
        stem = re.sub(r"[\W_]+", "-", title.casefold()).strip("-")[:LONGEST].strip("-") or NO_TITLE
        number = self._last.get(stem, 1)
        name = stem if number == 1 else f"{stem}-{number}"
        while fold_name(name) in self._taken:
            number += 1
            name = f"{stem}-{number}"
        self._last[stem] = number
        self._taken.add(fold_name(name))
        return name
