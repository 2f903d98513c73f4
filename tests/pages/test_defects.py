"""A defect on a page: an error id and what to do, never a traceback; the rest of the page stands."""

import re

DEFECT = r"error id ([0-9a-f]{8})"


def _break(monkeypatch, name: str) -> None:
    def fail(*_, **__):
        raise KeyError("pasted words of a visitor")

    monkeypatch.setattr(name, fail)


def _take_defects(heard) -> list:
    taken = list(heard.defects)
    heard.defects.clear()
    return taken


def _shown(view) -> str:
    return "\n".join([view.texts, *view.messages, *(problem.message for problem in view.app.exception)])


def test_an_unexpected_error_shows_its_id_and_what_to_do_and_no_traceback(open_page, heard, monkeypatch):
    _break(monkeypatch, "stance.ui.pages.overview.show_share")
    view = open_page()
    (defect,) = _take_defects(heard)
    (message,) = view.errors
    assert re.findall(DEFECT, message.replace("*", "")) == [defect.id]
    assert "Load the page again" in message
    assert isinstance(defect.error, KeyError)
    assert (defect.page, heard.runs[-1].status) == ("Overview", "failed")
    assert view.title
    for secret in ("KeyError", "Traceback", "pasted words", "overview.py"):
        assert secret not in _shown(view)


def test_a_part_that_fails_leaves_the_parts_after_it(open_page, heard, monkeypatch):
    _break(monkeypatch, "stance.ui.parts.evidence.fetch_cards")
    view = open_page("positions")
    (defect,) = _take_defects(heard)
    (message,) = view.errors
    assert defect.id in message
    assert view.charts
    assert "Share, cite, download" in [box.label for box in view.app.expander]


def test_a_defect_is_told_of_every_time_under_a_new_id(open_page, heard, monkeypatch):
    _break(monkeypatch, "stance.ui.pages.overview.show_share")
    view = open_page()
    view.app.run()
    first, second = _take_defects(heard)
    assert first.id != second.id
    assert first.session == second.session
