"""One actor in words: what it said on a topic, first, farthest and at odds with itself, and where and how it spoke.

Belongs here: sentences about one actor's statements. Not here: where it stood and when it was silent (`stances`).
"""

from collections.abc import Mapping
from typing import Any

from stance.dossier.codebook import Topic
from stance.formats import format_count, format_number
from stance.wording.changes import describe_swing
from stance.wording.lines import Line, name_topic
from stance.wording.verdicts import Verdict

PLACES = {"home": "at home", "abroad": "abroad"}
SPEECH = {"direct": "direct speech", "indirect": "reported speech", "act": "act", "unsaid": "kind of speech not given"}

NO_ACTOR = "No actor here"
NO_STATEMENT = "No statement of an actor here: switch sides or kinds on at the side, or widen the dates."
NO_CODE = "No coded statement on it in these dates: silence, not 0."
NO_PAIR = "No such pair among the coded statements of these dates."
SPEECH_AND_SILENCE = "Speech and silence"
MONTHS = "Statements in the record by month, on any topic; a cross marks a month without one. Silence is not a neutral stance."
OCCASIONS = "At home and abroad, direct and reported"
NO_OCCASION = "No statement on these topics has a place or a kind of speech here. Widen the dates."
PARTS = "90 % intervals. Empty: too few statements; no row: silence, or a place that the record does not tell. Acts are things done, not said."
CLEAREST = {
    Verdict.UNSURE: "No shift between two adjacent windows is sure enough to name.",
    Verdict.NONE: "No clear shift between two adjacent windows.",
    Verdict.TOO_FEW: "Too few statements to compare two adjacent windows.",
}


def describe_unsaid(name: str, topic: Topic | None = None) -> str:
    """That an actor spoke to none of the topics, or not to this one: "Ann: nothing said on quotas in these dates"."""
    return f"{name}: nothing said on {f'{name_topic(topic)} in these dates' if topic else 'these topics'}"


def describe_range(lowest: float, highest: float, count: int) -> str:
    """Between which codes an actor's coded statements lie: "Range of codes: −2 to +1, 14 coded statements."."""
    ends = " to ".join(format_number(code, 0) for code in dict.fromkeys([lowest, highest]))
    return f"Range of codes: {ends}, {format_count(count, 'coded statement')}."


def describe_extreme(which: str, code: float, count: int) -> str:
    """What a list of statements at one end holds: "Highest code, +2: the newest 3"."""
    return f"{which} code, {format_number(code, 0)}: the newest {count}"


def describe_firsts(count: int) -> str:
    """What a list of firsts holds: "Firsts: 3 codes, each when first heard here"."""
    return f"Firsts: {format_count(count, 'code')}, each when first heard here"


def describe_first(row: Mapping[str, Any], when: str) -> str:
    """The first statement at a code (code, text, statement): "+1, 5 January 2019: We want it (s12)"."""
    return f"{format_number(row['code'], 0)}, {when}: {row['text']} ({row['statement']})"


def describe_apart(pairs: int, steps: int, days: int, by_chance: float) -> str:
    """How many pairs of an actor's statements are far apart in code and near in time, and how many would be by chance."""
    return f"{format_count(pairs, 'pair')} at least {steps} codes apart within {days} days ({by_chance:.1f} by chance)"


def describe_pair(days: int, steps: float) -> str:
    """How far two statements are from one another: "3 days and 2 codes apart"."""
    return f"{format_count(days, 'day')} and {steps:.0f} codes apart"


def describe_most_pairs(most: int) -> str:
    """That not all pairs are shown, and where they are."""
    return f"The widest and closest {most}; all are on the page Disagreements."


def describe_shift(swing: Mapping[str, Any] | None, topic: Topic, line: Line) -> str:
    """The clearest shift of an actor between two adjacent windows, a row of `judge_changes`, named only where its verdict has
    a verb; None where no two windows can be compared."""
    verdict = Verdict(swing["verdict"]) if swing else Verdict.TOO_FEW
    return f"Clearest shift: {describe_swing(swing, topic, line)}." if swing and verdict.has_verb else CLEAREST[verdict]
