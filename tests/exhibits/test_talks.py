"""What the dossier tells beside the numbers: answers, texts, standing rules."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from stance.dossier.reference import Answer
from stance.estimates.selection import default_selection
from stance.estimates.terms import match_words
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.talks import make_answers, make_texts
from stance.formats import format_day, format_when

NOTHING = pd.DataFrame()


@pytest.fixture(scope="module")
def texts(dossier, selection) -> dict[str, Exhibit]:
    return {panel.key: panel for panel in make_texts(dossier, NOTHING, selection).panels}


def ids(exhibit: Exhibit) -> list[str]:
    return exhibit.table.rows["statement"].tolist()


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def test_every_event_of_a_theme_stands_with_its_answers_or_says_that_there_is_none(dossier, selection):
    themes = list(dict.fromkeys(answer.theme for answer in dossier.reference.answer))
    assert len(themes) == 4
    events, silent = dossier.events.set_index("event"), 0
    for theme in themes:
        answers = sorted((a for a in dossier.reference.answer if a.theme == theme), key=lambda a: a.event)
        exhibit = make_answers(dossier, NOTHING, selection, theme=theme)
        assert exhibit.title == f"Answers: {theme}"
        answered = sum(bool(answer.statements) for answer in answers)
        said = f"{theme}: {len(answers)} events, {answered} with an answer in the record"
        assert exhibit.sentences[0].startswith(said)
        assert len(exhibit.panels) == len(answers)
        for panel, answer in zip(exhibit.panels, answers, strict=True):
            event = events.loc[answer.event]
            found = count(len(answer.statements), "answer") if answer.statements else "no answer in the record"
            day = format_when(event["date"], event["date_precision"])
            assert panel.title == f"{day}: {event['title']} ({found})"
            assert panel.sentences == (event["summary"],)
            assert ids(panel) == list(answer.statements)
            silent += not answer.statements
    assert silent


def test_answers_stand_in_the_order_of_the_reference(dossier, selection):
    two = tuple(dossier.statements["statement"].iloc[[9, 3]])
    reference = replace(dossier.reference, answer=(Answer(dossier.events["event"].iloc[0], "Theme", two),))
    (panel,) = make_answers(replace(dossier, reference=reference), NOTHING, selection).panels
    assert ids(panel) == list(two)


def test_both_readings_of_a_text_stand_with_their_statements(texts, dossier):
    for text in dossier.reference.text:
        panel = texts[f"cites_{text.id}"]
        assert (panel.title, panel.sentences) == (text.title, (text.summary,))
        assert len({reading.side for reading in text.reading}) == len(text.reading) >= 2
        for shown, reading in zip(panel.panels, text.reading, strict=True):
            assert shown.title == f"As {dossier.codebook.side(reading.side).title} reads it"
            assert shown.sentences == (reading.reading,)
            assert ids(shown) == list(reading.statements)
            assert shown.table.about == f"{count(len(reading.statements), 'statement')} that say so"


def test_the_statements_that_cite_a_text_are_those_with_its_words(texts, dossier):
    for text in dossier.reference.text:
        cited = dossier.statements[match_words(dossier.statements, text.words)]
        words = "|".join(rf"\b{re.escape(word)}\b" for word in text.words)
        plain = dossier.statements["text"].str.contains(words, case=False)
        table = texts[f"cites_{text.id}"].table
        assert set(dossier.statements.loc[plain, "statement"]) <= set(table.rows["statement"])
        assert table.rows["statement"].tolist() == cited["statement"].tolist()
        assert table.about.startswith(f"{count(len(cited), 'statement')} with “{text.words[0]}”")
        sides = cited["side"].value_counts()
        assert all(f"{n} of {dossier.codebook.side(side).title}" in table.about for side, n in sides.items())


def test_a_rule_counts_the_codes_that_restate_it_and_those_that_leave_it(texts, dossier):
    assert len(dossier.reference.standing_rules) == 4
    for rule in dossier.reference.standing_rules:
        panel, side = texts[f"rule_{rule.id}"], dossier.codebook.side(rule.side).title
        own = dossier.statements[dossier.statements["side"] == rule.side].dropna(subset=rule.topic)
        restate = own[own[rule.topic] == rule.code]
        leave = own[own[rule.topic].map(lambda code, rule=rule: code < 0 if rule.code > 0 else code > 0)]
        assert len(restate)
        parts = {"restate": restate, "leave": leave}
        for name, rows in parts.items():
            assert panel.extra[f"{name}_{rule.id}"].rows["statement"].tolist() == rows["statement"].tolist()[::-1]
            assert panel.extra[f"{name}_{rule.id}"].about.startswith(f"{count(len(rows), 'coded statement')} ")
        said = panel.sentences[1]
        assert said.startswith(
            f"Of {len(own)} coded statements of {side} on the topic, {len(restate)} restate it (last on "
        )
        assert f"(last on {format_day(restate['date'].max())})" in said
        wanted = rf"\b{len(leave)} [^()]*\(last on {format_day(leave['date'].max())}\)" if len(leave) else " and none "
        assert re.search(wanted, said)


def test_rules_of_a_side_or_topic_that_is_switched_off_are_left_out(dossier, selection):
    narrow = replace(selection, sides=("japan",), topics=("sovereignty",))
    shown = {panel.key for panel in make_texts(dossier, NOTHING, narrow).panels if panel.key.startswith("rule_")}
    rules = dossier.reference.standing_rules
    assert shown == {f"rule_{rule.id}" for rule in rules if (rule.side, rule.topic) == ("japan", "sovereignty")}
    assert shown


@pytest.mark.parametrize(
    ("make", "what"), [(make_answers, "answers to events"), (make_texts, "texts and standing rules")]
)
def test_what_a_dossier_does_not_have_is_said_with_where_to_add_it(make, what, talks):
    exhibit = make(talks, NOTHING, default_selection(talks.codebook))
    missing = f"This dossier has no {what}: reference.toml lists them (see docs/dossier.md)."
    assert (exhibit.sentences, exhibit.panels) == ((missing,), ())
