"""Where coders differ, what they agree on, and how each coder's codes lie beside the final ones.

Belongs here: frames made from what stands in the store. Not here: how far coders agree as a number (`estimates/agreement`), the final code
of a whole dossier (`retraining`).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from stance.dossier.codebook import Codebook, Topic

SAME = 0.0
ERRORS = ["topic", "final", "given", "times", "rule"]
NO_RULE = "does not speak to the topic"


def list_shared(current: pd.DataFrame, final: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The statements that two coders or more coded, farthest apart first: statement, coders (their number), distance, differing (the ids of
    the topics on which they differ, comma-separated), settled (whether they have a final coding in `final`).

    current, final: as `Store.read_current` gives them, of codings and of adjudications. distance: the sum over topics of the greatest
    distance of two codes; where one coder gave a code and another none, the whole length of the scale. 0: they agree in every cell.
    """
    rows = current[current.duplicated("statement", keep=False)]
    distances = pd.DataFrame({t.id: _measure_distance(rows, t) for t in codebook.topics}, dtype=float)
    apart = distances > SAME
    found = pd.DataFrame(
        {
            "coders": rows.groupby("statement").size(),
            "distance": distances.sum(axis=1),
            "differing": [", ".join(apart.columns[row]) for row in apart.to_numpy()],
        },
        index=distances.index,
    )
    found["settled"] = found.index.isin(final["statement"])
    return (
        found.rename_axis("statement")
        .reset_index()
        .sort_values(["distance", "statement"], ascending=[False, True], ignore_index=True)
    )


def _measure_distance(rows: pd.DataFrame, topic: Topic) -> pd.Series:
    """By statement: the greatest distance of two cells on a topic."""
    cells = rows.groupby("statement")[topic.id]
    codes = (cells.max() - cells.min()).fillna(0).astype(float)
    partly = cells.count().between(1, cells.size() - 1)
    return codes.where(~partly, topic.codes[-1] - topic.codes[0])


def list_agreed(shared: pd.DataFrame) -> list[str]:
    """The ids of the shared statements on which coders agree in every cell, and that have no final coding yet."""
    return shared.loc[(shared["distance"] == SAME) & ~shared["settled"], "statement"].tolist()


def list_differing(shared: pd.DataFrame) -> list[str]:
    """The ids of the shared statements on which coders differ and that have no final coding yet, farthest apart first."""
    return shared.loc[(shared["distance"] > SAME) & ~shared["settled"], "statement"].tolist()


def read_codes(row: Mapping, codebook: Codebook) -> dict[str, int | None]:
    """The codes of a row of the store by topic, None for a topic that the statement does not speak to."""
    return {topic: None if pd.isna(row[topic]) else int(row[topic]) for topic in codebook.topic_ids}


def list_errors(current: pd.DataFrame, final: pd.DataFrame, codebook: Codebook, coder: str) -> pd.DataFrame:
    """How a coder's codes differ from the final ones, the commonest first: the columns in `ERRORS`, one row a topic, final code and given code.

    final, given: Int64, NA for "does not speak to it". rule: the codebook's rule of the final code. Only statements that another coder coded
    too and that have a final coding: who has not coded yet learns nothing here.
    """
    coders = current.groupby("statement")["coder"].nunique()
    known = final.drop_duplicates("statement", keep="last").set_index("statement")
    own = current[current["coder"] == coder].set_index("statement")
    both = own.index.intersection(known.index).intersection(coders.index[coders > 1])
    parts = [_pair_cells(own.loc[both, t.id], known.loc[both, t.id], t) for t in codebook.topics]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=ERRORS)
    counted = (
        rows.groupby(["topic", "final", "given", "rule"], dropna=False, sort=False).size().rename("times").reset_index()
    )
    return counted.sort_values("times", ascending=False, kind="stable", ignore_index=True)[ERRORS]


def _pair_cells(given: pd.Series, final: pd.Series, topic: Topic) -> pd.DataFrame:
    pairs = pd.DataFrame({"final": final.astype("Int64"), "given": given.astype("Int64")})
    same = (pairs["final"] == pairs["given"]).fillna(False) | (pairs["final"].isna() & pairs["given"].isna())
    rules = {level.code: level.rule for level in topic.levels}
    apart = pairs[~same.astype(bool)]
    said = [NO_RULE if pd.isna(code) else rules.get(int(code), "") for code in apart["final"]]
    return apart.assign(topic=topic.id, rule=np.array(said, dtype=object))


def count_settled(current: pd.DataFrame, final: pd.DataFrame, coder: str) -> int:
    """How many of a coder's statements another coder coded too and have a final coding."""
    coders = current.groupby("statement")["coder"].nunique()
    own = set(current.loc[current["coder"] == coder, "statement"])
    return len(own & set(final["statement"]) & set(coders.index[coders > 1]))
