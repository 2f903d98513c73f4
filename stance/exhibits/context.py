"""One statement by its address, and its context: the same day, the same event, the same actor before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.errors import suggest_value
from stance.estimates.context import pair_own_neighbours, pair_same_day
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


@dataclass(frozen=True)
class Beside:
    """What stands beside one statement in one way: the ids of others, and how each stands there; `none` is said where there are none."""

    key: str
    title: str
    ids: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    none: str = ""


@dataclass(frozen=True)
class _Around:
    """An event of a known day, and the ids of the statements around it."""

    event: Mapping
    ids: tuple[str, ...]


def make_context(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, statement: str) -> Exhibit:  # noqa: ARG001
    """One statement with a panel for its day, its event, and its actor before and after; each has a table of statements, where
    there are any. The table of the exhibit has the statement and all of them, one row a relation.

    The selection does not count: an address shows the same to everyone. An unknown id is said, with the nearest known one.
    """
    owns = dossier.statements[dossier.statements["statement"] == statement]
    if owns.empty:
        asked, remedy = statement[:80], suggest_value(statement, dossier.statements["statement"])
        return make_empty("context", "Statement not found", UNKNOWN.format(asked=asked, remedy=remedy))
    beside = list_beside(dossier, scored, owns)[statement]
    panels = tuple(_make_panel(dossier, one) for one in beside)
    itself = _list_rows(dossier, (statement,), ("itself",))
    rows = pd.concat([itself, *(panel.table.rows for panel in panels if panel.table)], ignore_index=True)
    subtitle = describe_context(rows["statement"].nunique(), rows["source"].nunique())
    table = Table(
        rows, (*COLUMNS, *_code_columns(dossier)), "A statement and its context", f"{dossier.slug}-{statement}"
    )
    title = title_statement(owns.iloc[0])
    return Exhibit("context", Verdict.NONE, title, subtitle, note=CONTEXT_NOTE, table=table, panels=panels)


def _code_columns(dossier: Dossier) -> tuple[Column, ...]:
    return tuple(Column(topic.id, topic.title, "count", "code") for topic in dossier.codebook.topics)


def _list_rows(dossier: Dossier, ids: tuple[str, ...], relations: tuple[str, ...]) -> pd.DataFrame:
    """The statements with these ids, in their order, each with its source and its relation."""
    places = pd.Index(dossier.statements["statement"]).get_indexer(list(ids))
    rows = dossier.statements.iloc[places].reset_index(drop=True)
    return join_sources(rows, dossier.sources).assign(relation=pd.array(relations, dtype="str"))


def _make_panel(dossier: Dossier, beside: Beside) -> Exhibit:
    if beside.none:
        return make_empty(beside.key, beside.title, beside.none)
    rows = _list_rows(dossier, beside.ids, beside.relations)
    table = Table(rows, COLUMNS, beside.title, f"{dossier.slug}-{beside.key}") if beside.ids else None
    said = describe_beside(rows["source"].tolist())
    return Exhibit(beside.key, Verdict.NONE, beside.title, sentences=(said,), table=table)


def list_beside(dossier: Dossier, scored: pd.DataFrame, owns: pd.DataFrame) -> dict[str, tuple[Beside, ...]]:
    """What stands beside each statement of `owns` (rows of the dossier's), by its id: its day, its event, its actor before and after."""
    days = {own: tuple(rows) for own, rows in pair_same_day(dossier.statements, owns).groupby("own")["statement"]}
    neighbours = _name_neighbours(dossier, pair_own_neighbours(scored, owns))
    known = dossier.statements[dossier.statements["date_precision"] == "day"]
    events = dossier.events[dossier.events["date_precision"] == "day"]
    around = [_Around(event, _list_around(known, event)) for event in events.to_dict("records")]
    return {
        own["statement"]: (
            _find_day(own, days.get(own["statement"], ())),
            _find_event(around, own),
            _find_before_and_after(own, neighbours.get(own["statement"], {})),
        )
        for own in owns.to_dict("records")
    }


def _list_around(known: pd.DataFrame, event: Mapping) -> tuple[str, ...]:
    """The ids of the statements of a known day around an event."""
    start, end = surround_event(event["date"], event["date_precision"])
    return tuple(known.loc[known["date"].between(start, end), "statement"])


def _find_day(own: Mapping, ids: tuple[str, ...]) -> Beside:
    return Beside("context_day", title_same_day(own), ids, ("the same day",) * len(ids))


def _find_event(around: Sequence[_Around], own: Mapping) -> Beside:
    """The statements around the nearest event that this one stands near to; of a statement without a day none is known."""
    near = _find_nearest(around, own["date"]) if own["date_precision"] == "day" else None
    if near is None:
        return Beside("context_event", NO_EVENT_TITLE, none=NO_EVENT_NEAR.format(days=NEAR_DAYS))
    ids = tuple(one for one in near.ids if one != own["statement"])
    title = title_same_event(near.event, NEAR_DAYS)
    return Beside("context_event", title, ids, (f"the same event: {near.event['title']}",) * len(ids))


def _find_nearest(around: Sequence[_Around], day: pd.Timestamp) -> _Around | None:
    """The event that is nearest to a day, at most `NEAR_DAYS` from it, the first of several."""
    nearest = min(around, key=lambda one: abs(one.event["date"] - day), default=None)
    return nearest if nearest and abs(nearest.event["date"] - day) <= pd.Timedelta(days=NEAR_DAYS) else None


def _name_neighbours(dossier: Dossier, pairs: pd.DataFrame) -> dict[str, dict[str, str]]:
    """By statement, the ids of its actor's statements before and after, each with its relation: those before it first."""
    topics = pairs.assign(topic=pairs["topic"].map(dossier.label_topics()))
    named = topics.groupby(["own", "when", "statement"], sort=False)["topic"].agg(list)
    found: dict[str, dict[str, str]] = {}
    for (own, when, statement), on in named.sort_index(level="when", ascending=False).items():
        found.setdefault(own, {})[statement] = name_relation(on, when)
    return found


def _find_before_and_after(own: Mapping, found: Mapping[str, str]) -> Beside:
    title = BEFORE_AND_AFTER.format(name=own["name"])
    if not found:
        return Beside("context_actor", title, none=NO_NEIGHBOUR.format(name=own["name"]))
    return Beside("context_actor", title, tuple(found), tuple(found.values()))
