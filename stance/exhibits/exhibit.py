"""The exhibit: one finding as it is shown on every face.

Belongs here: the object and its parts. Not here: how one is made (one module each), or shown.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd
import pyarrow as pa

from stance.estimates.periods import Period
from stance.figures.picture import Picture
from stance.formats import format_days
from stance.wording.verdicts import Verdict

Kind = Literal["text", "day", "count", "signed", "number", "precise", "share", "link"]
IDS = ("statement", "topic", "topic_id", "first", "second")


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in the rows, what it is called, its unit ("" for none), and how it is written.

    Kinds: signed numbers have a sign and two decimals, precise ones three; a share is 0-1 and written in percent.
    """

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""

    @property
    def heading(self) -> str:
        """The label with its unit."""
        return f"{self.label}, {self.unit}" if self.unit else self.label


@dataclass(frozen=True, eq=False)
class Table:
    """The rows behind a picture, unrounded: a missing number is NaN. `about` says what one row is; `file` names a download."""

    rows: pd.DataFrame
    columns: tuple[Column, ...]
    about: str
    file: str = "table"
    note: str = ""

    @property
    def shown(self) -> pd.DataFrame:
        """The rows with the columns to show, in their order."""
        return self.rows[[column.name for column in self.columns]]

    @cached_property
    def packed(self) -> pa.Table:
        """The same as it is sent to a browser, made once."""
        return pa.Table.from_pandas(self.shown)

    @cached_property
    def stamp(self) -> str:
        """Eight digits that change with the ids of the rows or their order; with any cell where they have no id."""
        ids = self.rows[[name for name in IDS if name in self.rows] or list(self.rows)]
        return hashlib.sha256(repr(ids.to_numpy().tolist()).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Place:
    """What stands behind one mark: the statements of a group on a topic within a period (after, until].

    `mark` is what the picture carries for a click, `line` and `when` are what the reader chooses from lists. `point` is the date of
    a point for which these statements are weighed by their distance from it; None where each source counts the same.
    """

    mark: tuple[str, ...]
    topic: str
    group: str
    line: str
    when: str
    period: Period
    point: pd.Timestamp | None = None

    @property
    def days(self) -> str:
        """The days of the period in words."""
        if self.point is not None:
            return self.when
        return format_days(self.period[0] + pd.Timedelta(days=1), self.period[1])


@dataclass(frozen=True, eq=False)
class Exhibit:
    """One finding: its verdict, its words, its picture, its table, and what stands behind each mark.

    title: the finding, with n and interval where it names a change. subtitle: unit and period. sentences: what may be
    said, each on its own. note: how to read the picture. caveats: what it does not show. more: what a screen reader is
    told beyond the finding. places: what stands behind the marks. panels: exhibits that are shown side by side as one. extra:
    further tables of the same estimate.
    """

    key: str
    verdict: Verdict
    title: str
    subtitle: str = ""
    sentences: tuple[str, ...] = ()
    note: str = ""
    caveats: tuple[str, ...] = ()
    more: str = ""
    picture: Picture | None = None
    table: Table | None = None
    places: tuple[Place, ...] = ()
    panels: tuple["Exhibit", ...] = ()
    extra: Mapping[str, Table] = field(default_factory=dict)

    @property
    def headline(self) -> str:
        """The finding in one line, as a picture that stands alone has it: the title, and a panel's sentence after it."""
        return (
            f"{self.title}: {self.sentences[0]}"
            if self.key.startswith(("chart_", "stance_")) and self.sentences
            else self.title
        )

    @property
    def alternative(self) -> str:
        """The text for who cannot see the picture: the finding, then what the marks show."""
        return " ".join(part for part in (*(self.sentences or (self.title,)), self.more) if part)

    @property
    def pictures(self) -> tuple["Exhibit", ...]:
        """This exhibit and its panels, as far as they have a picture."""
        return tuple(one for one in (self, *self.panels) if one.picture is not None)

    def find_place(self, mark: Sequence[str]) -> Place | None:
        """The place that a mark of the picture carries, in this exhibit or in a panel; None where there is none."""
        wanted = tuple(map(str, mark))
        return next((place for place in self.every_place if place.mark == wanted), None)

    @property
    def every_place(self) -> tuple[Place, ...]:
        """What stands behind the marks of this exhibit and of its panels, in their order."""
        return (*self.places, *(place for panel in self.panels for place in panel.places))


def make_empty(key: str, title: str, reason: str, subtitle: str = "") -> Exhibit:
    """An exhibit without a picture: what is missing, and what the reader can do about it."""
    return Exhibit(key, Verdict.TOO_FEW, title, subtitle, sentences=(reason,))
