"""What followed an event: the change of every line around its day, and on how many other days as much was seen."""

from collections.abc import Mapping

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.aftermath import Surroundings, estimate_aftermath, is_whole, prepare_aftermath, surround_day
from stance.estimates.periods import Period
from stance.estimates.selected import make_estimator, split_changes
from stance.estimates.selection import Selection, mark_scored
from stance.estimates.spans import straddles
from stance.estimates.stock import find_stock
from stance.exhibits.drawn import pick_drawn
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.exhibits.lanes import find_event
from stance.formats import upper_first
from stance.wording.changes import describe_aftermath
from stance.wording.events import (
    NO_DAY,
    NO_LINE,
    PAST_PERIOD,
    READING,
    describe_comparison,
    describe_followed,
    describe_loose,
    describe_windows,
    title_followers,
)
from stance.wording.lines import Line
from stance.wording.selections import describe_filters
from stance.wording.verdicts import find_strongest, judge_changes

DEFAULT_DAYS = 180
LOOSE = ("month", "year")
STEPS = ((7, 200_000), (28, float("inf")))  # days between other days, up to how many scored statements
APART = {7: "a week", 28: "four weeks"}
COLUMNS = (
    Column("topic", "topic"),
    Column("line", "line"),
    Column("change", "change", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    *(Column(f"{name}_{end}", f"{name} {end}", "count") for name in ("statements", "sources") for end in ("before", "after")),
    Column("verdict", "verdict"),
    Column("rank", "share of days as clear", "share"),
    Column("placebos", "other days", "count"),
)  # fmt: skip


def surround_events(
    dossier: Dossier, scored: pd.DataFrame, selection: Selection, days: int = DEFAULT_DAYS
) -> Surroundings:
    """What the changes around all events are estimated from."""
    kept, how = mark_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    step = next(step for step, most in STEPS if len(scored) <= most)
    return prepare_aftermath(kept, how, days, _cover(dossier), step)


def make_aftermath(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    event: str,
    days: int = DEFAULT_DAYS,
    around: Surroundings | None = None,
) -> Exhibit:
    """The change of each line on each topic around the day of an event: a panel a topic with a sentence a line.

    The table has the changes with their rank among other days; places are the windows before and after. Nothing is compared
    where the day of the event is not known. `around` is that of `surround_events` for the same days, where it is at hand.
    """
    about = find_event(dossier, event)
    title = describe_followed(about)
    if about["date_precision"] in LOOSE:
        return make_empty("aftermath", title, NO_DAY)
    windows, period = surround_day(about["date"], days), _cover(dossier)
    lines, _ = pick_drawn(dossier, selection)
    around = around or surround_events(dossier, scored, selection, days)
    changes = estimate_aftermath(around, about["date"], groups=list(lines))
    changes = judge_changes(split_changes(dossier, scored, selection, changes, windows))
    topics = [dossier.codebook.topic(topic) for topic in selection.topics]
    filters = describe_filters(selection, dossier.actors)
    kept = mark_scored(scored, dossier, selection) & find_stock(scored).mark(selection.by, list(lines))
    loose = int(scored.loc[kept & straddles(scored, about["date"]).to_numpy(), "statement"].nunique())
    return Exhibit(
        "aftermath",
        find_strongest(changes["verdict"]),
        title,
        subtitle=" ".join(filter(None, [describe_comparison(*windows), filters])),
        note=READING.format(apart=APART[around.step]),
        caveats=(
            *(() if is_whole(about["date"], days, period) else (PAST_PERIOD,)),
            *((describe_loose(loose),) if loose else ()),
        ),
        table=_list_changes(dossier, changes, lines, f"{dossier.slug}-after-{event}"),
        places=_list_places(topics, lines, days, windows),
        panels=tuple(_make_panel(changes, topic, lines) for topic in topics),
    )


def _cover(dossier: Dossier) -> Period:
    """All days of the dossier as one period."""
    first, last = (pd.Timestamp(end) for end in dossier.codebook.period)
    return first - pd.Timedelta(days=1), last


def _make_panel(changes: pd.DataFrame, topic: Topic, lines: Mapping[str, Line]) -> Exhibit:
    rows = changes[changes["topic"] == topic.id].set_index("group", drop=False).to_dict("index")
    said = [upper_first(describe_aftermath(rows[group], topic, line)) for group, line in lines.items() if group in rows]
    return Exhibit(
        f"aftermath_{topic.id}",
        find_strongest(row["verdict"] for row in rows.values()),
        title_followers(topic.title),
        sentences=tuple(said) or (NO_LINE,),
    )


def _list_changes(dossier: Dossier, changes: pd.DataFrame, lines: Mapping[str, Line], file: str) -> Table:
    names = {topic.id: topic.title for topic in dossier.codebook.topics}
    rows = changes.assign(
        line=changes["group"].map({group: line.name for group, line in lines.items()}),
        topic=changes["topic"].map(names),
    )
    return Table(rows, COLUMNS, "Changes that followed the event, one row a line and topic", file)


def _list_places(
    topics: list[Topic], lines: Mapping[str, Line], days: int, windows: tuple[Period, Period]
) -> tuple[Place, ...]:
    """The windows before and after of every line on every topic."""
    ends = tuple(zip(("before", "after"), describe_windows(days), windows, strict=True))
    return tuple(
        Place((topic.id, group, end), topic.id, group, line.name, when, period)
        for topic in topics
        for group, line in lines.items()
        for end, when, period in ends
    )
