"""The rules of estimation: the window in days, and the least evidence for a number."""

from dataclasses import dataclass

SIDE_WINDOW, ACTOR_WINDOW = 180, 365
MIN_STATEMENTS, MIN_SOURCES = 3, 2
NAMED = 1.9  # half widths of a 90 % interval that hold all changes of a page together nine times in ten: benchmarks.headlines
LEAST_SOURCES = 5  # at each end of what is named


@dataclass(frozen=True)
class Rules:
    """How positions are estimated: the window in days and the least evidence for a number."""

    window_days: int = SIDE_WINDOW
    min_statements: int = MIN_STATEMENTS
    min_sources: int = MIN_SOURCES


DEFAULT_RULES = Rules()
