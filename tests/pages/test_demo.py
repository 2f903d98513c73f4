"""A public demo says so, takes less, forgets after a time, and its links carry its public address."""

import time

import pytest

from stance.limits import DEMO_PASTED_CHARACTERS, DEMO_UPLOAD_MB, OWN_MINUTES
from stance.ui.parts.own import FORGOTTEN, KEEPING, KEPT, NOTICE, USED

from .conftest import PAGES, View

OWN = b"event,date,title\nmy-talk,2018-03-01,My talk\n"
TEXT = "The treaty must be signed first, before any island is discussed."


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCE_DEMO", "1")


def _upload(view: View, content: bytes = OWN) -> View:
    view.app.get("file_uploader")[0].upload("mine.csv", content, "text/csv").run()
    view.check_runs()
    return view


def _drawn(view: View) -> set[str]:
    return {event for (event,) in view.charts["lanes"]["data"][0]["customdata"]}


def _leave(view: View, minutes: float) -> View:
    """Lets the page stand unused for so long, then runs it again."""
    view.app.session_state[USED] = time.monotonic() - minutes * 60
    view.app.run()
    view.check_runs()
    return view


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", ["overview", "score"])
def test_a_demo_says_above_every_page_that_it_is_one_and_what_it_keeps(page, open_page):
    assert page in PAGES
    assert [said for said in open_page(page).messages if said == NOTICE]


def test_what_is_no_demo_says_nothing_of_it_and_forgets_nothing(open_page):
    view = _leave(_upload(open_page("events")), 24 * 60)
    assert "my-talk" in _drawn(view)
    assert not {NOTICE, FORGOTTEN} & set(view.messages)
    assert KEEPING not in view.texts


@pytest.mark.usefixtures("demo")
def test_own_events_are_forgotten_after_the_time_without_use_and_the_page_says_so(open_page):
    view = _upload(open_page("events"))
    assert KEEPING in view.texts
    assert "my-talk" in _drawn(_leave(view, OWN_MINUTES.most - 1))
    assert FORGOTTEN not in view.messages
    _leave(view, OWN_MINUTES.most + 1)
    assert FORGOTTEN in view.messages and f"not used for {OWN_MINUTES.amount}" in FORGOTTEN
    assert "my-talk" not in _drawn(view)
    assert view.app.get("file_uploader")[0].value is None
    assert not [name for name in KEPT if name in view.app.session_state]
    assert "my-talk" in _drawn(_upload(view))
    assert FORGOTTEN not in view.messages


@pytest.mark.usefixtures("demo")
def test_a_pasted_text_and_its_reading_are_forgotten_on_any_page(open_page):
    view = open_page("score").score(TEXT)
    assert KEEPING in view.texts
    assert "_own_statement" in view.app.session_state
    view.turn_to("overview")
    _leave(view, OWN_MINUTES.most + 1)
    assert FORGOTTEN in view.messages
    assert "_own_statement" not in view.app.session_state
    assert view.turn_to("score").app.text_area(key="own_text").value == ""


@pytest.mark.usefixtures("demo")
def test_a_text_that_stands_on_the_page_is_forgotten_too(open_page):
    view = open_page("score").score(TEXT)
    _leave(view, OWN_MINUTES.most + 1)
    assert view.app.text_area(key="own_text").value == ""
    assert "Paste a statement above and choose Score." in view.messages


@pytest.mark.usefixtures("demo")
def test_a_demo_takes_smaller_tables_and_shorter_texts(open_page):
    view = open_page("events")
    (box,) = view.app.get("file_uploader")
    assert box.proto.max_upload_size_mb == DEMO_UPLOAD_MB.most == 1
    _upload(view, OWN + b"\n" * (DEMO_UPLOAD_MB.most * 1024 * 1024))
    assert f"mine.csv: is larger than {DEMO_UPLOAD_MB.amount}. Split the table." in " ".join(view.errors)
    view = open_page("score").score("a " * (DEMO_PASTED_CHARACTERS.most // 2 + 1))
    assert view.errors == ["The text has 2001 characters; the limit is 2000 characters. Paste one point."]
    view.score(f"{TEXT} " * 20)
    assert view.errors == []


def _share(view: View, part: str = "Link") -> View:
    view.app.session_state["share"] = True
    view.app.run()
    if part != "Link":
        view.app.button_group(key="share_part").set_value(part).run()
    view.check_runs()
    return view


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Lets pages think that the reader's browser is at an address."""
    from streamlit.runtime.context import ContextProxy

    return lambda address: monkeypatch.setattr(ContextProxy, "url", property(lambda _: address))


def test_links_and_citations_carry_the_public_address(open_page, at, monkeypatch):
    at("http://localhost:8501/positions")
    monkeypatch.setenv("STANCE_PUBLIC_URL", "https://stance.example.org/talks/")
    view = _share(open_page("positions", topic="Security"))
    assert view.app.code[0].value.startswith("https://stance.example.org/talks/positions?topic=Security&data=")
    cited = _share(view, "Citation").app.code[0].value
    assert "https://stance.example.org/talks/positions?topic=Security" in cited
    assert "localhost" not in cited and "works" not in cited + view.texts


def test_a_local_address_is_said_to_be_local_in_link_and_citation(open_page, at):
    at("http://localhost:8501/positions")
    view = _share(open_page("positions", topic="Security"))
    assert view.app.code[0].value.startswith("http://localhost:8501/positions?topic=Security&data=")
    assert "This link works on this machine only." in view.texts
    assert "(this link works on this machine only; accessed " in _share(view, "Citation").app.code[0].value


@pytest.mark.parametrize(("name", "value"), [("STANCE_DEMO", "perhaps"), ("STANCE_PUBLIC_URL", "example.org")])
def test_settings_that_cannot_be_used_are_one_sentence_on_the_page(name, value, open_page, monkeypatch):
    monkeypatch.setenv(name, value)
    (said,) = open_page().errors
    assert said.startswith(f"{name} is '{value}'")
