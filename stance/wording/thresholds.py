"""The numbers behind the words: from when on a verdict, a verb or a title may be used."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from stance.estimates.rules import LEAST_SOURCES, NAMED


@dataclass(frozen=True)
class Threshold:
    """One rule of speech: what it allows, when, and the number behind it."""

    phrase: str
    when: str
    value: float


THRESHOLDS = {
    "interval": Threshold(
        "unsure, else “no clear change” or “no clear lean”",
        "the 90 % interval leaves out 0 (or the middle of the scale): the estimate is at least this many half widths",
        1.0,
    ),
    "named": Threshold(
        "hardened / eased / widened / closed, of a change between two periods or of a swing between adjacent windows",
        "the change is at least this many half widths of its 90 % interval: the largest of all changes of a page together reaches it "
        "one time in ten where nothing moves; of a swing, at the dates before and after as well",
        NAMED,
    ),
    "position": Threshold("leans to / stands firmly on a pole", "the position is at least this many half widths from the middle", 1.0),
    "sources": Threshold("any verb", "each end of what is compared rests on at least this many sources", LEAST_SOURCES),
    "firm": Threshold("clearly hardened / eased / widened / closed", "the change is at least this many times its bar", 2.0),
    "far": Threshold(
        "stands firmly", "the position is at least this share of the way from the middle of the scale to the pole", 0.6
    ),
}  # fmt: skip


def list_thresholds() -> pd.DataFrame:
    """The table of thresholds as the Method page prints it: phrase, used when, number."""
    rows: Iterable[tuple[str, str, float]] = ((t.phrase, t.when, t.value) for t in THRESHOLDS.values())
    return pd.DataFrame(rows, columns=["phrase", "used when", "number"])
