"""What can go wrong through no fault of the program: one family of errors, each a sentence to act on.

Belongs here: the errors and the form of a problem. Not here: the checks that find problems.
A `StanceError` is shown to the reader without a traceback; anything else is a defect and fails loudly.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST_VALUE = 60


@dataclass(frozen=True)
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


def _shorten(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1] + "…"


def suggest_value(value: str, allowed: Iterable[str]) -> str:
    """The remedy for an unknown value: the nearest known one, or the whole short list."""
    known = sorted({str(item) for item in allowed})
    near = get_close_matches(value, known, n=1)
    if near:
        return f"Did you mean '{near[0]}'"
    shown = ", ".join(f"'{item}'" for item in known[:8]) + (", …" if len(known) > 8 else "")
    return f"Use one of {shown}" if known else "Leave it empty"


class StanceError(Exception):
    """Something the reader or curator can mend; the message says how."""

    exit_code = 1


class UsageError(StanceError):
    """The command or link asks for something that is not there."""

    exit_code = 2


class _ProblemsError(StanceError):
    """Carries every problem found, so that all can be mended at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        noun = "problem" if len(self.problems) == 1 else "problems"
        super().__init__("\n".join([f"{len(self.problems)} {noun} to fix:", *map(str, self.problems)]))


class CodebookError(_ProblemsError):
    """The codebook cannot be used."""

    exit_code = 10


class DataError(_ProblemsError):
    """The tables cannot be used."""

    exit_code = 11


class ModelError(StanceError):
    """The trained classifier is missing, stale or made for another codebook."""

    exit_code = 12
