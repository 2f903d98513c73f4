"""What is said of codings that are kept: where they lie, how many stand, which are final, what training on them brought.

Belongs here: sentences of the tab "Keep and retrain". Not here: labels of its buttons (`ui/pages/desk/keeping`).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING, VALIDATION
from stance.coding.finals import AGREED, ALONE, SETTLED
from stance.coding.importing import Imported
from stance.coding.store import Kind
from stance.formats import format_count
from stance.wording.model_card import format_cell

PLACES: Mapping[Kind, str] = {
    "file": "They lie in the file codings.db beside the dossier; how to back it up stands in docs/coding.md.",
    "server": "They lie in the database that this server was given (STANCE_DATABASE_URL).",
    "memory": "They lie in this tab’s session alone and are gone when it closes. Take them with you as codings.csv.",
}
COMPARED = {
    "mae": "Distance of score and code, in codes (less is better)",
    "within_side_r": "Correlation within sides",
    "within_actor_r": "Correlation within actors",
    "addressed_f1": "Addressed or not, F1",
    "sign_right": "Right sign, share",
}
BASELINES = {name: f"{name}_by_side" for name in COMPARED} | {"addressed_f1": "addressed_f1_commonest"}
NOTHING_KEPT = "No codings are kept yet for this dossier. Code a few statements, or bring a codings.csv."
RULE = (
    "Which code is final, statement by statement: the settled one; else the one on which all who coded the statement agree (one coder "
    "agrees with themself); else the code of the record stays. Codings of another text, or by another version of the codebook, do not count."
)
NO_FINALS = "No coding is final yet: there is nothing to train on that the record has not."
NO_TRAINING = "A public demo trains nothing. Take the dossier with you as a zip and train it on your own machine."
ADJUDICATORS = "Adjudicators take codings out, bring them in and train. You can read here how many stand."
WAITING = "Training for {seconds:.0f} seconds{step}. You can go on coding meanwhile; it ends if you close this tab."
UNLIKE = (
    "Each classifier is measured on the coded statements of its own record, none of which it had seen (cross-fitted by source), with 90 % intervals: "
    "the one in use on {old}, the new one on {new}. Differences within the intervals say little."
)
NO_OLD = "There is no classifier in use to compare with."
USE = (
    "“Use it” puts the final codes into statements.csv and everyone’s codings into codings.csv of the dossier, and this classifier in "
    "the place of the one in use. Until then nothing has changed."
)
USED = "Done: the dossier has the final codes, and its classifier was trained on them."


def describe_kept(standing: pd.DataFrame, acts: int, kind: Kind) -> str:
    """How many codings stand, by how many, and where they lie: standing as `Store.read_current`, of every purpose."""
    counts = standing["purpose"].value_counts()
    coders = standing.loc[standing["purpose"] == CODING, "coder"].nunique()
    parts = [f"{format_count(int(counts.get(CODING, 0)), 'coding')} by {format_count(coders, 'coder')}"]
    parts += [f"{counts[ADJUDICATION]:,} settled"] if ADJUDICATION in counts else []
    parts += [f"{format_count(int(counts[VALIDATION]), 'check')} of the record"] if VALIDATION in counts else []
    return f"{', '.join(parts)}; {format_count(acts, 'act')} in all, none of which is ever changed. {PLACES[kind]}"


def describe_left_out(standing: pd.DataFrame, usable: pd.DataFrame) -> str:
    """How many codings that stand do not count, "" where all do."""
    left = int((standing["purpose"] != VALIDATION).sum()) - len(usable)
    if not left:
        return ""
    verb = "does" if left == 1 else "do"
    return f"{format_count(left, 'coding')} {verb} not count: the text or the codebook has changed since, or the statement is gone."


def describe_finals(finals: pd.DataFrame, new: int, changed: int, waiting: int) -> str:
    """How many statements have a final coding and how it was decided, what that adds to the record, and on how many coders differ."""
    counts = finals["decided"].value_counts()
    names = {SETTLED: "settled", AGREED: "agreed", ALONE: "by one coder"}
    how = ", ".join(f"{counts[one]:,} {name}" for one, name in names.items() if one in counts)
    text = (
        f"{format_count(len(finals), 'statement')} with a final coding ({how}): {new:,} that the record has not coded, and {changed:,} with "
        "another code than the record’s."
    )
    verb = "waits" if waiting == 1 else "wait"
    return f"{text} {waiting:,} more on which coders differ {verb} to be settled." if waiting else text


def describe_import(done: Imported, name: str) -> str:
    """What an import added, what was there already, and what it left out."""
    text = f"{name}: {format_count(done.added, 'coding')} added, {done.known:,} there already."
    if not done.conflicts:
        return text
    some = "; ".join(f"{statement} by {coder}" for statement, coder in done.conflicts[:5])
    more = f" and {len(done.conflicts) - 5:,} more" if len(done.conflicts) > 5 else ""
    return f"{text} {len(done.conflicts):,} left out, since other codes are kept: {some}{more}. Nothing was replaced."


def compare_cards(old: dict[str, Any] | None, new: dict[str, Any], topic: str) -> list[tuple[str, ...]]:
    """The measures of a topic side by side: measure, in use, retrained, and what reads nothing beside the retrained one."""
    return [
        (words, _write(old, topic, name), _write(new, topic, name), _write(new, topic, BASELINES[name]))
        for name, words in COMPARED.items()
    ]


def _write(card: dict[str, Any] | None, topic: str, name: str) -> str:
    return format_cell(card, topic, name) if card else "—"


def describe_measured(old: dict[str, Any] | None, new: dict[str, Any]) -> str:
    """What the two were measured on."""
    counted = [format_count(card["counts"]["coded"], "statement") if card else "" for card in (old, new)]
    return (
        UNLIKE.format(old=counted[0], new=counted[1])
        if old
        else f"{NO_OLD} Measured on {counted[1]}, none of which it had seen."
    )
