"""A reader's own events beside the dossier's: shown, followed like any other, never stored."""

from functools import partial

import pytest

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
