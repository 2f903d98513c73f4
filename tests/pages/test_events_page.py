"""The Events page: it runs, its pickers and links work, only the open tab is made, what is missing is said."""

import pandas as pd
import pytest
from streamlit.runtime.scriptrunner import script_runner

from stance.formats import format_when

from . import builders
from .conftest import View, _run_main, read_markdown


@pytest.fixture(scope="module")
def opened() -> View:
    """The page as it opens, drawn once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(script_runner, "_mpa_v1", _run_main)
        return View("events", {})


@pytest.fixture(scope="module")
def first(dossier) -> pd.Series:
    """The event that the page opens with: the last numbered meeting with 180 days of the period after it."""
    return dossier.events[(dossier.events["meeting"] != "") & (dossier.events["date"] <= "2019-07-04")].iloc[-1]


def label(event: pd.Series) -> str:
    return f"{format_when(event['date'], event['date_precision'])}: {event['title']}"


def test_it_opens_with_the_last_meeting_in_reach_and_what_followed_it(opened, first):
    opened.check_runs()
    assert read_markdown(opened.title) == f"What followed: {first['title']}, {format_when(first['date'], 'day')}"
    assert read_markdown(opened.texts).count(", followed by:") == 3
    assert "“Followed by” is not “caused by”" in opened.texts
    assert len(opened.frame("line", "rank")) == 6
    assert opened.cards
    (trace,) = opened.charts["lanes"]["data"]
    assert trace["customdata"][trace["marker"]["size"].index(16)] == [first["event"]]


def test_the_event_has_its_summary_its_sources_and_the_figures_beside_it(opened, first, dossier):
    assert first["summary"] in opened.texts
    assert "Sources of the event: <a href=" in opened.html
    assert f"({len(dossier.figures)}, the nearest in time first)" in opened.texts
    (strip,) = [part for part in opened.html.split("\n") if 'class="strip"' in part]
    assert strip.count('<div class="box">') == strip.count("Source: ") == len(dossier.figures)


def test_only_the_open_tab_is_made_and_closed_boxes_hold_nothing(opened):
    tabs = {tab.label: tab for tab in opened.app.tabs}
    assert len(tabs["What followed"].dataframe) == 1
    for title in ("What was said", "Answers", "Texts and rules"):
        assert not [*tabs[title].markdown, *tabs[title].dataframe, *tabs[title].expander]
    (box,) = [box for box in opened.app.expander if box.label == "The events as a table"]
    assert not box.dataframe


def test_a_link_restores_event_window_kinds_lines_and_tab(open_page, dossier):
    event = dossier.events[(dossier.events["date"] == "2019-01-22") & (dossier.events["meeting"] != "")].iloc[0]
    choices = {"event_days": "90", "event_kind": event["kind"], "by": "Actors", "actor": "Shinzo Abe"}
    view = open_page("events", event=label(event), **choices)
    view.check_runs()
    assert read_markdown(view.title).startswith(f"What followed: {event['title']}, 22 January 2019")
    assert "22 January 2019 to 21 April 2019" in view.texts
    (trace,) = view.charts["lanes"]["data"]
    kinds = dossier.events.set_index("event").loc[[one for (one,) in trace["customdata"]], "kind"]
    assert set(kinds) == {event["kind"]}
    assert set(view.frame("line", "rank")["line"]) == {"Shinzo Abe"}
    assert view.warnings == []


def test_an_id_of_an_event_in_a_link_is_understood_and_one_that_is_gone_is_said(open_page, first):
    view = open_page("events", event="2019-01-abe-putin-25-moscow", around="What was said")
    view.check_runs()
    assert read_markdown(view.title).startswith("What was said around: ")
    assert read_markdown(view.title).endswith(", 22 January 2019")
    lost = open_page("events", event="2 May 1999: No such talks", around="What was said")
    assert "“2 May 1999: No such talks” is not among the choices here" in " ".join(lost.warnings)
    assert lost.app.selectbox(key="event").value == first["event"]


def test_another_event_is_chosen_and_what_was_said_around_it_opens_in_full(open_page, dossier):
    view = open_page("events", around="What was said")
    event = dossier.events[dossier.events["date"] == "2018-11-14"].iloc[0]
    view.app.selectbox(key="event").set_value(event["event"]).run()
    view.check_runs()
    assert event["title"] in read_markdown(view.title)
    row = view.frame("venue", "text").iloc[1]
    view.choose_row("said_around", 1).check_runs()
    assert row["statement"] in view.html


def test_an_event_without_a_known_day_says_why_nothing_is_compared(open_page, dossier):
    events = dossier.events
    event = events[(events["date"] >= "2015-01-01") & (events["date_precision"] == "month")].iloc[0]
    view = open_page("events", event=label(event))
    view.check_runs()
    assert read_markdown(view.title) == f"What followed: {event['title']}, {event['date']:%B %Y}"
    assert "no day parts before from after" in " ".join(view.messages)
    assert view.cards == []


def test_a_dossier_without_events_says_what_to_add_and_shows_no_tab(data, open_page):
    builders.make_smallest(data)
    view = open_page("events")
    view.check_runs()
    assert read_markdown(view.title) == "No event in these dates"
    assert "events.csv" in " ".join(view.messages)
    assert [tab.label for tab in view.app.tabs] == []
    assert view.charts == {}


def test_the_events_of_another_dossier_work_with_and_without_figures(data, open_page):
    folder = builders.make_full(data)
    view = open_page("events")
    view.check_runs()
    assert view.charts["lanes"]["data"][0]["customdata"]
    assert "12.5 m3/s" in view.html
    assert "川新聞" in view.html
    (folder / "figures.csv").unlink()
    bare = open_page("events")
    bare.check_runs()
    assert "lanes" in bare.charts
    assert 'class="strip"' not in bare.html
