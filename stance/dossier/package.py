"""datapackage.json of a dossier: who made it, under which licence, and what it says of its tables.

Belongs here: reading the few fields that the program uses, and naming what is wrong with them. Not here: the schemas of
tables in it (`column_documents`), how a dossier is cited (`citation`). The file may be missing, and whatever it holds is
checked here: who reads it gets texts.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stance.errors import DataError, Problem
from stance.files import read_json, read_text
from stance.limits import NOTES_BYTES

FILE, NOTES = "datapackage.json", "README.md"
LISTS = {"contributors": ("title",), "licenses": ("name", "title"), "resources": ("name", "description")}
Entry = dict[str, str]


@dataclass(frozen=True)
class Package:
    """What is read of the file: entries with the texts of `LISTS`, and the day that it was created; without those that are wrong."""

    contributors: tuple[Entry, ...] = ()
    licenses: tuple[Entry, ...] = ()
    resources: tuple[Entry, ...] = ()
    created: date | None = None


def read_package(folder: Path) -> Package:
    """The data package of a dossier, as far as it is sound; empty where the file is missing or broken (`check_package` says why)."""
    return _read(folder)[0]


def check_package(folder: Path) -> list[Problem]:
    """Every fault of what the program reads of datapackage.json; none where the file is missing."""
    return _read(folder)[1]


def check_notes(folder: Path) -> list[Problem]:
    """What keeps README.md of a dossier from being shown; none where the file is missing."""
    path = folder / NOTES
    try:
        if path.exists() or path.is_symlink():
            read_text(path, NOTES_BYTES)
        return []
    except DataError as error:
        return list(error.problems)


def describe_table(folder: Path, name: str) -> str:
    """What datapackage.json says of a table, "" where it says nothing: how codings were made stands there, for one."""
    return next((one.get("description", "") for one in read_package(folder).resources if one.get("name") == name), "")


def _read(folder: Path) -> tuple[Package, list[Problem]]:
    path = folder / FILE
    if not (path.exists() or path.is_symlink()):
        return Package(), []
    try:
        whole = read_json(path)
    except DataError as error:
        return Package(), list(error.problems)
    if not isinstance(whole, dict):
        return Package(), [_fault("", "holds no object", "Write names and values between { and }")]
    return _read_fields(whole)


def _read_fields(whole: dict[str, Any]) -> tuple[Package, list[Problem]]:
    lists: dict[str, tuple[Entry, ...]] = {}
    problems: list[Problem] = []
    for field in LISTS:
        entries, faults = _read_list(field, whole.get(field))
        lists[field], problems = entries, problems + faults
    created, faults = _read_day(whole.get("created"))
    return Package(**lists, created=created), problems + faults


def _read_list(field: str, value: object) -> tuple[tuple[Entry, ...], list[Problem]]:
    if value is None:
        return (), []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return (), [_fault(field, "is no list of objects", "Write objects between [ and ]")]
    cells = [(number, entry, key) for number, entry in enumerate(value, 1) for key in LISTS[field] if key in entry]
    faults = [
        _fault(f"{field}, entry {number}, {key}", "is not text", "Write text in quotation marks")
        for number, entry, key in cells
        if not _is_text(entry[key])
    ]
    return tuple({key: one[key] for key in LISTS[field] if _is_text(one.get(key))} for one in value), faults


def _is_text(value: object) -> bool:
    """Whether a value is a text that can be written: JSON can hold half a sign."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def _read_day(value: object) -> tuple[date | None, list[Problem]]:
    try:
        return (None if value is None else date.fromisoformat(str(value)[:10])), []
    except ValueError:
        return None, [_fault("created", "is not a date", "Write the day as YYYY-MM-DD")]


def _fault(place: str, trouble: str, remedy: str) -> Problem:
    return Problem(FILE, None, place, "", trouble, remedy)
