"""The numbers behind the words: from when on a verdict, a verb or a title may be used."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd


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
    "change": Threshold(
        "hardened / eased / widened / closed, of a change between two periods",
        "the change is at least this many half widths of its interval; it is one of several lines and topics",
        1.5,
    ),
    "swing": Threshold(
        "hardened / eased, of the largest swing of a line",
        "the change between two adjacent windows is at least this many half widths; it is the largest of many, "
        "so the bar is higher",
        2.2,
    ),
    "position": Threshold("leans to / stands firmly on a pole", "the position is at least this many half widths from the middle", 1.0),
    "sources": Threshold("any verb", "each end of what is compared rests on at least this many sources", 5),
    "firm": Threshold("clearly hardened / eased / widened / closed", "the change is at least this many times its bar", 2.0),
    "far": Threshold(
        "stands firmly", "the position is at least this share of the way from the middle of the scale to the pole", 0.6
    ),
}  # fmt: skip


def list_thresholds() -> pd.DataFrame:
    """The table of thresholds as the Method page prints it: phrase, used when, number."""
    rows: Iterable[tuple[str, str, float]] = ((t.phrase, t.when, t.value) for t in THRESHOLDS.values())
    return pd.DataFrame(rows, columns=["phrase", "used when", "number"])
