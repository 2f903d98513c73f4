"""What the classifier reads in a text of the reader's own, in words.

Belongs here: the numbers of one text and topic with their names, and the words around them. Not here: scoring.
"""

from collections.abc import Mapping
from typing import Any

from stance.classifier.model import Head
from stance.dossier.codebook import Topic
from stance.dossier.scores import ADDRESSED
from stance.formats import format_number

TITLE = "Score statements"
SUBTITLE = (
    "The classifier’s reading of texts that no one has coded. A code would always count for more. "
    "What you give stays in this session and is not stored."
)
ASK = "Paste a statement above and choose Score."
NOT_READ = "Not scored"
NEAREST = "The nearest coded statements"
SIMILARITY = "By shared words and letters, names masked. Similarity is a cosine, 0 to 1."
NO_NEIGHBOUR = "No coded statement shares a word with it."
TEXT_SCORE = "Text score (side not used)"
SIGNS = {-1: "leans −", 0: "is in the middle", 1: "leans +"}
Row = Mapping[str, Any]


def describe_address(row: Row) -> str:
    """Whether a text speaks to a topic, with the probability: "Speaks to the topic (probability 93%)"."""
    return f"{'Speaks' if row['addressed'] >= ADDRESSED else 'Does not speak'} to the topic (probability {row['addressed']:.0%})"


def describe_known(known: float, least: float, *, enough: bool) -> str:
    """How much of a text is known, and that it has no scores where that is not enough."""
    if not enough and known >= least:
        return (
            f"Barely enough of this text is known ({known:.2f}, where {least:.2f} is needed), and no direction of it is sure: it is not scored. "
            "It may be about something else."
        )
    if not enough:
        return (
            f"Too little of this text is known to score it: {known:.2f}, where {least:.2f} is needed (0: no word of it stands in the coded "
            "statements, 1: every word in all of them). It is about something else, in another language, or very short."
        )
    return f"How much of this text is known: {known:.2f} ({least:.2f} is needed)."


def describe_numbers(row: Row, head: Head, side: str, *, known: bool = True) -> dict[str, str]:
    """The numbers of a text on a topic by what they are: score, text score and, where it speaks to the topic, how sure the sign is.

    `row` is one of `score_texts`; `side` is "" where none was given. Where too little of the text is `known` there is no number.
    """
    name = "Score (text and side)" if side else "Score (no side given)"
    if not known:
        return dict.fromkeys((name, TEXT_SCORE), "none: too little is known")
    speaks = row["addressed"] >= ADDRESSED
    return {
        name: format_number(row["score"], 2) if speaks else "none: not addressed",
        TEXT_SCORE: format_number(row["text_score"], 2),
        **(_describe_sign(row, head, side) if speaks else {}),
    }


def _describe_sign(row: Row, head: Head, side: str) -> dict[str, str]:
    if row["abstains"]:
        least = (head.by_side if side else head.by_text).abstain_below
        bar = f"below its {least:.0%}" if least <= 1 else "and never measured to be right often enough"
        return {"Direction": f"abstains: {row['confidence']:.0%} sure, {bar}"}
    return {f"Confidence that it {SIGNS[int(row['sign'])]}": f"{row['confidence']:.0%}"}


def describe_poles(topic: Topic) -> str:
    """What the ends of a topic's scale stand for."""
    return f"{format_number(topic.codes[0], 0)}: {topic.minus}. {format_number(topic.codes[-1], 0)}: {topic.plus}."


def describe_pushes(topic: Topic, total: float) -> str:
    """What the bars of a topic are, with their sum."""
    return (
        f"What pushed it on {topic.title}: bars that add up to {format_number(total, 2)}, the lean between the poles."
    )
