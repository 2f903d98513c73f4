"""What a dossier tells of the talks themselves: channels, standing rules, texts read in two ways, answers, places, phrases.

Belongs here: reading and checking `reference.toml`, which a dossier need not have. Not here: the statements and events
that it points to, or how they are shown. Nothing in it enters a number; it names what is shown beside the numbers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictInt

from stance.dossier.codebook import Codebook
from stance.dossier.forms import TABLES, Form, Texts, read_form, read_toml
from stance.errors import Problem, suggest_value
from stance.names import find_near

FILE = "reference.toml"
HOME, ABROAD, UNKNOWN = "home", "abroad", ""


@dataclass(frozen=True)
class Kinds(Form):
    """Kinds of event that share a lane."""

    title: str
    kinds: Texts


@dataclass(frozen=True)
class Voice(Form):
    """Actors that are taken together: all of some kinds, and those that it names, whatever their kind."""

    title: str
    kinds: Texts = ()
    actors: Texts = ()


@dataclass(frozen=True)
class Home(Form):
    """Words in a venue that mean a place of `side`; "" for a place of no side."""

    side: str
    words: Texts


@dataclass(frozen=True)
class Phrase(Form):
    """A phrase whose use is followed: any of the words, in any case."""

    title: str
    words: Texts


@dataclass(frozen=True)
class StandingRule(Form):
    """What a side demands as a rule, as the code of a topic that it stands for."""

    id: str
    topic: str
    side: str
    code: StrictInt
    title: str
    text: str


@dataclass(frozen=True)
class Reading(Form):
    """How one side reads a text, and statements that say so."""

    side: str
    reading: str
    statements: Texts = ()


@dataclass(frozen=True)
class Text(Form):
    """A text of the talks; a statement cites it where it holds one of the words."""

    id: str
    title: str
    summary: str
    words: Texts
    event: str = ""
    reading: Annotated[tuple[Reading, ...], TABLES] = ()


@dataclass(frozen=True)
class Answer(Form):
    """An event and the statements that answered it, under a theme."""

    event: str
    theme: str
    statements: Texts = ()


@dataclass(frozen=True)
class Translated(Form):
    """Publishers, as sources.csv writes them, that publish translations."""

    publishers: Texts


@dataclass(frozen=True)
class Reference(Form):
    """All of `reference.toml`; every part may be empty. planned: words in the title of an event that was announced only."""

    planned: str = ""
    translation: Annotated[Translated, Field(validation_alias="translated")] = Translated(())
    channel: Annotated[tuple[Kinds, ...], TABLES] = ()
    voice: Annotated[tuple[Voice, ...], TABLES] = ()
    home: Annotated[tuple[Home, ...], TABLES] = ()
    phrase: Annotated[tuple[Phrase, ...], TABLES] = ()
    standing_rules: Annotated[tuple[StandingRule, ...], TABLES, Field(validation_alias="rule")] = ()
    text: Annotated[tuple[Text, ...], TABLES] = ()
    answer: Annotated[tuple[Answer, ...], TABLES] = ()

    @property
    def translated(self) -> tuple[str, ...]:
        """The publishers that translate."""
        return self.translation.publishers

    def list_rules(self, topic: str) -> list[StandingRule]:
        """The standing rules on a topic."""
        return [rule for rule in self.standing_rules if rule.topic == topic]


def load_reference(folder: Path) -> tuple[Reference, list[Problem]]:
    """The reference of the dossier in `folder`, empty where there is no file, and every fault of its form."""
    path = folder / FILE
    if not (path.exists() or path.is_symlink()):
        return Reference(), []
    keys, problems = read_toml(path)
    reference, faults = read_form(Reference, keys, FILE)
    twice = [*_check_twice("rule", reference.standing_rules), *_check_twice("text", reference.text)]
    return reference, problems + faults + twice + _check_voices(reference.voice)


def _problem(column: str, value: object, trouble: str, remedy: str) -> Problem:
    return Problem(FILE, None, column, str(value), trouble, remedy)


def _check_twice(name: str, parts: tuple[StandingRule | Text, ...]) -> list[Problem]:
    """A problem for every id of a rule or a text that stands twice."""
    ids = [part.id for part in parts]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    return [_problem(f"{name}, id", one, "stands twice", "Give each one its own id") for one in twice]


def _check_voices(voices: tuple[Voice, ...]) -> list[Problem]:
    """A problem for every actor that two voices name, and for every voice that takes no one in."""
    named = [actor for voice in voices for actor in voice.actors]
    twice = sorted({one for one in named if named.count(one) > 1})
    empty = [voice.title for voice in voices if not voice.kinds and not voice.actors]
    return [
        *(_problem("voice, actors", one, "stands twice", "Name each actor in one voice") for one in twice),
        *(_problem("voice, title", one, "has no kinds and no actors", "List kinds or actors of it") for one in empty),
    ]


def check_reference(
    reference: Reference,
    codebook: Codebook,
    *,
    statements: Iterable[str],
    events: Iterable[str],
    actors: Iterable[str],
) -> list[Problem]:
    """Every id of the reference that stands in none of the tables or not in the codebook."""
    ids = {"statement": statements, "event": events, "actor": actors}
    ids |= {"topic": codebook.topic_ids, "side": codebook.side_ids}
    problems, named = [], list(_list_ids(reference))
    known = {kind: set(ids[kind]) for kind in {kind for _, kind, _ in named}}
    for where, kind, value in named:
        if value not in known[kind]:
            problems.append(_problem(where, value, "is not known", suggest_value(value, known[kind])))
    for rule in reference.standing_rules:
        codes = codebook.topic(rule.topic).codes if rule.topic in codebook.topic_ids else (rule.code,)
        if rule.code not in codes:
            problems.append(
                _problem(f"rule {rule.id}, code", rule.code, "is no code of the topic", f"Use one of {codes}")
            )
    return problems


def check_words(reference: Reference, *, publishers: Iterable[str], kinds: Iterable[str]) -> list[Problem]:
    """Every publisher or kind of the reference that is only nearly one of the tables': it would name nothing."""
    known = {"publishers": set(publishers) - {""}, "kinds": set(kinds) - {""}}
    listed = [("translated, publishers", "publishers", one) for one in reference.translated]
    groups: tuple[Kinds | Voice, ...] = (*reference.channel, *reference.voice)
    for group in groups:
        listed += [(f"{group.title}, kinds", "kinds", one) for one in group.kinds]
    return [
        _problem(where, value, f"is not quite '{near}' of the tables", f"Write '{near}', or a name less like it")
        for where, name, value in listed
        if (near := find_near(value, known[name]))
    ]


def _list_ids(reference: Reference) -> Iterable[tuple[str, str, str]]:
    """Where, kind and value of everything that must be known."""
    for voice in reference.voice:
        yield from ((f"voice {voice.title}, actors", "actor", one) for one in voice.actors)
    for home in reference.home:
        yield from [("home, side", "side", home.side)] if home.side else []
    for rule in reference.standing_rules:
        yield from ((f"rule {rule.id}, topic", "topic", rule.topic), (f"rule {rule.id}, side", "side", rule.side))
    for text in reference.text:
        yield from [(f"text {text.id}, event", "event", text.event)] if text.event else []
        for reading in text.reading:
            yield f"text {text.id}, reading, side", "side", reading.side
            yield from ((f"text {text.id}, reading, statements", "statement", one) for one in reading.statements)
    for answer in reference.answer:
        yield "answer, event", "event", answer.event
        yield from ((f"answer to {answer.event}, statements", "statement", one) for one in answer.statements)


def name_groups(groups: Iterable[Kinds | Voice]) -> dict[str, str]:
    """The title of the group of each kind, in the order of the groups."""
    return {kind: group.title for group in groups for kind in group.kinds}


def name_voices(voices: Iterable[Voice], kinds: Mapping[str, str]) -> dict[str, str]:
    """The title of the voice of each actor: of the one that names it, else of the one that holds its kind.

    `kinds` is the kind of each actor by its id. Without either the kind itself is the title, "all" where it is empty.
    """
    voices = tuple(voices)
    by_kind, by_name = name_groups(voices), {actor: voice.title for voice in voices for actor in voice.actors}
    return {actor: by_name.get(actor) or by_kind.get(kind) or kind or "all" for actor, kind in kinds.items()}


def match_words(texts: Iterable[str], words: Iterable[str]) -> list[bool]:
    """For each text whether one of the words or phrases stands in it as whole words, in any case.

    A * at either end of a word stands for any letters. False where there are no words.
    """
    pattern = _compile_words(tuple(words))
    return [pattern is not None and pattern.search(text.replace("’", "'")) is not None for text in texts]


@lru_cache(maxsize=512)
def _compile_words(words: tuple[str, ...]) -> re.Pattern[str] | None:
    patterns = [_write_pattern(word) for word in words if word.strip("* ")]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


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
