"""One actor: the range of what was said, firsts at each code, months and silence.

Belongs here: tables about one actor's statements. Not here: positions, of parts of them (`parts`) or in years (`trails`).
"""

import numpy as np
import pandas as pd

from stance.dossier.codebook import Topic


def list_firsts(statements: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    """The first coded statement at each code that the statements reach on a topic, by date: code and the statements' columns.

    `statements` is sorted by date; ties go to the lower id. No rows where none speaks to the topic.
    """
    spoken = statements.dropna(subset=topic.id).sort_values(["date", "statement"])
    firsts = spoken.drop_duplicates(topic.id)
    return firsts.assign(code=firsts[topic.id].astype(int)).reset_index(drop=True)


def list_extremes(statements: pd.DataFrame, topic: Topic, most: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The coded statements at the lowest and at the highest code reached, the newest first, at most `most` of each.

    Both are the same rows where only one code was reached, and empty where the topic was not spoken to.
    """
    spoken = statements.dropna(subset=topic.id).sort_values(["date", "statement"], ascending=False)
    ends = [spoken[spoken[topic.id] == edge] for edge in (spoken[topic.id].min(), spoken[topic.id].max())]
    return ends[0].head(most), ends[1].head(most)


def count_months(dates: pd.Series, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """The number of statements in every month from `first` to `last`, 0 for silence; the index is the month's first day."""
    months = pd.period_range(first, last, freq="M")
    counts = dates.dt.to_period("M").value_counts().reindex(months, fill_value=0)
    return counts.set_axis(months.to_timestamp()).rename("statements")


def find_silence(months: pd.Series) -> tuple[int, pd.Timestamp | None]:
    """The length of the longest run of months without a statement, and its first month; (0, None) without silence."""
    silent = (months == 0).to_numpy()
    if not silent.any():
        return 0, None
    runs = np.cumsum(np.concatenate([[True], silent[1:] != silent[:-1]]))
    lengths = pd.Series(silent).groupby(runs).agg(["sum", lambda run: run.index[0]]).to_numpy()
    longest = max(lengths, key=lambda run: run[0])
    return int(longest[0]), months.index[int(longest[1])]
