"""Whether the classifier is as sure as it is right: stated probabilities against the share that was right."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from stance.classifier.measures import measure_reliability
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.figures.checks import plot_reliability
from stance.wording.checks import SURE_AND_RIGHT, describe_bins, list_bins
from stance.wording.verdicts import Verdict

ADDRESSED, SIGN = "speaks to the topic", "sign of the score"
COLUMNS = (
    Column("stated", "stated probability", "share"),
    Column("right", "share that was right", "share"),
    Column("weight", "statements", "count"),
)


def make_reliability(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, dark: bool = False  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """Two panels a topic from the cross-fitted scores of all coded statements: does it speak to the topic, is its sign right."""
    panels = tuple(
        panel for topic in dossier.codebook.topics for panel in _make_curves(dossier, scores, topic, dark=dark)
    )
    return Exhibit(
        "reliability", Verdict.NONE, "Whether it is as sure as it is right", note=SURE_AND_RIGHT, panels=panels
    )


def _make_curves(dossier: Dossier, scores: pd.DataFrame, topic: Topic, *, dark: bool) -> Iterator[Exhibit]:
    coded = dossier.statements.loc[dossier.statements["coded"], ["statement", topic.id]]
    rows = scores[scores["topic"] == topic.id].merge(coded, on="statement")
    spoken = rows[topic.id].notna()
    right = rows["sign"] == np.sign(rows[topic.id].astype("Float64") - topic.middle).astype(float)
    pairs = {ADDRESSED: (rows["addressed"], spoken), SIGN: (rows.loc[spoken, "confidence"], right[spoken])}
    for name, (stated, truth) in pairs.items():
        bins = measure_reliability(stated.to_numpy(float), truth.to_numpy(float))
        said = describe_bins(dossier.label_topics()[topic.id], name, bins)
        table = Table(bins, COLUMNS, said, f"{dossier.slug}-reliability-{topic.id}")
        yield Exhibit(
            f"reliability_{topic.id}_{name}", Verdict.NONE, topic.title, sentences=(said,), more=list_bins(bins),
            picture=plot_reliability(bins, dark=dark), table=table,
        )  # fmt: skip
