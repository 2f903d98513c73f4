"""A reader's own events beside the dossier's: checked, shown, followed like any other, never stored."""

import pandas as pd
import pytest

from stance.errors import DataError
from stance.ui.pages.events.own_events import read_events

from .conftest import read_markdown

OWN = "event,date,title,kind,meeting\nmy-talk,2018-03-01,My talk,lecture,\nmy-round,2017-05-05,My round,lecture,7\n"


def test_own_events_stand_among_those_of_the_dossier_in_order_of_date(dossier):
    events = read_events(OWN.encode(), "mine.csv", dossier)
    assert len(events) == len(dossier.events) + 2
    assert events["date"].is_monotonic_increasing
    own = events.set_index("event").loc["my-round"]
    assert (own["date"], own["kind"], own["meeting"], own["sources"]) == (
        pd.Timestamp("2017-05-05"),
        "lecture",
        "7",
        "",
    )


def test_an_event_with_an_id_of_the_dossier_is_refused(dossier):
    taken = dossier.events["event"].iloc[40]
    with pytest.raises(DataError, match="is an event of the dossier. Give yours another id"):
        read_events(f"event,date,title\n{taken},2018-03-01,Moved\n".encode(), "mine.csv", dossier)


def test_own_events_are_marked_as_such(dossier):
    events = read_events(OWN.encode(), "mine.csv", dossier).set_index("event")
    assert events.loc["my-talk", "title"] == "My talk (your own event)"
    assert not events.loc[dossier.events["event"], "title"].str.contains("your own").any()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("event,date,title\na,2018-13-01,T\n", "mine.csv, row 2, date: '2018-13-01' is not a date."),
        ("event,date\na,2018-01-01\n", "mine.csv, row 1, title: is missing."),
        ("event,date,title\na,2018-01-01,T\na,2018-01-02,U\n", "mine.csv, row 3, event: 'a' stands already in row 2."),
        ("event;date;title\na;2018-01-01;T\n", "mine.csv, row 1: 'event;date;title' is one column."),
        ("", "mine.csv, row 1: is empty."),
    ],
)
def test_faults_are_sentences_with_file_row_column_and_remedy(content, sentence, dossier):
    with pytest.raises(DataError) as caught:
        read_events(content.encode(), "mine.csv", dossier)
    assert sentence in str(caught.value)


def test_an_uploaded_event_can_be_chosen_and_followed(open_page):
    view = open_page("events")
    view.app.get("file_uploader")[0].upload("mine.csv", OWN.encode(), "text/csv").run()
    view.check_runs()
    drawn = [event for (event,) in view.charts["lanes"]["data"][0]["customdata"]]
    assert {"my-talk", "my-round"} <= set(drawn)
    view.app.selectbox(key="event").set_value("my-talk").run()
    view.check_runs()
    assert read_markdown(view.title).startswith("What followed: My talk (your own event), 1 March 2018")
    assert "followed by:" in view.texts


def test_a_faulty_table_is_refused_as_a_whole_and_the_dossiers_events_stay(open_page):
    view = open_page("events")
    before = view.charts["lanes"]["data"][0]["customdata"]
    content = b"event,date,title\ngood,2018-01-01,T\nbad,soon,U\n"
    view.app.get("file_uploader")[0].upload("mine.csv", content, "text/csv").run()
    view.check_runs()
    assert "mine.csv, row 3, date: 'soon' is not a date" in " ".join(view.errors)
    assert view.charts["lanes"]["data"][0]["customdata"] == before
