"""A reader's own statements through the classifier, many at once: what each speaks to and how it is scored, and all of them counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from stance.classifier.batch import find_empty, find_unknown
from stance.classifier.given import ABOUT, ERROR, Scored, TypicalError
from stance.classifier.tallies import describe_sides
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.figures.counted import plot_counts
from stance.formats import format_number
from stance.wording.own_statement import describe_poles
from stance.wording.scored_rows import (
    ABOUT_CELLS,
    EMPTY,
    SILENT,
    TRAINED,
    UNKNOWN,
    describe_bars,
    describe_counts,
    describe_errors,
    describe_score,
    describe_topic_counts,
    list_counts,
)
from stance.wording.verdicts import Verdict

KEY, SAID = "scored_rows", "said"
BARS = (Column("code", "nearest code"), Column("statements", "statements", "count"))
SHOWN = (Column("row", "row", "count"), Column("text", "statement"), Column(ABOUT, "note"))


@dataclass(frozen=True, eq=False)
class Reading:
    """What was scored, and what the card measured: how much must be known with the share of false alarms (`known`), typical errors
    by topic."""

    dossier: Dossier
    scored: Scored
    known: Mapping[str, float | None]
    errors: Mapping[str, TypicalError]

    @cached_property
    def empty(self) -> np.ndarray:
        """Which rows have no text."""
        return find_empty(self.scored.added)

    @cached_property
    def unknown(self) -> np.ndarray:
        """Which rows are not scored, since they are unlike anything that the classifier knows."""
        return find_unknown(self.scored.added)

    @cached_property
    def silent(self) -> np.ndarray:
        """Which rows speak to no topic."""
        speaks = [self.find_speaking(topic) for topic in self.dossier.codebook.topic_ids]
        return ~self.empty & ~self.unknown & ~np.logical_or.reduce(speaks)

    def read_cells(self, topic: str, part: str) -> np.ndarray:
        """One of the added columns of a topic."""
        return self.scored.added[f"{topic}_{part}"].to_numpy(float)

    def find_speaking(self, topic: str) -> np.ndarray:
        """Which rows have a score on the topic."""
        return ~np.isnan(self.read_cells(topic, "score"))

    def list_errors(self, topic: str) -> np.ndarray:
        """The typical error beside each score, in codes; NaN where there is no score, or no such measure."""
        with_side, without = self.errors[topic]
        return np.where(self.find_speaking(topic), np.where(self.scored.sided, with_side, without), np.nan)

    @cached_property
    def about(self) -> pd.Series:
        """What is to be said of each row, "" where nothing is."""
        kinds = {EMPTY: self.empty, UNKNOWN: self.unknown, TRAINED: self.scored.trained, SILENT: self.silent}
        said = np.select(list(kinds.values()), list(kinds), "")
        return pd.Series(said, index=self.scored.added.index, dtype="str")

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and of which kind."""
        rows = len(self.scored.added)
        kinds = {"empty": self.empty, "unknown": self.unknown, "silent": self.silent, "trained": self.scored.trained}
        counted = {name: int(found.sum()) for name, found in kinds.items()}
        return counted | {"rows": rows, "speaking": rows - sum(counted[one] for one in ("empty", "unknown", "silent"))}


def make_scored_rows(reading: Reading, *, dark: bool = False) -> Exhibit:
    """What was scored: its table has a row a statement (row, text, note, and a column a topic with score and typical error), a panel
    a topic how many scores lie nearest to each code; `extra["whole"]` is the table to download: the reader's own columns, then
    those that the command `score` adds, then `about` and the typical errors."""
    return Exhibit(
        KEY,
        Verdict.NONE,
        describe_counts(reading.counts),
        sentences=tuple(list_counts(reading.counts, reading.known)),
        note=f"{ABOUT_CELLS} {_describe_errors(reading)}",
        caveats=tuple(
            describe_sides(reading.scored.tally, reading.dossier.codebook.side_ids, reading.scored.given.name)
        ),
        table=_list_rows(reading),
        panels=tuple(_make_panel(reading, topic, dark=dark) for topic in reading.dossier.codebook.topics),
        extra={"whole": _list_whole(reading)},
    )


def _describe_errors(reading: Reading) -> str:
    scored = ~(reading.empty | reading.unknown | reading.silent)
    sided = reading.scored.sided
    there = {"sided": bool((scored & sided).any()), "unsided": bool((scored & ~sided).any())}
    return describe_errors(reading.errors, reading.dossier.label_topics(), **there)


def _list_rows(reading: Reading) -> Table:
    """What is shown of each row."""
    given, topics = reading.scored.given, reading.dossier.codebook.topics
    rows = pd.DataFrame({"row": given.rows.index, "text": given.texts.to_numpy(), ABOUT: reading.about.to_numpy()})
    cells = {topic.id: _write_scores(reading, topic.id) for topic in topics}
    columns = (*SHOWN[:2], *(Column(topic.id, topic.title) for topic in topics), SHOWN[2])
    return Table(rows.assign(**cells), columns, "Statements with their scores, one row a statement", "scored")


def _write_scores(reading: Reading, topic: str) -> list[str]:
    parts = (reading.read_cells(topic, "score"), reading.list_errors(topic), reading.read_cells(topic, "sign"))
    return [describe_score(*one) for one in zip(*parts, strict=True)]


def _list_whole(reading: Reading) -> Table:
    """The reader's own columns with all that was added."""
    errors = {f"{topic}_{ERROR}": reading.list_errors(topic) for topic in reading.dossier.codebook.topic_ids}
    own = reading.scored.given.rows
    rows = pd.concat([own, reading.scored.added, pd.DataFrame({ABOUT: reading.about} | errors)], axis=1)
    columns = tuple(Column(str(name), str(name)) for name in rows)
    return Table(
        rows, columns, "What was given with all columns that were added, one row a statement", "scored-statements"
    )


def _make_panel(reading: Reading, topic: Topic, *, dark: bool) -> Exhibit:
    """How the scores of a topic lie, as bars by the nearest code, as a sentence and as a table."""
    counts = _count_codes(reading, topic)
    title, sentence = describe_topic_counts(_count_signs(reading, topic), topic)
    rows = pd.DataFrame({"code": [format_number(code, 0) for code in topic.codes], "statements": counts})
    speaks = any(counts)
    return Exhibit(
        f"counted_{topic.id}",
        Verdict.NONE,
        title,
        sentences=(sentence,),
        note=describe_poles(topic),
        more=describe_bars(topic, counts) if speaks else "",
        picture=plot_counts(topic.codes, counts, dark=dark) if speaks else None,
        table=Table(rows, BARS, f"Scores on {topic.title} by the nearest code", f"scored-{topic.id}"),
    )


def _count_codes(reading: Reading, topic: Topic) -> list[int]:
    """How many scores lie nearest to each code of the topic; halfway between two counts for the lower one."""
    scores, codes = reading.read_cells(topic.id, "score"), np.array(topic.codes)
    scores = scores[~np.isnan(scores)]
    nearest = np.abs(scores[:, None] - codes).argmin(axis=1)
    return np.bincount(nearest, minlength=len(codes)).tolist()


def _count_signs(reading: Reading, topic: Topic) -> dict[str, int]:
    """How many rows speak to the topic, and how many of these lean which way."""
    speaks, signs = reading.find_speaking(topic.id), reading.read_cells(topic.id, "sign")
    found = {"minus": signs == -1, "plus": signs == 1, "middle": signs == 0, "unsure": np.isnan(signs)}
    counts = {name: int((speaks & held).sum()) for name, held in found.items()}
    return counts | {"rows": len(speaks), "speaking": int(speaks.sum())}
