"""Replication: what statements that were added later say of the positions that stood there before."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.batches import compare_batches, list_batches
from stance.estimates.positions import Estimator
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.wording.batches import ONE_BATCH, READING, describe_batches, describe_topic, title_replication
from stance.wording.verdicts import Verdict

COLUMNS = (
    Column("topic", "topic"),
    Column("line", "line"),
    Column("start", "half year from", "day"),
    Column("end", "until", "day"),
    Column("earlier", "earlier batch", "signed", "codes"),
    Column("later", "later batch", "signed", "codes"),
    Column("difference", "difference", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    Column("within", "holds 0"),
    *(Column(f"{n}_{which}", f"{n}, {which}", "count") for n in ("statements", "sources") for which in ("earlier", "later")),
)  # fmt: skip


def make_replication(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> Exhibit:
    """The half years of every line in which two batches can be compared, those that differ first.

    `scored` holds codes alone. A sentence a topic; none where the dossier has one batch.
    """
    if len(list_batches(dossier)) < 2:
        return make_empty("replication", "One batch of statements", ONE_BATCH)
    estimator = Estimator(selection.by, selection.rules, dossier.codebook.scales)
    found = compare_batches(dossier, scored, estimator)
    names = dossier.label_sides() if selection.by == "side" else dossier.label_actors()
    topics = dossier.label_topics()
    parts = [(title, found[found["topic"] == topic]) for topic, title in topics.items()]
    rows = found.sort_values(["within", "topic", "group", "start"], kind="stable", ignore_index=True)
    rows = rows.assign(
        line=rows["group"].map(names),
        topic=rows["topic"].map(topics),
        within=rows["within"].map({True: "yes", False: "no"}),
    )
    return Exhibit(
        "replication",
        Verdict.NONE,
        title_replication(found),
        subtitle=describe_batches(dossier.statements["batch"].value_counts().sort_index()),
        sentences=tuple(describe_topic(title, part) for title, part in parts if len(part)),
        note=READING,
        table=Table(
            rows, COLUMNS, "Half years of both batches, those that differ first", f"{dossier.slug}-replication"
        ),
    )
