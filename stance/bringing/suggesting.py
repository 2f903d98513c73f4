"""What a table itself tells of its codebook: sides, topics, levels and period, to begin a form with.

Belongs here: suggestions from cells. Not here: the form (`codebooks`), columns by their headers (`mapping`). A suggestion may be wrong; the
reader sees it and writes over it.
"""

import re
from collections.abc import Collection
from datetime import date

import pandas as pd

from stance.names import find_near

MOST_SIDES, MOST_TOPICS = 8, 10
MUCH_COMMONER, LEAST_CODES = 3, 0.8
CODE = re.compile(r"([+\-−–]?)([0-3])(?:[.,]0+)?")
YEAR = re.compile(r"(?<!\d)(1[789]\d\d|20\d\d|21\d\d)(?!\d)")
SCALES: tuple[tuple[int, ...], ...] = ((-1, 0, 1), (-2, -1, 0, 1, 2), (-3, -2, -1, 0, 1, 2, 3))


def suggest_sides(rows: pd.DataFrame, header: str) -> list[str]:
    """The different cells of the column of sides, the commonest first; none where there are too many to be sides.

    A rare one that is a slip away from a much commoner one is left out: its cells are faults then, with that remedy.
    """
    if header not in rows:
        return []
    counts = rows[header][rows[header] != ""].value_counts().to_dict()
    kept: list[str] = []
    for name in sorted(counts, key=lambda one: (-counts[one], one)):
        near = find_near(name, kept)
        if near is None or counts[near] < MUCH_COMMONER * counts[name]:
            kept.append(name)
    return kept if len(kept) <= MOST_SIDES else []


def suggest_topics(rows: pd.DataFrame, taken: Collection[str]) -> list[str]:
    """The headers whose cells are codes or empty, but for a few, of those that nothing else takes."""
    return [header for header in rows if header and header not in taken and read_codes(rows[header])][:MOST_TOPICS]


def suggest_levels(rows: pd.DataFrame, headers: Collection[str]) -> tuple[int, ...]:
    """The smallest scale that holds every code of some columns; of five levels where there is none."""
    highest = max((abs(code) for header in headers for code in read_codes(rows[header])), default=2)
    return next(scale for scale in SCALES if scale[-1] >= highest)


def suggest_period(rows: pd.DataFrame, header: str) -> tuple[date, date] | None:
    """The first day of the earliest year and the last day of the latest year that a column names; None without any."""
    found = YEAR.findall(" ".join(rows[header].unique())) if header in rows else []
    return (date(int(min(found)), 1, 1), date(int(max(found)), 12, 31)) if found else None


def read_codes(cells: pd.Series) -> set[int]:
    """The different codes in a column; none where more than a few cells are something else."""
    filled = cells[cells != ""]
    found = filled.map(CODE.fullmatch)
    share = found.notna().mean() if len(filled) else 0.0
    return {_read_code(one) for one in found.dropna().unique()} if share >= LEAST_CODES else set()


def _read_code(found: re.Match[str]) -> int:
    return int(found[2]) * (-1 if found[1] in ("-", "−", "–") else 1)
