"""What stands beside one statement: those of the same day, and those of the same actor before and after it.

Belongs here: which statements these are, over the whole dossier. Not here: words, cards, events.
"""

import pandas as pd

from stance.estimates.spans import list_spans

BEFORE, AFTER = "before", "after"
SPAN = ("earliest", "latest")
COLUMNS = ["statement", "topic", "when", "score", "scored_by"]


def list_same_day(statements: pd.DataFrame, statement: str) -> pd.DataFrame:
    """The other rows of `statements` with the date of this one: of the same day, or of the same month or year where only
    that is known of it. Oldest id first."""
    pairs = pair_same_day(statements, _pick(statements, statement))
    return statements[statements["statement"].isin(pairs["statement"])].sort_values("statement")


def pair_same_day(statements: pd.DataFrame, owns: pd.DataFrame) -> pd.DataFrame:
    """As `list_same_day` for every row of `owns`: columns own and statement (ids), in order of both."""
    every = _span(statements)[["statement", *SPAN]]
    pairs = _span(owns)[["statement", *SPAN]].rename(columns={"statement": "own"}).merge(every, on=list(SPAN))
    return pairs.loc[pairs["own"] != pairs["statement"], ["own", "statement"]].sort_values(
        ["own", "statement"], ignore_index=True
    )


def list_own_neighbours(scored: pd.DataFrame, statements: pd.DataFrame, statement: str) -> pd.DataFrame:
    """The actor's last statement before this one and its first after it, on each topic.

    Columns: `COLUMNS`; `when` is "before" or "after". Topics in the order in which they first stand in `scored`. Statements that
    may be of the same day are neither before nor after. A topic on which the actor said nothing before (after) has no such row.
    """
    return pair_own_neighbours(scored, _pick(statements, statement))[COLUMNS]


def pair_own_neighbours(scored: pd.DataFrame, owns: pd.DataFrame) -> pd.DataFrame:
    """As `list_own_neighbours` for every row of `owns`, with its id in the column `own`."""
    mine = _span(owns)[["statement", "actor", *SPAN]].rename(columns={name: f"own_{name}" for name in SPAN})
    pairs = (
        mine.rename(columns={"statement": "own"}).merge(_span(scored), on="actor").sort_values(["date", "statement"])
    )
    before = pairs[pairs["latest"] < pairs["own_earliest"]].groupby(["own", "topic"]).tail(1)
    after = pairs[pairs["earliest"] > pairs["own_latest"]].groupby(["own", "topic"]).head(1)
    found = pd.concat([before.assign(when=BEFORE), after.assign(when=AFTER)])
    order = {topic: place for place, topic in enumerate(scored["topic"].unique())}
    found = found.sort_values("topic", key=lambda topics: topics.map(order), kind="stable", ignore_index=True)
    return found[["own", *COLUMNS]]


def _span(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the first and the last day that each can have been said on."""
    return rows.assign(**dict(zip(SPAN, list_spans(rows), strict=True)))


def _pick(statements: pd.DataFrame, statement: str) -> pd.DataFrame:
    """The row of one statement."""
    return statements[statements["statement"] == statement]
