"""The map: where each line stood on two topics in each year, as a trail."""

from collections.abc import Iterable, Mapping

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.periods import Period, whole_period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_scored
from stance.estimates.trails import list_trail, list_years
from stance.exhibits.drawn import pick_drawn
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.figures.trails import plot_trails
from stance.wording.lines import name_topic
from stance.wording.selections import describe_selection, describe_span
from stance.wording.stances import describe_trail
from stance.wording.verdicts import Verdict

ONE_TOPIC = "The map needs two topics: switch another one on at the side."
EMPTY = "No line here has positions on both topics in one year. Choose sides, other actors or wider dates."
NOTE = (
    "Each marker: the positions of one calendar year (as far as the chosen dates reach into it) on both topics; the newest is filled. "
    "A year without enough statements on both is left out. Half widths of the 90 % bands are in the table."
)


def make_map(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, topics: tuple[str, ...], dark: bool = False
) -> Exhibit:
    """The trails of the drawn lines on two topics (across, up); fewer than two leave nothing to draw.

    The table holds a row a line and year, its places are both topics in each of them.
    """
    if len(topics) < 2:
        return make_empty("map", "No map of one topic alone", ONE_TOPIC)
    across, up = (dossier.codebook.topic(topic) for topic in topics)
    title = f"Positions on {name_topic(across)} against {name_topic(up)}, {describe_span(selection)}"
    lines, styles = pick_drawn(dossier, selection)
    names, years = {group: line.name for group, line in lines.items()}, list_years(whole_period(selection))
    view, estimator = select_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    trail = list_trail(view, estimator, (across.id, up.id), years)
    trail = trail[trail["group"].isin(names)]
    if trail.empty:
        return make_empty("map", title, EMPTY)
    return Exhibit(
        "map",
        Verdict.NONE,
        title,
        f"Yearly positions of {selection.by}s, in codes. {describe_selection(selection, dossier.actors)}",
        sentences=tuple(
            describe_trail(trail[trail["group"] == g], names, (across, up)) for g in trail["group"].unique()
        ),
        note=NOTE,
        picture=plot_trails(trail, (across, up), styles, dark=dark),
        table=_list_rows(dossier, trail, names, (across, up)),
        places=tuple(_list_places(trail, names, (across, up), years)),
    )


def _list_rows(dossier: Dossier, trail: pd.DataFrame, names: Mapping[str, str], topics: tuple[Topic, Topic]) -> Table:
    columns = [Column("line", "line"), Column("year", "year")]
    for axis, topic in zip("xy", topics, strict=True):
        columns += [
            Column(axis, topic.title, "signed", "codes"),
            Column(f"half_{axis}", f"half width, {topic.title}", "number", "codes"),
            Column(f"statements_{axis}", f"statements, {topic.title}", "count"),
        ]
    rows = trail.assign(line=trail["group"].map(names)).reset_index(drop=True)
    return Table(
        rows, tuple(columns), "The yearly positions of the map, one row a line and year", f"{dossier.slug}-map"
    )


def _list_places(
    trail: pd.DataFrame, names: Mapping[str, str], topics: tuple[Topic, Topic], years: Mapping[int, Period]
) -> Iterable[Place]:
    """Both topics in each year of each line, the newest first."""
    newest = trail.sort_values("year", ascending=False, kind="stable")
    for topic in topics:
        for group, year in newest[["group", "year"]].itertuples(index=False, name=None):
            yield Place((group, f"{year}"), topic.id, group, names[group], f"{year}", years[year])
