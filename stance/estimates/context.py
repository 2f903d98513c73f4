"""What stands beside one statement: those of the same day, and those of the same actor before and after it.

Belongs here: which statements these are, over the whole dossier. Not here: words, cards, events.
"""

import pandas as pd

from stance.estimates.spans import list_spans

BEFORE, AFTER = "before", "after"
COLUMNS = ["statement", "topic", "when", "score", "scored_by"]


def list_same_day(statements: pd.DataFrame, statement: str) -> pd.DataFrame:
    """The other rows of `statements` with the date of this one: of the same day, or of the same month or year where only
    that is known of it. Oldest id first."""
    own = _pick(statements, statement)
    earliest, latest = list_spans(statements)
    beside = (earliest == own["earliest"]) & (latest == own["latest"]) & (statements["statement"] != statement)
    return statements[beside].sort_values("statement")


def list_own_neighbours(scored: pd.DataFrame, statements: pd.DataFrame, statement: str) -> pd.DataFrame:
    """The actor's last statement before this one and its first after it, on each topic.

    Columns: `COLUMNS`; `when` is "before" or "after". Topics in the order in which they first stand in `scored`. Statements that
    may be of the same day are neither before nor after. A topic on which the actor said nothing before (after) has no such row.
    """
    own = _pick(statements, statement)
    rows = scored[scored["actor"] == own["actor"]]
    earliest, latest = list_spans(rows)
    before = rows[latest < own["earliest"]].sort_values(["date", "statement"]).groupby("topic").tail(1)
    after = rows[earliest > own["latest"]].sort_values(["date", "statement"]).groupby("topic").head(1)
    found = pd.concat([before.assign(when=BEFORE), after.assign(when=AFTER)])
    order = {topic: place for place, topic in enumerate(scored["topic"].unique())}
    return found.sort_values("topic", key=lambda topics: topics.map(order), kind="stable", ignore_index=True)[COLUMNS]


def _pick(statements: pd.DataFrame, statement: str) -> pd.Series:
    """The row of one statement."""
    return statements.iloc[int((statements["statement"] == statement).to_numpy().argmax())]
