"""Whole tables through the classifier: the columns that it needs, the columns that it adds."""

from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.classifier.model import BATCH, CELLS, Classifier, measure_texts
from stance.classifier.storage import load_classifier
from stance.dossier.checks import check_table
from stance.dossier.columns import Column, Table, fit_topics, type_columns
from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED
from stance.dossier.tables import read_table
from stance.errors import DataError, Problem

ADDED = ("addressed", "score", "text_score", "confidence", "sign")
CHUNK = 2 * BATCH


def score_table(table: pd.DataFrame, dossier: Dossier, models: Path, name: str) -> tuple[pd.DataFrame, list[str]]:
    """The table with TOPIC_addressed, _score, _text_score, _confidence and _sign added for each topic, and warnings.

    addressed and confidence are probabilities 0-1; sign is -1, 0 or 1, confidence its probability. score and sign are
    empty where addressed is under one half, sign also where the classifier abstains; all are empty where the text is.
    Scores are not corrected for a side's lean. Raises DataError without a column text or where an added column stands there already.
    """
    _check_columns(table, dossier, name)
    classifier = load_classifier(models / dossier.slug, dossier.codebook, slug=dossier.slug)
    texts = table["text"].fillna("").astype(str).tolist()
    sides, warnings = find_sides(table, dossier, name)
    scored = _score_all(classifier, texts, sides)
    empty = [row for row, text in zip(table.index, texts, strict=True) if not text.strip()]
    scored[[not text.strip() for text in texts]] = np.nan
    seen = set(dossier.statements.loc[dossier.statements["coded"], "text"])
    known = sum(text.strip() in seen for text in texts)
    if known:
        remedy = "Their scores flatter it; cross-fitted ones stand in scores.csv beside the classifier."
        warnings.append(f"{name}: {known} rows are texts that the classifier was trained on. {remedy}")
    if empty:
        warnings.append(f"{name}: {len(empty)} rows have no text and no scores; the first is row {empty[0]}.")
    columns = [f"{topic}_{part}" for topic in classifier.heads for part in ADDED]
    return table.assign(**dict(zip(columns, scored.round(4).T, strict=True))), warnings


def _check_columns(table: pd.DataFrame, dossier: Dossier, name: str) -> None:
    problems = []
    if "text" not in table:
        problems.append(Problem(name, 1, "text", "", "is missing", "Name the column with the statements text"))
    for topic in dossier.codebook.topic_ids:
        for part in ADDED:
            if f"{topic}_{part}" in table:
                problems.append(
                    Problem(name, 1, f"{topic}_{part}", "", "stands there already", "Rename or delete the column")
                )
    if problems:
        raise DataError(problems)


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


def _score_all(classifier: Classifier, texts: list[str], sides: list[str | None]) -> np.ndarray:
    """One row a text, the columns `ADDED` for each topic; NaN where there is nothing to say."""
    parts = [
        _score_chunk(classifier, texts[i : i + CHUNK], sides[i : i + CHUNK])
        for i in tqdm(range(0, len(texts), CHUNK), desc="scoring", unit="chunk", disable=None)
    ]
    return np.concatenate(parts) if parts else np.empty((0, len(ADDED) * len(classifier.heads)))


def _score_chunk(classifier: Classifier, texts: list[str], sides: list[str | None]) -> np.ndarray:
    cells = measure_texts(classifier, texts, sides)
    places = {name: place for place, name in enumerate(CELLS)}
    silent, abstains = cells[:, :, places["addressed"]] < ADDRESSED, cells[:, :, places["abstains"]] == 1
    cells[silent, places["score"]] = np.nan
    cells[silent | abstains, places["sign"]] = np.nan
    return cells[:, :, [places[name] for name in ADDED]].reshape(len(texts), -1)


def read_test(path: Path, dossier: Dossier) -> pd.DataFrame:
    """A coded table as `Dossier.statements` has it: statement, actor, side, text and a column per topic.

    Raises DataError with every problem. Rows without side take it from their actor; unknown sides are "", and so are
    actors where there is no column actor; without a column source every row is a source of its own.
    """
    table = read_table(path).fillna("").astype(str)
    text = Column("text", "what was said", required=True, filled=True)
    wanted = Table("test", (), (text, *fit_topics(dossier.codebook)), "One row is one coded statement.")
    problems = check_table(table, wanted, file=path.name)
    if table.empty:
        problems.append(Problem(path.name, None, "", "", "holds no row", "Give at least one coded statement"))
    if problems:
        raise DataError(problems)
    sides, _ = find_sides(table, dossier, path.name)
    topics = {topic: table[topic].str.strip() for topic in dossier.codebook.topic_ids}
    ids = pd.Series([f"row {row}" for row in table.index], index=table.index)
    known = {"actor": table.get("actor", ""), "source": table.get("source", ids)}
    named = table.assign(statement=ids, side=[side or "" for side in sides], **known, **topics)
    return type_columns(named, wanted).reset_index(drop=True)
