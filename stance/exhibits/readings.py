"""How every statement was read: on each topic its code, the score that counts with its typical error, and the points that it moves."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.positions import list_weights
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.exhibit import Column, Exhibit, Place, Table
from stance.wording.readings import MOVED, MOVED_NOTE, READ, READ_NOTE
from stance.wording.verdicts import Verdict

READINGS = (
    Column("statement", "statement"),
    Column("title", "topic"),
    Column("code", "code", "count"),
    Column("score", "score that counts", "signed", "codes"),
    Column("scored_by", "scored by"),
    Column("spread", "typical error", "number", "codes"),
    Column("read", "classifier alone", "signed", "codes"),
    Column("addressed", "probability that it speaks to the topic", "share"),
)
POINTS = (
    Column("statement", "statement"),
    Column("title", "topic"),
    Column("line", "line"),
    Column("date", "point", "day"),
    Column("weight", "weight in the position", "share"),
    Column("effect", "moves the point by", "precise", "codes"),
)


def make_readings(dossier: Dossier, scored: pd.DataFrame, scores: pd.DataFrame) -> Exhibit:
    """One row a statement and topic, in the order of both: `code` (missing where there is none), `score` and `spread` (both missing
    where the statement does not speak to the topic, `spread` for a code too), `read` and `addressed` (by the classifier, cross-fitted for coded ones)."""
    topics = dossier.codebook.topic_ids
    own = dossier.statements.melt("statement", topics, "topic", "code")
    counted = scored[["statement", "topic", "score", "scored_by", "spread"]]
    alone = scores.rename(columns={"score": "read"})[["statement", "topic", "read", "addressed"]]
    rows = own.merge(counted, on=["statement", "topic"], how="left").merge(alone, on=["statement", "topic"], how="left")
    rows = rows.assign(
        title=rows["topic"].map(dossier.label_topics()), scored_by=rows["scored_by"].fillna("silent on it")
    )
    rows = rows.assign(spread=rows["spread"].where(rows["scored_by"] == "classifier"))
    table = Table(rows, READINGS, READ, f"{dossier.slug}-readings")
    return Exhibit("readings", Verdict.NONE, READ, note=READ_NOTE, table=table)


def make_points(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, places: tuple[Place, ...]) -> Exhibit:
    """One row a statement and point that it is part of: its weight, and the position with it minus that without it (missing for a
    lone statement). `places` are those of `make_lines` by trailing means."""
    chosen, labels = select_scored(scored, dossier, selection), dossier.label_topics()
    cells = [(place.group, place.topic, place.period) for place in places]
    rows = list_weights(chosen, by=selection.by, cells=cells)
    rows = rows.assign(
        title=rows["topic"].map(labels),
        line=[places[cell].line for cell in rows["cell"]],
        date=pd.DatetimeIndex([places[cell].period[1] for cell in rows["cell"]]),
    )
    table = Table(rows, POINTS, MOVED, f"{dossier.slug}-points")
    return Exhibit("points", Verdict.NONE, MOVED, note=MOVED_NOTE, table=table)
