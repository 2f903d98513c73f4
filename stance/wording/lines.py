"""Who a line is, and the words for where it moved: its name, its side's pole, its topic within a sentence."""

import re
from dataclasses import dataclass

import pandas as pd

from stance.dossier.codebook import Codebook, Side, Topic


@dataclass(frozen=True)
class Line:
    """Who a line is: its name, and the side whose pole its moves are measured by (None for no pole)."""

    name: str
    side: Side | None = None


def name_sides(codebook: Codebook) -> dict[str, Line]:
    """A line for each side, by its id."""
    return {side.id: Line(side.title, side) for side in codebook.sides}


def name_actors(actors: pd.DataFrame, codebook: Codebook) -> dict[str, Line]:
    """A line for each actor, by its id."""
    rows = actors[["actor", "name", "side"]].itertuples(index=False, name=None)
    return {actor: Line(name, codebook.side(side)) for actor, name, side in rows}


def name_direction(change: float, line: Line, topic: Topic) -> str:
    """The verb for a change: by the pole of the line's side where it has one, else by the pole that it neared."""
    pole = line.side.pole if line.side else ""
    if pole:
        return "hardened" if (change > 0) == (pole == "plus") else "eased"
    return f"moved towards “{topic.plus if change > 0 else topic.minus}”"


def name_topic(topic: Topic) -> str:
    """The topic's title as it stands within a sentence: a first word that is a name, such as “Irish”, keeps its capital."""
    return topic.title.lower() if topic.title[1:].islower() and not _begins_with_name(topic) else topic.title


def _begins_with_name(topic: Topic) -> bool:
    """Whether the codebook writes the first word of the title with a capital within a sentence too."""
    within = re.compile(rf"[^.?!:;\s]\s+{re.escape(topic.title.split()[0])}\b")
    texts = (topic.question, topic.minus, topic.plus, *(level.rule for level in topic.levels))
    return any(within.search(text) for text in texts)
