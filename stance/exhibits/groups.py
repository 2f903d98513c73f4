"""Governments apart from parliaments, polls, rallies or experts: where each group of actors of each side stands.

Each group is compared with the first one of its side, in the months in which both spoke.
"""

from collections.abc import Iterable

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.common_months import compare_in_common_months
from stance.estimates.parts import compare_parts
from stance.estimates.periods import whole_period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.figures.base import style_sides
from stance.figures.moves import ALL, plot_parts
from stance.wording.groups import LIKE_WITH_LIKE, describe_difference, judge_difference
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
    Column("against", "compared with"),
    Column("months", "common months", "count"),
    Column("common", "position in common months", "signed", "codes"),
    Column("common_against", "the other’s position in them", "signed", "codes"),
    Column("difference", "difference in them", "signed", "codes"),
    Column("difference_low", "90 % interval of the difference from", "signed"),
    Column("difference_high", "difference to", "signed"),
    Column("statements_common", "statements in common months", "count"),
    Column("statements_against", "the other’s statements in them", "count"),
    Column("sources_common", "sources in common months", "count"),
    Column("sources_against", "the other’s sources in them", "count"),
    Column("compared", "verdict on the difference"),
)
NO_GROUPS = "No statement here. Switch sides on at the side, or choose wider dates."
NOTE = (
    "Position over the chosen dates with its 90 % interval; a name alone has too few statements for a position. "
    f"What the public or experts say is no position of a government. {LIKE_WITH_LIKE}"
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
        find_strongest([*rows["verdict"], *filter(None, rows["compared"])]),
        title,
        f"Positions over the chosen dates, in codes. {describe_selection(selection, dossier.actors)}",
        sentences=tuple(_describe_groups(rows, about)),
        note=NOTE,
        picture=plot_parts(rows, about, styles, dark=dark),
        table=Table(rows, COLUMNS, "Positions of groups of actors, one row a group and side", file),
        places=tuple(Place((part, ALL), topic, part, part, WHEN, whole_period(selection)) for part in rows["part"]),
    )


def make_group_evidence(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, place: Place) -> Exhibit:
    """The statements behind a place of `make_groups`, as `make_evidence`."""
    members = dict(_name_members(dossier)[["actor", "part"]].itertuples(index=False, name=None))
    return make_evidence(dossier, scored, selection, place=place, members=members)


def _name_members(dossier: Dossier) -> pd.DataFrame:
    """Each actor with its group, the name of its side, and both as the name of a part: actor, group, side, part."""
    groups = dossier.actors["actor"].map(dossier.voices)
    named = dossier.actors.assign(group=groups, side=dossier.actors["side"].map(dossier.label_sides()))
    return named.assign(part=named["group"] + ", " + named["side"])[["actor", "group", "side", "part"]]


def _compare_groups(dossier: Dossier, scored: pd.DataFrame, selection: Selection, topic: Topic) -> pd.DataFrame:
    """The parts with group, side and verdict, in the order of the dossier's groups, each compared with the first of its side."""
    members, period = _name_members(dossier), whole_period(selection)
    parts = dossier.statements.set_index("statement")["actor"].map(members.set_index("actor")["part"])
    view, estimator = select_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    rows = compare_parts(view, estimator, parts, topic.id, period)
    rows = _order_groups(rows.merge(members[["part", "group", "side"]].drop_duplicates("part"), on="part"), dossier)
    compared = compare_in_common_months(
        view, estimator, parts, topic=topic.id, period=period, pairs=_pair_with_first(rows)
    )
    return _judge_groups(rows.merge(compared, on="part", how="left").fillna({"against": ""}), topic)


def _order_groups(rows: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    order = {voice.title: place for place, voice in enumerate(dossier.reference.voice)}
    return rows.iloc[rows["group"].map(order).fillna(len(order)).argsort(kind="stable")].reset_index(drop=True)


def _pair_with_first(rows: pd.DataFrame) -> list[tuple[str, str]]:
    first = rows.groupby("side", sort=False)["part"].first()
    return [(part, first[side]) for part, side in zip(rows["part"], rows["side"], strict=True) if part != first[side]]


def _judge_groups(rows: pd.DataFrame, topic: Topic) -> pd.DataFrame:
    """The rows with the verdict on each position, and on each difference ("" where there is none)."""
    records = rows.to_dict("records")
    verdicts = {
        "verdict": [judge_stance(row, topic) for row in records],
        "compared": [judge_difference(row) if row["against"] else "" for row in records],
    }
    return rows.assign(**{name: pd.Series(cells, index=rows.index, dtype=object) for name, cells in verdicts.items()})


def _describe_groups(rows: pd.DataFrame, topic: Topic) -> Iterable[str]:
    """A sentence for each group with a position, and how it compares, then one for all others."""
    known = rows["verdict"] != Verdict.TOO_FEW
    for row in rows[known].to_dict("records"):
        compared = f" {describe_difference(row, topic)}" if row["against"] else ""
        yield f"{describe_stance(row, topic, row['part'])}.{compared}"
    if not known.all():
        yield describe_short(rows[~known].rename(columns={"part": "name"}))
