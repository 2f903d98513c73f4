"""What can go wrong through no fault of the program: one family of errors, each a sentence to act on.

Belongs here: the errors and the form of a problem. Not here: the checks that find problems.
A `StanceError` is shown to the reader without a traceback; anything else is a defect and fails loudly.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stance.limits import PROBLEMS_SHOWN
from stance.names import find_alike, find_closest

LONGEST_VALUE = 60
MOST_KNOWN_SHOWN = 8
FIELDS = ("file", "row", "column", "value", "trouble", "remedy")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a dossier: where it is, what is wrong, and what to do about it."""

    file: str
    row: int | None
    column: str
    value: str
    trouble: str
    remedy: str

    def __str__(self) -> str:
        """The problem as one sentence and its remedy, with spreadsheet row numbers (the header is row 1)."""
        row = "" if self.row is None else f", row {self.row}"
        column = f", {self.column}" if self.column else ""
        value = f"'{_shorten(self.value)}' " if self.value else ""
        return f"{self.file}{row}{column}: {value}{self.trouble}. {self.remedy}."


def make_visible(text: str) -> str:
    """The text with every sign that a terminal would obey, or that cannot be seen or written, shown by its code; lines stay."""
    return "".join(one if one == "\n" or one.isprintable() else ascii(one)[1:-1] for one in text)


def _shorten(value: str) -> str:
    line = " ".join(value.split())
    return make_visible(line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…")


def suggest_value(value: str, allowed: Iterable[str]) -> str:
    """The remedy for an unknown value: the known one that it looks like, the nearest one, or the whole short list."""
    known = sorted({str(item) for item in allowed})
    if alike := find_alike(value, known):
        return f"It only looks like '{make_visible(alike)}'; write that"
    return suggest_nearest(value, known)


def suggest_nearest(value: str, known: Collection[str]) -> str:
    """The same without a look at how names are written: fast for many known values."""
    if near := find_closest(value, known):
        return f"Did you mean '{make_visible(near)}'"
    return _list_known(sorted(known))


def _list_known(known: Collection[str]) -> str:
    shown = ", ".join(f"'{make_visible(item)}'" for item in list(known)[:MOST_KNOWN_SHOWN])
    return f"Use one of {shown}{', …' if len(known) > MOST_KNOWN_SHOWN else ''}" if known else "Leave it empty"


class StanceError(Exception):
    """Something the reader or curator can mend; the message says how."""

    exit_code = 1

    @property
    def brief(self) -> str:
        """The message as one sentence."""
        return str(self)


class UsageError(StanceError):
    """The command or link asks for something that is not there."""

    exit_code = 2


class ProblemsError(StanceError):
    """Carries every problem found, so that all can be mended at once; its message lists the first `PROBLEMS_SHOWN`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count, shown = len(self.problems), self.problems[: PROBLEMS_SHOWN.most]
        head = f"{count:,} {'problem' if count == 1 else 'problems'} to fix:"
        rest = [] if count == len(shown) else ["… {}. {}.".format(*PROBLEMS_SHOWN.refuse(count - len(shown)))]
        super().__init__("\n".join([head, *map(str, shown), *rest]))

    def __reduce__(self) -> tuple:
        return type(self), (self.problems,)  # an error of a worker goes to another process

    @property
    def brief(self) -> str:
        """The first problem, and how many there are besides."""
        more = len(self.problems) - 1
        return f"{self.problems[0]}{f' (and {more:,} more)' if more else ''}"

    @property
    def is_cut(self) -> bool:
        """Whether there are more problems than the message lists."""
        return len(self.problems) > PROBLEMS_SHOWN.most


class CodebookError(ProblemsError):
    """The codebook cannot be used."""

    exit_code = 10


class DataError(ProblemsError):
    """The tables cannot be used."""

    exit_code = 11


class ModelError(StanceError):
    """The trained classifier is missing, stale or made for another codebook."""

    exit_code = 12
