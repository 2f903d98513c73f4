"""Positions over time: one panel a topic, with the finding over all of them as the title."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.estimates.drawn_lines import Fitted, estimate_drawn
from stance.estimates.movement import estimate_swings
from stance.estimates.periods import Period, outer_periods
from stance.estimates.rules import MIN_SOURCES, MIN_STATEMENTS
from stance.estimates.selected import estimate_change, estimate_positions, split_changes
from stance.estimates.selection import MEAN, SMOOTHER, Selection, mark_events, mark_statements
from stance.estimates.spans import list_spans
from stance.exhibits.drawn import pick_drawn
from stance.exhibits.exhibit import Column, Exhibit, Place, Table
from stance.figures.base import Style
from stance.figures.lines import Beside, plot_positions
from stance.formats import format_count
from stance.wording.changes import describe_headline, describe_topic, join_changes
from stance.wording.drawn_lines import describe_drawn, name_estimate, name_reach
from stance.wording.lines import Line
from stance.wording.selections import describe_selection, describe_span
from stance.wording.stances import describe_lines
from stance.wording.verdicts import find_strongest

COLUMNS = (
    Column("line", "line"),
    Column("topic", "topic"),
    Column("date", "date", "day"),
    Column("position", "position", "number", "codes"),
    Column("low", "90 % band from", "number"),
    Column("high", "to", "number"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
)
SOURCE_COLUMNS = (
    Column("source", "source"),
    Column("statements", "statements", "count"),
    *(Column(name, name) for name in ("publisher", "origin", "kind", "title", "published")),
    Column("url", "address", "link"),
)
EMPTY = (
    f"No position here: a point needs {MIN_STATEMENTS} statements from {MIN_SOURCES} sources within the window. "
    "Take a longer window, more actors or wider dates, or choose the score source “Best available”."
)
UNSCORED = "No statement here has a code and there is no classifier. Add codes, or run: make train DOSSIER={slug}"
SILENCE = "Empty position: too few statements or sources in the window. That is silence, not 0."


@dataclass(frozen=True, eq=False)
class Findings:
    """The estimates of a selection's lines, made once: positions, and changes with their verdicts.

    The positions are those of the line that the selection names; the changes come from trailing means, whatever it is. `record` is
    the period that holds every scored statement.
    """

    lines: Mapping[str, Line]
    styles: Mapping[str, Style]
    positions: pd.DataFrame
    changes: pd.DataFrame
    record: Period

    def of_topic(self, topic: str) -> pd.DataFrame:
        """The positions on one topic."""
        return self.positions[self.positions["topic"] == topic]


def gather_findings(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, fitted: Fitted | None = None
) -> Findings:
    """Positions of the drawn lines, their changes from the first to the last year, and their surest swings."""
    lines, styles = pick_drawn(dossier, selection)
    means = estimate_positions(dossier, scored, selection)
    drawn = means if selection.line == MEAN else estimate_drawn(dossier, scored, selection, fitted)
    periods = outer_periods(selection)
    movement = estimate_change(dossier, scored, selection, *periods)
    swings = estimate_swings(means[means["group"].isin(lines)], selection.rules.window_days)
    positions = drawn[drawn["group"].isin(lines)]
    parts = (part[part["group"].isin(lines)] for part in (movement, swings))
    changes = join_changes(*(split_changes(dossier, scored, selection, part, periods) for part in parts))
    return Findings(lines, styles, positions, changes, _span_record(scored))


def make_lines(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    dark: bool = False,
    height: int = 380,
    found: Findings | None = None,
) -> Exhibit:
    """The lines of the selection, a panel a topic; the table holds their positions, `extra` the sources.

    `found` are the estimates where they are known.
    """
    found = found or gather_findings(dossier, scored, selection)
    events = mark_events(dossier.events, dossier.statements, selection) if len(dossier.events) else None
    panels = tuple(
        _make_panel(
            dossier,
            selection,
            found,
            topic,
            Beside(events, name_rules(dossier, topic, selection.sides)),
            dark=dark,
            height=height,
        )
        for topic in selection.topics
    )
    empty = found.positions["position"].notna().sum() == 0
    return Exhibit(
        "lines",
        find_strongest(found.changes["verdict"]),
        describe_headline(found.changes, dossier.codebook, found.lines, span=describe_span(selection)),
        subtitle=_describe_unit(dossier, selection),
        sentences=(_explain_empty(dossier, scored),) if empty else (),
        note=describe_drawn(selection),
        table=_list_positions(dossier, found),
        panels=() if empty else panels,
        extra={"sources": _list_sources(dossier, selection, found)},
    )


def _explain_empty(dossier: Dossier, scored: pd.DataFrame) -> str:
    uncoded = dossier.statements["coded"].sum() == 0 and scored.empty
    return UNSCORED.format(slug=dossier.slug) if uncoded else EMPTY


def _describe_unit(dossier: Dossier, selection: Selection) -> str:
    return (
        f"{dossier.codebook.title}. Positions of {selection.by}s, in codes: {name_estimate(selection)}, with a 90 % band; "
        f"a break means too few statements. {describe_selection(selection, dossier.actors)}"
    )


def _make_panel(
    dossier: Dossier, selection: Selection, found: Findings, topic: str, beside: Beside, **style: Any
) -> Exhibit:
    rows, changes = found.of_topic(topic), found.changes[found.changes["topic"] == topic]
    names, about = {group: line.name for group, line in found.lines.items()}, dossier.codebook.topic(topic)
    return Exhibit(
        f"chart_{topic}",
        find_strongest(changes["verdict"]),
        about.title,
        subtitle=about.question,
        sentences=(describe_topic(changes, about, found.lines),),
        more=describe_lines(rows, names, about),
        picture=plot_positions(rows, about, found.styles, beside, **style),
        places=tuple(_list_places(rows, names, selection, found.record)),
    )


def _list_places(rows: pd.DataFrame, names: Mapping[str, str], selection: Selection, record: Period) -> Iterator[Place]:
    known = rows.dropna(subset="position").sort_values("date", ascending=False)
    for group, topic, date in known[["group", "topic", "date"]].itertuples(index=False, name=None):
        period, point = _reach(selection, record, date), None if selection.line == MEAN else date
        when = name_reach(selection, date)
        yield Place((group, f"{date:%Y-%m-%d}"), topic, group, names[group], when, period, point)


def _reach(selection: Selection, record: Period, date: pd.Timestamp) -> Period:
    """The period of the statements behind a point."""
    if selection.line == MEAN:
        return date - pd.Timedelta(days=selection.rules.window_days), date
    return record[0], record[1] if selection.line == SMOOTHER else date


def _span_record(scored: pd.DataFrame) -> Period:
    """The period that holds every scored statement."""
    earliest, latest = list_spans(scored)
    return earliest.min() - pd.Timedelta(days=1), latest.max()


def name_rules(dossier: Dossier, topic: str, sides: tuple[str, ...]) -> dict[float, str]:
    """The standing rules of these sides on a topic: the code that each stands for, and its name."""
    names: dict[float, list[str]] = {}
    for rule in dossier.reference.list_rules(topic):
        if rule.side in sides:
            names.setdefault(rule.code, []).append(f"rule of {dossier.codebook.side(rule.side).title}: {rule.title}")
    return {code: "; ".join(each) for code, each in names.items()}


def _list_positions(dossier: Dossier, found: Findings) -> Table:
    shown = found.positions.assign(line=found.positions["group"].map({g: one.name for g, one in found.lines.items()}))
    about = "The positions of the charts, one row a line, topic and date"
    return Table(shown, COLUMNS, about, f"{dossier.slug}-positions", note=SILENCE)


def _list_sources(dossier: Dossier, selection: Selection, found: Findings) -> Table:
    """The sources of the drawn lines in the chosen dates, those with most statements first."""
    drawn = dossier.actors.loc[dossier.actors[selection.by].isin(found.lines), "actor"]
    numbers, actors = dossier.actor_numbers
    own = mark_statements(dossier, selection) & actors.isin(drawn.tolist())[numbers]
    places, names = dossier.source_numbers
    counts = pd.DataFrame({"source": names, "statements": np.bincount(places[own], minlength=len(names))})
    counts = counts[counts["statements"] > 0]
    used = join_sources(counts, dossier.sources).rename(columns={"source_kind": "kind"})
    used = used.sort_values(["statements", "source"], ascending=[False, True], ignore_index=True)
    note = f"{format_count(len(used), 'source')} with {format_count(int(own.sum()), 'statement')} of these lines in the chosen dates."
    return Table(used, SOURCE_COLUMNS, "The sources of the statements", f"{dossier.slug}-sources", note=note)
