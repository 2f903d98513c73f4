"""TOML files to objects of a given form, and every fault of their form as a problem.

Belongs here: what is true of any TOML file of a dossier. Not here: which parts a file has (`codebook`, `reference`).
A form is a dataclass that derives from `Form`. pydantic finds what is missing, unknown or of a wrong type in it; the
sentences about that are made here.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from stance.errors import DataError, Problem, suggest_value
from stance.files import read_text
from stance.limits import TOML_BYTES, TOML_DEPTH
from stance.names import find_alike

Part = TypeVar("Part")
Place = tuple[int | str, ...]


class Form:
    """A part of a file that knows all its keys."""

    __pydantic_config__ = ConfigDict(extra="forbid")


def are_texts(value: object) -> bool:
    """Whether a value is a list of texts, none of them blank."""
    return isinstance(value, list | tuple) and all(isinstance(one, str) and one.strip() for one in value)


def _want_texts(value: Any) -> Any:
    if not are_texts(value):
        raise ValueError("list of texts")
    return value


def _want_tables(value: Any) -> Any:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("list of tables")
    return value


Texts = Annotated[tuple[str, ...], BeforeValidator(_want_texts)]
TABLES = BeforeValidator(_want_tables)
PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){PART}(?:[ \t]*\.[ \t]*{PART}){{{TOML_DEPTH.most}}}")
WANTED = {"string_type": "text", "int_type": "whole number", "dataclass_type": "table"}


def read_toml(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The keys of a TOML file in UTF-8, and what keeps it from being read: then there is no key."""
    try:
        text = read_text(path, TOML_BYTES)
        _check_depth(text, path.name)
        return tomllib.loads(text), []
    except DataError as error:
        return {}, [_name_near(problem, path) for problem in error.problems]
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error).split(";")[0]
        return {}, [Problem(path.name, None, "", "", f"is not TOML ({reason})", "Mend that place")]


def _check_depth(text: str, name: str) -> None:
    """Raises DataError for a key of too many parts: the reader's time grows with the square of their number."""
    found = DEEP_KEY.search(text)
    if found:
        line = text[: found.start()].count("\n") + 1
        raise DataError([Problem(name, line, "", found[0], *TOML_DEPTH.refuse())])


def _name_near(problem: Problem, path: Path) -> Problem:
    """The problem, with the file that was meant where one of nearly the same name stands there instead."""
    if problem.trouble != "is missing" or not path.parent.is_dir():
        return problem
    near = find_alike(path.name, sorted(one.name for one in path.parent.iterdir()))
    remedy = f"Rename '{near}' to {path.name}" if near else f"Put {path.name} into {path.parent}"
    return replace(problem, remedy=remedy)


def read_form(form: type[Part], keys: Mapping[str, Any], file: str) -> tuple[Part, list[Problem]]:
    """The form that the keys of a file fill, and every fault of them; a faulty entry of a list is left out of the form.

    Every key of the form itself needs a default.
    """
    reader = TypeAdapter(form)
    try:
        return reader.validate_python(keys), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
        sound = _leave_out(keys, [fault["loc"] for fault in faults])
        return reader.validate_python(sound), [_describe(fault, form, file) for fault in faults]


def _leave_out(keys: Mapping[str, Any], places: list[Place]) -> dict[str, Any]:
    """The keys without the entries of lists, or else the whole values, in which these places lie."""
    entries = {(place[0], place[1]) for place in places if len(place) > 1 and isinstance(place[1], int)}
    listed = {str(key) for key, _ in entries}
    whole = {place[0] for place in places} - listed
    lists = {key: [one for n, one in enumerate(keys[key]) if (key, n) not in entries] for key in listed}
    return {key: lists.get(key, value) for key, value in keys.items() if key not in whole}


def _describe(fault: Mapping[str, Any], form: type, file: str) -> Problem:
    where, kind, name = _write_place(fault["loc"]), fault["type"], str(fault["loc"][-1])
    if kind == "missing":
        return Problem(file, None, where, "", "is missing", "Add the line")
    if kind == "unexpected_keyword_argument":
        return Problem(file, None, where, "", "is not known", suggest_value(name, _list_keys(form, fault["loc"])))
    wanted = WANTED.get(kind) or str(fault["ctx"]["error"])
    if wanted == "list of tables":
        return Problem(file, None, where, "", f"is not a {wanted}", f"Write each one under a line [[{name}]]")
    return Problem(file, None, where, str(fault["input"]), f"is not a {wanted}", f"Write a {wanted}")


def _write_place(place: Place) -> str:
    """The place in words: entries of lists are counted from 1."""
    return "".join(f" {one + 1}" if isinstance(one, int) else f", {one}" for one in place).removeprefix(", ")


@cache
def _make_schema(form: type) -> dict[str, Any]:
    return TypeAdapter(form).json_schema(by_alias=True)


def _list_keys(form: type, place: Place) -> list[str]:
    """The keys that the part knows in which the last one of a place stands."""
    schema = part = _make_schema(form)
    for one in place[:-1]:
        part = part["items"] if isinstance(one, int) else part["properties"][one]
        part = schema["$defs"][part["$ref"].rsplit("/", 1)[-1]] if "$ref" in part else part
    return list(part["properties"])
