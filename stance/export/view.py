"""What a page showed, as JSON and back.

Belongs here: the fields of a view and of its export, and their form on file. Not here: what their values may be in a
dossier (see `asked`), the rows that belong to them.
Reading follows the types of the fields, so a new filter needs no line here.
"""

import json
import re
from collections.abc import Collection
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd

from stance.errors import DataError, Problem, suggest_value
from stance.estimates.view import View
from stance.limits import VIEW_ENTRIES

FILE, VIEW = "view.json", "view"
AGAIN = "Export the view again"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T00:00:00)?")
VERSION = re.compile(r"[0-9]+(\.[0-9]+){1,3}[a-z0-9.+-]*")
NAMES = {
    date: "a day as YYYY-MM-DD",
    pd.Timestamp: "a day as YYYY-MM-DD",
    str: "a text of whole characters",
    int: "a whole number",
}
SUGGESTED, LONGEST_NAME = 5, 200


@dataclass(frozen=True)
class Origin:
    """What an archive says of its export: program version, dossier, its data hash, the link, and (not in archives before version
    1.6) the day and the title of the finding."""

    program: str
    dossier: str
    data_hash: str
    url: str = ""
    day: date | None = None
    finding: str = ""


def write_view(origin: Origin, view: View) -> bytes:
    """view.json: the fields of the export, and of the view."""
    return (json.dumps({**to_json(origin), VIEW: to_json(view)}, ensure_ascii=False, indent=2) + "\n").encode()


def to_json(view: View | Origin) -> dict[str, Any]:
    """The view, or what an archive says of its export, as plain values: days as ISO text, tuples as lists."""
    plain = _write_value(view)
    assert isinstance(plain, dict)
    return plain


def _write_value(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _write_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_write_value(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read_view(plain: object) -> tuple[Origin, View]:
    """What `write_view` wrote; raises DataError as `from_json`."""
    problems: list[Problem] = []
    about = {name: value for name, value in plain.items() if name != VIEW} if isinstance(plain, dict) else plain
    origin = _read_value(Origin, about, "", problems)
    if origin and not (len(origin.program) < 40 and VERSION.fullmatch(origin.program)):
        _refuse("program", origin.program, "the number of a version", problems)
    if problems:
        raise DataError(problems)
    return origin, from_json(plain.get(VIEW))  # type: ignore[attr-defined]


def from_json(plain: object) -> View:
    """The view that `to_json` wrote; missing fields have their default.

    Raises DataError with every field that is not known, and every value that is of another type than its field.
    """
    problems: list[Problem] = []
    view = _read_value(View, plain, "", problems)
    if problems:
        raise DataError(problems)
    return view


def _read_value(kind: Any, value: object, place: str, problems: list[Problem]) -> Any:
    """The value as the type of its field wants it; None after a problem."""
    if is_dataclass(kind):
        return _read_fields(kind, value, place, problems)
    if get_origin(kind) is UnionType:
        own = next(arm for arm in get_args(kind) if arm is not type(None))
        return None if value is None and type(None) in get_args(kind) else _read_value(own, value, place, problems)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value, place, problems)
    read = _read_day(kind, value) if kind in (date, pd.Timestamp) else value
    if type(read) is kind and (kind is not str or _is_writable(str(read))):
        return read
    return _refuse(place, value, NAMES[kind], problems)


def _read_fields(kind: Any, value: object, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(place, value, "a table of fields", problems)
    hints, read = get_type_hints(kind), {}
    problems += list_unknown(place, value, [field.name for field in fields(kind)])
    for field in fields(kind):
        where = f"{place}.{field.name}".lstrip(".")
        if field.name in value:
            read[field.name] = _read_value(hints[field.name], value[field.name], where, problems)
        elif field.default is MISSING and field.default_factory is MISSING:
            _refuse(where, "", "there", problems)
    return None if problems else kind(**read)


def _read_tuple(kinds: tuple[Any, ...], value: object, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, list) or (Ellipsis not in kinds and len(value) != len(kinds)):
        return _refuse(place, value, "a list of that length", problems)
    if len(value) > VIEW_ENTRIES.most:
        return problems.append(Problem(FILE, None, place, "", *VIEW_ENTRIES.refuse(len(value))))
    each = [kinds[0]] * len(value) if Ellipsis in kinds else kinds
    return tuple(_read_value(kind, item, place, problems) for kind, item in zip(each, value, strict=True))


def _read_day(kind: type, value: object) -> Any:
    try:
        return kind.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None  # type: ignore[attr-defined]
    except ValueError:
        return None


def _is_writable(text: str) -> bool:
    """Whether a text can be written as UTF-8: half of a pair of surrogates cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _refuse(place: str, value: object, wanted: str, problems: list[Problem]) -> None:
    shown = "" if value == "" or isinstance(value, list | dict) else json.dumps(value, ensure_ascii=False)
    problems.append(Problem(FILE, None, place, shown, f"is not {wanted}", AGAIN))


def list_unknown(place: str, values: Collection[str], known: Collection[str]) -> list[Problem]:
    """A problem for each of the first unknown values, with the known one that was meant, and one for all others."""
    there = set(known)
    unknown = [value for value in values if value not in there]
    named = [
        Problem(FILE, None, place, value, "is not known here", suggest_value(value[:LONGEST_NAME], there))
        for value in unknown[:SUGGESTED]
    ]
    rest = len(unknown) - len(named)
    return [*named, Problem(FILE, None, place, "", f"names {rest:,} more that are not known", AGAIN)] if rest else named
