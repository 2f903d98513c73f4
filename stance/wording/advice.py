"""What is advised about a classifier's scores, and what its figures say in words.

Belongs here: sentences about a card for whoever trains or reads a classifier. Not here: the rule (`classifier.advice`), the card's
tables (`model_card`).
"""

from typing import Any

from stance.classifier.advice import FARTHER, MEASURE, UNKNOWN, UNPROVEN, is_advised, judge_topics
from stance.dossier.codebook import Codebook, Topic
from stance.formats import escape_markdown, format_number

FOUND = {
    FARTHER: "reads worse than the mean of the side",
    UNPROVEN: "does not read clearly better than the mean of the side",
    UNKNOWN: "cannot be tested, since no coded statement speaks to the topic",
}
ADVISED = (
    "On every topic it is nearer to the codes than the mean of the side, which reads nothing: its scores may be used."
)
WARNED = "On {topics} the classifier {found}"
CODES_ONLY = "Use codes only."
WHY = (
    "The mean of the side reads no text: it gives every statement the mean code of its side. A classifier that is not nearer to the "
    "codes than that adds noise to a position."
)


def warn_of_scores(card: dict[str, Any], codebook: Codebook) -> str:
    """What is wrong with using the classifier's scores, and the advice; "" where nothing is. Plain text."""
    if is_advised(card, codebook.topic_ids):
        return ""
    found = judge_topics(card, codebook.topic_ids)
    clauses = [
        WARNED.format(topics=_join([one.title for one in codebook.topics if found[one.id] == kind]), found=words)
        for kind, words in FOUND.items()
        if kind in found.values()
    ]
    return f"{'; '.join(_lower_later(clauses))}. {CODES_ONLY}"


def describe_advice(card: dict[str, Any], codebook: Codebook) -> str:
    """Whether to use its scores, and the figures of each topic that say so, as Markdown."""
    lines = [f"- {escape_markdown(topic.title)}: {_compare(card, topic)}" for topic in codebook.topics]
    warning = warn_of_scores(card, codebook)
    return "\n".join([f"**{escape_markdown(warning)}** {WHY}" if warning else ADVISED, "", *lines])


def explain_figures(card: dict[str, Any], codebook: Codebook) -> str:
    """What the main figures of a trained classifier say, in one paragraph of plain text, and the advice."""
    topics = " ".join(f"{topic.title}: {_compare(card, topic)}{_read(card, topic)}" for topic in codebook.topics)
    return (
        "In words. All figures are of statements that the classifier had not seen, nor anything of their source. The distance is how "
        "many codes a score lies from the code on average: 0 is the same. The correlation within sides says whether it puts the "
        "statements of one side in the order of their codes: 1 is the same order, 0 none, below 0 the reverse. "
        f"{topics} {warn_of_scores(card, codebook) or ADVISED}"
    )


def _compare(card: dict[str, Any], topic: Topic) -> str:
    """The distance of the classifier, that of the side's mean, and the difference with its interval."""
    measures, ends = card["measures"][topic.id], card["intervals"][topic.id][MEASURE]
    if ends is None or any(measures[name] is None for name in (MEASURE, "mae", "mae_by_side")):
        return "no coded statement speaks to it."
    low, high = (format_number(end, 3) for end in ends)
    return (
        f"{measures['mae']:.2f} codes from the code on average, {measures['mae_by_side']:.2f} by the mean of the side "
        f"(difference {format_number(measures[MEASURE], 3)}, 90 % interval {low} to {high})."
    )


def _read(card: dict[str, Any], topic: Topic) -> str:
    value = card["measures"][topic.id]["within_side_r"]
    return "" if value is None else f" Correlation within sides {value:.2f}.".replace("-", "−")


def _join(titles: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(titles[:-1]), titles[-1]]))


def _lower_later(clauses: list[str]) -> list[str]:
    """The clauses as parts of one sentence."""
    return [clause if not number else clause[0].lower() + clause[1:] for number, clause in enumerate(clauses)]
