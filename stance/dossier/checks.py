"""The tables of a dossier: which columns they have, what each cell may hold, and every fault in them.

Belongs here: checks of statements, actors, sources, codings, events and figures. Not here: how a file
becomes rows (`tables`) and how the tables make a dossier (`dossier`).
A check returns its problems and never stops at the first: a curator with forty bad cells wants all forty.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

import pandas as pd

from stance.dossier.codebook import Codebook
from stance.dossier.tables import LONGEST_CELL
from stance.errors import Problem, suggest_value

Check = Callable[[str], tuple[str, str] | None]

SPEECH = ("direct", "indirect", "act")
PRECISION = ("day", "month", "year")
ADJUDICATED = "adjudicated"


@dataclass(frozen=True)
class Column:
    """One column of a table: must it be there and filled, and what may stand in it."""

    name: str
    required: bool = False
    check: Check | None = None


def check_date(value: str) -> tuple[str, str] | None:
    """The trouble with a cell that should be an ISO day, or None."""
    try:
        return None if date.fromisoformat(value).isoformat() == value else _not_a_date()
    except ValueError:
        return _not_a_date()


def _not_a_date() -> tuple[str, str]:
    return "is not a date", "Write the day as YYYY-MM-DD (for a month its first day, with date_precision month)"


def check_url(value: str) -> tuple[str, str] | None:
    """The trouble with a cell that should be a link, or None."""
    try:
        parts = urlsplit(value)
    except ValueError:  # such as an unclosed bracket
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc and " " not in value:
        return None
    return "is not a web address", "Write the whole address with http:// or https://, or leave it empty"


def check_number(value: str) -> tuple[str, str] | None:
    """The trouble with a cell that should be a number, or None."""
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", value):
        return None
    return "is not a number", "Write digits only; the unit has its own column"


def check_one_of(allowed: Iterable[object]) -> Check:
    """A check that a cell holds one of `allowed`, with the nearest one as remedy."""
    known = [str(item) for item in allowed]
    return lambda value: None if value in known else ("is not known", suggest_value(value, known))


def check_code(codes: Iterable[int]) -> Check:
    """A check that a cell holds one of a topic's codes; a leading + is allowed."""
    known = {str(code) for code in codes}
    signed = known | {f"+{code}" for code in known if not code.startswith("-")}
    remedy = f"Use one of {', '.join(sorted(known, key=int))}, or leave it empty"
    return lambda value: None if value in signed else ("is not a code of this topic", remedy)


def _check_period(first: date, last: date) -> Check:
    def check(value: str) -> tuple[str, str] | None:
        trouble = check_date(value)
        if trouble or first.isoformat() <= value <= last.isoformat():
            return trouble
        return f"is outside the period {first} to {last}", "Mend the date, or the period in codebook.toml"

    return check


def _topic_columns(codebook: Codebook) -> list[Column]:
    return [Column(topic.id, check=check_code(topic.codes)) for topic in codebook.topics]


def describe_statements(codebook: Codebook, *, with_actors: bool) -> list[Column]:
    """The columns of statements.csv; without an actors.csv the side stands in the statements themselves."""
    side = (
        []
        if with_actors or len(codebook.sides) == 1
        else [Column("side", required=True, check=check_one_of(codebook.side_ids))]
    )
    return [
        Column("statement", required=True),
        Column("date", required=True, check=_check_period(*codebook.period)),
        Column("actor", required=True),
        Column("source", required=True),
        Column("text", required=True, check=_check_length),
        *side,
        *(Column(column.name, check=column.check) for column in _topic_columns(codebook)),
        Column("date_precision", check=check_one_of(PRECISION)),
        Column("speech", check=check_one_of(SPEECH)),
    ]


def _check_length(value: str) -> tuple[str, str] | None:
    if len(value) <= LONGEST_CELL:
        return None
    return f"has {len(value):,} characters", f"A statement is one point; the limit is {LONGEST_CELL:,} characters"


def describe_actors(codebook: Codebook) -> list[Column]:
    """The columns of actors.csv."""
    side = Column("side", required=len(codebook.sides) > 1, check=check_one_of(codebook.side_ids))
    return [Column("actor", required=True), side]


def describe_sources() -> list[Column]:
    """The columns of sources.csv."""
    return [Column("source", required=True), Column("url", check=check_url)]


def describe_codings(codebook: Codebook, known: Iterable[str]) -> list[Column]:
    """The columns of codings.csv; `known` are the ids of the statements."""
    statement = Column("statement", required=True, check=_check_known(known, "statements.csv"))
    return [statement, Column("coder", required=True), *_topic_columns(codebook)]


def describe_events() -> list[Column]:
    """The columns of events.csv; a link among the sources is checked, an id may stand for itself."""
    return [
        Column("event", required=True),
        Column("date", required=True, check=check_date),
        Column("title", required=True),
        Column("date_precision", check=check_one_of(PRECISION)),
    ]


def describe_figures(sources: Iterable[str]) -> list[Column]:
    """The columns of figures.csv; `sources` are the ids of the sources, none to leave them unchecked."""
    known = set(sources)
    return [
        Column("figure", required=True),
        Column("date", required=True, check=check_date),
        Column("measure", required=True),
        Column("value", required=True, check=check_number),
        Column("source", required=True, check=_check_known(known, "sources.csv") if known else None),
    ]


def _check_known(known: Iterable[str], file: str) -> Check:
    ids = set(known)
    return lambda value: None if value in ids else (f"is not in {file}", suggest_value(value, ids))


TOPIC_REMEDY = "Add the column; its cells may be empty"


def check_table(file: str, table: pd.DataFrame, columns: list[Column], *, key: tuple[str, ...]) -> list[Problem]:
    """Every problem of one table: columns, cells, then rows that share `key`."""
    problems = _check_columns(file, table, columns)
    for column in columns:
        if column.name in table:
            problems += _check_cells(file, table[column.name], column)
    if key and set(key) <= set(table.columns):
        problems += _check_unique(file, table, list(key))
    return problems


def _check_columns(file: str, table: pd.DataFrame, columns: list[Column]) -> list[Problem]:
    optional = {"date_precision", "speech", "url", "side"}
    missing = [c.name for c in columns if c.name not in table and (c.required or c.name not in optional)]
    spare = [name for name in table.columns if name not in {c.name for c in columns}]
    return [Problem(file, 1, name, "", "is missing", _column_remedy(name, spare)) for name in missing]


def _column_remedy(name: str, spare: list[str]) -> str:
    near = suggest_value(name, spare)
    return f"Add the column, or rename one: {near[0].lower()}{near[1:]}" if near.startswith("Did") else TOPIC_REMEDY


def _check_cells(file: str, cells: pd.Series, column: Column) -> list[Problem]:
    problems = []
    for row, cell in cells.items():
        value = cell.strip()
        if not value:
            trouble = ("is empty", "Fill the cell") if column.required else None
        else:
            trouble = column.check(value) if column.check else None
        if trouble:
            problems.append(Problem(file, int(row), column.name, value, *trouble))
    return problems


def _check_unique(file: str, table: pd.DataFrame, key: list[str]) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row, values in zip(table.index, table[key].itertuples(index=False, name=None), strict=True):
        if not all(values):
            continue
        if values in first:
            trouble = f"stands already in row {first[values]}"
            remedy = "Give this row its own id, or delete it if it is a repetition"
            problems.append(Problem(file, int(row), key[0], " + ".join(values), trouble, remedy))
        first.setdefault(values, int(row))
    return problems


def check_links(file: str, table: pd.DataFrame, column: str, known: Iterable[str], target: str) -> list[Problem]:
    """Problems for cells of `column` whose id is not among `known`, the ids in the file `target`."""
    if column not in table:
        return []
    return _check_cells(file, table[column], Column(column, check=_check_known(known, target)))


def check_repeated(file: str, table: pd.DataFrame) -> list[Problem]:
    """Problems for statements entered twice: same date, actor, source and text under two ids."""
    key = ["text", "date", "actor", "source"]
    if not set(key) <= set(table.columns):
        return []
    seen = table[table["text"] != ""].duplicated(key)
    remedy = "Delete the repetition, so that the point is counted once"
    rows = [int(row) for row in seen.index[seen]]
    return [Problem(file, row, "text", table.at[row, "text"], "repeats an earlier row", remedy) for row in rows]


def check_adjudicated(codings: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> list[Problem]:
    """Problems for adjudicated codings that differ from the code in statements.csv."""
    needed = {"statement", *codebook.topic_ids}
    if not (needed | {"coder"} <= set(codings.columns) and needed <= set(statements.columns)):
        return []
    final = statements.drop_duplicates("statement")[["statement", *codebook.topic_ids]]
    both = codings[codings["coder"] == ADJUDICATED].reset_index().merge(final, on="statement", suffixes=("", "_final"))
    problems = []
    for topic in codebook.topic_ids:
        ours, theirs = (both[name].str.strip().str.removeprefix("+") for name in (topic, f"{topic}_final"))
        for _, pair in both[ours != theirs].iterrows():
            trouble = (
                f"differs from the code in statements.csv ({pair[f'{topic}_final'] or 'empty'}) of {pair['statement']}"
            )
            value = pair[topic] or "empty"
            problems.append(Problem("codings.csv", int(pair["row"]), topic, value, trouble, "Make the two the same"))
    return problems


def check_one_side(file: str, table: pd.DataFrame) -> list[Problem]:
    """Problems for actors whose statements name more than one side."""
    if not {"actor", "side"} <= set(table.columns):
        return []
    first = table.groupby("actor")["side"].transform("first")
    remedy = "Give the actor one side, or write two actors"
    return [
        Problem(file, int(row), "side", side, f"differs from the side of '{actor}' in an earlier row", remedy)
        for row, actor, side in table.loc[table["side"] != first, ["actor", "side"]].itertuples(name=None)
    ]
