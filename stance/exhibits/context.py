"""One statement by its address, and its context: the same day, the same event, the same actor before and after."""

import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.errors import suggest_value
from stance.estimates.context import list_own_neighbours, list_same_day
from stance.estimates.selection import Selection
from stance.exhibits.around import NEAR_DAYS, surround_event
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.wording.context import (
    BEFORE_AND_AFTER,
    CONTEXT_NOTE,
    NO_EVENT_NEAR,
    NO_EVENT_TITLE,
    NO_NEIGHBOUR,
    UNKNOWN,
    describe_beside,
    describe_context,
    name_relation,
    title_same_day,
    title_same_event,
    title_statement,
)
from stance.wording.verdicts import Verdict

COLUMNS = (
    Column("relation", "stands beside it as"),
    Column("statement", "statement"),
    Column("date", "date", "day"),
    Column("name", "actor"),
    Column("text", "text"),
    Column("source", "source"),
    Column("url", "address", "link"),
)


def make_context(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, statement: str) -> Exhibit:  # noqa: ARG001
    """One statement with a panel for its day, its event, and its actor before and after; each has a table of statements, where
    there are any. The table of the exhibit has the statement and all of them, one row a relation.

    The selection does not count: an address shows the same to everyone. An unknown id is said, with the nearest known one.
    """
    known = pd.Index(dossier.statements["statement"])
    if statement not in known:
        asked, remedy = statement[:80], suggest_value(statement, known)
        return make_empty("context", "Statement not found", UNKNOWN.format(asked=asked, remedy=remedy))
    own = dossier.statements.iloc[known.get_loc(statement)]
    panels = (_make_day(dossier, own), _make_event(dossier, own), _make_before_and_after(dossier, scored, own))
    itself = _list_rows(dossier, [statement], ["itself"])
    rows = pd.concat([itself, *(panel.table.rows for panel in panels if panel.table)], ignore_index=True)
    subtitle = describe_context(rows["statement"].nunique(), rows["source"].nunique())
    table = Table(
        rows, (*COLUMNS, *_code_columns(dossier)), "A statement and its context", f"{dossier.slug}-{statement}"
    )
    return Exhibit(
        "context", Verdict.NONE, title_statement(own), subtitle, note=CONTEXT_NOTE, table=table, panels=panels
    )


def _code_columns(dossier: Dossier) -> tuple[Column, ...]:
    return tuple(Column(topic.id, topic.title, "count", "code") for topic in dossier.codebook.topics)


def _list_rows(dossier: Dossier, ids: list[str], relations: list[str]) -> pd.DataFrame:
    """The statements with these ids, in their order, each with its source and its relation."""
    known = pd.Index(dossier.statements["statement"])
    rows = dossier.statements.iloc[known.get_indexer(ids)].reset_index(drop=True)
    return join_sources(rows, dossier.sources).assign(relation=pd.array(relations, dtype="str"))


def _make_panel(dossier: Dossier, key: str, title: str, ids: list[str], relations: list[str]) -> Exhibit:
    rows = _list_rows(dossier, ids, relations)
    table = Table(rows, COLUMNS, title, f"{dossier.slug}-{key}") if ids else None
    return Exhibit(key, Verdict.NONE, title, sentences=(describe_beside(rows["source"].tolist()),), table=table)


def _make_day(dossier: Dossier, own: pd.Series) -> Exhibit:
    ids = list_same_day(dossier.statements, own["statement"])["statement"].tolist()
    return _make_panel(dossier, "context_day", title_same_day(own), ids, ["the same day"] * len(ids))


def _make_event(dossier: Dossier, own: pd.Series) -> Exhibit:
    """The statements around the nearest event that this one stands near to; of a statement without a day none is known."""
    event = _find_nearest(dossier.events, own) if own["date_precision"] == "day" else None
    if event is None:
        return make_empty("context_event", NO_EVENT_TITLE, NO_EVENT_NEAR.format(days=NEAR_DAYS))
    start, end = surround_event(event["date"], event["date_precision"])
    others = dossier.statements[dossier.statements["statement"] != own["statement"]]
    near = others[others["date"].between(start, end) & (others["date_precision"] == "day")]
    ids, title = near["statement"].tolist(), title_same_event(event, NEAR_DAYS)
    return _make_panel(dossier, "context_event", title, ids, [f"the same event: {event['title']}"] * len(ids))


def _find_nearest(events: pd.DataFrame, own: pd.Series) -> pd.Series | None:
    """The event of a known day that is nearest to a statement, at most `NEAR_DAYS` from it, the first of several."""
    distance = (events["date"] - own["date"]).abs().where(events["date_precision"] == "day")
    near = distance[distance <= pd.Timedelta(days=NEAR_DAYS)]
    return None if near.empty else events.loc[near.idxmin()]


def _make_before_and_after(dossier: Dossier, scored: pd.DataFrame, own: pd.Series) -> Exhibit:
    found = list_own_neighbours(scored, dossier.statements, own["statement"])
    title = BEFORE_AND_AFTER.format(name=own["name"])
    if found.empty:
        return make_empty("context_actor", title, NO_NEIGHBOUR.format(name=own["name"]))
    topics = found.assign(topic=found["topic"].map(dossier.label_topics()))
    named = (
        topics.groupby(["when", "statement"], sort=False)["topic"].agg(list).sort_index(level="when", ascending=False)
    )
    relations = [name_relation(on, when) for (when, _), on in named.items()]
    return _make_panel(dossier, "context_actor", title, [statement for _, statement in named.index], relations)
