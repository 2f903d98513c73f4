"""Groups of speakers beside each other, as sentences: how far apart two of them stood in their common months."""

from collections.abc import Mapping
from typing import Any

from stance.dossier.codebook import Topic
from stance.estimates.strength import count_halves
from stance.formats import format_count, format_number
from stance.wording.changes import NO_EVIDENCE
from stance.wording.verdicts import Verdict, judge

LIKE_WITH_LIKE = (
    "Groups are compared in common months alone: the months in which both spoke on the topic. Outside them one of the two was "
    "silent, and times are not alike. The interval of a difference takes the two groups as independent."
)


def judge_difference(row: Mapping[str, Any]) -> Verdict:
    """The verdict on a row of `compare_in_common_months`, by the bar of a change: it is one of several groups and topics."""
    counts = [[int(row[f"{name}_{end}"]) for end in ("common", "against")] for name in ("statements", "sources")]
    half = (row["difference_high"] - row["difference_low"]) / 2
    return judge(count_halves(row["difference"], half), *counts, bar="named")


def describe_difference(row: Mapping[str, Any], topic: Topic) -> str:
    """How far a group stood from another in their common months, with both positions, the difference, its interval and n.

    "In 2 common months crews stood nearer to “No” than ports: −2.00 against −1.39, difference −0.61 [−0.90, −0.32] (5 and 26
    statements, 4 and 20 sources)." `row` is one of `compare_in_common_months`.
    """
    part, other = row["part"], row["against"]
    if not row["months"]:
        return f"There is no month in which {part} and {other} both spoke: {NO_EVIDENCE} how far apart they stood."
    said, verdict = f"In {format_count(int(row['months']), 'common month')}", judge_difference(row)
    if verdict == Verdict.TOO_FEW:
        return f"{said} with {other}: {NO_EVIDENCE} ({_describe_counts(row)})."
    ends = " against ".join(format_number(row[name], 2) for name in ("common", "common_against"))
    low, high = (format_number(row[f"difference_{end}"], 2) for end in ("low", "high"))
    number = f"difference {format_number(row['difference'], 2)} [{low}, {high}]"
    return f"{said} {_name_difference(row, topic, verdict)}: {ends}, {number} ({_describe_counts(row)})."


def _name_difference(row: Mapping[str, Any], topic: Topic, verdict: Verdict) -> str:
    part, other = row["part"], row["against"]
    pole = topic.plus if row["difference"] > 0 else topic.minus
    return {
        Verdict.FIRM: f"{part} stood clearly nearer to “{pole}” than {other}",
        Verdict.CLEAR: f"{part} stood nearer to “{pole}” than {other}",
        Verdict.UNSURE: f"it is unsure whether {part} stood apart from {other}",
        Verdict.NONE: f"{part} shows no clear difference from {other}",
    }[verdict]


def _describe_counts(row: Mapping[str, Any]) -> str:
    statements, sources = (
        f"{int(row[f'{name}_common'])} and {int(row[f'{name}_against'])} {name}" for name in ("statements", "sources")
    )
    return f"{statements}, {sources}"
