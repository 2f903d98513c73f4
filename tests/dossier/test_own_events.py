"""A reader's own events beside the dossier's: checked, in one frame, marked as own."""

import makers
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.dossier.own_events import list_own, read_events
from stance.errors import DataError
from stance.limits import OWN_EVENTS, OWN_LINES, PROBLEMS_SHOWN, UPLOAD_MB

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
        ("event,date,title\n", "mine.csv: holds no event. Write a row for each under the header."),
        ("event,date,title\n,,\n , ,\n", "mine.csv: holds no event."),
        ("event,date\n", "mine.csv, row 1, title: is missing."),
    ],
)
def test_faults_are_sentences_with_file_row_column_and_remedy(content, sentence, dossier):
    with pytest.raises(DataError) as caught:
        read_events(content.encode(), "mine.csv", dossier)
    assert sentence in str(caught.value)


def test_a_table_of_more_rows_than_may_be_is_refused_with_the_faults_of_its_first_rows(dossier):
    def read(count: int, day: str) -> str:
        rows = "".join(f"a{number},{day},T\n" for number in range(count))
        with pytest.raises(DataError) as caught:
            read_events(f"event,date,title\n{rows}".encode(), "mine.csv", dossier)
        return str(caught.value)

    most = OWN_EVENTS.most
    assert f"mine.csv: has more than {most} rows. Split the table." in read(most + 1, "2018-01-01")
    said = read(most + 50, "soon")
    assert f"{most + 1:,} problems to fix" in said
    assert "row 2, date: 'soon' is not a date" in said
    assert len(said.splitlines()) == PROBLEMS_SHOWN.most + 2


def test_a_table_larger_than_may_be_is_refused_unread(dossier):
    with pytest.raises(DataError, match=f"mine.csv: is larger than {UPLOAD_MB.amount}. Split the table."):
        read_events(b"\n" * (UPLOAD_MB.most * 1024 * 1024 + 1), "mine.csv", dossier)


def test_as_many_rows_as_may_be_are_read(dossier):
    rows = "".join(f"a{number},2018-01-01,T\n" for number in range(OWN_EVENTS.most))
    events = read_events(f"event,date,title\n{rows}".encode(), "mine.csv", dossier)
    assert len(list_own(events, dossier)) == OWN_EVENTS.most


def test_columns_that_nothing_reads_are_left_out_on_both_sides(tmp_path):
    table = "event,date,title,organiser,level\na,2020-01-01,First,Ann,3\n"
    loaded = load_dossier(makers.write_dossier(tmp_path, events=table))
    events = read_events(b"event,date,title,weather\nb,2020-01-02,Mine,rain\n", "mine.csv", loaded)
    pd.testing.assert_series_equal(events.dtypes, loaded.events.dtypes)
    assert not {"organiser", "level", "weather"} & set(events)
    assert events.loc[1, ["kind", "sources"]].tolist() == ["event", ""]


def test_own_events_stand_alone_in_a_dossier_without_any(tmp_path):
    loaded = load_dossier(makers.write_dossier(tmp_path))
    events = read_events(OWN.encode(), "mine.csv", loaded)
    assert events["event"].tolist() == ["my-round", "my-talk"]


def test_a_table_of_more_lines_than_may_be_is_refused_before_it_is_read(dossier):
    with pytest.raises(DataError, match=f"mine.csv: has more than {OWN_LINES.amount}. Delete empty lines"):
        read_events(b"event,date,title\n" + b"\n" * 60_000, "mine.csv", dossier)
