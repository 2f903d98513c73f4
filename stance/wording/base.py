"""The table of thresholds, who a line is, and how numbers, days and counts are written."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from stance.dossier.codebook import Codebook, Side, Topic

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


@dataclass(frozen=True)
class Line:
    """Who a line is: its name, and the side whose pole its moves are measured by (None for no pole)."""

    name: str
    side: Side | None = None


def name_sides(codebook: Codebook) -> dict[str, Line]:
    """A voice for each side, by its id."""
    return {side.id: Line(side.title, side) for side in codebook.sides}


def name_actors(actors: pd.DataFrame, codebook: Codebook) -> dict[str, Line]:
    """A voice for each actor, by its id."""
    rows = actors[["actor", "name", "side"]].itertuples(index=False, name=None)
    return {actor: Line(name, codebook.side(side)) for actor, name, side in rows}


def name_direction(change: float, voice: Line, topic: Topic) -> str:
    """The verb for a change: by the pole of the voice's side where it has one, else by the pole that it neared."""
    pole = voice.side.pole if voice.side else ""
    if pole:
        return "hardened" if (change > 0) == (pole == "plus") else "eased"
    return f"moved towards “{topic.plus if change > 0 else topic.minus}”"


def name_topic(topic: Topic) -> str:
    """The topic's title as it stands within a sentence."""
    return topic.title.lower() if topic.title[1:].islower() else topic.title


def is_clear(change: float, half: float, rule: str = "moved") -> bool:
    """Whether a change passes the threshold `rule`; never where it is missing."""
    return bool(abs(change) >= THRESHOLDS[rule].value * half) if pd.notna(change) and pd.notna(half) else False


def list_thresholds() -> pd.DataFrame:
    """The table of thresholds as the Method page prints it: phrase, used when, number."""
    rows: Iterable[tuple[str, str, float]] = ((t.phrase, t.when, t.value) for t in THRESHOLDS.values())
    return pd.DataFrame(rows, columns=["phrase", "used when", "number"])
