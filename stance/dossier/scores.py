"""The table of a classifier's scores: its columns, reading it, and what is wrong with it.

Belongs here: `scores.csv` in models/. Not here: making scores (`classifier`), choosing between codes and scores (`estimates.scored`),
whether they belong to the classifier (`classifier.cards`).
"""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from stance.dossier.tables import FORMULA
from stance.errors import DataError, Problem
from stance.files import read_bytes
from stance.limits import FILE_BYTES

FILE = "scores.csv"
ADDRESSED = 0.5
ESTIMATES = ["addressed", "score", "text_score", "confidence", "sign", "abstains", "spread", "correction", "shared"]
SCORES_COLUMNS = ["statement", "topic", *ESTIMATES, "words"]
TEXTS = ("statement", "topic", "words")
AGAIN = "Train the classifier again"
RUN, GUARDED = FORMULA.replace("^", "^'*"), FORMULA.replace("^", "^'(?='*") + ")"


def read_scores(folder: Path, *, name: str = FILE, remedy: str = AGAIN) -> pd.DataFrame:
    """The classifier's scores of every statement and topic from `scores.csv`; empty where there is no file.

    Columns: statement, topic, addressed (probability 0-1), score and text_score (on the topic's scale), sign (-1, 0,
    1), confidence in it (0-1), abstains (1 where that is too low to quote the sign), spread (standard error of the
    score), correction (to add to the score, in codes) and shared (its standard error), words (what pushed the score most).
    Cross-fitted for coded statements. Raises DataError with every fault; `name` and `remedy` are what it says of the file.
    """
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return make_no_scores()
    scores = _parse(read_bytes(path, FILE_BYTES), name, remedy)
    if problems := check_scores(scores, name=name, remedy=remedy):
        raise DataError(problems)
    return scores


def make_no_scores() -> pd.DataFrame:
    """Scores of no statement: the columns alone."""
    return pd.DataFrame(columns=pd.Index(SCORES_COLUMNS))


def guard_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """The scores with a ' before each text that a spreadsheet would run, or that has such a ' of its own; `read_scores` takes it
    away again."""
    return scores.assign(**{name: scores[name].str.replace(RUN, r"'\g<0>", regex=True) for name in TEXTS})


def _parse(content: bytes, name: str, remedy: str) -> pd.DataFrame:
    try:
        scores = pd.read_csv(
            io.BytesIO(content), dtype=dict.fromkeys(TEXTS, "str"), keep_default_na=False, na_values=[""]
        )
        if not isinstance(scores.index, pd.RangeIndex):
            raise ValueError("its rows are longer than its header")
        texts = {name: scores[name].str.replace(GUARDED, "", regex=True) for name in TEXTS if name in scores}
        return scores.assign(**texts)
    except (ValueError, OverflowError) as error:
        trouble = f"cannot be read as CSV ({error})"
        raise DataError([Problem(name, None, "", "", trouble, remedy)]) from None


def check_scores(scores: pd.DataFrame, *, name: str = FILE, remedy: str = AGAIN) -> list[Problem]:
    """What keeps a table from being scores: columns that are missing, cells that are no numbers, two rows for one score."""
    missing = [one for one in SCORES_COLUMNS if one not in scores]
    if missing:
        return [Problem(name, 1, one, "", "is missing from the header", remedy) for one in missing]
    return [Problem(name, None, column, "", trouble, remedy) for column, trouble in _list_faults(scores)]


def _list_faults(scores: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for column in ESTIMATES if len(scores) else ():
        cells = scores[column]
        if cells.isna().all():
            continue
        if not pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells):
            yield column, "holds other things than numbers"
        elif np.isinf(cells.astype(float)).any():
            yield column, "holds numbers without end"
    for column in ("statement", "topic"):
        if scores[column].isna().any():
            yield column, "has an empty cell"
    if scores.duplicated(["statement", "topic"]).any():
        yield "statement", "has two rows for one statement and topic"
