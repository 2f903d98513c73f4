"""Events in lanes: every event of the dates once, the chosen one marked, the choices with labels of their own."""

from collections import Counter
from dataclasses import replace
from datetime import date

import makers
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.estimates.selection import default_selection
from stance.exhibits.lanes import make_event, make_lanes, offer_events
from stance.formats import format_when
from stance.wording.events import NO_EVENT, NO_EVENTS

EVENTS = """event,date,date_precision,title,kind,meeting,sources
a,2020-02-03,day,Talks,round,1,gazette ; https://example.org/x ; heard
b,2020-02-03,day,Talks,round,,
c,2021-05-01,month,Planned talks,visit,,
d,2022-11-30,day,Last,visit,,
"""
PLANNED = 'planned = "Planned"\n\n[[channel]]\ntitle = "Leaders"\nkinds = ["round"]\n'


@pytest.fixture
def small(tmp_path):
    folder = makers.write_dossier(tmp_path / "small", events=EVENTS)
    (folder / "reference.toml").write_text(PLANNED, encoding="utf-8")
    return load_dossier(folder)


def draw(dossier, **options):
    return make_lanes(dossier, pd.DataFrame(), default_selection(dossier.codebook), **options)


def list_marks(exhibit) -> dict[str, str]:
    """The event of each mark, and its symbol."""
    (trace,) = exhibit.picture.to_dict()["data"]
    return {event: symbol for (event,), symbol in zip(trace["customdata"], trace["marker"]["symbol"], strict=True)}


def test_every_event_of_the_dates_is_drawn_and_listed_once(dossier, selection):
    exhibit = make_lanes(dossier, pd.DataFrame(), selection)
    within = dossier.events[dossier.events["date"].between("2015-01-01", "2019-12-31")]
    (trace,) = exhibit.picture.to_dict()["data"]
    assert sorted(event for (event,) in trace["customdata"]) == sorted(within["event"])
    assert sorted(exhibit.table.rows["event"]) == sorted(within["event"])
    assert exhibit.title == f"{len(within)} events, 2015 to 2019"


def test_a_kind_leaves_only_its_own_events(dossier, selection):
    shown = make_lanes(dossier, pd.DataFrame(), selection, kinds=("summit", "visit")).table.rows
    assert set(shown["kind"]) == {"summit", "visit"}


def test_the_chosen_event_is_marked_and_named_with_its_day(small):
    exhibit = draw(small, event="b")
    assert {event for event, symbol in list_marks(exhibit).items() if symbol.startswith("diamond")} == {"b"}
    assert exhibit.title == "Talks, 3 February 2020: one of 4 events"
    assert draw(small, event="c").title == "Planned talks, May 2021: one of 4 events"


def test_the_note_explains_numbers_and_hollow_marks_where_there_are_any(small):
    assert draw(small).note == "Numbers count meetings. Hollow: announced only."
    bare = replace(small, events=small.events.assign(meeting=""), reference=replace(small.reference, planned=""))
    assert draw(bare).note == ""
    assert [event for event, symbol in list_marks(draw(small)).items() if symbol.endswith("-open")] == ["c"]


def test_the_alternative_text_counts_the_events_of_each_lane(dossier, selection):
    exhibit = make_lanes(dossier, pd.DataFrame(), selection)
    for lane, count in Counter(exhibit.table.rows["lane"]).items():
        assert f"{lane} ({count})" in exhibit.alternative
    assert exhibit.alternative.startswith(f"{exhibit.title}. ")


def test_the_table_claims_no_day_where_the_month_alone_is_known(small):
    rows = draw(small).table.shown.set_index("event")
    assert rows["when"].to_dict() == {"a": "3 February 2020", "b": "3 February 2020", "c": "May 2021", "d": "30 November 2022"}  # fmt: skip
    assert "date" not in rows


def test_dates_without_an_event_say_what_can_be_done(small):
    chosen = replace(default_selection(small.codebook), first=date(2020, 6, 1), last=date(2020, 12, 31))
    empty = make_lanes(small, pd.DataFrame(), chosen)
    assert (empty.title, empty.sentences, empty.picture) == (NO_EVENT, (NO_EVENTS,), None)
    assert (offer_events(small, chosen).labels, offer_events(small, chosen).first) == ({}, "")


def test_a_dossier_without_events_table_has_none_to_choose(tmp_path):
    bare = load_dossier(makers.write_dossier(tmp_path / "bare"))
    assert offer_events(bare, default_selection(bare.codebook)).labels == {}
    assert draw(bare).picture is None


def test_two_events_of_one_day_and_title_are_two_choices(small):
    labels = offer_events(small, default_selection(small.codebook)).labels
    assert list(labels.items())[:2] == [("a", "3 February 2020: Talks (a)"), ("b", "3 February 2020: Talks (b)")]
    assert labels["c"] == "May 2021: Planned talks"


@pytest.mark.parametrize(
    ("kinds", "days", "first"), [((), 0, "a"), (("visit",), 0, "d"), (("visit",), 90, "c"), (("visit",), 900, "d")]
)
def test_it_begins_with_the_last_meeting_else_event_that_leaves_the_days_after_it(kinds, days, first, small):
    assert offer_events(small, default_selection(small.codebook), kinds=kinds, days=days).first == first


def test_the_shipped_dossier_begins_with_its_last_numbered_meeting_in_reach(dossier, selection):
    known = dossier.events[(dossier.events["meeting"] != "") & (dossier.events["date"] <= "2019-07-04")].iloc[-1]
    choices = offer_events(dossier, selection, days=180)
    assert choices.first == known["event"]
    assert choices.labels[choices.first] == f"{format_when(known['date'], 'day')}: {known['title']}"


def test_the_sources_of_an_event_are_those_of_the_table_addresses_and_names(small):
    shown = make_event(small, pd.DataFrame(), default_selection(small.codebook), event="a")
    rows = shown.table.rows.set_index("source")
    assert list(rows.index) == ["gazette", "https://example.org/x", "heard"]
    assert rows.loc["gazette", "publisher"] == "gazette"
    assert rows.loc["https://example.org/x", ["title", "url"]].tolist() == ["example.org", "https://example.org/x"]
    assert rows.loc["heard", "url"] == ""
    none = make_event(small, pd.DataFrame(), default_selection(small.codebook), event="b")
    assert none.table.rows.empty


def test_each_shipped_event_has_its_summary_and_its_sources(dossier, selection):
    known = dossier.sources.set_index("source")["url"]
    for event in dossier.events.tail(8).to_dict("records"):
        shown = make_event(dossier, pd.DataFrame(), selection, event=event["event"])
        assert shown.sentences == (event["summary"],)
        expected = [known.get(one, one if one.startswith("http") else "") for one in event["sources"].split(" ; ")]
        assert shown.table.rows["url"].tolist() == expected
