"""Tables as they are printed: every cell a text or a link, columns that belong together in one.

Belongs here: how the table of an exhibit is laid out on paper. Not here: which rows it has, markup.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from stance.dossier.source_links import is_address
from stance.exhibits.exhibit import Column, Table
from stance.formats import format_number

NUMBERS = ("count", "signed", "number", "precise", "share")
DIGITS = {"signed": 2, "number": 2, "precise": 3}


@dataclass(frozen=True)
class Link:
    """A text that leads to an address, or a text alone where that is no web address."""

    text: str
    address: str = ""

    @property
    def url(self) -> str:
        """The address, "" where it may not be linked."""
        return self.address if is_address(self.address) else ""


Kind = Literal["", "number", "day"]
Cell = str | Link | tuple[Link, ...]


@dataclass(frozen=True)
class Head:
    """The head of a column; of what kind its cells are: numbers stand at the right, days are not broken."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True)
class Sheet:
    """A table to print: caption, heads, and rows of as many cells; `note` stands below."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Joined:
    """Columns of a table that are printed as one, with a sign between their values."""

    head: str
    columns: tuple[Column, ...]
    between: str = ""

    def write(self, row: Mapping[str, Any]) -> Cell:
        """The cell of a row: "" where all its values are missing."""
        cells = [write_cell(row[column.name], column.kind) for column in self.columns]
        return self.between.join(map(str, cells)) if any(cells) and len(cells) > 1 else cells[0]


def lay_out_table(table: Table, *, caption: str = "") -> Sheet:
    """The table of an exhibit to print: both ends of an interval in one column, and counts before and after in one."""
    joined = _join_columns(table.columns)
    heads = tuple(Head(one.head, _sort_kind(one.columns[0].kind)) for one in joined)
    rows = tuple(tuple(one.write(row) for one in joined) for row in table.shown.to_dict("records"))
    return Sheet(caption or table.about, heads, rows, table.note)


def _sort_kind(kind: str) -> Kind:
    return "number" if kind in NUMBERS else "day" if kind == "day" else ""


def _join_columns(columns: tuple[Column, ...]) -> list[Joined]:
    joined: list[Joined] = []
    seconds: set[str] = set()
    for column, after in pairwise([*columns, Column("", "")]):
        if column.name not in seconds:
            joined.append(_join_pair(column, after) or Joined(column.heading, (column,)))
            seconds |= {after.name} if len(joined[-1].columns) > 1 else set()
    return joined


def _join_pair(first: Column, second: Column) -> Joined | None:
    """Both columns as one, where they are the ends of an interval or counts before and after."""
    if first.name.startswith("low") and second.name == first.name.replace("low", "high", 1):
        return Joined(first.heading.removesuffix(" from"), (first, second), " to ")
    base = first.name.removesuffix("_before")
    if first.kind == "count" and base != first.name and second.name == f"{base}_after":
        return Joined(f"{first.label}, after", (first, second), ", ")
    return None


def write_cell(value: Any, kind: str) -> str | Link:
    """A value as it is printed in a column of a kind; "" where it is missing."""
    if value is None or pd.isna(value):
        return ""
    if kind in DIGITS:
        text = format_number(value, DIGITS[kind])
        return text if kind == "signed" else text.removeprefix("+")
    written = {"day": lambda: f"{value:%Y-%m-%d}", "count": lambda: f"{value:,.0f}", "share": lambda: f"{value:.0%}"}
    return Link(str(value), str(value)) if kind == "link" else written.get(kind, lambda: str(value))()


def keep_year_ends(table: Table, topic: str) -> Table:
    """The rows of a topic at the last date of each year."""
    rows = table.rows[table.rows["topic"] == topic]
    last = rows.groupby(rows["date"].dt.year)["date"].transform("max")
    columns = tuple(column for column in table.columns if column.name != "topic")
    kept = rows[rows["date"] == last].sort_values("date", kind="stable")
    return replace(table, rows=kept, columns=columns)


def lay_out_rows(caption: str, columns: Mapping[str, Iterable[Cell]], *, number: str = "") -> Sheet:
    """A table to print from its columns by head; `number` names the one that holds numbers."""
    kinds: dict[str, Kind] = {"date": "day", "published": "day", number: "number"}
    heads = tuple(Head(name, kinds.get(name, "")) for name in columns)
    return Sheet(caption, heads, tuple(zip(*columns.values(), strict=True)))
