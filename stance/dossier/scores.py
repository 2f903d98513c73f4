"""The table of a classifier's scores: its columns, and reading it.

Belongs here: `scores.csv` in models/. Not here: making scores (`classifier`), choosing between codes and scores (`estimates.scored`).
"""

from pathlib import Path

import pandas as pd

ADDRESSED = 0.5
ESTIMATES = ["addressed", "score", "text_score", "confidence", "sign", "abstains", "spread", "correction", "shared"]
SCORES_COLUMNS = ["statement", "topic", *ESTIMATES, "words"]


def read_scores(folder: Path) -> pd.DataFrame:
    """The classifier's scores of every statement and topic from `scores.csv`; empty where there is no file.

    Columns: statement, topic, addressed (probability 0-1), score and text_score (on the topic's scale), sign (-1, 0,
    1), confidence in it (0-1), abstains (1 where that is too low to quote the sign), spread (standard error of the
    score), correction (to add to the score, in codes) and shared (its standard error), words (what pushed the score most). Cross-fitted for coded statements.
    """
    path = folder / "scores.csv"
    text = {"statement": "str", "topic": "str", "words": "str"}
    return (
        pd.read_csv(path, dtype=text, keep_default_na=False, na_values=[""], index_col=False)
        if path.is_file()
        else pd.DataFrame(columns=pd.Index(SCORES_COLUMNS))
    )
