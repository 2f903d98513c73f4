"""A codebook from a form is read back without loss, and its faults are those of any codebook."""

from datetime import date

import makers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.bringing.codebooks import CodebookForm, copy_codebook, offer_codebooks, quote, read_codebook, write_codebook
from stance.errors import CodebookError

FORM = CodebookForm(
    'Talks about "water"',
    date(2020, 1, 1),
    date(2022, 12, 31),
    sides=[("north", "The North", "minus"), ("", "Süd & Ost", "plus"), ("", "Guests", "")],
    topics=[("fund", "Fund", "A new fund?", "No", "Yes"), ("", "Квота воды", "How much?", "Less", "More")],
    levels=(1, 0, -1),
    level_rules={("fund", 1): "wants a fund\nor money", ("квота-воды", -1): "less"},
    rules=["Code what is said.", "Silence is blank."],
    places="Both rivers",
    coded_by="One person",
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_form_is_read_back_without_loss():
    book = read_codebook(write_codebook(FORM))
    assert (book.title, book.places, book.coded_by) == ('Talks about "water"', "Both rivers", "One person")
    assert book.period == (FORM.first, FORM.last)
    assert [(side.id, side.title, side.pole) for side in book.sides] == [
        ("north", "The North", "minus"),
        ("süd-ost", "Süd & Ost", "plus"),
        ("guests", "Guests", ""),
    ]
    fund, quota = book.topics
    assert (fund.question, fund.minus, fund.plus, fund.codes) == ("A new fund?", "No", "Yes", (-1, 0, 1))
    assert [level.rule for level in fund.levels] == ["", "", "wants a fund\nor money"]
    assert (quota.id, quota.levels[0].rule) == ("квота-воды", "less")
    assert book.coding_rules == tuple(FORM.rules)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_survives(title, question, rule):
    topic = ("t", "x" + title, "x" + question, "a" + rule, "b" + title)
    form = CodebookForm(
        "x" + title, date(2020, 1, 1), date(2021, 1, 1), topics=[topic], level_rules={("t", 0): rule}, rules=[rule]
    )
    book = read_codebook(write_codebook(form))
    assert (book.title, book.topics[0].question, book.topics[0].minus) == ("x" + title, "x" + question, "a" + rule)
    assert (book.topics[0].levels[2].rule, book.coding_rules) == (rule, (rule,))


def test_what_cannot_be_written_in_utf_8_becomes_a_question_mark():
    assert quote("a\ud800b") == '"a?b"'


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "title: is missing or not a text"),
        ({"topics": []}, "topic: is missing. Describe at least one topic"),
        ({"topics": [("date", "Date", "q", "a", "b")]}, "'date' is the name of a column that the program uses"),
        ({"topics": [("t", "T", "", "a", "b")]}, "topic t, question: is missing"),
        ({"levels": (1,)}, "are not two or more different whole numbers"),
        ({"first": date(2023, 1, 1)}, "is not two dates in order"),
        ({"sides": [("a", "A", "left")]}, "'left' is not known. Use 'minus', 'plus'"),
        ({"sides": [("a", "A", ""), ("a", "B", "")]}, "side, id: 'a' stands twice"),
    ],
)
def test_a_fault_of_a_form_is_a_sentence(change, sentence):
    values = {name: getattr(FORM, name) for name in ("title", "first", "last", "sides", "topics", "levels")}
    with pytest.raises(CodebookError) as caught:
        write_codebook(CodebookForm(**{**values, **change}))
    assert sentence in str(caught.value)


def test_the_codebooks_at_hand_are_offered_by_title_and_can_be_copied(tmp_path, monkeypatch):
    for name in ("one", "two"):
        makers.write_dossier(tmp_path / name)
    makers.write_dossier(tmp_path / "broken", "title =")
    monkeypatch.setenv("STANCE_DATA", str(tmp_path))
    offered = offer_codebooks()
    assert {"Small talks", "Small talks (two)"} <= set(offered)
    assert tmp_path / "broken" not in offered.values()
    assert read_codebook(copy_codebook(offered["Small talks (two)"])).title == "Small talks"
