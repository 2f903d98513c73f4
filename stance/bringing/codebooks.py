"""A codebook from a form: what a reader writes into boxes becomes codebook.toml, and the shipped ones can be taken over.

Belongs here: writing codebooks. Not here: what a codebook may hold (`stance.dossier.codebook`, which checks what is written here).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from stance.bringing.ids import Ids
from stance.dossier.codebook import FILE, Codebook, load_codebook
from stance.dossier.loading import find_dossiers
from stance.errors import StanceError
from stance.files import read_text
from stance.limits import TOML_BYTES

VERSION = "1"
SHORT_SIGNS = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
UNWRITTEN = re.compile(r'[\x00-\x1f\x7f"\\]')


@dataclass(frozen=True)
class CodebookForm:
    """A codebook as a form has it; `first` and `last` are the days of its period.

    sides: (id, title, pole) each, pole "minus", "plus" or "". topics: (id, title, question, minus, plus) each. An empty id is made from
    the title. levels: the codes of all topics. level_rules: when a coder assigns a code, by (id of the topic, code). rules: those for all topics.
    """

    title: str
    first: date
    last: date
    sides: Sequence[tuple[str, str, str]] = ()
    topics: Sequence[tuple[str, str, str, str, str]] = ()
    levels: tuple[int, ...] = (-2, -1, 0, 1, 2)
    level_rules: Mapping[tuple[str, int], str] = field(default_factory=dict)
    rules: Sequence[str] = ()
    places: str = ""
    coded_by: str = ""


def write_codebook(form: CodebookForm) -> str:
    """codebook.toml of a form; raises CodebookError with every fault of what the form holds."""
    text = _write(form)
    read_codebook(text)
    return text


def read_codebook(text: str) -> Codebook:
    """The codebook that a text holds; raises CodebookError with every problem found."""
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_text(text, encoding="utf-8", errors="replace")
        return load_codebook(Path(folder))


def offer_codebooks() -> dict[str, Path]:
    """The folders of the dossiers at hand by the title of their codebook; those that cannot be read are left out."""
    found: dict[str, Path] = {}
    for name, folder in find_dossiers().items():
        try:
            title = load_codebook(folder).title
        except (StanceError, OSError):
            continue
        found[title if title not in found else f"{title} ({name})"] = folder
    return found


def copy_codebook(folder: Path) -> str:
    """The text of the codebook of a dossier; raises DataError where it cannot be read."""
    return read_text(folder / FILE, TOML_BYTES)


def _write(form: CodebookForm) -> str:
    lines = [
        f"title = {quote(form.title)}",
        f"version = {quote(VERSION)}",
        f'period = ["{form.first.isoformat()}", "{form.last.isoformat()}"]',
        *([f"places = {quote(form.places)}"] if form.places.strip() else []),
        f"levels = [{', '.join(map(str, sorted(form.levels)))}]",
        *([f"coded_by = {quote(form.coded_by)}"] if form.coded_by.strip() else []),
    ]
    for one, (title, pole) in zip(_make_ids(form.sides), [side[1:] for side in form.sides], strict=True):
        lines += [
            "",
            "[[side]]",
            f"id = {quote(one)}",
            *_write_title(title),
            *([f"pole = {quote(pole)}"] if pole else []),
        ]
    for one, topic in zip(_make_ids(form.topics), form.topics, strict=True):
        lines += _write_topic(one, topic, form)
    for number, rule in enumerate(form.rules, 1):
        lines += ["", "[[rule]]", f"number = {number}", f"text = {quote(rule)}"]
    return "\n".join(lines) + "\n"


def _write_topic(one: str, topic: tuple[str, str, str, str, str], form: CodebookForm) -> list[str]:
    _, title, question, minus, plus = topic
    keys = {"question": question, "minus": minus, "plus": plus}
    lines = ["", "[[topic]]", f"id = {quote(one)}", *_write_title(title)]
    lines += [f"{key} = {quote(text)}" for key, text in keys.items()]
    rules = {code: form.level_rules.get((one, code), "") for code in sorted(form.levels)}
    if any(rules.values()):
        for code, rule in rules.items():
            lines += ["", "[[topic.level]]", f"code = {code}", f"rule = {quote(rule)}"]
    return lines


def _write_title(title: str) -> list[str]:
    return [f"title = {quote(title)}"] if title.strip() else []


def _make_ids(items: Sequence[tuple[str, ...]]) -> list[str]:
    """The id of each side or topic; those that are empty are made from the titles."""
    given = Ids(item[0] for item in items)
    return [item[0].strip() or given.make(item[1]) for item in items]


def quote(text: str) -> str:
    """A text as TOML writes it, on one line; what cannot be written in UTF-8 becomes a question mark."""
    plain = text.encode("utf-8", errors="replace").decode()
    signs = UNWRITTEN.sub(lambda found: SHORT_SIGNS.get(found[0]) or f"\\u{ord(found[0]):04x}", plain)
    return f'"{signs}"'
