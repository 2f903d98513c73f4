"""What something is made of, as a hash: the same for the same content in every run, another one for any change.

Belongs here: hashes of bytes, of plain values, and of exhibits with all that they hold. Not here: what a page is made of.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pandas as pd

from stance.figures.picture import Picture


def hash_bytes(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_values(*values: Any) -> str:
    """The SHA-256 of values: texts, numbers, days, what is missing, lists, dictionaries by text, frames, pictures, and data classes of these.

    Raises TypeError for anything else: what is written only in part, such as a long array, would hide a change.
    """
    return hash_bytes(json.dumps(values, default=_open_value).encode())


def _open_value(value: Any) -> Any:
    """The parts of what JSON cannot write."""
    if isinstance(value, Picture):
        return value.to_dict()
    if isinstance(value, pd.DataFrame):
        return value.to_json(orient="split", index=False, date_format="iso", double_precision=15, default_handler=str)
    if is_dataclass(value):
        return [type(value).__name__, *(getattr(value, one.name) for one in fields(value))]
    if isinstance(value, Mapping):
        return dict(value)
    if value is pd.NA:
        return []
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} has no hash that every part of it would change.")
