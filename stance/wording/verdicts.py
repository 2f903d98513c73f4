"""What may be said of a change, a position or a gap: one verdict, from which all words take their strength.

Belongs here: the verdict and how it follows from interval, statements and sources. Not here: sentences.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import pandas as pd

from stance.wording.thresholds import THRESHOLDS

LEAST_STATEMENTS = 2


class Verdict(StrEnum):
    """How much may be said, the strongest first."""

    FIRM = "firm"
    CLEAR = "clear"
    UNSURE = "unsure"
    NONE = "none"
    TOO_FEW = "too few"

    @property
    def has_verb(self) -> bool:
        """Whether a verb may be used, as in “hardened”: only then may it stand in a title."""
        return self in (Verdict.FIRM, Verdict.CLEAR)


def judge(
    estimate: float,
    half: float,
    statements: Sequence[int],
    sources: Sequence[int],
    *,
    bar: str,
    far: bool | None = None,
) -> Verdict:
    """What may be said of an estimate, measured from 0, with the half width of its 90 % interval.

    `statements` and `sources` are those of each end that is compared (one end for a position). `bar` is the threshold of
    its kind: "change", "swing" or "position". A firm verdict asks for "firm" times the bar; of a position, that it stands
    `far` from the middle. Too few: the estimate is missing, or an end rests on one statement.
    """
    if pd.isna(estimate) or pd.isna(half) or min(statements) < LEAST_STATEMENTS:
        return Verdict.TOO_FEW
    size, least = abs(estimate), THRESHOLDS[bar].value * half
    if not estimate or size < THRESHOLDS["interval"].value * half:
        return Verdict.NONE
    if size < least or min(sources) < THRESHOLDS["sources"].value:
        return Verdict.UNSURE
    firm = size >= THRESHOLDS["firm"].value * least if far is None else far
    return Verdict.FIRM if firm else Verdict.CLEAR


def judge_change(row: Mapping[str, Any] | pd.Series) -> Verdict:
    """The verdict on a row of changes: change, low, high, statements_ and sources_ before and after; a swing has a start."""
    both = [[int(row[f"{name}_{end}"]) for end in ("before", "after")] for name in ("statements", "sources")]
    return judge(row["change"], (row["high"] - row["low"]) / 2, *both, bar="swing" if is_swing(row) else "change")


def judge_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with a column `verdict`, and `strength`: the change in multiples of its bar (1 is the bar; NaN where missing)."""
    rows = changes.to_dict("records")
    bars = [THRESHOLDS["swing" if is_swing(row) else "change"].value for row in rows]
    half = (changes["high"] - changes["low"]) / 2
    strength = changes["change"].abs() / half / pd.Series(bars, index=changes.index, dtype=float)
    verdicts = pd.Series([judge_change(row) for row in rows], index=changes.index, dtype=object)
    return changes.assign(verdict=verdicts, strength=strength)


def judge_position(row: Mapping[str, Any], middle: float, reach: float) -> Verdict:
    """The verdict on a position (position, half, statements, sources): `reach` is the distance from the middle to a pole."""
    distance = row["position"] - middle
    far = bool(abs(distance) / reach >= THRESHOLDS["far"].value)
    return judge(distance, row["half"], [row["statements"]], [row["sources"]], bar="position", far=far)


def is_swing(row: Mapping[str, Any] | pd.Series) -> bool:
    """Whether a change is a swing between two windows (it has a start), not one between two periods."""
    return bool(pd.notna(row.get("start")))


def find_strongest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that says most; too few where there is none."""
    order = list(Verdict)
    return min(verdicts, key=order.index, default=Verdict.TOO_FEW)
