"""Cells that mean one thing and are written in another way: mended without asking, and said.

Belongs here: codes, sides, choices, days, links and formulas of one column. Not here: cells that a reader must mend (`stance.dossier.checks`).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stance.bringing.dates import find_order, read_day
from stance.dossier.codebook import Codebook, Side
from stance.dossier.columns import PRECISION, SPEECH
from stance.dossier.labels import find_meant
from stance.dossier.tables import is_run
from stance.names import find_alike

Mended = tuple[str, str]
BLANKS = frozenset(("-", "–", "—", "n/a", "na", "none", "null", "nan", "."))
CODE = re.compile(r"([+\-−–—]?)([0-9]{1,6})(?:[.,]0+)?")
MINUS = ("−", "–", "—")
GUARDED = "a spreadsheet would run it as a formula, so a ' stands before it"


@dataclass(frozen=True)
class Mend:
    """What was mended in a column for one reason: the first row and cell of it, before and after, and how many cells.

    row is None where the whole column was made.
    """

    row: int | None
    column: str
    before: str
    after: str
    reason: str
    count: int = 1


def mend_cells(cells: pd.Series, mend: Callable[[str], Mended | None], column: str) -> tuple[pd.Series, list[Mend]]:
    """The cells with those mended for which `mend` gives another text and a reason, and a Mend for each reason."""
    found = {cell: mended for cell in cells.unique().tolist() if (mended := mend(cell))}
    if not found:
        return cells, []
    firsts: dict[str, Mend] = {}
    counts: dict[str, int] = {}
    for row, cell in cells[cells.isin(list(found))].items():
        after, reason = found[cell]
        counts[reason] = counts.get(reason, 0) + 1
        firsts.setdefault(reason, Mend(int(str(row)), column, cell, after, reason))
    new = {cell: after for cell, (after, _) in found.items()}
    listed = [Mend(one.row, column, one.before, one.after, reason, counts[reason]) for reason, one in firsts.items()]
    return cells.map(lambda cell: new.get(cell, cell)).astype("str"), listed


def mend_code(cell: str) -> Mended | None:
    """A code as a whole number, such as 1 for 1.0; silence for a dash."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if plain.casefold() in BLANKS:
        return "", "a sign for nothing: a cell without a code stays empty"
    found = CODE.fullmatch(plain)
    if not found:
        return None
    code = ("-" if found[1] in MINUS else found[1]) + found[2]
    return (code, "the code as a whole number") if code != cell else None


def mend_choice(allowed: tuple[str, ...]) -> Callable[[str], Mended | None]:
    """A mend of a cell that looks like one of the choices: its case, its blanks."""

    def mend(cell: str) -> Mended | None:
        meant = find_alike(cell, allowed)
        return (meant, "case and blanks") if meant else None

    return mend


def mend_side(sides: tuple[Side, ...]) -> Callable[[str], Mended | None]:
    """A mend of a cell that names a side by its title, a former title, or in another case: its id."""
    titles = {side.id: side.title for side in sides}
    aliases = [(alias, side.id) for side in sides for alias in side.aliases]

    def mend(cell: str) -> Mended | None:
        meant = find_meant(cell, titles, aliases) or find_alike(cell, titles)
        return (meant, "the id of the side in the codebook") if meant and meant != cell else None

    return mend


def mend_link(cell: str) -> Mended | None:
    """An address that lacks its beginning."""
    return (f"https://{cell}", "the beginning of the address") if re.match(r"www\.[^\s/]+\.\w", cell) else None


def mend_formula(cell: str) -> Mended | None:
    """A text that a spreadsheet would run, guarded as every table that the program writes."""
    return (f"'{cell}", GUARDED) if is_run(cell) else None


def mend_column(cells: pd.Series, target: str, codebook: Codebook, column: str) -> tuple[pd.Series, list[Mend]]:
    """The cells of a target but for days, mended as its kind allows; `column` is what the reader calls it."""
    mends: Mapping[str, Callable[[str], Mended | None]] = {
        "side": mend_side(codebook.sides),
        "speech": mend_choice(SPEECH),
        "date_precision": mend_choice(PRECISION),
        "url": mend_link,
        **dict.fromkeys(codebook.topic_ids, mend_code),
    }
    return mend_cells(cells, mends[target], column) if target in mends else (cells, [])


def mend_days(cells: pd.Series, order: str, epoch: date, column: str) -> tuple[pd.Series, pd.Series, list[Mend]]:
    """The cells as ISO days, how exact each is ("" where it is no day), and what was mended. `order` is what the reader said of day and month, "" for nothing."""
    found, *shown = find_order(cells.unique().tolist())
    example = "you said" if order else f"{next(filter(None, shown), '')} shows"
    days = {cell: read_day(cell, order or found, example, epoch) for cell in cells.unique().tolist()}
    mended = {cell: (day.day, day.reason) for cell, day in days.items() if day and day.day != cell}
    exact = {cell: day.precision for cell, day in days.items() if day}
    new, mends = mend_cells(cells, mended.get, column)
    return new, cells.map(lambda cell: exact.get(cell, "")).astype("str"), mends
