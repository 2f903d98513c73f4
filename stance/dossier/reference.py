"""What a dossier tells of the talks themselves: channels, standing rules, texts read in two ways, answers, places, phrases.

Belongs here: reading and checking `reference.toml`, which a dossier need not have. Not here: the statements and events
that it points to, or how they are shown. Nothing in it enters a number; it names what is shown beside the numbers.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from stance.dossier.codebook import Codebook
from stance.errors import Problem, suggest_value

FILE = "reference.toml"
HOME, ABROAD, UNKNOWN = "home", "abroad", ""


@dataclass(frozen=True)
class Kinds:
    """Kinds of event that share a lane, or kinds of actor that speak as one voice."""

    title: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """Words in a venue that mean a place of `side`; "" for a place of no side."""

    side: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Phrase:
    """A phrase whose use is followed: any of the words, in any case."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class StandingRule:
    """What a side demands as a rule, as the code of a topic that it stands for."""

    id: str
    topic: str
    side: str
    code: int
    title: str
    text: str


@dataclass(frozen=True)
class Reading:
    """How one side reads a text, and statements that say so."""

    side: str
    reading: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text of the talks; a statement cites it where it holds one of the words."""

    id: str
    title: str
    summary: str
    words: tuple[str, ...]
    event: str = ""
    reading: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An event and the statements that answered it, under a theme."""

    event: str
    theme: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """All of `reference.toml`; every part may be empty.

    planned: words in the title of an event that was announced only. translated: publishers that translate.
    """

    planned: str = ""
    translated: tuple[str, ...] = ()
    channel: tuple[Kinds, ...] = ()
    voice: tuple[Kinds, ...] = ()
    home: tuple[Home, ...] = ()
    phrase: tuple[Phrase, ...] = ()
    rule: tuple[StandingRule, ...] = ()
    text: tuple[Text, ...] = ()
    answer: tuple[Answer, ...] = ()

    def list_rules(self, topic: str) -> list[StandingRule]:
        """The standing rules on a topic."""
        return [rule for rule in self.rule if rule.topic == topic]


PARTS = {
    "channel": Kinds,
    "voice": Kinds,
    "home": Home,
    "phrase": Phrase,
    "rule": StandingRule,
    "text": Text,
    "answer": Answer,
    "reading": Reading,
}
LISTS = ("kinds", "words", "statements")


def load_reference(folder: Path) -> tuple[Reference, list[Problem]]:
    """The reference of the dossier in `folder`, empty where there is no file, and every fault of its form."""
    path = folder / FILE
    if not path.is_file():
        return Reference(), []
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Reference(), [_problem("", "", f"is not TOML ({error})", "Mend that place; save the file as UTF-8")]
    problems: list[Problem] = []
    return _read_whole(table, problems), problems


def _problem(column: str, value: object, trouble: str, remedy: str) -> Problem:
    return Problem(FILE, None, column, str(value), trouble, remedy)


def _read_whole(table: Mapping[str, Any], problems: list[Problem]) -> Reference:
    known = {field.name for field in fields(Reference)}
    for key in [key for key in table if key not in known]:
        problems.append(_problem(key, "", "is not known", suggest_value(key, known)))
    parts = {name: _read_parts(name, table.get(name, []), problems) for name in PARTS if name in known}
    translated = table.get("translated", {"publishers": []})
    given = translated.get("publishers") if isinstance(translated, dict) else translated
    publishers = _read_cell("translated", "publishers", given, problems)
    planned = _read_cell("planned", "", table.get("planned", ""), problems)
    _check_twice(parts, problems)
    return Reference(planned=str(planned), translated=tuple(publishers), **parts)


def _check_twice(parts: Mapping[str, tuple], problems: list[Problem]) -> None:
    """Adds a problem for every id of a rule or a text that stands twice."""
    for name in ("rule", "text"):
        ids = [part.id for part in parts[name]]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            problems.append(_problem(f"{name}, id", twice, "stands twice", "Give each one its own id"))


def _read_parts(name: str, items: Any, problems: list[Problem]) -> tuple:
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        problems.append(_problem(name, "", "is not a list of tables", f"Write each one under a line [[{name}]]"))
        return ()
    read = [_read_part(name, number, item, problems) for number, item in enumerate(items, 1)]
    return tuple(part for part in read if part is not None)


def _read_part(name: str, number: int, item: dict[str, Any], problems: list[Problem]):
    kind, where, before = PARTS[name], f"{name} {number}", len(problems)
    wanted = {field.name: field for field in fields(kind)}
    for key in [key for key in item if key not in wanted]:
        problems.append(_problem(f"{where}, {key}", "", "is not known", suggest_value(key, wanted)))
    needed = [key for key, field in wanted.items() if field.default is MISSING]
    for key in needed:
        if key not in item:
            problems.append(_problem(f"{where}, {key}", "", "is missing", "Add the line"))
    values = {key: _read_cell(where, key, item[key], problems) for key in wanted.keys() & item.keys()}
    return kind(**values) if len(problems) == before else None


def _read_cell(where: str, key: str, value: Any, problems: list[Problem]) -> Any:
    """The value in its type: lists of texts as tuples, readings as readings, whole numbers, texts."""
    if key == "reading" and where.startswith("text "):
        return _read_parts("reading", value, problems)
    if key in LISTS or key == "publishers":
        sound = isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
        kind = "list of texts"
    else:
        sound = isinstance(value, int) and not isinstance(value, bool) if key == "code" else isinstance(value, str)
        kind = "whole number" if key == "code" else "text"
    if not sound:
        problems.append(_problem(", ".join(filter(None, [where, key])), value, f"is not a {kind}", f"Write a {kind}"))
        return ()
    return tuple(value) if isinstance(value, list) else value


def check_reference(
    reference: Reference, codebook: Codebook, statements: Iterable[str], events: Iterable[str]
) -> list[Problem]:
    """Every id of the reference that stands in none of the tables or not in the codebook."""
    known = {"statement": set(statements), "event": set(events), "topic": codebook.topic_ids, "side": codebook.side_ids}
    problems = []
    for where, kind, value in _list_ids(reference):
        if value not in known[kind]:
            problems.append(_problem(where, value, "is not known", suggest_value(value, known[kind])))
    for rule in reference.rule:
        codes = codebook.topic(rule.topic).codes if rule.topic in codebook.topic_ids else (rule.code,)
        if rule.code not in codes:
            problems.append(
                _problem(f"rule {rule.id}, code", rule.code, "is no code of the topic", f"Use one of {codes}")
            )
    return problems


def _list_ids(reference: Reference) -> Iterable[tuple[str, str, str]]:
    """Where, kind and value of everything that must be known."""
    for home in reference.home:
        yield from [("home, side", "side", home.side)] if home.side else []
    for rule in reference.rule:
        yield from ((f"rule {rule.id}, topic", "topic", rule.topic), (f"rule {rule.id}, side", "side", rule.side))
    for text in reference.text:
        yield from [(f"text {text.id}, event", "event", text.event)] if text.event else []
        for reading in text.reading:
            yield f"text {text.id}, reading, side", "side", reading.side
            yield from ((f"text {text.id}, reading, statements", "statement", one) for one in reading.statements)
    for answer in reference.answer:
        yield "answer, event", "event", answer.event
        yield from ((f"answer to {answer.event}, statements", "statement", one) for one in answer.statements)


def name_groups(groups: Iterable[Kinds]) -> dict[str, str]:
    """The title of the group of each kind, in the order of the groups."""
    return {kind: group.title for group in groups for kind in group.kinds}


def match_words(texts: Iterable[str], words: Iterable[str]) -> list[bool]:
    """For each text whether one of the words or phrases stands in it as whole words, in any case.

    A * at either end of a word stands for any letters. False where there are no words.
    """
    patterns = [_write_pattern(word) for word in words if word.strip("* ")]
    if not patterns:
        return [False for _ in texts]
    pattern = re.compile("|".join(patterns), re.IGNORECASE)
    return [pattern.search(text.replace("’", "'")) is not None for text in texts]


def _write_pattern(word: str) -> str:
    core = r"[\s-]+".join(map(re.escape, word.strip("* ").replace("’", "'").split()))
    return ("" if word.startswith("*") else r"(?<!\w)") + core + ("" if word.endswith("*") else r"(?!\w)")


def locate_venue(venue: str, side: str, homes: tuple[Home, ...]) -> str:
    """Whether a venue is home or abroad for a side; home where both may be meant.

    "" where no word of the dossier's tells, and for a side that has no home in it.
    """
    if side not in {home.side for home in homes}:
        return UNKNOWN
    owners = {home.side for home in homes if match_words([venue], home.words)[0]}
    if not owners:
        return UNKNOWN
    return HOME if side in owners else ABROAD
