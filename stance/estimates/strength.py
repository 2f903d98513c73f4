"""How large a change or a distance is in half widths of its own interval.

Belongs here: that measure, for rows of any kind of change. Not here: from where on it may be named (`rules`), words.
"""

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

Row: TypeAlias = Mapping[str, Any] | pd.Series


def is_swing(row: Row) -> bool:
    """Whether a change is a swing between two windows (it is known what it held), not one between two periods."""
    return bool(pd.notna(row.get("held")))


def measure_strength(row: Row) -> float:
    """A change in half widths of its own 90 % interval, as `count_halves`; the interval that a swing prints is wider."""
    return count_halves(row["change"], row["half"] if is_swing(row) else (row["high"] - row["low"]) / 2)


def count_halves(size: float, half: float) -> float:
    """How many half widths a size is from 0; NaN where it is missing, infinite where the interval has no width."""
    if half:
        return abs(size) / half
    return math.inf if size else 0.0
