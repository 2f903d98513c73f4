"""Where and how an actor spoke: its positions at home and abroad, in direct and in reported speech."""

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.parts import compare_parts
from stance.estimates.periods import whole_period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored, select_statements
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.exhibits.profile import STANCES, narrow_selection
from stance.wording.profile import NO_OCCASION, OCCASIONS, PARTS, PLACES, SPEECH
from stance.wording.stances import judge_stance
from stance.wording.verdicts import find_strongest

NAMES = {"place": PLACES, "speech": SPEECH}
COLUMNS = (STANCES[0], Column("by", "by"), Column("part", "part"), *STANCES[1:])


def make_occasions(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, who: str) -> Exhibit:
    """The actor's position on each topic by place and by kind of speech over the chosen dates, as a table with verdicts; a part
    without a statement has no row."""
    rows = _compare_occasions(dossier, scored, narrow_selection(selection, who))
    if rows.empty:
        return make_empty("occasions", OCCASIONS, NO_OCCASION)
    table = Table(
        rows, COLUMNS, "Positions by place and kind of speech", f"{dossier.slug}-profile-occasions", note=PARTS
    )
    return Exhibit("occasions", find_strongest(rows["verdict"]), OCCASIONS, table=table)


def _compare_occasions(dossier: Dossier, scored: pd.DataFrame, own: Selection) -> pd.DataFrame:
    view, estimator = select_scored(scored, dossier, own), make_estimator(dossier, scored, own)
    about, labels = select_statements(dossier, own).set_index("statement"), dossier.label_topics()
    parts = {by: about[by].map(lambda cell, names=names: names.get(cell, "")) for by, names in NAMES.items()}
    tables = []
    for topic in (dossier.codebook.topic(one) for one in own.topics):
        for by, part in parts.items():
            rows = compare_parts(view, estimator, part, topic.id, whole_period(own))
            verdicts = pd.Series([judge_stance(row, topic) for row in rows.to_dict("records")], dtype=object)
            tables.append(rows.assign(topic=labels[topic.id], by=by, verdict=verdicts))
    return pd.concat(tables, ignore_index=True)
