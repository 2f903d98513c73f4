"""Governments apart from parliaments, the public or experts: where each group of actors of each side stands."""

from collections.abc import Iterable

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.reference import name_groups
from stance.estimates.parts import compare_parts
from stance.estimates.periods import whole_period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.figures.base import style_sides
from stance.figures.moves import ALL, plot_parts
from stance.figures.picture import Picture
from stance.wording.lines import name_topic
from stance.wording.selections import describe_selection, describe_span
from stance.wording.stances import describe_short, describe_stance, judge_stance
from stance.wording.verdicts import Verdict, find_strongest

COLUMNS = (
    Column("group", "group"),
    Column("side", "side"),
    Column("position", "position", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
    Column("verdict", "verdict"),
)
NO_GROUPS = "No statement here. Switch sides on at the side, or choose wider dates."
NOTE = (
    "Position over the chosen dates with its 90 % interval; a name alone has too few statements for a position. "
    "What the public or experts say is no position of a government."
)
WHEN = "the chosen dates"


def make_groups(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topic: str, dark: bool = False
) -> Exhibit:
    """The position of each group of actors of each chosen side over the chosen dates, on one topic; the statements behind
    its places are those of `make_group_evidence`."""
    about = dossier.codebook.topic(topic)
    title = f"Groups of actors on {name_topic(about)}, {describe_span(selection)}"
    rows = _compare_groups(dossier, scored, selection, about)
    if rows.empty:
        return make_empty("groups", title, NO_GROUPS)
    styles = {dossier.label_sides()[side]: style for side, style in style_sides(dossier.codebook).items()}
    file = f"{dossier.slug}-groups-{topic}"
    return Exhibit(
        "groups",
        find_strongest(rows["verdict"]),
        title,
        f"Positions over the chosen dates, in codes. {describe_selection(selection, dossier.actors)}",
        sentences=tuple(_describe_groups(rows, about)),
        note=NOTE,
        picture=Picture(plot_parts(rows, about, styles, dark=dark)),
        table=Table(rows, COLUMNS, "Positions of groups of actors, one row a group and side", file),
        places=tuple(Place((part, ALL), topic, part, part, WHEN, whole_period(selection)) for part in rows["part"]),
    )


def make_group_evidence(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, place: Place) -> Exhibit:
    """The statements behind a place of `make_groups`, as `make_evidence`."""
    members = dict(_name_members(dossier)[["actor", "part"]].itertuples(index=False, name=None))
    return make_evidence(dossier, scored, selection, place=place, members=members)


def _name_members(dossier: Dossier) -> pd.DataFrame:
    """Each actor with its group, the name of its side, and both as the name of a part: actor, group, side, part."""
    titles, sides = name_groups(dossier.reference.voice), dossier.label_sides()
    kinds = dossier.actors["kind"]
    named = dossier.actors.assign(
        group=kinds.map(lambda kind: titles.get(kind, kind or "all")), side=dossier.actors["side"].map(sides)
    )
    return named.assign(part=named["group"] + ", " + named["side"])[["actor", "group", "side", "part"]]


def _compare_groups(dossier: Dossier, scored: pd.DataFrame, selection: Selection, topic: Topic) -> pd.DataFrame:
    """The parts with group, side and verdict, in the order of the dossier's groups."""
    members = _name_members(dossier)
    parts = dossier.statements.set_index("statement")["actor"].map(members.set_index("actor")["part"])
    view, estimator = select_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    rows = compare_parts(view, estimator, parts, topic.id, whole_period(selection))
    rows = rows.merge(members[["part", "group", "side"]].drop_duplicates("part"), on="part", how="left")
    order = {kinds.title: place for place, kinds in enumerate(dossier.reference.voice)}
    rows = rows.iloc[rows["group"].map(order).fillna(len(order)).argsort(kind="stable")].reset_index(drop=True)
    verdicts = [judge_stance(row, topic) for row in rows.to_dict("records")]
    return rows.assign(verdict=pd.Series(verdicts, index=rows.index, dtype=object))


def _describe_groups(rows: pd.DataFrame, topic: Topic) -> Iterable[str]:
    """A sentence for each group with a position, and one for all others."""
    known = rows["verdict"] != Verdict.TOO_FEW
    yield from (f"{describe_stance(row, topic, row['part'])}." for row in rows[known].to_dict("records"))
    if not known.all():
        yield describe_short(rows[~known].rename(columns={"part": "name"}))
