"""The coding desk in words: what a coder is asked, what was saved, how far coders have come and agree.

Belongs here: sentences of the desk. Not here: labels of its buttons (`ui/pages/desk`), sentences on agreement elsewhere (`checks`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from stance.coding.bench import Draft
from stance.dossier.codebook import Codebook, Topic
from stance.formats import format_count, format_number

TITLE = "Coding desk"
SUBTITLE = "One statement at a time, coded by what it says. While you code, nothing shows what anyone else, or the classifier, made of it."
NAME_FIRST = "Give a name first: every code is kept with who gave it and when. Then code statements, settle differences, or look how far coders agree."
SILENT = "Does not speak to it"
SILENT_ON_ALL = "Speaks neither to it nor to the topics after it"
ORDER = "In which order"
ALL = "All statements: code again, blind"
ALL_CODED = (
    "Every statement of this dossier has codes. Switch “All statements” on to code them again, blind: so agreement with the record, and "
    "among coders, can be measured."
)
CHANCE = "At random"
ORDERS = (CHANCE, "Those that the classifier doubts first")
ORDER_HELP = (
    "In either order one statement in five is drawn at random and kept as a control, two in five are the same for every coder, and near-duplicates do not "
    "follow one another. In a trial on a coded record, a classifier learned no more from statements that it doubted than from as many at random."
)
NOTHING_LEFT = "Nothing is left in this queue: you have coded every statement of it."
AIDED = "Show the classifier’s reading (no longer blind: each coding made with it is kept as aided)"
UNREAD = "The classifier has no reading of this statement."
PROGRESS = "Progress and agreement"
NONE_YET = "Nothing has been coded at this desk yet."
NO_PAIR = "No two coders have a statement in common yet: agreement needs statements that both coded."
ALPHA = (
    "Ordinal alpha: 1 is perfect agreement, 0 what chance would give; with the 90 % interval from drawing sources with replacement. It counts "
    "the statements to which both gave a code on the topic. It changes as you code."
)
NOTHING_SHARED = (
    "No statement was coded by two coders yet. Two in five statements of every queue are the same for all coders."
)
ALL_SETTLED = "Nothing is left to settle: every statement that two coders coded has a final coding."
SETTLERS = "Whoever has the role of an adjudicator settles differences here."
OWN_ERRORS = "Your codes beside the final ones"
NO_ERRORS = "None of your settled codings differs from the final one."
UNSETTLED = "None of your codings that another coder shares has a final coding yet."
NOTE_HELP = "Why this code, or what makes it hard. It is kept with the codes and shown when differences are settled."
KEYS = "Keys: number keys give the code that stands beside them, 0 “does not speak to it”, X the same for this topic and all after it; N note, U unsure, S skip, Backspace takes the last code back."


def describe_step(codebook: Codebook, draft: Draft) -> str:
    """Which topic is asked: "Topic 2 of 3: Access. Who may sail?"."""
    number = len(draft.codes)
    topic = codebook.topics[number]
    return f"Topic {number + 1} of {len(codebook.topics)}: {topic.title}. {topic.question}"


def describe_given(codebook: Codebook, codes: Sequence[int | None]) -> str:
    """The codes given so far by topic: "Quota −1, Access none"; "" for none."""
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


def describe_progress(coded: int, total: int, coders: int) -> str:
    """How far all have come: "12 of 60 statements coded at the desk, by 2 coders."."""
    return f"{coded:,} of {format_count(total, 'statement')} coded at the desk, by {format_count(coders, 'coder')}."


def describe_alpha(row: Mapping[str, Any]) -> str:
    """Ordinal alpha of a pair on a topic with its 90 % interval: "0.71 [0.52, 0.88]"; why there is none, where there is none."""
    if pd.isna(row["alpha_level"]):
        return "not defined: too few codes in common, or all the same"
    low, high = row.get("alpha_level_low", float("nan")), row.get("alpha_level_high", float("nan"))
    interval = "" if pd.isna(low) or pd.isna(high) else f" [{low:.2f}, {high:.2f}]".replace("-", "−")
    return f"{row['alpha_level']:.2f}".replace("-", "−") + interval


def describe_shared(agreed: int, differing: int, settled: int) -> str:
    """What two coders or more coded: "Coded by two or more: 12 agree, 5 differ, 3 settled."."""
    return f"Coded by two or more: {agreed:,} agree and {differing:,} differ, not settled yet; {settled:,} settled."


def describe_coding(codebook: Codebook, row: Mapping[str, Any], codes: Sequence[int | None]) -> str:
    """A coder's coding in one line: "Quota −1, Access none; unsure; note: two voices"."""
    marks = [*(["unsure"] if row["unsure"] else []), *([f"note: {row['note']}"] if row["note"] else [])]
    return "; ".join([describe_given(codebook, codes), *marks])
