"""What may be said of a change, a position or a gap: one verdict, from which all words take their strength.

Belongs here: the verdict and how it follows from interval, statements and sources. Not here: sentences.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import pandas as pd

from stance.estimates.strength import count_halves, is_swing, measure_strength
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
    strength: float,
    statements: Sequence[int],
    sources: Sequence[int],
    *,
    bar: str,
    held: float = math.inf,
    far: bool | None = None,
) -> Verdict:
    """What may be said of an estimate that lies `strength` half widths of its 90 % interval from 0.

    `statements` and `sources` are those of each end that is compared (one end for a position). `bar` is the threshold of
    its kind: "named" of a change, "position" of a position. held: what a swing reaches at the dates around it as well. A firm
    verdict asks for "firm" times the bar; of a position, that it stands `far` from the middle. Too few: the estimate is missing, or
    an end rests on one statement.
    """
    if pd.isna(strength) or min(statements) < LEAST_STATEMENTS:
        return Verdict.TOO_FEW
    least = THRESHOLDS[bar].value
    if not strength or strength < THRESHOLDS["interval"].value:
        return Verdict.NONE
    if min(strength, held) < least or min(sources) < THRESHOLDS["sources"].value:
        return Verdict.UNSURE
    firm = min(strength, held) >= THRESHOLDS["firm"].value * least if far is None else far
    return Verdict.FIRM if firm else Verdict.CLEAR


def judge_change(row: Mapping[str, Any] | pd.Series) -> Verdict:
    """The verdict on a row of changes: change, low, high, statements_ and sources_ before and after; a swing also has half, held.

    A change of which it is known that what was said is not clear (`said_clear` is False) is unsure: others spoke.
    """
    both = [[int(row[f"{name}_{end}"]) for end in ("before", "after")] for name in ("statements", "sources")]
    held = row["held"] if is_swing(row) else math.inf
    verdict = judge(measure_strength(row), *both, bar="named", held=held)
    spoken = verdict.has_verb and row.get("said_clear") is False
    return Verdict.UNSURE if spoken else verdict


def judge_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes with a column `verdict`, and `strength`: the change in multiples of its bar (1 is the bar; NaN where missing), for
    a swing what it reaches at the dates around it as well."""
    rows = changes.to_dict("records")
    bar = THRESHOLDS["named"].value
    strength = [min(measure_strength(row), row["held"] if is_swing(row) else math.inf) / bar for row in rows]
    verdicts = pd.Series([judge_change(row) for row in rows], index=changes.index, dtype=object)
    return changes.assign(verdict=verdicts, strength=pd.Series(strength, index=changes.index, dtype=float))


def judge_position(row: Mapping[str, Any], middle: float, reach: float) -> Verdict:
    """The verdict on a position (position, half, statements, sources): `reach` is the distance from the middle to a pole."""
    distance = row["position"] - middle
    far = bool(abs(distance) / reach >= THRESHOLDS["far"].value)
    return judge(count_halves(distance, row["half"]), [row["statements"]], [row["sources"]], bar="position", far=far)


def find_strongest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that says most; too few where there is none."""
    order = list(Verdict)
    return min(verdicts, key=order.index, default=Verdict.TOO_FEW)
