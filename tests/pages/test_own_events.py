"""A reader's own events beside the dossier's: shown, followed like any other, never stored."""

from functools import partial

import pytest

from stance.dossier.own_events import read_events
from stance.limits import PROBLEMS_SHOWN, UPLOAD_MB

from .conftest import View, read_markdown

OWN = "event,date,title,kind,meeting\nmy-talk,2018-03-01,My talk,lecture,\nmy-round,2017-05-05,My round,lecture,7\n"


def _upload(view: View, content: bytes) -> View:
    view.app.get("file_uploader")[0].upload("mine.csv", content, "text/csv").run()
    view.check_runs()
    return view


def _drawn(view: View) -> set[str]:
    return {event for (event,) in view.charts["lanes"]["data"][0]["customdata"]}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[partial]:
    """What the button of the archive would call; AppTest cannot press it."""
    calls: list[partial] = []

    def keep(function, *args, **named):
        calls.append(partial(function, *args, **named))
        return calls[-1]

    monkeypatch.setattr("stance.ui.parts.share.partial", keep)
    return calls


def test_an_uploaded_event_can_be_chosen_and_followed(open_page):
    view = _upload(open_page("events", event_days="365"), OWN.encode())
    assert {"my-talk", "my-round"} <= _drawn(view)
    view.app.selectbox(key="event").set_value("my-talk").run()
    view.check_runs()
    assert read_markdown(view.title) == "What followed: My talk (your own event), 1 March 2018"
    assert "followed by:" in view.texts
    assert len(view.frame("line", "rank")) == 6


def test_own_events_stay_in_their_session_and_out_of_what_is_shared(open_page, made):
    view = _upload(open_page("events", around="What was said"), OWN.encode())
    view.app.selectbox(key="event").set_value("my-talk").run()
    view.app.session_state["share"] = True
    view.app.run()
    view.app.button_group(key="share_part").set_value("Everything").run()
    view.check_runs()
    (*_, exhibits) = [call.keywords["exhibits"] for call in made]
    assert exhibits
    assert not any("your own" in one.title or "my-talk" in set(one.table.rows["event"]) for one in exhibits)
    assert not {"my-talk", "my-round"} & _drawn(open_page("events", around="What was said"))


def test_a_faulty_table_is_refused_as_a_whole_and_the_dossiers_events_stay(open_page):
    view = open_page("events", around="What was said")
    before = _drawn(view)
    _upload(view, b"event,date,title\ngood,2018-01-01,T\nbad,soon,U\n")
    assert "mine.csv, row 3, date: 'soon' is not a date" in " ".join(view.errors)
    assert _drawn(view) == before


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        (("2018-03-01",), []),
        (("2020-06-30",), ["1 of your 1 event lies outside the period of the dossier (1 January 2015 to 31 December 2019) and is"]),
        (("2018-03-01", "2014-12-31", "2020-01-01"), ["2 of your 3 events lie outside the period of the dossier"]),
    ],
)  # fmt: skip
def test_events_outside_the_period_are_counted(days, sentences, open_page):
    rows = "".join(f"mine-{number},{day},T\n" for number, day in enumerate(days))
    view = _upload(open_page("events"), f"event,date,title\n{rows}".encode())
    assert len(view.warnings) == len(sentences)
    assert all(sentence in said for sentence, said in zip(sentences, view.warnings, strict=True))


def test_events_outside_the_chosen_dates_alone_are_counted_apart(open_page):
    rows = "a,2018-03-01,T\nb,2016-05-05,T\nc,2016-06-06,T\nd,2022-01-01,T\n"
    view = _upload(open_page("events", dates=["Jan 2018", "Dec 2018"]), f"event,date,title\n{rows}".encode())
    period, chosen = view.warnings
    assert "1 of your 4 events lies outside the period of the dossier" in period
    assert (
        "2 of your 4 events lie outside the dates that are chosen at the side (1 January 2018 to 31 December" in chosen
    )


@pytest.mark.parametrize(
    ("day", "precision", "first", "last", "title"),
    [
        ("2018-12-31", "year", "1 January 2018", "31 December 2018", "2018"),
        ("2018-06-30", "month", "1 June 2018", "30 June 2018", "June 2018"),
        ("2018-06-01", "month", "1 June 2018", "30 June 2018", "June 2018"),
    ],
)
def test_an_own_event_known_to_its_month_or_year_covers_all_of_it(day, precision, first, last, title, open_page):
    rows = f"event,date,title,date_precision\nmine,{day},T,{precision}\n".encode()
    view = _upload(open_page("events", around="What was said"), rows)
    view.app.selectbox(key="event").set_value("mine").run()
    view.check_runs()
    assert read_markdown(view.title) == f"What was said around: T (your own event), {title}"
    assert f"{first} to {last}" in view.texts
    view = _upload(open_page("events", dates=["Jun 2018", "Aug 2018"]), rows)
    view.app.selectbox(key="event").set_value("mine").run()
    assert "Only the month or the year of this event is known" in " ".join(view.messages)
    assert view.warnings == []


def test_a_long_list_of_faults_is_cut_and_the_whole_of_it_is_a_file(open_page):
    rows = b"event,date,title\n" + b"a,b\n" * 40_000
    view = _upload(open_page("events"), rows)
    (message,) = view.errors
    assert message.startswith("2,001 problems to fix:")
    assert message.count("mine.csv, row") == PROBLEMS_SHOWN.most
    assert "… and 1801 problems more." in message
    assert "Download all 2,001 problems (CSV)" in [button.proto.label for button in view.app.get("download_button")]


def test_a_table_is_read_once_and_not_on_every_run(open_page, monkeypatch):
    calls = []
    module = "stance.ui.pages.events.own_events.read_events"
    monkeypatch.setattr(module, lambda *about: calls.append(about) or read_events(*about))
    for content in (OWN.encode(), b"event,date,title\nbad,soon,U\n"):
        view = _upload(open_page("events"), content)
        view.app.run()
        view.check_runs()
    assert [content for content, *_ in calls] == [OWN.encode(), b"event,date,title\nbad,soon,U\n"]
    assert len(view.errors) == 1


def test_the_box_takes_no_file_over_its_limit(open_page):
    (box,) = open_page("events").app.get("file_uploader")
    assert box.proto.max_upload_size_mb == UPLOAD_MB.most == 2
