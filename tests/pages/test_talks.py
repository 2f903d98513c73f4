"""The tabs Answers, and Texts and rules, of the Events page: boxes that open, statements in full, what is missing."""

from . import builders
from .conftest import View, read_markdown


def _open_boxes(view: View, *keys: str) -> View:
    """Opens the boxes with these keys, as a click on each does."""
    for key in keys:
        view.app.session_state[f"open_{key}"] = True
    view.app.run()
    view.check_runs()
    return view


def test_a_theme_of_a_link_lists_its_events_and_an_open_box_shows_the_answers(open_page, dossier):
    theme = list(dict.fromkeys(answer.theme for answer in dossier.reference.answer))[1]
    view = open_page("events", around="Answers", theme=theme)
    view.check_runs()
    assert read_markdown(view.title) == f"Answers: {theme}"
    own = [answer for answer in dossier.reference.answer if answer.theme == theme]
    boxes = [box for box in view.app.expander if "answer" in box.label]
    assert len(boxes) == len(own)
    assert view.cards == []
    answer = next(one for one in own if one.statements)
    event = dossier.events.set_index("event").loc[answer.event]
    _open_boxes(view, f"answer_{answer.event}")
    assert view.cards == list(answer.statements)
    assert event["summary"] in view.texts
    assert view.html.count("Sources of the event: ") == 2


def test_texts_and_rules_open_as_cards_and_as_lists_of_which_one_opens_in_full(open_page, dossier):
    view = open_page("events", around="Texts and rules")
    view.check_runs()
    assert view.cards == []
    assert list(view.app.dataframe) == []
    text, rule = dossier.reference.text[0], dossier.reference.standing_rules[0]
    reading = text.reading[0]
    heads = [read_markdown(head.value) for head in view.app.subheader]
    assert text.title in heads
    assert any(head.endswith(rule.title) for head in heads)
    side = dossier.codebook.side(reading.side).title
    assert f"**As {side} reads it.** {reading.reading}" in view.texts
    _open_boxes(view, f"reads_{text.id}_{reading.side}", f"restate_{rule.id}")
    assert view.cards == list(reading.statements)
    (table,) = view.app.dataframe
    assert table.key.startswith(f"restate_{rule.id}_")
    row = table.value.iloc[0]
    view.choose_row(f"restate_{rule.id}", 0).check_runs()
    assert row["statement"] in view.html.replace("".join(reading.statements), "")


def test_a_dossier_without_a_reference_says_what_is_missing(data, open_page):
    builders.make_full(data)
    for tab, what in (("Answers", "answers to events"), ("Texts and rules", "texts and standing rules")):
        view = open_page("events", around=tab)
        view.check_runs()
        assert f"This dossier has no {what}: reference.toml lists them (see docs/dossier.md)." in view.messages
