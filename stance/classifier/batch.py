"""Whole tables through the classifier: the columns that it needs, the columns that it adds."""

from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.classifier.features import read_words
from stance.classifier.known import are_known, measure_known
from stance.classifier.model import CELLS, Classifier, cut_batches, measure_words
from stance.classifier.storage import load_classifier
from stance.dossier.checks import check_table
from stance.dossier.columns import Column, Table, fit_topics, type_columns
from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED
from stance.dossier.tables import read_table
from stance.errors import DataError, Problem
from stance.formats import format_count
from stance.limits import TEXT_CHARACTERS
from stance.names import fold_name

KNOWN = "known"
ADDED = ("addressed", "score", "text_score", "confidence", "sign")
SAID = ("score", "text_score", "confidence", "sign")


def score_table(table: pd.DataFrame, dossier: Dossier, models: Path, name: str) -> tuple[pd.DataFrame, list[str]]:
    """The columns to add to a table, and warnings: known, then TOPIC_addressed, _score, _text_score, _confidence and _sign.

    known: how much of the text is known, 0-1 (`known.measure_known`). addressed and confidence are probabilities 0-1; sign is -1, 0
    or 1, confidence its probability. score and sign are empty where addressed is under one half, sign also where the classifier
    abstains; all but known and addressed are empty where too little of the text is known; all are empty where the text is.
    Scores are not corrected for a side's lean. Raises DataError without a column text, with a text over the limit or where an
    added column stands there already, ModelError as `load_classifier`.
    """
    _check_columns(table, dossier, name)
    classifier = load_classifier(models / dossier.slug, dossier, fresh=True)
    texts = table["text"].fillna("").astype("str")
    _check_lengths(texts, name)
    sides, warnings = find_sides(table, dossier, name)
    scored = _score_all(classifier, texts, sides)
    trained = find_trained(table, dossier)
    warnings += [describe_trained(trained, name)] if trained.any() else []
    warnings += _warn_of_texts(scored[KNOWN].to_numpy(), classifier.known_from, table.index, name)
    return scored.set_axis(table.index), warnings


def _check_columns(table: pd.DataFrame, dossier: Dossier, name: str) -> None:
    problems = []
    if "text" not in table:
        problems.append(Problem(name, 1, "text", "", "is missing", "Name the column with the statements text"))
    for column in _list_added(dossier.codebook.topic_ids):
        if column in table:
            problems.append(Problem(name, 1, column, "", "stands there already", "Rename or delete the column"))
    if problems:
        raise DataError(problems)


def _list_added(topics: list[str]) -> list[str]:
    return [KNOWN, *(f"{topic}_{part}" for topic in topics for part in ADDED)]


def _check_lengths(texts: pd.Series, name: str) -> None:
    """Raises DataError with every row whose text is over the limit."""
    lengths = texts.str.len()
    long = lengths[lengths > TEXT_CHARACTERS.most]
    if len(long):
        raise DataError([Problem(name, row, "text", "", *TEXT_CHARACTERS.refuse(found)) for row, found in long.items()])


def _warn_of_texts(known: np.ndarray, least: float, rows: pd.Index, name: str) -> list[str]:
    """Warnings of rows without text, and of rows of whose text too little is known."""
    empty = np.isnan(known)
    strange = ~empty & ~are_known(known, least)
    warnings = []
    if strange.any():
        warnings.append(
            f"{name}: {format_count(int(strange.sum()), 'text')} unlike those that the classifier was trained on (known below "
            f"{least:g}) {'has' if strange.sum() == 1 else 'have'} no scores; the first is row {rows[strange][0]}."
        )
    if empty.any():
        warnings.append(f"{name}: {empty.sum()} rows have no text and no scores; the first is row {rows[empty][0]}.")
    return warnings


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


def describe_trained(trained: np.ndarray, name: str) -> str:
    """That rows were trained on, as a warning."""
    return (
        f"{name}: {trained.sum()} rows are statements that the classifier was trained on, by text or id. Their scores flatter it; "
        "cross-fitted ones stand in scores.csv beside the classifier."
    )


def find_sides(table: pd.DataFrame, dossier: Dossier, name: str) -> tuple[list[str | None], list[str]]:
    """The side of each row and warnings: its column side, or where that is blank the side of its actor in the dossier.

    None where the codebook does not know the side; one warning counts such rows.
    """
    if not {"side", "actor"} & set(table.columns):
        return [None] * len(table), [f"{name} has no column side: every score is made without the side."]
    known, blank = set(dossier.codebook.side_ids), pd.Series("", index=table.index)
    own, actors = (table.get(column, blank).fillna("").astype(str).str.strip() for column in ("side", "actor"))
    given = own.where(own != "", actors.map(dossier.actors.set_index("actor")["side"]).fillna(""))
    strange = given[~given.isin(known)]
    warnings = []
    if len(strange):
        names = ", ".join(sorted({f"'{value}'" if value else "(empty)" for value in strange})[:5])
        warnings.append(
            f"{name}: the side of {len(strange)} rows is not known ({names}; the first is row {strange.index[0]}) and is "
            f"not used; the codebook knows {', '.join(sorted(known))}."
        )
    return [side if side in known else None for side in given], warnings


def _score_all(classifier: Classifier, texts: pd.Series, sides: list[str | None]) -> pd.DataFrame:
    """One row a text, the columns of `_list_added`; NaN where there is nothing to say."""
    names = _list_added(list(classifier.heads))
    scored = np.empty((len(names), len(texts)))
    with tqdm(total=len(texts), desc="scoring", unit="text", disable=None) as bar:
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
