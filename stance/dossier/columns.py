"""The columns of every table of a dossier: this is the only place that knows them.

Belongs here: which columns a table has, what may stand in them, what they mean, and their cells as typed values.
Not here: finding faults in cells (`checks`), files (`tables`), documents that list the columns (`column_documents`).
Reading, checking and documents all follow the tables below; a new column is one line here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from stance.dossier.cells import plain_number
from stance.limits import TEXT_CHARACTERS
from stance.names import find_alike

if TYPE_CHECKING:
    from stance.dossier.codebook import Codebook

PRECISION = ("day", "month", "year")
SPEECH = ("direct", "indirect", "act")
SPEECH_UNSAID = "unsaid"
UNNAMED, WEAK, ADJUDICATED = "unnamed", "weak", "adjudicated"
TOPIC = "one column per topic"
UNLESS_SIDED = "where there is no actors.csv and the codebook has two sides or more"
IF_SIDED = "where the codebook has two sides or more"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    type: "text", "day", "number", "code", "address" or "choice". required: the column must be there. filled: no cell of
    it may be empty; `only` says where, if that hangs on the dossier. allowed: the choices, the codes, or the first and
    last day. default: what an empty cell means. refers: the table whose id it holds. longest: the most characters.
    """

    name: str
    description: str
    type: str = "text"
    required: bool = False
    filled: bool = False
    only: str = ""
    allowed: tuple[str, ...] = ()
    default: str = ""
    refers: str = ""
    longest: int | None = None
    names: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: the columns that make a row's id, all columns, what a row is, and what holds without the table."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    description: str
    without: str = ""

    @property
    def file(self) -> str:
        """The name of its file in a dossier."""
        return f"{self.name}.csv"

    @property
    def names(self) -> list[str]:
        """The names of its columns, in order."""
        return [column.name for column in self.columns]


def _fill(name: str, description: str, type: str = "text", **more: Any) -> Column:
    """A column that must be there with every cell filled."""
    return Column(name, description, type, required=True, filled=True, **more)


_PRECISION = Column("date_precision", "day, month or year", "choice", allowed=PRECISION)
_CODE = Column(TOPIC, "the code (`1` or `+1`), or empty", "code", required=True)

STATEMENTS = Table(
    "statements",
    ("statement",),
    (
        _fill("statement", "id; never used twice, never changed"),
        _fill("date", "the day it was said, not the day of the report", "day"),
        _fill("actor", "id of the one who said it", refers="actors", names=True),
        _fill("source", "id of the place where it was published", refers="sources", names=True),
        _fill("text", "what was said, in your own words, one point to a row", longest=TEXT_CHARACTERS.most),
        replace(_fill("side", "id of the actor's side", "choice"), only=UNLESS_SIDED),
        _CODE,
        replace(_PRECISION, default="day"),
        Column("office", "office held on that day"),
        Column("venue", "where it was said"),
        Column(
            "speech",
            "direct (quoted), indirect (reported) or act (done)",
            "choice",
            allowed=SPEECH,
            default=SPEECH_UNSAID,
        ),
        Column("key_phrase", "a short quotation"),
        Column("note", "a remark"),
        Column(
            "batch", "the day on which the row was added to the record; days can be compared with each other", "day"
        ),
    ),
    "One row is one statement: what one actor said or did once, on one day.",
)
ACTORS = Table(
    "actors",
    ("actor",),
    (
        _fill("actor", "id", names=True),
        Column("name", "name to show; without it, the id"),
        replace(_fill("side", "id of the side that the actor belongs to", "choice"), only=IF_SIDED),
        Column("kind", "kind of actor, such as minister or expert", names=True, words=(UNNAMED,)),
        Column("aliases", 'other and former names of the same actor, separated by " ; "'),
    ),
    "One row is one actor: who made at least one statement.",
    "actors and sides come from the statements' own columns `actor` and `side`; the id is shown as the name",
)
SOURCES = Table(
    "sources",
    ("source",),
    (
        _fill("source", "id", names=True),
        Column("publisher", "where it was read"),
        Column("origin", "the outlet that the publisher relays"),
        Column(
            "kind",
            "kind of source, such as official or press; `weak` puts a mark on its statements",
            names=True,
            words=(WEAK,),
        ),
        Column("title", "title of the page"),
        Column("published", "day or month of publication"),
        Column("url", "address of the page", "address"),
    ),
    "One row is one source: where statements were published.",
    "each distinct value of the statements' column `source` is one source; there are no links",
)
CODINGS = Table(
    "codings",
    ("statement", "coder"),
    (
        _fill("statement", "id of the statement that was coded", refers="statements"),
        _fill("coder", "who assigned the codes; `adjudicated` is the final coding", names=True, words=(ADJUDICATED,)),
        replace(_CODE, description="the code that this coder gave, or empty"),
        Column("unsure", "`yes` where the coder was not sure", "choice", allowed=("yes",)),
        Column("note", "what the coder noted"),
        Column("aided", "`yes` where the coder saw the classifier’s score before coding", "choice", allowed=("yes",)),
        Column("at_random", "`yes` where the statement was drawn at random, not chosen", "choice", allowed=("yes",)),
        Column("coded_at", "when it was coded, as 2026-01-31T09:30:00Z"),
        Column("codebook", "the version of the codebook that it was coded by"),
        Column("text_hash", "eight digits of the text that was coded; others where the text has changed since"),
        Column("adjudicator", "who settled it, where `coder` is `adjudicated`"),
    ),
    "One row is one coding: the codes that one coder gave to one statement.",
    "the pages say that there is no second coding and show no agreement between coders",
)
EVENTS = Table(
    "events",
    ("event",),
    (
        _fill("event", "id"),
        _fill("date", "the day of the event", "day"),
        _PRECISION,
        Column("kind", "kind of event", default="event", names=True),
        _fill("title", "title to show"),
        Column("place", "where it happened"),
        Column("summary", "what happened, in a sentence or two"),
        Column("meeting", "number of the meeting; rows of one meeting share it"),
        Column("sources", 'where it was read: ids of sources or addresses, separated by " ; "'),
        Column("source", "the same, where `sources` is empty or not there"),
    ),
    "One row is one event: a dated fact of the negotiation.",
    "the charts have no marks and the page Method says so",
)
FIGURES = Table(
    "figures",
    ("figure",),
    (
        _fill("figure", "id"),
        _fill("date", "the day that the figure refers to", "day"),
        _fill("measure", "what was counted or measured"),
        _fill("value", "the number", "number"),
        Column("unit", "unit of the number"),
        _fill("source", "id of the source that states it", refers="sources"),
    ),
    "One row is one figure: a number that a source states, for context. It enters no position.",
    "the page Method says that there are none",
)
VALIDATION = Table(
    "validation",
    ("statement", "coder"),
    (
        _fill("statement", "id of a statement of a drawn sample", refers="statements"),
        _fill("coder", "the person who coded it, blind to the record", names=True),
        replace(_CODE, description="the code that this person gave, or empty"),
        Column("draw_seed", "seed of the draw", "number"),
        Column("draw_size", "how many statements were drawn", "number"),
        Column("draw_data", "data hash, without this table, that the sample was drawn from"),
        Column("draw_codebook", "version of the codebook by which the person coded"),
    ),
    "One row is one check: the codes that one person gave to one statement of a drawn sample, blind to the record.",
    "the pages say of the codes what `coded_by` says",
)
TABLES = {table.name: table for table in (STATEMENTS, ACTORS, SOURCES, CODINGS, EVENTS, FIGURES, VALIDATION)}

# Columns that stand beside those of topics in some frame; tests/exhibits/test_reserved.py finds every one.
DERIVED = (
    "code", "coded", "correction", "earliest", "effect", "index", "latest", "marks", "member", "month", "name", "place",
    "relation", "row", "score", "scored_by", "shared", "side", "source_kind", "spread", "text", "title", "topic", "weight",
)  # fmt: skip
ENDINGS = ("_low", "_high", "_own")
RESERVED = frozenset([*DERIVED, *(name for table in TABLES.values() for name in table.names)]) - {TOPIC}


def is_reserved(topic: str, others: Collection[str]) -> bool:
    """Whether a topic may not have this id: a column of some frame has it, or makes it of that of another topic."""
    stems = {topic.removesuffix(ending) for ending in ENDINGS} - {topic}
    return bool(topic in RESERVED or find_alike(topic, RESERVED) or stems & {*RESERVED, *others})


def keep_known(rows: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """The rows with the columns of these names alone, in their order in the file: nothing else of a file is read."""
    known = set(names)
    return rows[[name for name in rows if name in known]]


def fit_table(table: Table, codebook: "Codebook", *, with_actors: bool = True) -> Table:
    """The table as a codebook has it: a column per topic, and its codes, sides and period as what is allowed.

    With actors.csv, or with one side alone, the statements have no column side of their own.
    """
    several, own = len(codebook.sides) > 1, table.name == STATEMENTS.name
    columns: list[Column] = []
    for column in table.columns:
        if column.name == TOPIC:
            columns += fit_topics(codebook, column)
        elif column.name != "side":
            period = tuple(day.isoformat() for day in codebook.period)
            columns.append(replace(column, allowed=period) if own and column.name == "date" else column)
        elif several or not own:
            columns.append(replace(column, required=several, filled=several, allowed=tuple(codebook.side_ids)))
    if own and with_actors:
        columns = [column for column in columns if column.name != "side"]
    return replace(table, columns=tuple(columns))


def fit_topics(codebook: "Codebook", column: Column = _CODE) -> list[Column]:
    """A column per topic of the codebook, each with its own codes."""
    return [
        replace(column, name=topic.id, allowed=tuple(str(code) for code in topic.codes)) for topic in codebook.topics
    ]


def type_columns(rows: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The rows with every column of the table typed; columns that they lack are added, empty.

    Days are datetime64[s], numbers int or float, codes Int64 (NA where empty), the rest text (the default where empty).
    Other columns stay as they are.
    """
    empty = pd.Series("", index=rows.index, dtype="str")
    return rows.assign(**{column.name: _type_cells(rows.get(column.name, empty), column) for column in table.columns})


def _type_cells(cells: pd.Series, column: Column) -> pd.Series:
    if column.type == "day":
        return pd.to_datetime(cells, format="%Y-%m-%d").astype("datetime64[s]")
    if column.type in ("number", "code"):
        places, distinct = pd.factorize(cells)  # few, whatever the number of rows
        numbers = pd.to_numeric(pd.Series(distinct).map(plain_number).replace("", None))
        typed = numbers.astype("Int64") if column.type == "code" else numbers
        return typed.take(places).set_axis(cells.index).rename(cells.name)
    return cells.replace("", column.default) if column.default else cells
