"""What a page showed, as JSON and back.

Belongs here: the fields of a view and their form on file. Not here: the rows that belong to them.
Reading follows the types of the fields, so a new filter needs no line here.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd

from stance.dossier.codebook import Codebook
from stance.errors import DataError, Problem, suggest_value
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import BY, LINES
from stance.estimates.view import View

FILE = "view.json"
LONGEST_WINDOW = 36_500
YEARS = (1700, 2200)
NAMES = {date: "a day as YYYY-MM-DD", pd.Timestamp: "a day as YYYY-MM-DD", str: "a text", int: "a whole number"}


def to_json(view: View) -> dict[str, Any]:
    """The view as plain values: days as ISO text, tuples as lists."""
    plain = _write_value(view)
    assert isinstance(plain, dict)
    return plain


def _write_value(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _write_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_write_value(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(plain: object) -> View:
    """The view that `to_json` wrote; fields it does not know are ignored, missing ones have their default.

    Raises DataError with every value that is of another type than its field.
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
    if type(read) is kind or (kind is float and type(read) is int) or (kind is pd.Timestamp and read is not None):
        return read
    return _refuse(place, value, NAMES.get(kind, f"of the type {getattr(kind, '__name__', kind)}"), problems)


def _read_fields(kind: Any, value: object, place: str, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        return _refuse(place, value, "a table of fields", problems)
    hints, read = get_type_hints(kind), {}
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
    each = [kinds[0]] * len(value) if Ellipsis in kinds else kinds
    return tuple(_read_value(kind, item, place, problems) for kind, item in zip(each, value, strict=True))


def _read_day(kind: type, value: object) -> Any:
    try:
        return kind.fromisoformat(value) if isinstance(value, str) else None  # type: ignore[attr-defined]
    except ValueError:
        return None


def _refuse(place: str, value: object, wanted: str, problems: list[Problem]) -> None:
    shown = "" if value == "" else json.dumps(value, ensure_ascii=False, default=str)
    problems.append(Problem(FILE, None, place, shown, f"is not {wanted}", "Export the view again"))


def check_view(view: View, codebook: Codebook) -> list[Problem]:
    """What a view asks of a dossier that is not in its codebook."""
    chosen = view.selection
    asked = {
        "topics": (chosen.topics, codebook.topic_ids),
        "sides": (chosen.sides, codebook.side_ids),
        "by": ((chosen.by,), BY),
        "line": ((chosen.line,), LINES),
        "score_source": ((chosen.score_source,), SCORE_SOURCES),
    }
    problems = [
        Problem(FILE, None, f"selection.{name}", value, "is not known here", suggest_value(value, known))
        for name, (values, known) in asked.items()
        for value in values
        if value not in known
    ]
    if not chosen.topics:
        problems.append(Problem(FILE, None, "selection.topics", "", "is empty", "Name at least one topic"))
    if not 0 <= chosen.window_days <= LONGEST_WINDOW:
        remedy = f"Use 0 to {LONGEST_WINDOW} days"
        problems.append(
            Problem(FILE, None, "selection.window_days", str(chosen.window_days), "is out of range", remedy)
        )
    return problems + _check_days(view)


def _check_days(view: View) -> list[Problem]:
    chosen = view.selection
    spans = {
        "selection.first": (chosen.first, chosen.last),
        **{name: period for name in ("before", "after") if (period := getattr(view, name))},
    }
    return [
        Problem(
            FILE,
            None,
            name,
            f"{start} to {end}",
            "is no span of days in order",
            f"Give the earlier day first, in the years {YEARS[0]} to {YEARS[1]}",
        )
        for name, (start, end) in spans.items()
        if not (YEARS[0] <= start.year <= end.year <= YEARS[1] and start <= end)
    ]
