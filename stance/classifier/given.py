"""A reader's own statements through the classifier: many at once, batch by batch, with what there is to say of each.

Belongs here: which columns of a table are read, scoring them in steps that can be shown, how far a score is off as a rule.
Not here: reading a file (`bringing`), whole tables of a command (`batch`), what is said of it (`wording.scored_rows`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from stance.classifier.batch import find_sides, find_trained, fold_actors, fold_sides, list_added, score_rows
from stance.classifier.model import Classifier, cut_batches
from stance.classifier.tallies import Tally
from stance.dossier.loading import Dossier
from stance.errors import DataError, Problem
from stance.limits import TEXT_CHARACTERS, Limit
from stance.names import fold_name

STEP, STEP_CHARACTERS = 500, 75_000
ABOUT, ERROR = "about", "error"
TEXT, SIDE, ACTOR, STATEMENT = "text", "side", "actor", "statement"


@dataclass(frozen=True, eq=False)
class Given:
    """What a reader gave: its name, the rows as text (index: the row number that a spreadsheet shows), and which of its columns
    hold the statements, the sides and the actors ("" for none)."""

    name: str
    rows: pd.DataFrame
    text: str = TEXT
    side: str = ""
    actor: str = ""

    @property
    def texts(self) -> pd.Series:
        """The statements, "" for an empty cell."""
        return self.rows[self.text].fillna("").astype("str")

    @cached_property
    def table(self) -> pd.DataFrame:
        """The columns that scoring reads, under the names that it knows: those of the command `score`."""
        named = {TEXT: self.text, SIDE: self.side, ACTOR: self.actor, STATEMENT: STATEMENT}
        return pd.DataFrame({name: self.rows[column] for name, column in named.items() if column in self.rows})


@dataclass(frozen=True, eq=False)
class Scored:
    """What was given with the columns that scoring added (`batch.score_rows`), what was counted, which rows were trained on, and
    which have a side that the codebook knows."""

    given: Given
    added: pd.DataFrame
    tally: Tally
    trained: np.ndarray
    sided: np.ndarray


class TypicalError(NamedTuple):
    """How far a score lies from the code on average, in codes: where the side is known and where it is not; NaN where not measured."""

    with_side: float
    without_side: float


def split_lines(text: str) -> pd.DataFrame:
    """The lines of a pasted text that are not blank, as rows with a column text; the index is the number of the line."""
    lines = {number: line.strip() for number, line in enumerate(text.splitlines(), 1)}
    kept = {number: line for number, line in lines.items() if line}
    return pd.DataFrame({TEXT: list(kept.values())}, index=pd.Index(list(kept), name="line"), dtype="str")


def check_given(given: Given, dossier: Dossier, most_rows: Limit, most_characters: Limit) -> None:
    """Raises DataError with all that keeps it from being scored: too much, nothing, a text too long, a name that is taken."""
    check_amount(given.name, given.rows, most_rows, most_characters)
    problems = _check_taken(given.rows.columns, dossier, given.name)
    if given.texts.str.strip().eq("").all():
        problems.append(Problem(given.name, None, given.text, "", "holds no statement", "Give at least one"))
    lengths = given.texts.str.len()
    for row, found in lengths[lengths > TEXT_CHARACTERS.most].items():
        problems.append(Problem(given.name, int(row), given.text, "", *TEXT_CHARACTERS.refuse(int(found))))
    if problems:
        raise DataError(problems)


def check_amount(name: str, rows: pd.DataFrame, most_rows: Limit, most_characters: Limit) -> None:
    """Raises DataError where there are too many rows, or too many characters in all cells."""
    characters = int(sum(rows[column].fillna("").astype("str").str.len().sum() for column in rows))
    counts = ((most_rows, len(rows)), (most_characters, characters))
    problems = [Problem(name, None, "", "", *limit.refuse(count)) for limit, count in counts if count > limit.most]
    if problems:
        raise DataError(problems)


def _check_taken(columns: Collection[str], dossier: Dossier, name: str) -> list[Problem]:
    """A problem for each column of the name of one that is added."""
    topics = dossier.codebook.topic_ids
    added = {*list_added(topics), ABOUT, *(f"{topic}_{ERROR}" for topic in topics)}
    trouble = ("stands there already", "Rename or delete the column")
    return [Problem(name, 1, one, "", *trouble) for one in columns if one in added]


def score_given(
    given: Given, dossier: Dossier, classifier: Classifier, tell: Callable[[int], None] = lambda _: None
) -> Scored:
    """Every row scored in steps of `STEP` rows or `STEP_CHARACTERS`; after each `tell` hears how many rows are done. The numbers are
    those of `score_rows`."""
    parts: list[pd.DataFrame] = []
    tallies: list[Tally] = []
    for step in cut_batches(given.texts.str.len().tolist(), STEP, STEP_CHARACTERS):
        added, tally = score_rows(given.table.iloc[step], dossier, classifier, given.name)
        parts.append(added)
        tallies.append(tally)
        tell(step.stop)
    sides, _ = find_sides(given.table, dossier, given.name)
    sided = np.array([side is not None for side in sides], dtype=bool)
    return Scored(given, pd.concat(parts), reduce(add, tallies), find_trained(given.table, dossier), sided)


def measure_typical_errors(card: Mapping[str, Any], scores: pd.DataFrame, dossier: Dossier) -> dict[str, TypicalError]:
    """The typical error of each topic, both of statements whose source the classifier had not seen: with the side from the card,
    without it from the text scores in `scores` (those beside the classifier)."""
    measures = card["measures"]
    return {
        topic: TypicalError(_read(measures[topic]["mae"]), _measure_by_text(scores, dossier, topic))
        for topic in dossier.codebook.topic_ids
    }


def _read(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _measure_by_text(scores: pd.DataFrame, dossier: Dossier, topic: str) -> float:
    """The mean distance of text score and code over the coded statements that speak to the topic; NaN without any."""
    own = scores[scores["topic"] == topic].set_index("statement")["text_score"]
    coded = dossier.statements.loc[dossier.statements["coded"] & dossier.statements[topic].notna()]
    distances = (coded["statement"].map(own).astype(float) - coded[topic].astype(float)).abs()
    return float(distances.mean())


def name_actors(cells: pd.Series, dossier: Dossier) -> bool:
    """Whether the cells of a column name actors of the dossier, by id or name, and none of its sides."""
    values = {fold_name(one) for one in cells.dropna().astype("str").unique()} - {""}
    return bool(values & set(fold_actors(dossier))) and not values & set(fold_sides(dossier))
