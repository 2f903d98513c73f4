"""What stands around an event: all figures, the nearest first, and what was said within three days of it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from stance.dossier.loading import join_sources
from stance.estimates.selection import default_selection, select_statements
from stance.exhibits.around import make_figures, make_saying
from stance.exhibits.exhibit import Exhibit
from stance.formats import format_day, format_when

NOTHING = pd.DataFrame()
DAY = pd.Timedelta(days=1)


@pytest.fixture(scope="module")
def meeting(dossier) -> pd.Series:
    """The last numbered meeting with half a year of the period after it."""
    return dossier.events[(dossier.events["meeting"] != "") & (dossier.events["date"] <= "2019-07-04")].iloc[-1]


def ids(exhibit: Exhibit) -> list[str]:
    return exhibit.table.rows["statement"].tolist()


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def test_all_figures_stand_with_their_source_the_nearest_in_time_first(meeting, dossier, selection):
    exhibit = make_figures(dossier, NOTHING, selection, event=meeting["event"])
    assert exhibit.title == f"Figures behind the talks ({len(dossier.figures)}, the nearest in time first)"
    rows, expected = exhibit.table.rows, join_sources(dossier.figures, dossier.sources)
    days = (rows["date"] - meeting["date"]).dt.days.abs().tolist()
    assert days == sorted(days)
    columns = ["figure", "measure", "date", "source", "publisher", "url"]
    pd.testing.assert_frame_equal(
        rows[columns].sort_values("figure", ignore_index=True), expected[columns].sort_values("figure", ignore_index=True)
    )  # fmt: skip


def test_another_event_has_other_figures_first(meeting, dossier, selection):
    early = dossier.events[dossier.events["date"].between("2016-12-01", "2016-12-31")].iloc[0]
    firsts = [
        make_figures(dossier, NOTHING, selection, event=event["event"]).table.rows["figure"].iloc[0]
        for event in (meeting, early)
    ]
    assert firsts[0] != firsts[1]


@pytest.mark.parametrize(
    ("value", "unit", "measure", "shown"),
    [
        (12.5, "m3/s", "Flow", "12.5 m3/s"),
        (25, "meetings", "Meetings since 2013", "25"),
        (40, "percent", "Share", "40 %"),
    ],
)
def test_a_unit_is_not_said_twice(value, unit, measure, shown, dossier, selection, meeting):
    own = replace(dossier, figures=dossier.figures.head(1).assign(value=value, unit=unit, measure=measure))
    assert make_figures(own, NOTHING, selection, event=meeting["event"]).table.rows["shown"].tolist() == [shown]


def list_near(dossier, start, end, *, loose: bool = False) -> list[str]:
    statements = select_statements(dossier, default_selection(dossier.codebook))
    near = statements[statements["date"].between(start, end)]
    return sorted(near.loc[loose | (near["date_precision"] == "day"), "statement"])


def test_what_was_said_is_within_three_days_of_the_event(meeting, dossier, selection):
    exhibit = make_saying(dossier, NOTHING, selection, event=meeting["event"])
    start, end = meeting["date"] - 3 * DAY, meeting["date"] + 3 * DAY
    expected = list_near(dossier, start, end)
    assert len(expected) > 3
    assert sorted(ids(exhibit)) == expected
    assert exhibit.title == f"What was said around: {meeting['title']}, {format_day(meeting['date'])}"
    (said,) = exhibit.sentences
    assert said.startswith(f"{count(len(expected), 'statement')}, {format_day(start)} to {format_day(end)}: ")
    sides = dossier.statements.set_index("statement").loc[expected, "side"].value_counts()
    assert all(f"{n} of {dossier.codebook.side(side).title}" in said for side, n in sides.items())
    loose = len(list_near(dossier, start, end, loose=True)) - len(expected)
    assert loose
    assert exhibit.caveats == (f"Left out: {count(loose, 'statement')} of which only the month is known.",)


def test_it_is_that_of_any_date_whatever_dates_are_chosen(meeting, dossier, selection):
    narrow = replace(selection, first=date(2015, 1, 1), last=date(2015, 2, 1))
    shown = [make_saying(dossier, NOTHING, one, event=meeting["event"]) for one in (selection, narrow)]
    assert ids(shown[0]) == ids(shown[1])


@pytest.mark.parametrize("precision", ["month", "year"])
def test_around_an_event_of_a_month_or_year_is_all_that_is_known_of_it(precision, dossier, selection):
    """The event's day is the first of its month or year then, and says nothing."""
    within = dossier.events[dossier.events["date"].between("2015-01-01", "2019-12-31")]
    event = within[within["date_precision"] == precision].iloc[0]
    end = event["date"] + (pd.offsets.MonthEnd(1) if precision == "month" else pd.offsets.YearEnd(1))
    exhibit = make_saying(dossier, NOTHING, selection, event=event["event"])
    expected = list_near(dossier, event["date"], end, loose=True)
    assert expected
    assert sorted(ids(exhibit)) == expected
    assert exhibit.caveats == ()
    assert exhibit.title.endswith(f", {format_when(event['date'], precision)}")


def test_silence_around_an_event_is_said(dossier, selection):
    silent = replace(dossier, statements=dossier.statements.head(0))
    exhibit = make_saying(silent, NOTHING, selection, event=dossier.events["event"].iloc[-1])
    assert exhibit.table is None
    assert exhibit.sentences[0].startswith("No statement here, ")
    assert exhibit.sentences[0].endswith(": silence.")
