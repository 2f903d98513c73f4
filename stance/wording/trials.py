"""How the classifier fared on what was new to it, and how much of a movement it shows: words for card.json's rows.

Belongs here: sentences and tables of the divisions, batches and slopes of a card. Not here: any measurement.
"""

from collections.abc import Callable
from typing import Any

from stance.classifier.folds import BY_BATCH, DIVISIONS
from stance.dossier.codebook import Codebook, Topic
from stance.dossier.conventions import CONFIDENCE
from stance.formats import escape_markdown, format_count, upper_first
from stance.wording.lines import name_topic

Row = dict[str, Any]
KINDS = {"side": "sides, half years", "actor": "actors, years"}

DIVIDED = (
    "The same measures where something else was new. In each row the classifier was trained on other statements than those it was "
    f"tested on. In brackets the {CONFIDENCE:.0%} interval from drawing sources with replacement; “repeats” gives the lowest and the "
    "highest figure among the repeats, each with other folds: what the choice of folds alone does."
)
NOT_DIVIDED = "Not tested, since the statements do not allow it: {names}."
MOVEMENT = (
    "Lines drawn from the classifier’s scores alone (“Classifier only”) show a part of the movement. The share is the "
    "slope of the moves by scores on the moves by codes, where a move is how far a half year of a side, or a year of an actor, lies "
    "from the mean of its line: 100% shows the whole movement, 0% none. Cross-fitted scores of coded statements; periods with three "
    f"statements from two sources, weighted by their sources; {CONFIDENCE:.0%} interval from leaving out one source at a time. It can "
    "end below 0% or above 100%: then the statements do not settle the share."
)
NO_BATCH = "All coded statements of this dossier are of one batch, so no later batch has tested the classifier."


def describe_divisions(card: dict[str, Any], codebook: Codebook) -> str:
    """The rows of `card["divisions"]` as Markdown: a table of correlations within sides and one of distances, a note before."""
    rows = card["divisions"]
    missing = [
        division.meaning for name, division in DIVISIONS.items() if name not in {row["division"] for row in rows}
    ]
    parts = [
        DIVIDED,
        _tabulate("correlation within sides", rows, codebook, _write_correlation),
        _tabulate("mean distance from the code, in codes", rows, codebook, _write_distance),
        *([NOT_DIVIDED.format(names="; ".join(missing))] if missing else []),
    ]
    return "\n\n".join(parts)


def describe_replication(card: dict[str, Any], codebook: Codebook) -> str:
    """The later batches as Markdown: a sentence a batch and topic; a sentence that there is none where there is one batch."""
    rows = [row for row in card["divisions"] if row["division"] == BY_BATCH and row["part"]]
    lines = [f"- {_describe_batch(row, topic)}" for row in rows for topic in codebook.topics]
    return "\n".join(lines) or NO_BATCH


def _describe_batch(row: Row, topic: Topic) -> str:
    measures = row["measures"][topic.id]
    start = f"Batch of {escape_markdown(row['part'])}, {escape_markdown(topic.title)}"
    if measures["mae"] is None:
        return f"{start}: no coded statement speaks to the topic."
    return (
        f"{start}: trained on the batches before, it is {_write(row, topic, 'mae')} codes from the code on average (side alone "
        f"{_write(row, topic, 'mae_by_side')}), correlation within sides {_write(row, topic, 'within_side_r')}, on "
        f"{format_count(int(measures['addressed_rows']), 'statement')}."
    )


def name_row(row: Row) -> str:
    """What a row of `card["divisions"]` tested: "Forward in time (trained on the years before): 2019", escaped for Markdown."""
    meaning, drawn = DIVISIONS[row["division"]].meaning, DIVISIONS[row["division"]].drawn
    return upper_first(meaning if drawn else f"{meaning}: {escape_markdown(row['part']) or 'all together'}")


def _tabulate(measure: str, rows: list[Row], codebook: Codebook, write: Callable[[Row, Topic], str]) -> str:
    head = f"| {measure} | {' | '.join(escape_markdown(topic.title) for topic in codebook.topics)} |"
    lines = [f"| {name_row(row)} | {' | '.join(write(row, topic) for topic in codebook.topics)} |" for row in rows]
    return "\n".join([head, "|" + " --- |" * (len(codebook.topics) + 1), *lines])


def _write_correlation(row: Row, topic: Topic) -> str:
    spread = row["spread"][topic.id]
    ends = f"; {row['repeats']} repeats {spread[0]:.2f} to {spread[1]:.2f}" if spread else ""
    return f"{_write(row, topic, 'within_side_r')}{ends}"


def _write_distance(row: Row, topic: Topic) -> str:
    count = format_count(int(row["measures"][topic.id]["addressed_rows"] or 0), "statement")
    return f"{_write(row, topic, 'mae')}; side alone {_write(row, topic, 'mae_by_side')}; {count}"


def _write(row: Row, topic: Topic, name: str) -> str:
    """One measure; with its interval but for a baseline."""
    value, interval = row["measures"][topic.id][name], row["intervals"][topic.id][name]
    if value is None:
        return "undefined"
    return f"{value:.2f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval and name != "mae_by_side" else "")


def describe_movement_shown(card: dict[str, Any], codebook: Codebook) -> str:
    """How much of a movement lines from the classifier alone show, as Markdown: a note, and a sentence a topic."""
    return "\n".join([MOVEMENT, "", *(f"- {describe_shrinkage(card, topic)}" for topic in codebook.topics)])


def describe_shrinkage(card: dict[str, Any], topic: Topic) -> str:
    """The share of the movement by hand codes that lines from the classifier alone show, of sides and of actors, in one sentence.

    For charts whose score source is the classifier. The topic's title is escaped for Markdown.
    """
    found = card["shrinkage"][topic.id]
    known = [_write_share(found[by], kinds) for by, kinds in KINDS.items() if found[by]["slope"] is not None]
    start = f"On {escape_markdown(name_topic(topic))}, lines from the classifier alone show"
    if not known:
        return f"{start} an unknown share of the movement that hand codes show: too few periods can be compared."
    unknown = [f"; not known for {kinds}" for by, kinds in KINDS.items() if found[by]["slope"] is None]
    return f"{start} about {' and '.join(known)} of the movement that hand codes show{''.join(unknown)}."


def _write_share(found: dict[str, Any], kinds: str) -> str:
    """The slope as a share, with its interval and what it is of."""
    low, high = (_write_percent(end) for end in found["interval"])
    return f"{_write_percent(found['slope'])} ({kinds}; interval {low} to {high})"


def _write_percent(share: float) -> str:
    return f"{share:.0%}".replace("-", "−")
