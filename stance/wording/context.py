"""One statement and what stands beside it, in words.

Belongs here: the titles and counts of an address and its context. Not here: which statements these are (`estimates.context`).
"""

from collections.abc import Mapping, Sequence

from stance.formats import format_count, format_evidence, format_when
from stance.wording.events import name_event

CONTEXT_NOTE = (
    "All of the dossier counts here, whatever filters leave elsewhere. Beside one another is not because of one another. "
    "Of several events within reach the nearest is taken. A topic counts where the statement has a code on it, or, where "
    "no one has coded it, a score of the classifier."
)
BEFORE_AND_AFTER = "{name}: last before and first after it, on each topic"
UNKNOWN = "There is no statement “{asked}” in this dossier. {remedy}, or search for its words below."
ALONE = "No other statement."
NO_NEIGHBOUR = "The record has no earlier and no later statement of {name} on any topic."
NO_EVENT_NEAR = "The record has no event within {days} days of it."
NO_EVENT_TITLE = "The same event"


def title_statement(row: Mapping) -> str:
    """A statement by its id, its actor and its date: "Statement s-1: Name, 5 January 2019"."""
    return f"Statement {row['statement']}: {row['name']}, {format_when(row['date'], row['date_precision'])}"


def title_same_day(row: Mapping) -> str:
    """The heading over what else was said on a statement's date, as far as it is known."""
    when = format_when(row["date"], row["date_precision"])
    return f"Also said on {when}" if row["date_precision"] == "day" else f"Also dated {when}, without a day"


def title_same_event(event: Mapping, days: int) -> str:
    """The heading over the statements around the event that a statement stands near to."""
    near = f", within {days} days" if event["date_precision"] == "day" else ""
    return f"Around the same event: {name_event(event)}{near}"


def describe_beside(sources: Sequence[str]) -> str:
    """How many other statements stand beside one, from the source of each: "3 other statements, from 2 sources."."""
    others = format_count(len(sources), "other statement")
    return f"{others}, from {format_count(len(set(sources)), 'source')}." if len(sources) else ALONE


def describe_context(statements: int, sources: int) -> str:
    """What the context of a statement rests on."""
    return f"With what stands beside it in the record: {format_evidence(statements, sources)}."


def name_relation(topics: Sequence[str], when: str) -> str:
    """Which statement of the same actor it is: "last before, on Access and Quota"."""
    return f"{'last before' if when == 'before' else 'first after'}, on {' and '.join(topics)}"
