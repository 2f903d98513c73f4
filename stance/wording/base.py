"""The table of thresholds, who a line is, and how numbers, days and counts are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from stance.codebook import Codebook, Side, Topic

NO_EVIDENCE = "too few statements to say"


@dataclass(frozen=True)
class Threshold:
    """One rule of speech: the phrase, when it is used, and the number behind it."""

    phrase: str
    when: str
    value: float


THRESHOLDS = {
    "moved": Threshold(
        "hardened / eased",
        "the 90 % interval of the change leaves out 0: |change| is at least this many half widths",
        1.0,
    ),
    "swing": Threshold(
        "largest swing",
        "the change between two adjacent windows is at least this many half widths; it is the largest of many, "
        "so the bar is higher",
        2.2,
    ),
    "title": Threshold(
        "first to last year, in a page title",
        "the change is at least this many half widths; it is the largest of several lines and topics",
        1.5,
    ),
    "headline": Threshold("in a page title", "each end of the change rests on at least this many sources", 5),
    "leans": Threshold(
        "leans to / stands firmly on a pole",
        "the 90 % interval of the position leaves out the middle of the scale: the distance is at least this many half widths",
        1.0,
    ),
    "firm": Threshold(
        "stands firmly", "the position is at least this share of the way from the middle of the scale to the pole", 0.6
    ),
}


def upper_first(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def format_number(value: float, digits: int = 1) -> str:
    """The number with its sign and a true minus; "n/a" where it is missing."""
    if pd.isna(value):
        return "n/a"
    text = f"{value:+.{digits}f}"
    return text.lstrip("+-") if float(text) == 0 else text.replace("-", "−")


def format_count(count: int, noun: str) -> str:
    """The count with its noun in the right number: "1 statement", "1,204 statements"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def format_day(day: pd.Timestamp) -> str:
    """The day as "5 January 2019"."""
    return f"{day.day} {day:%B %Y}"


def format_when(day: pd.Timestamp, precision: str) -> str:
    """A day as precisely as it is known: "5 January 2019", "January 2019" or "2019"."""
    return f"{day:%Y}" if precision == "year" else format_month(day) if precision == "month" else format_day(day)


def format_month(day: pd.Timestamp) -> str:
    """The month as "January 2019"."""
    return f"{day:%B %Y}"


@dataclass(frozen=True)
class Voice:
    """Who a line is: its name, and the side whose pole its moves are measured by (None for no pole)."""

    name: str
    side: Side | None = None


def name_sides(codebook: Codebook) -> dict[str, Voice]:
    """A voice for each side, by its id."""
    return {side.id: Voice(side.title, side) for side in codebook.sides}


def name_actors(actors: pd.DataFrame, codebook: Codebook) -> dict[str, Voice]:
    """A voice for each actor, by its id."""
    rows = actors[["actor", "name", "side"]].itertuples(index=False, name=None)
    return {actor: Voice(name, codebook.side(side)) for actor, name, side in rows}


def name_direction(change: float, voice: Voice, topic: Topic) -> str:
    """The verb for a change: by the pole of the voice's side where it has one, else by the pole that it neared."""
    pole = voice.side.pole if voice.side else ""
    if pole:
        return "hardened" if (change > 0) == (pole == "plus") else "eased"
    return f"moved towards “{topic.plus if change > 0 else topic.minus}”"


def name_topic(topic: Topic) -> str:
    """The topic's title as it stands within a sentence."""
    return topic.title.lower() if topic.title[1:].islower() else topic.title


MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~])")


def escape_markdown(text: str) -> str:
    """The text with every sign escaped that Markdown would read: no link, image, colour or formula comes of it."""
    return MARKDOWN.sub(r"\\\1", text)


def is_clear(change: float, half: float, rule: str = "moved") -> bool:
    """Whether a change passes the threshold `rule`; never where it is missing."""
    return bool(abs(change) >= THRESHOLDS[rule].value * half) if pd.notna(change) and pd.notna(half) else False


def format_value(value: float, unit: str) -> str:
    """A number of the record with its unit: "25 meetings", "3 billion USD", "year 2009", "number 11"."""
    if pd.isna(value):
        return "n/a"
    if unit in ("year", "ordinal"):
        return f"{'year' if unit == 'year' else 'number'} {value:.0f}"
    sign, size = "−" if value < 0 else "", abs(value)
    if unit == "percent":
        return f"{sign}{size:,.10g} %"
    for least, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if size >= least:
            return f"{sign}{size / least:,.10g}{name} {unit}".strip()
    return f"{sign}{size:,.10g} {unit}".strip()


def describe_evidence(statements: int, sources: int) -> str:
    """How much a number rests on: "46 statements, 38 sources"."""
    return f"{format_count(statements, 'statement')}, {format_count(sources, 'source')}"


def list_thresholds() -> pd.DataFrame:
    """The table of thresholds as the Method page prints it: phrase, used when, number."""
    rows: Iterable[tuple[str, str, float]] = ((t.phrase, t.when, t.value) for t in THRESHOLDS.values())
    return pd.DataFrame(rows, columns=["phrase", "used when", "number"])
