"""What all pages are made from: the dossier, its scores, and what is made once for all statements.

Belongs here: making that once, and lists of statements as pages show them. Not here: any page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from stance.baked.addresses import Addresses
from stance.baked.fingerprints import hash_values
from stance.dossier.citation import Citation, cite
from stance.dossier.loading import Dossier, join_sources
from stance.dossier.package import read_package
from stance.dossier.source_links import index_sources, name_source
from stance.estimates.aftermath import Surroundings
from stance.estimates.scored import BEST, score_statements
from stance.estimates.selection import Selection, default_selection
from stance.exhibits.aftermath import surround_events
from stance.exhibits.context import Beside, list_beside
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lines import make_lines
from stance.exhibits.profile import Shared, share_profiles
from stance.exhibits.readings import make_points, make_readings
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.formats import format_number, format_when
from stance.markup.sheets import Link
from stance.wording.context import title_statement
from stance.wording.profile import SPEECH

NUMBERS = (
    "statement",
    "date",
    "earliest",
    "latest",
    "date_precision",
    "actor",
    "name",
    "side",
    "kind",
    "source",
    "coded",
)
WORDS = ("statement", "actor", "name", "office", "venue", "text", "key_phrase", "origin", "marks", "note")
LISTED = ("statement", "actor", "name", "when", "text", "codes")


@dataclass(frozen=True, eq=False)
class Ground:
    """A dossier, the classifier's scores (empty without one), where site and dashboard lie, and which scores count."""

    dossier: Dossier
    scores: pd.DataFrame
    addresses: Addresses
    score_source: str = BEST

    @cached_property
    def selection(self) -> Selection:
        """The view that a reader of the dashboard sees at first."""
        return default_selection(self.dossier.codebook, self.score_source)

    @cached_property
    def everyone(self) -> Selection:
        """The same with all sides."""
        return replace(self.selection, sides=tuple(self.dossier.codebook.side_ids))

    @cached_property
    def scored(self) -> pd.DataFrame:
        """All statements with the score that counts."""
        return score_statements(self.dossier, self.scores, self.selection.score_source)

    @cached_property
    def lines(self) -> Exhibit:
        """The lines of all topics."""
        return make_lines(self.dossier, self.scored, self.selection)

    @cached_property
    def bare(self) -> Dossier:
        """The dossier without words, sources and events: what is made from this and the scores is the same while `mark` is."""
        codes, old = [*NUMBERS, *self.dossier.codebook.topic_ids], self.dossier
        none = {name: getattr(old, name).iloc[:0] for name in ("sources", "codings", "events", "figures")}
        return replace(old, statements=old.statements[codes], **none)

    @cached_property
    def mark(self) -> str:
        """The hash of `bare` and of the scores that count."""
        bare = self.bare
        return hash_values(bare.slug, bare.codebook, bare.reference, bare.actors, bare.statements, self.scored)

    @cached_property
    def sources(self) -> dict[str, dict]:
        """Every source by its id."""
        return index_sources(self.dossier.sources)

    @cached_property
    def shared(self) -> Shared:
        """What the profiles of all actors have in common."""
        return share_profiles(self.bare, self.scored, self.everyone)

    @cached_property
    def around(self) -> Surroundings:
        """What followed any day, and as much on other days."""
        return surround_events(self.bare, self.scored, self.selection)

    @cached_property
    def boxes(self) -> Exhibit:
        """Where each line stood first and last, by topic."""
        return make_topic_boxes(self.dossier, self.scored, self.selection)

    @cached_property
    def readings(self) -> Exhibit:
        """How every statement was read."""
        return make_readings(self.dossier, self.scored, self.scores)

    @cached_property
    def points(self) -> Exhibit:
        """Which points every statement moves."""
        return make_points(self.dossier, self.scored, self.selection, places=self.lines.every_place)

    @cached_property
    def beside(self) -> dict[str, tuple[Beside, ...]]:
        """What stands beside every statement, by its id."""
        return list_beside(self.dossier, self.scored, self.dossier.statements)

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """Every statement by its id, oldest first, as pages show it."""
        rows = join_sources(self.dossier.statements, self.dossier.sources).to_dict("records")
        return {row["statement"]: self._tell(row) for row in rows}

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        """The words of a statement, with its day, its source and its codes in words; no page shows anything else of it."""
        topics = self.dossier.codebook.topics
        codes = [f"{one.title} {format_number(row[one.id], 0)}" for one in topics if pd.notna(row[one.id])]
        none = "speaks to no topic" if row["coded"] else "not coded"
        return {name: row[name] for name in WORDS} | {
            "title": title_statement(row),
            "year": row["date"].year,
            "when": format_when(row["date"], row["date_precision"]),
            "side_title": self.dossier.label_sides().get(row["side"], row["side"]),
            "named_source": Link(name_source(row), row["url"]),
            "manner": SPEECH.get(row["speech"], row["speech"]),
            "codes": ", ".join(codes) or none,
        }

    @cached_property
    def citation(self) -> Citation:
        """How to cite the dossier; the day of access is the reader's to add."""
        day = read_package(self.dossier.folder).created or self.dossier.statements["date"].max().date()
        return replace(cite(self.dossier, url=self.addresses.find_page("index.html"), day=day), accessed=None)

    @cached_property
    def entries(self) -> dict[str, dict[str, str]]:
        """What a list shows of every statement, by its id, oldest first."""
        return {one: {name: record[name] for name in LISTED} for one, record in self.records.items()}

    def pick(self, ids: Iterable[str]) -> list[dict[str, str]]:
        """The entries of these statements, in the order of their ids."""
        return [self.entries[one] for one in ids]

    @cached_property
    def spoken(self) -> dict[str, list[str]]:
        """The ids of the statements of every actor who spoke, the newest first."""
        ordered = self.dossier.statements.sort_values(["date", "statement"], ascending=False)
        return {str(actor): list(ids) for actor, ids in ordered.groupby("actor")["statement"]}

    @cached_property
    def rows(self) -> dict[str, str]:
        """The hash of every statement with all that the dossier has of it, by its id."""
        return {row["statement"]: hash_values(row) for row in self.dossier.statements.to_dict("records")}
