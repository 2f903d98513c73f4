"""What the classifier reads in many statements of the reader's own, in words: one statement's line, and the counts of all.

Belongs here: sentences and cells. Not here: scoring, counting. What is said of one text at length: `own_statement`.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from stance.classifier.given import TypicalError
from stance.dossier.codebook import Topic
from stance.formats import format_count, format_number

ONE, MANY = "One statement", "Many"
ASK = "Paste statements, one a line, or give a table."
ABOUT_CELLS = "Empty: it does not speak to the topic. “No direction”: the classifier is not sure enough to say towards which pole."
EMPTY, UNKNOWN, TRAINED, SILENT = (
    "no text",
    "not scored: unfamiliar",
    "trained on: no test",
    "speaks to no topic",
)
NO_DIRECTION = "no direction"
UNMEASURED = "error not measured"


def describe_score(score: float, error: float, sign: float) -> str:
    """A score with its typical error, and whether a direction may be read from it: "+1.2 ± 0.4", "" without a score."""
    if pd.isna(score):
        return ""
    beside = UNMEASURED if pd.isna(error) else f"± {error:.1f}"
    return f"{format_number(score)} {beside}{f', {NO_DIRECTION}' if pd.isna(sign) else ''}"


def describe_counts(counts: Mapping[str, int]) -> str:
    """How many statements speak to a topic, as a title: "18 of 30 statements speak to a topic"."""
    verb = "speaks" if counts["speaking"] == 1 else "speak"
    return f"{counts['speaking']:,} of {format_count(counts['rows'], 'statement')} {verb} to a topic"


def list_counts(counts: Mapping[str, int], known: Mapping[str, float | None]) -> list[str]:
    """A sentence on each kind of statement without a score, and on those that were trained on; `known` is the card's."""
    said = [
        (counts["silent"], "{} to no topic of this dossier.", ("speaks", "speak")),
        (counts["unknown"], _describe_unknown(known), ("is", "are")),
        (counts["empty"], "{} no text.", ("has", "have")),
        (counts["trained"], "{} among those that the classifier was trained on: the scores flatter it and are no test of it.", ("is", "are")),
    ]  # fmt: skip
    return [f"{count:,} {text.format(verbs[count != 1])}" for count, text, verbs in said if count]


def _describe_unknown(known: Mapping[str, float | None]) -> str:
    unscored = known.get("unscored")
    left_out = "" if unscored is None else f", and {unscored:.1%} would have got no score"
    return (
        f"{{}} unfamiliar and not scored: too little of the words is known ({known['below']:.2f} is needed), or barely enough and no direction is sure. "
        f"Of coded statements that the classifier had not seen, {known['false_alarms']:.1%} had less than is needed{left_out}."
    )


def describe_topic_counts(counts: Mapping[str, int], topic: Topic) -> tuple[str, str]:
    """How many statements speak to a topic, and towards which pole they lean, where the classifier is sure of that."""
    title = f"{topic.title}: {counts['speaking']:,} of {counts['rows']:,}"
    if not counts["speaking"]:
        return title, "None speaks to it."
    parts = [
        (counts["minus"], f"{'leans' if counts['minus'] == 1 else 'lean'} to −"),
        (counts["plus"], f"{'leans' if counts['plus'] == 1 else 'lean'} to +"),
        (counts["middle"], f"{'lies' if counts['middle'] == 1 else 'lie'} in the middle"),
        (counts["unsure"], "without a sure direction"),
    ]
    verb = "speaks" if counts["speaking"] == 1 else "speak"
    return (
        title,
        f"{counts['speaking']:,} {verb} to it: {', '.join(f'{count:,} {what}' for count, what in parts if count)}.",
    )


def describe_bars(topic: Topic, counts: Sequence[int]) -> str:
    """The bars of a topic for who cannot see them: "Nearest to −2: 3, −1: 0, …"."""
    bars = [f"{format_number(code, 0)}: {count}" for code, count in zip(topic.codes, counts, strict=True)]
    return f"Scores nearest to {', '.join(bars)}."


def describe_errors(
    errors: Mapping[str, TypicalError], titles: Mapping[str, str], *, sided: bool, unsided: bool
) -> str:
    """How far a score is off as a rule, topic by topic, as measured; `sided`, `unsided`: whether there are scores with, without a side."""
    ways = [("with the side", 0, sided), ("without the side", 1, unsided)]
    parts = [
        f"{name} {', '.join(f'{titles[topic]} {_write_error(errors[topic][place])}' for topic in errors)}"
        for name, place, there in ways
        if there
    ]
    return (
        "The typical error (±) is the mean distance of score and code, in codes, over coded statements from sources that the classifier "
        f"had not seen: {'; '.join(parts)}."
    )


def _write_error(error: float) -> str:
    return "not measured" if pd.isna(error) else f"{error:.2f}"


def describe_lines(count: int) -> str:
    """That a text for one statement has several lines."""
    return f"This text has {count:,} lines. Here it is read as one statement."
