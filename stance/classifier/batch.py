"""Whole tables through the classifier: the columns that it needs, the columns that it adds."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.classifier.features import read_words
from stance.classifier.known import are_known, measure_known
from stance.classifier.model import CELLS, Classifier, cut_batches, measure_words
from stance.classifier.storage import load_classifier
from stance.classifier.tallies import NAMED, Found, Tally, describe_sides, describe_texts, find_rows
from stance.dossier.checks import check_table
from stance.dossier.columns import Column, Table, fit_topics, type_columns
from stance.dossier.loading import Dossier, find_models
from stance.dossier.scores import ADDRESSED
from stance.dossier.tables import read_table
from stance.errors import DataError, Problem
from stance.limits import TEXT_CHARACTERS
from stance.names import fold_name

KNOWN = "known"
ADDED = ("addressed", "score", "text_score", "confidence", "sign")
SAID = ("score", "text_score", "confidence", "sign")


def score_table(
    table: pd.DataFrame, dossier: Dossier, models: Path | None, name: str
) -> tuple[pd.DataFrame, list[str]]:
    """The columns to add to a table, and warnings: known, then TOPIC_addressed, _score, _text_score, _confidence and _sign.

    known: how much of the text is known, 0-1 (`known.measure_known`). addressed and confidence are probabilities 0-1; sign is -1, 0
    or 1, confidence its probability. score and sign are empty where addressed is under one half, sign also where the classifier
    abstains; all but known and addressed are empty where too little of the text is known; all are empty where the text is.
    Scores are not corrected for a side's lean. Raises DataError without a column text, with a text over the limit or where an
    added column stands there already, ModelError as `load_classifier`.
    """
    check_names(table.columns, dossier, name)
    classifier = load_classifier(find_models(dossier.folder, models), dossier, fresh=True)
    added, tally = score_rows(table, dossier, classifier, name, progress=True)
    return added, describe_tally(tally, table.columns, dossier, classifier, name)


def score_rows(
    table: pd.DataFrame, dossier: Dossier, classifier: Classifier, name: str, *, progress: bool = False
) -> tuple[pd.DataFrame, Tally]:
    """The columns to add to rows of a table, as `score_table`, and what there is to warn of; raises DataError for a text too long."""
    texts = table["text"].fillna("").astype("str")
    _check_lengths(texts, name)
    given, known = _read_sides(table, dossier), set(dossier.codebook.side_ids)
    sides = _keep_known(given, known, len(table))
    added = _score_all(classifier, texts, sides, progress=progress).set_axis(table.index)
    trained = find_rows(find_trained(table, dossier), table.index)
    return added, replace(
        _count_texts(added[KNOWN], classifier.known_from), **_count_sides(given, known), trained=trained
    )


def describe_tally(
    tally: Tally, columns: Collection[str], dossier: Dossier, classifier: Classifier, name: str
) -> list[str]:
    """The warnings that follow from what was counted in a table of these columns."""
    sides = _describe_sides(tally, columns, dossier, name)
    return [*sides, *describe_texts(tally, classifier.known_from, name)]


def check_names(columns: Collection[str], dossier: Dossier, name: str) -> None:
    """Raises DataError where a table of these columns has no text, or a column of the name of an added one."""
    problems = []
    if "text" not in columns:
        problems.append(Problem(name, 1, "text", "", "is missing", "Name the column with the statements text"))
    for column in list_added(dossier.codebook.topic_ids):
        if column in columns:
            problems.append(Problem(name, 1, column, "", "stands there already", "Rename or delete the column"))
    if problems:
        raise DataError(problems)


def list_added(topics: list[str]) -> list[str]:
    """The names of the added columns, in order."""
    return [KNOWN, *(f"{topic}_{part}" for topic in topics for part in ADDED)]


def _check_lengths(texts: pd.Series, name: str) -> None:
    """Raises DataError with every row whose text is over the limit."""
    lengths = texts.str.len()
    long = lengths[lengths > TEXT_CHARACTERS.most]
    if len(long):
        raise DataError([Problem(name, row, "text", "", *TEXT_CHARACTERS.refuse(found)) for row, found in long.items()])


def _count_texts(known: pd.Series, least: float) -> Tally:
    """Rows without text, and rows of whose text too little is known."""
    empty = known.isna().to_numpy()
    strange = ~empty & ~are_known(known.to_numpy(), least)
    return Tally(empty=find_rows(empty, known.index), strange=find_rows(strange, known.index))


def _count_sides(given: pd.Series | None, known: Collection[str]) -> dict[str, Any]:
    """The fields of a tally on sides that the codebook does not know."""
    if given is None:
        return {}
    strange = given[~given.isin(list(known))]
    names = {f"'{value}'" if value else "(empty)" for value in strange.unique()}
    return (
        {"unsided": Found(len(strange), int(strange.index[0])), "sides": tuple(sorted(names)[:NAMED])} if names else {}
    )


def find_trained(table: pd.DataFrame, dossier: Dossier) -> np.ndarray:
    """Which rows are statements that the classifier was trained on, by text or by id (column statement, if there is one).

    Both are compared as `fold_name` leaves them: without case, blanks and invisible signs.
    """
    coded = dossier.statements[dossier.statements["coded"]]
    trained = np.zeros(len(table), dtype=bool)
    for column in {"text", "statement"} & set(table.columns):
        seen = {fold_name(one) for one in coded[column]} - {""}
        trained |= np.array([fold_name(one) in seen for one in table[column].fillna("").astype(str)], dtype=bool)
    return trained


def find_sides(table: pd.DataFrame, dossier: Dossier, name: str) -> tuple[list[str | None], list[str]]:
    """The side of each row and warnings: its column side, or where that is blank the side of its actor in the dossier.

    None where the codebook does not know the side; one warning counts such rows.
    """
    given, known = _read_sides(table, dossier), set(dossier.codebook.side_ids)
    tally = Tally(**_count_sides(given, known))
    return _keep_known(given, known, len(table)), _describe_sides(tally, table.columns, dossier, name)


def _keep_known(given: pd.Series | None, known: Collection[str], rows: int) -> list[str | None]:
    """The sides, None for each that is not known."""
    return [None] * rows if given is None else [side if side in known else None for side in given]


def _describe_sides(tally: Tally, columns: Collection[str], dossier: Dossier, name: str) -> list[str]:
    if not {"side", "actor"} & set(columns):
        return [f"{name} has no column side: every score is made without the side."]
    return describe_sides(tally, dossier.codebook.side_ids, name)


def _read_sides(table: pd.DataFrame, dossier: Dossier) -> pd.Series | None:
    """The side that each row names, or else that of its actor, "" without both; None where the table has neither column."""
    if not {"side", "actor"} & set(table.columns):
        return None
    blank = pd.Series("", index=table.index)
    own, actors = (table.get(column, blank).fillna("").astype(str).str.strip() for column in ("side", "actor"))
    return own.where(own != "", actors.map(dossier.actors.set_index("actor")["side"]).fillna(""))


def _score_all(classifier: Classifier, texts: pd.Series, sides: list[str | None], *, progress: bool) -> pd.DataFrame:
    """One row a text, the columns of `_list_added`; NaN where there is nothing to say."""
    names = list_added(list(classifier.heads))
    scored = np.empty((len(names), len(texts)))
    with tqdm(total=len(texts), desc="scoring", unit="text", disable=None if progress else True) as bar:
        for batch in cut_batches(texts.str.len().tolist()):
            scored[:, batch] = _score_batch(classifier, texts.iloc[batch].tolist(), sides[batch])
            bar.update(batch.stop - batch.start)
    return pd.DataFrame(scored.T, columns=pd.Index(names), copy=False)


def _score_batch(classifier: Classifier, texts: list[str], sides: list[str | None]) -> np.ndarray:
    """The columns of one batch of texts, one below the other, rounded to four digits."""
    words = read_words(texts, classifier.vocabulary.names)
    cells, known = measure_words(classifier, words, sides), measure_known(words, classifier.vocabulary)
    places = {name: place for place, name in enumerate(CELLS)}
    silent, abstains = cells[:, :, places["addressed"]] < ADDRESSED, cells[:, :, places["abstains"]] == 1
    strange = ~are_known(known, classifier.known_from)
    cells[silent, places["score"]] = np.nan
    cells[silent | abstains, places["sign"]] = np.nan
    for name in SAID:
        cells[strange, :, places[name]] = np.nan
    chosen = cells[:, :, [places[name] for name in ADDED]].reshape(len(texts), -1)
    whole = np.column_stack([known, chosen])
    whole[[not text.strip() for text in texts]] = np.nan
    return whole.round(4).T


def read_test(path: Path, dossier: Dossier) -> pd.DataFrame:
    """A coded table as `Dossier.statements` has it: statement, actor, side, text and a column per topic.

    Raises DataError with every problem. Rows without side take it from their actor; unknown sides are "", and so are
    actors where there is no column actor; without a column source every row is a source of its own. trained: whether the
    classifier was trained on the row (`find_trained`).
    """
    table = read_table(path).fillna("").astype(str)
    text = Column("text", "what was said", required=True, filled=True)
    wanted = Table("test", (), (text, *fit_topics(dossier.codebook)), "One row is one coded statement.")
    problems = check_table(table, wanted, file=path.name)
    if table.empty:
        problems.append(Problem(path.name, None, "", "", "holds no row", "Give at least one coded statement"))
    if problems:
        raise DataError(problems)
    _check_lengths(table["text"], path.name)
    sides, _ = find_sides(table, dossier, path.name)
    topics = {topic: table[topic].str.strip() for topic in dossier.codebook.topic_ids}
    ids = pd.Series([f"row {row}" for row in table.index], index=table.index)
    known = {"actor": table.get("actor", ""), "source": table.get("source", ids)}
    named = table.assign(statement=ids, side=[side or "" for side in sides], **known, **topics)
    return type_columns(named, wanted).assign(trained=find_trained(table, dossier)).reset_index(drop=True)
