"""Rows above a header: a title, a date, a logo's name; they are left out, and it is said.

Belongs here: where a table begins. Not here: whether its header is sound (`stance.dossier.csv_reading`).
"""

from collections.abc import Iterator
from itertools import chain, islice

from stance.dossier.csv_reading import Row

MOST_TITLES = 20


def skip_titles(rows: Iterator[Row]) -> tuple[Iterator[Row], tuple[str, ...]]:
    """The rows from the header on, and what is said of those above it; a header is the first of the first rows with two cells or more."""
    head = list(islice(rows, MOST_TITLES))
    start = next((place for place, (_, cells) in enumerate(head) if count_filled(cells) > 1), 0)
    kept = chain(head[start:], rows)
    if not start:
        return kept, ()
    return kept, (f"The header is row {head[start][0]}; what stands above it was left out",)


def count_filled(cells: list[str]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in cells if cell.strip())
