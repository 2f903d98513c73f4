"""Statements to read again: codes far from scores, near-duplicates, self-contradictions, each with its number by chance."""

import pandas as pd
from scipy import sparse

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.review import (
    TRIAGE,
    expect_duplicates,
    list_contradictions,
    list_disagreements,
    list_duplicates,
)
from stance.estimates.selection import Selection, mark_statements, select_statements
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.wording.checks import (
    AGAIN,
    NO_PAIR,
    NONE_FAR,
    PUSHED,
    REASONS,
    UNSCORED,
    describe_contradictions,
    describe_distant,
    describe_duplicates,
    describe_too_many,
    describe_triage,
)
from stance.wording.verdicts import Verdict

COLUMNS = (
    Column("statement", "statement"),
    Column("topic", "topic"),
    Column("code", "code", "count"),
    Column("score", "score", "signed", "codes"),
    Column("distance", "distance", "number", "codes"),
    Column("triage", "triage"),
    Column("text", "text"),
    Column("words", "words"),
    Column("text_score", "text score", "signed", "codes"),
    Column("confidence", "confidence in its sign", "share"),
    Column("addressed", "probability that it speaks to the topic", "share"),
)
FIRST = (Column("topic", "topic"), Column("first", "first"), Column("second", "second"))
STEPS = Column("steps", "apart", "count", "codes")
LAST = (
    Column("same_source", "same source"),
    Column("first_text", "text of the first"),
    Column("second_text", "text of the second"),
)
DUPLICATES = (*FIRST, Column("similarity", "similarity", "number"), STEPS, *LAST)
MOST_ALIKE, MOST_PAIRED = 20_000, 100_000  # coded statements that are compared with each other
CONTRADICTIONS = (Column("name", "actor"), *FIRST, Column("days", "apart", "count", "days"), STEPS, *LAST)


def make_disagreements(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, kinds: tuple[str, ...] = ()
) -> Exhibit:
    """The codes of the selection that are a step or more from their score, how many of each kind of triage, and as the
    table those of the chosen kinds (all where none is chosen)."""
    own = dossier.statements.loc[mark_statements(dossier, selection), ["coded", *selection.topics]]
    codes = int(own.loc[own["coded"], list(selection.topics)].notna().sum().sum())
    if scores.empty or not codes:
        return make_empty("board", AGAIN, UNSCORED, REASONS)
    rows = list_disagreements(select_statements(dossier, selection), scores, dossier.codings, dossier.codebook)
    rows = rows[rows["topic"].isin(selection.topics)]
    title = describe_distant(len(rows), codes)
    if rows.empty:
        return make_empty("board", title, NONE_FAR, REASONS)
    shown = rows[rows["triage"].isin(kinds or TRIAGE)].merge(dossier.statements[["statement", "text"]], on="statement")
    shown = shown.assign(topic=shown["topic"].map(dossier.label_topics()))
    table = Table(shown, COLUMNS, "Codes far from their scores", f"{dossier.slug}-disagreements", note=PUSHED)
    return Exhibit("board", Verdict.NONE, title, REASONS, describe_triage(rows["triage"]), table=table)


def make_duplicates(
    dossier: Dossier, features: sparse.csr_matrix, selection: Selection, *, least: float, steps: int
) -> Exhibit:
    """Pairs of coded statements of the selection at least `least` alike, and as the table those at least `steps` apart in code.

    `features` is `neighbours.describe_texts` of all statements of the dossier, in their order.
    """
    if many := _refuse_many(dossier, selection, "duplicates", MOST_ALIKE):
        return many
    coded, topics = _select_coded(dossier, selection), _list_topics(dossier, selection)
    places = pd.Series(range(len(dossier.statements)), index=dossier.statements["statement"])
    own = features[places[coded["statement"]].to_numpy()]
    alike = sparse.csr_matrix(own @ own.T)
    pairs = {topic: list_duplicates(coded, alike, topic, least) for topic in topics}
    expected = sum(expect_duplicates(coded, topic, len(rows), steps) for topic, rows in pairs.items())
    found = pd.concat([rows.assign(topic=topic.id) for topic, rows in pairs.items()])
    far = found[found["steps"] >= steps].sort_values(["steps", "similarity"], ascending=False, ignore_index=True)
    said = describe_duplicates(len(found), len(far), steps, expected)
    return _make_pairs(dossier, far, "duplicates", said, DUPLICATES)


def make_contradictions(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, days: int, steps: int  # noqa: ARG001 - codes alone
) -> Exhibit:  # fmt: skip
    """Pairs of one actor's coded statements of the selection, at most `days` and at least `steps` in code apart."""
    if many := _refuse_many(dossier, selection, "contradictions", MOST_PAIRED):
        return many
    coded = _select_coded(dossier, selection)
    found = {
        topic.id: list_contradictions(coded, topic, least_steps=steps, most_days=days)
        for topic in _list_topics(dossier, selection)
    }
    rows = pd.concat([pairs.assign(topic=topic) for topic, (pairs, _) in found.items()])
    rows = rows.sort_values(["steps", "days"], ascending=[False, True], ignore_index=True)
    rows = rows.assign(name=rows["actor"].map(dossier.label_actors()))
    said = describe_contradictions(len(rows), days, steps, sum(by_chance for _, by_chance in found.values()))
    return _make_pairs(dossier, rows, "contradictions", said, CONTRADICTIONS)


def _refuse_many(dossier: Dossier, selection: Selection, key: str, most: int) -> Exhibit | None:
    """What is said in place of pairs where the coded statements are too many to compare; None where they are not."""
    count = int((mark_statements(dossier, selection) & dossier.statements["coded"].to_numpy(dtype=bool)).sum())
    return Exhibit(key, Verdict.NONE, AGAIN, caveats=(describe_too_many(count, most),)) if count > most else None


def _select_coded(dossier: Dossier, selection: Selection) -> pd.DataFrame:
    """The coded statements of the selection, in order of date."""
    statements = select_statements(dossier, selection)
    return statements[statements["coded"]].sort_values(["date", "statement"], ignore_index=True)


def _list_topics(dossier: Dossier, selection: Selection) -> list[Topic]:
    return [dossier.codebook.topic(topic) for topic in selection.topics]


def _make_pairs(dossier: Dossier, pairs: pd.DataFrame, key: str, said: str, columns: tuple[Column, ...]) -> Exhibit:
    """The pairs with both texts; the rows have the id of the topic as `topic_id` beside what is shown."""
    if pairs.empty:
        return Exhibit(key, Verdict.NONE, AGAIN, sentences=(said,), caveats=(NO_PAIR,))
    texts = dossier.statements.set_index("statement")["text"]
    rows = pairs.assign(
        topic_id=pairs["topic"],
        topic=pairs["topic"].map(dossier.label_topics()),
        first_text=pairs["first"].map(texts),
        second_text=pairs["second"].map(texts),
    )
    table = Table(rows, columns, "Pairs of statements", f"{dossier.slug}-{key}")
    return Exhibit(key, Verdict.NONE, AGAIN, sentences=(said,), table=table)
