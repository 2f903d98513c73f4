"""One act of coding: who gave a statement which codes, when, by which codebook.

Belongs here: the act as a value, and what may stand in it. Not here: where acts are kept (`store`), codings as tables (`exchange`).
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from stance.dossier.columns import ADJUDICATED
from stance.errors import UsageError, make_visible
from stance.limits import CODE, CODING_NAME, CODING_NOTE, Limit
from stance.names import find_alike, find_near, fold_name

Purpose = Literal["coding", "adjudication", "validation"]
CODING: Purpose = "coding"
ADJUDICATION: Purpose = "adjudication"
VALIDATION: Purpose = "validation"
PURPOSES: tuple[Purpose, ...] = (CODING, ADJUDICATION, VALIDATION)
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """A coder's codes of one statement: by topic, None where it does not speak to the topic; every topic of the codebook is there.

    purpose: "coding" (a coder's own, blind), "adjudication" (the final code after a comparison), "validation" (a drawn sample, coded
    blind to check the record). codebook: its version. withdrawn: the act takes the coder's former one of this statement and purpose
    back and gives none. text_hash: of the text that was read (`hash_text`), "" where that is not known. aided: the coder saw the
    classifier's score before. control: the statement was drawn at random, not chosen (`queue`). at: when it was done; None for now.
    """

    dossier: str
    codebook: str
    statement: str
    coder: str
    codes: Mapping[str, int | None] = field(default_factory=dict)
    purpose: Purpose = CODING
    unsure: bool = False
    note: str = ""
    withdrawn: bool = False
    text_hash: str = ""
    aided: bool = False
    control: bool = False
    at: datetime | None = None


def hash_text(text: str) -> str:
    """Eight hexadecimal digits of a statement's text, white space at its ends and kinds of line ends aside: another text, others."""
    return hashlib.sha256(_join_lines(text).strip().encode("utf-8", "surrogatepass")).hexdigest()[:8]


def check_entry(entry: Entry) -> Entry:
    """The entry as it is kept: plain numbers, names without white space at their ends, lines that end in one way.

    Raises UsageError where it cannot be kept: no name, a text that is too long or holds signs that no database keeps, a
    code that is none, a purpose that is unknown.
    """
    names = {name: getattr(entry, name).strip() for name in ("dossier", "codebook", "statement", "coder")}
    for name, text in names.items():
        _check_text(f"The name of the {name}", text, CODING_NAME)
    if missing := [name for name in ("dossier", "statement", "coder") if not names[name]]:
        raise UsageError(f"The {missing[0]} of a coding has no name. Give one.")
    if names["coder"] == ADJUDICATED and entry.purpose != ADJUDICATION:
        raise UsageError(f"'{ADJUDICATED}' is kept for the final coding. Give another name.")
    if entry.purpose not in PURPOSES:
        raise UsageError(f"'{entry.purpose}' is no purpose of a coding. Use one of {', '.join(PURPOSES)}.")
    note = _join_lines(entry.note)
    _check_text("The note", note, CODING_NOTE)
    if len(entry.text_hash) > 8 or UNWRITABLE.search(entry.text_hash):
        raise UsageError(f"'{entry.text_hash[:20]}' is no hash of a text. Leave it empty.")
    codes = {topic: _read_code(code) for topic, code in entry.codes.items()}
    kept = replace(entry, **names, note=note, codes=codes)
    return replace(kept, unsure=bool(entry.unsure), aided=bool(entry.aided), control=bool(entry.control))


def check_coder(name: str, known: Collection[str]) -> None:
    """Raises UsageError where a coder's name cannot stand beside those that are known: it only looks like one, or is kept for the final coding."""
    if not fold_name(name):
        raise UsageError("The name of the coder holds no sign that can be seen. Give another.")
    if find_near(name, [ADJUDICATED]):
        raise UsageError(f"'{make_visible(name)}' is kept for the final coding. Give another name.")
    if alike := find_alike(name, known):
        raise UsageError(
            f"There is a coder '{make_visible(alike)}' already, and '{make_visible(name)}' only looks the same. Write one of them."
        )


def _join_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_text(what: str, text: str, limit: Limit) -> None:
    if UNWRITABLE.search(text):
        raise UsageError(f"{what} holds signs that cannot be kept. Type it again.")
    if len(text) > limit.most:
        trouble, remedy = limit.refuse(len(text))
        raise UsageError(f"{what} {trouble}. {remedy}.")


def _read_code(code: Any) -> int | None:
    if code is None or code is pd.NA:
        return None
    if isinstance(code, bool | str | float) or int(code) != code or abs(code) > CODE.most:
        raise UsageError(f"'{code}' is no code. Use the codes of the codebook.")
    return int(code)
