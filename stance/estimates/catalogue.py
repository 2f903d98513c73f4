"""The statements as one wide table: text, speaker, source, codes of every coder, scores and probabilities.

Belongs here: putting together what the Statements page lists and its downloads hold. Not here: widgets.
"""

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.dossier.scores import ADDRESSED
from stance.estimates.agreement import spread_codings
from stance.estimates.searching import fold, read_search
from stance.estimates.selection import Selection, mark_statements, select_statements

SEARCHED = ("text", "name", "office", "venue", "key_phrase", "publisher", "title", "statement", "note")
ABOUT = [
    "statement",
    "date",
    "date_precision",
    "name",
    "side",
    "kind",
    "office",
    "venue",
    "place",
    "speech",
    "marks",
    "text",
    "key_phrase",
]
BLOCK = 50_000
BETWEEN = "\0"  # no phrase reaches from one column into the next
DIRECTIONS, ABSTAINS = {-1: "−", 0: "0", 1: "+"}, "abstains"
SOURCE = ["source", "publisher", "origin", "source_kind", "title", "published", "url", "note", "batch"]


def list_statements(dossier: Dossier, statements: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """The given statements, in their order, with what is known of each.

    Columns: those of `ABOUT`; for each topic "TOPIC: code", "TOPIC: coder CODER" for every coder of codings.csv
    (the adjudicated one is the code), "TOPIC: score", "TOPIC: text score", "TOPIC: probability" (that the topic is
    addressed, 0-1) and "TOPIC: direction" (−, 0 or + of the score, or that the classifier abstains; empty
    where the probability is under one half), all cross-fitted
    for coded statements; then those of `SOURCE`. Empty where unknown.
    """
    wide = join_sources(statements, dossier.sources)
    if len(wide) < len(dossier.statements):
        scores = scores[scores["statement"].isin(wide["statement"])]
    wide = wide.assign(**{day: wide[day].dt.strftime("%Y-%m-%d") for day in ("date", "batch")})
    wide = wide.rename(columns={topic: f"{topic}: code" for topic in dossier.codebook.topic_ids})
    wide = wide.merge(spread_codings(dossier.codings, dossier.codebook), on="statement", how="left")
    wide = wide.merge(_spread_scores(scores, dossier), on="statement", how="left")
    by_topic = [
        c for t in dossier.codebook.topic_ids for c in wide if c.startswith(f"{t}: ") and not c.endswith("adjudicated")
    ]
    return wide[[*ABOUT, *by_topic, *SOURCE]]


def _spread_scores(scores: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    names = {"score": "score", "text_score": "text score", "addressed": "probability", "direction": "direction"}
    direction = scores["sign"].map(DIRECTIONS).where(scores["abstains"] != 1, ABSTAINS)
    shown = scores.assign(direction=direction.where(scores["addressed"] >= ADDRESSED, ""))
    parts = [
        shown[shown["topic"] == topic]
        .set_index("statement")[list(names)]
        .rename(columns=lambda c, t=topic: f"{t}: {names[c]}")
        for topic in dossier.codebook.topic_ids
    ]
    return pd.concat(parts, axis=1).rename_axis("statement").reset_index()


def select_rows(table: pd.DataFrame, dossier: Dossier, selection: Selection, words: str = "") -> pd.DataFrame:
    """The rows of `list_statements` that the selection leaves, that speak to one of its topics and hold what the search asks for."""
    chosen = table[table["statement"].isin(select_statements(dossier, selection)["statement"])]
    return search_statements(keep_spoken(chosen, dossier, selection.topics), words)


def find_places(dossier: Dossier, scores: pd.DataFrame, selection: Selection, words: str = "") -> np.ndarray:
    """The places in `Dossier.statements` of what `select_rows` leaves, newest first, without a table of all statements."""
    kept = mark_statements(dossier, selection)
    if set(selection.topics) != set(dossier.codebook.topic_ids):
        kept &= _mark_spoken(dossier, scores, selection.topics)
    places = np.flatnonzero(kept)[::-1]
    if not read_search(words):
        return places
    parts = (places[start : start + BLOCK] for start in range(0, len(places), BLOCK))
    return np.concatenate([part[_search_places(dossier, part, words)] for part in parts] or [places])


def _mark_spoken(dossier: Dossier, scores: pd.DataFrame, topics: tuple[str, ...]) -> np.ndarray:
    """Whether each statement speaks to one of the topics, as for `keep_spoken`."""
    statements = dossier.statements
    found = scores.loc[scores["topic"].isin(topics) & (scores["addressed"] >= ADDRESSED), "statement"]
    by_score = statements["statement"].isin(found.unique())
    return np.where(statements["coded"], statements[list(topics)].notna().any(axis=1), by_score).astype(bool)


def _search_places(dossier: Dossier, places: np.ndarray, words: str) -> np.ndarray:
    """Which of these statements hold what the search asks for."""
    own = dossier.statements[[*(name for name in SEARCHED if name in dossier.statements), "source"]].take(places)
    return search_statements(join_sources(own, dossier.sources), words).index.to_numpy()


def keep_spoken(table: pd.DataFrame, dossier: Dossier, topics: tuple[str, ...]) -> pd.DataFrame:
    """The rows of `list_statements` that speak to one of the topics; all of them where all topics are chosen.

    A coded statement speaks to a topic by its code, any other by the probability that it addresses the topic.
    """
    if set(topics) == set(dossier.codebook.topic_ids):
        return table
    coded = table["statement"].map(dossier.statements.set_index("statement")["coded"]).astype(bool)
    by_code = table[[f"{topic}: code" for topic in topics]].notna().any(axis=1)
    by_score = (table[[f"{topic}: probability" for topic in topics]] >= ADDRESSED).any(axis=1)
    return table[by_code.where(coded, by_score)]


def search_statements(table: pd.DataFrame, words: str) -> pd.DataFrame:
    """The rows that hold everything that the search asks for (`searching.read_search`), each within one of the columns `SEARCHED`."""
    rows = table[list(SEARCHED)].fillna("").astype(str).to_numpy()
    cells = pd.Series([fold(BETWEEN.join(row)) for row in rows], index=table.index, dtype="str")
    found = pd.Series(True, index=table.index)
    for asked in read_search(words):
        found &= cells.str.contains(asked.pattern)
    return table[found]
