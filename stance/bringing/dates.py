"""Days as people write them, to days as a dossier has them: what can be told is mended and said, what cannot is asked.

Belongs here: one column of days. Not here: other cells (`mending`), whether a day lies in the period (`stance.dossier.checks`).
Day and month are never guessed: 03/04/2019 is read only where another cell of the column, such as 25/12/2019, shows the order.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stance.dossier.cells import SERIAL_DAYS

DAY_FIRST, MONTH_FIRST = "day first", "month first"
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
MONTH_ALONE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})|([0-9]{1,2})[-/.]([0-9]{4})")
YEAR_ALONE = re.compile(r"(?:1[7-9]|20|21)[0-9]{2}")
SERIAL = re.compile(r"[0-9]{5}(\.[0-9]+)?")
WORDED = re.compile(r"(?:[a-z]{3,9}day,? +|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?(.+)", re.IGNORECASE)
DAY_NAMED = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ .\-]+([a-z]{3,9})[.,]?[ \-]+([0-9]{4})", re.IGNORECASE)
NAMED_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.IGNORECASE)
NAMED_MONTH = re.compile(r"([a-z]{3,9})[.,]?[ \-]([0-9]{4})", re.IGNORECASE)
TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[AaPp][Mm])?(Z|[+\-][0-9]{2}:?[0-9]{2})?$")


@dataclass(frozen=True)
class Day:
    """A cell as a day: ISO, how exact it is (day, month or year), and why it was written anew ("" where it was not)."""

    day: str
    precision: str = "day"
    reason: str = ""


def find_order(cells: Iterable[str]) -> tuple[str, str, str]:
    """The order of day and month that cells such as 25/12/2019 show, with the first cell for each order.

    The order is "" where no cell shows one, or where they show both.
    """
    shown = {DAY_FIRST: "", MONTH_FIRST: ""}
    for cell in cells:
        found = YEAR_LAST.fullmatch(_cut_time(cell))
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                shown[DAY_FIRST] = shown[DAY_FIRST] or cell
            if second > 12 >= first:
                shown[MONTH_FIRST] = shown[MONTH_FIRST] or cell
    orders = [order for order, cell in shown.items() if cell]
    return orders[0] if len(orders) == 1 else "", shown[DAY_FIRST], shown[MONTH_FIRST]


def read_day(cell: str, order: str, shown: str, epoch: date) -> Day | None:
    """A cell as a day; None where it is none, or one of two. `shown` is the cell that shows the order, or who said it."""
    text = _cut_time(" ".join(cell.split()))
    day = _read_numbers(text, order, shown) or _read_names(text) or _read_serial(text, epoch)
    if day and text != cell and not day.reason:
        return Day(
            day.day, day.precision, "the time of the day was left out" if TIME.search(cell) else "blanks were taken out"
        )
    return day


def is_of_two(cell: str) -> tuple[str, str] | None:
    """The two days that a cell such as 03/04/2019 can be; None for any other."""
    found = YEAR_LAST.fullmatch(_cut_time(cell))
    if not found or found[2] == "." or found[1] == found[3]:
        return None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    one, other = _make_day(year, second, first), _make_day(year, first, second)
    return (one, other) if one and other else None


def _cut_time(cell: str) -> str:
    return TIME.sub("", cell.strip())


def _read_numbers(text: str, order: str, shown: str) -> Day | None:
    if found := YEAR_FIRST.fullmatch(text):
        day = _make_day(int(found[1]), int(found[2]), int(found[3]))
        return _give(day, "" if day == text else "written as year, month and day")
    if found := YEAR_LAST.fullmatch(text):
        return _read_year_last(found, order, shown)
    if found := MONTH_ALONE.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _give(
            _make_day(int(year), int(month), 1), "only the month is known: its first day, exact to the month", "month"
        )
    if YEAR_ALONE.fullmatch(text):
        return Day(f"{text}-01-01", "year", "only the year is known: its first day, exact to the year")
    return None


def _read_year_last(found: re.Match[str], order: str, shown: str) -> Day | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == ".":
        return _give(_make_day(year, second, first), "points stand between day, month and year")
    if first == second or (first > 12 >= second and order != MONTH_FIRST):
        return _give(_make_day(year, second, first), "written as year, month and day")
    if second > 12 >= first and order != DAY_FIRST:
        return _give(_make_day(year, first, second), "written as year, month and day")
    if not order:
        return None
    month, day = (second, first) if order == DAY_FIRST else (first, second)
    return _give(_make_day(year, month, day), f"the {order}, as {shown}")


def _read_names(text: str) -> Day | None:
    bare = WORDED.fullmatch(text)
    for one in dict.fromkeys([text, bare[1] if bare else text]):
        if found := DAY_NAMED.fullmatch(one):
            return _give(_make_named(found[3], found[2], found[1]), "the month stood as a word")
        if found := NAMED_DAY.fullmatch(one):
            return _give(_make_named(found[3], found[1], found[2]), "the month stood as a word")
        if found := NAMED_MONTH.fullmatch(one):
            return _give(
                _make_named(found[2], found[1], "1"),
                "only the month is known: its first day, exact to the month",
                "month",
            )
    return None


def _read_serial(text: str, epoch: date) -> Day | None:
    if SERIAL.fullmatch(text) and SERIAL_DAYS[0] < float(text) < SERIAL_DAYS[1]:
        day = epoch + timedelta(days=int(float(text)))
        return Day(day.isoformat(), "day", "it was the number by which a spreadsheet keeps a day")
    return None


def _make_named(year: str, month: str, day: str) -> str:
    """The day, of a month by its name or the first three letters or more of it; "" where that is none."""
    word = month.lower()
    number = next(
        (place for place, name in enumerate(MONTHS, 1) if name.startswith(word) or word == "sept" == name[:4]), 0
    )
    return _make_day(int(year), number, int(day))


def _make_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _give(day: str, reason: str, precision: str = "day") -> Day | None:
    return Day(day, precision, reason) if day else None


def describe_two(cell: str, shown: Mapping[str, str]) -> tuple[str, str]:
    """Trouble and remedy of a cell that can be two days; `shown` has the cells of the column that show each order."""
    one, other = is_of_two(cell) or ("", "")
    trouble = f"can be {one} or {other}"
    if all(shown.values()):
        trouble += f": of this column '{shown[DAY_FIRST]}' has the day first and '{shown[MONTH_FIRST]}' the month"
    return trouble, "Write the day as YYYY-MM-DD, or say which of the two stands first in this column"
