"""What is noticed while rows are scored, counted batch by batch and added up, and the warnings that follow.

Belongs here: counts and their sentences. Not here: finding what is counted (`batch`).
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from stance.formats import format_count

NAMED = 5
COUNTED = ("trained", "strange", "empty")


@dataclass(frozen=True)
class Found:
    """How many rows, and the number of the first one; 0 where there is none."""

    count: int = 0
    first: int = 0

    def __add__(self, other: "Found") -> "Found":
        firsts = [one.first for one in (self, other) if one.count]
        return Found(self.count + other.count, min(firsts, default=0))


def find_rows(held: np.ndarray | pd.Series, rows: pd.Index) -> Found:
    """The rows for which it holds."""
    held = np.asarray(held)
    return Found(int(held.sum()), int(rows[held][0])) if held.any() else Found()


@dataclass(frozen=True)
class Tally:
    """Rows whose side is not known (and the first names of such sides), that were trained on, unlike any, or without text."""

    unsided: Found = Found()
    sides: tuple[str, ...] = ()
    trained: Found = Found()
    strange: Found = Found()
    empty: Found = Found()

    def __add__(self, other: "Tally") -> "Tally":
        sides = tuple(sorted({*self.sides, *other.sides})[:NAMED])
        return Tally(
            self.unsided + other.unsided, sides, *(getattr(self, one) + getattr(other, one) for one in COUNTED)
        )

    def to_dict(self) -> dict[str, Any]:
        """The tally as plain values, for `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The tally of plain values; raises KeyError or TypeError where they are no tally."""
        counts = {name: Found(**values[name]) for name in ("unsided", *COUNTED)}
        return cls(sides=tuple(values["sides"]), **counts)


def describe_sides(tally: Tally, known: Collection[str], name: str) -> list[str]:
    """A warning of sides that the codebook does not know."""
    if not tally.unsided.count:
        return []
    return [
        f"{name}: the side of {tally.unsided.count} rows is not known ({', '.join(tally.sides)}; the first is row "
        f"{tally.unsided.first}) and is not used; the codebook knows {', '.join(sorted(known))}."
    ]


def describe_trained(count: int, name: str) -> str:
    """That rows were trained on, as a warning."""
    return (
        f"{name}: {count} rows are statements that the classifier was trained on, by text or id. Their scores flatter it; "
        "cross-fitted ones stand in scores.csv beside the classifier."
    )


def describe_texts(tally: Tally, least: float, name: str) -> list[str]:
    """Warnings of rows that were trained on, of those of whose text too little is known, and of those without text."""
    warnings = []
    if tally.trained.count:
        warnings.append(describe_trained(tally.trained.count, name))
    if count := tally.strange.count:
        warnings.append(
            f"{name}: {format_count(count, 'text')} unlike those that the classifier was trained on (known below {least:g}, or barely over it and no direction "
            f"is sure) {'has' if count == 1 else 'have'} no scores; the first is row {tally.strange.first}."
        )
    if tally.empty.count:
        warnings.append(
            f"{name}: {tally.empty.count} rows have no text and no scores; the first is row {tally.empty.first}."
        )
    return warnings
