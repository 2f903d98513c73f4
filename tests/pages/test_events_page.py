"""The Events page: lanes, a chosen event, and what followed it."""

import pandas as pd
import pytest

from stance.estimates.aftermath import estimate_aftermath
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection, select_scored

from . import builders
from .conftest import read_markdown

MOSCOW = "22 January 2019"


def _open_meeting(open_page, dossier, **query):
    event = dossier.events[(dossier.events["date"] == "2019-01-22") & (dossier.events["meeting"] != "")].iloc[0]
    return event, open_page("events", event=f"{MOSCOW}: {event['title']}", **query)


def test_the_title_names_the_event_and_its_day(open_page, dossier):
    event, view = _open_meeting(open_page, dossier)
    view.check_runs()
    assert read_markdown(view.title) == f"What followed: {event['title']}, {MOSCOW}"


def test_every_event_of_the_dates_is_drawn_once_in_the_lane_of_its_kind(open_page, dossier):
    (trace,) = open_page("events").charts["lanes"]["data"]
    within = dossier.events[dossier.events["date"].between("2015-01-01", "2019-12-31")]
    assert sorted(event for (event,) in trace["customdata"]) == sorted(within["event"])


def test_a_kind_leaves_only_its_own_events(open_page, dossier):
    (trace,) = open_page("events", event_kind="summit").charts["lanes"]["data"]
    kinds = dossier.events.set_index("event").loc[[event for (event,) in trace["customdata"]], "kind"]
    assert set(kinds) == {"summit"}


@pytest.mark.parametrize("days", [90, 180])
def test_what_followed_is_the_change_around_the_day_with_its_rank(days, open_page, dossier, scores):
    event, view = _open_meeting(open_page, dossier, event_days=str(days))
    view.check_runs()
    scored, selection = score_statements(dossier, scores), default_selection(dossier.codebook)
    own = select_scored(scored, dossier, selection)
    period = (pd.Timestamp("2014-12-31"), pd.Timestamp("2019-12-31"))
    expected = estimate_aftermath(
        own, event["date"], days, period, by="side", rules=selection.rules, scale=(-2, 2), pool_from=scored
    )
    shown = view.frame("line", "rank")
    for name in ("change", "low", "high", "rank"):
        assert shown[name].tolist() == pytest.approx(expected[name].tolist(), nan_ok=True)
    assert shown["placebos"].tolist() == expected["placebos"].tolist()


def test_it_says_followed_by_and_never_caused_by(open_page):
    texts = open_page("events").texts
    assert "followed by:" in texts
    assert "“Followed by” is not “caused by”" in texts
    assert "led to" not in texts


def test_a_dossier_without_events_says_what_to_add(data, open_page):
    builders.make_smallest(data)
    view = open_page("events")
    view.check_runs()
    assert "events.csv" in " ".join(view.messages)


def test_the_events_of_another_dossier_work(data, open_page):
    builders.make_full(data)
    view = open_page("events")
    view.check_runs()
    assert view.charts["lanes"]["data"][0]["customdata"]
