"""What may be wrong with one filled cell of a table: a trouble and its remedy, or None.

Belongs here: one cell, one check. Not here: rows, tables, which column wants which check (`checks`).
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from stance.errors import make_visible, suggest_nearest, suggest_value
from stance.limits import FIRST_YEAR, LAST_YEAR, TEXT_CHARACTERS
from stance.names import find_near, fold_name

Trouble = tuple[str, str]
Check = Callable[[str], Trouble | None]

MOST_SUGGESTED, MOST_COMPARED = 100, 1_000_000
SERIAL_DAYS, SERIAL_START = (14_000, 74_000), date(1899, 12, 30)


def plain_number(value: str) -> str:
    """A number as the program reads it: with a plain minus for the typographic one that it shows."""
    return value.replace("−", "-")


def check_date(value: str) -> Trouble | None:
    """The trouble with a cell that should be an ISO day, or None."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return _not_a_date(value)
    if day.isoformat() != value:
        return _not_a_date(value)
    if day.year < FIRST_YEAR.most:
        return FIRST_YEAR.refuse()
    return LAST_YEAR.refuse() if day.year > LAST_YEAR.most else None


def _not_a_date(value: str) -> Trouble:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", value) and SERIAL_DAYS[0] < float(value) < SERIAL_DAYS[1]:
        day = SERIAL_START + timedelta(days=int(float(value)))
        remedy = "Give the column the format of text or YYYY-MM-DD in the spreadsheet, then save it again"
        return f"is not a date but the number by which a spreadsheet keeps {day.isoformat()}", remedy
    return "is not a date", "Write the day as YYYY-MM-DD (for a month its first day, with date_precision month)"


def check_url(value: str) -> Trouble | None:
    """The trouble with a cell that should be a link, or None."""
    try:
        parts = urlsplit(value)
    except ValueError:  # such as an unclosed bracket
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc and " " not in value:
        return None
    return "is not a web address", "Write the whole address with http:// or https://, or leave it empty"


def check_number(value: str) -> Trouble | None:
    """The trouble with a cell that should be a number, or None."""
    if re.fullmatch(r"[+-]?([0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?", plain_number(value)):
        return None
    return "is not a number", "Write digits only; the unit has its own column"


def check_one_of(allowed: Iterable[object]) -> Check:
    """A check that a cell holds one of `allowed`, with the nearest one as remedy."""
    known = [str(item) for item in allowed]
    return lambda value: None if value in known else ("is not known", suggest_value(value, known))


def check_code(codes: Iterable[int]) -> Check:
    """A check that a cell holds one of a topic's codes; a leading + and a typographic minus are allowed."""
    known = {str(code) for code in codes}
    signed = known | {f"+{code}" for code in known if not code.startswith("-")}
    remedy = f"Use one of {', '.join(sorted(known, key=int))}, or leave it empty"
    return lambda value: None if plain_number(value) in signed else ("is not a code of this topic", remedy)


def check_known(known: Iterable[str], file: str) -> Check:
    """A check that a cell holds one of the ids of a file. The remedy is the id that it looks like, else the nearest one.

    To compare takes time: after some tenths of a second of it the remedy is only where the ids stand.
    """
    ids = set(known)
    folded: dict[str, str] = {}
    left = min(MOST_SUGGESTED, MOST_COMPARED // max(len(ids), 1))

    def check(value: str) -> Trouble | None:
        nonlocal left
        if value in ids:
            return None
        if not folded:
            folded.update({fold_name(one): one for one in ids})
        if alike := folded.get(fold_name(value)):
            return f"is not in {file}", f"It only looks like '{make_visible(alike)}'; write that"
        left -= 1
        return f"is not in {file}", suggest_nearest(value, ids) if left >= 0 else f"Use an id of {file}"

    return check


def check_period(first: str, last: str) -> Check:
    """A check that a cell is a day from `first` to `last`."""

    def check(value: str) -> Trouble | None:
        trouble = check_date(value)
        if trouble or first <= value <= last:
            return trouble
        return f"is outside the period {first} to {last}", "Mend the date, or the period in codebook.toml"

    return check


def check_length(longest: int | None) -> Check:
    """A check that a text is not longer than that many characters."""

    def check(value: str) -> Trouble | None:
        return None if longest is None or len(value) <= longest else TEXT_CHARACTERS.refuse(len(value))

    return check


def check_spelling(known: Iterable[str]) -> Check:
    """A check that a text does not only look like one of the values that the program knows, or is a slip away from it."""
    values = tuple(known)

    def check(value: str) -> Trouble | None:
        if near := find_near(value, values):
            return f"is not '{near}', which the program knows", f"Write '{near}', or a word less like it"
        return None

    return check
