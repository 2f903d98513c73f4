"""The coding desk in words: what a coder is asked, what was saved, how far coders have come and agree.

Belongs here: sentences of the desk. Not here: labels of its buttons (`ui/pages/desk`), sentences on agreement elsewhere (`checks`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from stance.coding.bench import Draft
from stance.dossier.codebook import Codebook, Topic
from stance.formats import format_number

TITLE = "Coding desk"
SUBTITLE = "One statement at a time, coded by what it says. Nothing here shows what anyone else, or the classifier, made of it."
NAME_FIRST = "Give a name first: every code is kept with who gave it and when. Then code statements, settle differences, or look how far coders agree."
READER = "You may read here, not code: whoever runs this dashboard gives the role of a coder."
SILENT = "Does not speak to it"
ALL_CODED = (
    "Every statement of this dossier has codes, and you have coded all that are open. Switch “All statements” on to code again, blind, "
    "what the record coded: so agreement can be measured."
)
NOTHING_LEFT = "Nothing is left in this queue: you have coded every statement of it."
AIDED = "Show the classifier’s reading (no longer blind: each coding made with it is kept as aided)"
UNREAD = "The classifier has no reading of this statement."
NOTE_HELP = "Why this code, or what makes it hard. It is kept with the codes and shown when differences are settled."
KEYS = "Keys: number keys give the code that stands beside them, 0 “does not speak to it”; N note, U unsure, S skip, Backspace takes the last code back."


def describe_step(codebook: Codebook, draft: Draft) -> str:
    """Which topic is asked: "Topic 2 of 3: Sequencing. What has to come first?"."""
    number = len(draft.codes)
    topic = codebook.topics[number]
    return f"Topic {number + 1} of {len(codebook.topics)}: {topic.title}. {topic.question}"


def describe_given(codebook: Codebook, codes: Sequence[int | None]) -> str:
    """The codes given so far by topic: "Sovereignty −1, Sequencing does not speak to it"; "" for none."""
    pairs = zip(codebook.topics, codes, strict=False)
    return ", ".join(f"{topic.title} {describe_code(code)}" for topic, code in pairs)


def describe_code(code: int | None) -> str:
    """A code as it is read: "−1", or that the statement does not speak to the topic."""
    return "none" if code is None else format_number(code, 0)


def describe_saved(codebook: Codebook, draft: Draft) -> str:
    """What was kept last: "Saved s-01: Water −1, Toll none. Backspace takes it back."."""
    marks = "".join([", unsure" * draft.unsure, ", with a note" * bool(draft.note), ", aided" * draft.aided])
    return f"Saved {draft.statement}: {describe_given(codebook, draft.codes)}{marks}. Backspace takes it back."


def describe_level(topic: Topic, code: int) -> str:
    """The rule of a code; at the ends of a scale without rules what the pole stands for, "" between them."""
    rule = next(level.rule for level in topic.levels if level.code == code)
    poles = {topic.codes[0]: topic.minus, topic.codes[-1]: topic.plus}
    return rule or poles.get(code, "")


def describe_reading(topic: Topic, row: Mapping[str, Any]) -> str:
    """What the classifier reads in a statement on a topic: "Water: speaks to it 93%, score −0.80 (typical error 0.62); words: … "."""
    words = f"; words: {row['words']}" if row["words"] else ""
    return (
        f"{topic.title}: speaks to it {row['addressed']:.0%}, score {format_number(row['score'], 2)} "
        f"(typical error {row['spread']:.2f}){words}"
    )
