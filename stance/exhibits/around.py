"""What stands around an event: the figures behind the talks nearest to it, and what was said within a few days of it."""

from dataclasses import replace

import pandas as pd

from stance.dossier.loading import Dossier, join_sources
from stance.estimates.periods import Period
from stance.estimates.selection import Selection, select_statements
from stance.exhibits.aftermath import LOOSE
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.exhibits.lanes import find_event
from stance.formats import format_value
from stance.wording.events import NEAR, describe_days, describe_figures, describe_left_out, describe_said
from stance.wording.stances import describe_saying
from stance.wording.verdicts import Verdict

NEAR_DAYS = 3
FIGURES = (
    Column("shown", "value"),
    Column("measure", "measure"),
    Column("date", "date", "day"),
    Column("source", "source"),
    Column("url", "address", "link"),
)
SHORT = (
    Column("statement", "statement"),
    Column("date", "date", "day"),
    Column("name", "actor"),
    Column("text", "text"),
)


def make_figures(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, event: str) -> Exhibit:  # noqa: ARG001
    """The dossier's figures with their sources, those nearest to an event first; `shown` is the number with its unit."""
    rows = join_sources(dossier.figures, dossier.sources)
    rows = rows.assign(days=(rows["date"] - find_event(dossier, event)["date"]).dt.days.abs()).sort_values(
        "days", kind="stable"
    )
    shown = [_write_value(*cells) for cells in zip(rows["value"], rows["unit"], rows["measure"], strict=True)]
    table = Table(rows.assign(shown=shown), FIGURES, "Figures behind the talks", f"{dossier.slug}-figures")
    return Exhibit("figures", Verdict.NONE, describe_figures(len(rows)), table=table)


def _write_value(value: float, unit: str, measure: str) -> str:
    """The number with its unit, without it where the measure begins with the same word."""
    return format_value(value, "" if measure.lower().startswith(unit.lower()) else unit)


def make_saying(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, event: str) -> Exhibit:  # noqa: ARG001
    """The statements of the selection's actors around an event, of any date: those within `NEAR_DAYS` of its day, or of its
    month or year where only that is known."""
    about = find_event(dossier, event)
    start, end = surround_event(about["date"], about["date_precision"])
    first, last = dossier.codebook.period
    statements = select_statements(dossier, replace(selection, first=first, last=last))
    near = statements[statements["date"].between(start, end)].sort_values(["date", "side", "name"])
    loose = (near["date_precision"] != "day") & (about["date_precision"] not in LOOSE)
    near, apart = near[~loose], near[loose]
    topics = tuple(Column(topic.id, topic.title, "count", "code") for topic in dossier.codebook.topics)
    columns = (*SHORT[:3], Column("venue", "venue"), SHORT[3], *topics)
    said = describe_saying(near["side"].map(dossier.label_sides()), describe_days(start, end))
    return Exhibit(
        "saying",
        Verdict.NONE,
        describe_said(about),
        subtitle=NEAR,
        sentences=(said,),
        caveats=(describe_left_out(len(apart)),) if len(apart) else (),
        table=Table(near, columns, "Statements around the event", f"{dossier.slug}-around-{event}")
        if len(near)
        else None,
    )


def surround_event(day: pd.Timestamp, precision: str) -> Period:
    """The first and the last day of what counts as around an event: its month or year, where no day is known."""
    near = pd.Timedelta(days=NEAR_DAYS)
    ends = {"month": (day, day + pd.offsets.MonthEnd(1)), "year": (day, day + pd.offsets.YearEnd(1))}
    return ends.get(precision, (day - near, day + near))
