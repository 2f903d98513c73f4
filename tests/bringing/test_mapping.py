"""Headers are taken for what they most likely mean, each once, and nothing is taken that could as well mean another thing."""

import makers
import pytest

from stance.bringing.codebooks import read_codebook
from stance.bringing.mapping import guess_columns, list_targets, list_words

TWO = read_codebook(makers.CODEBOOK + makers.TWO_SIDES)
ONE = read_codebook(makers.CODEBOOK)


def guess(*headers: str, codebook=TWO) -> dict[str, str]:
    return {target: header for target, header in guess_columns(headers, codebook).items() if header}


def test_our_own_headers_are_known():
    names = ["statement", "date", "actor", "source", "text", "side", "fund", "office", "venue", "speech", "url"]
    assert guess(*names) == {name: name for name in names}


@pytest.mark.parametrize(
    ("headers", "meant"),
    [
        (("When", "Speaker", "Quote", "Link"), {"date": "When", "actor": "Speaker", "text": "Quote", "url": "Link"}),
        (("DAY", "who?", "What was said", "URL"), {"date": "DAY", "actor": "who?", "text": "What was said", "url": "URL"}),
        (("Date of statement", "Said by", "Statement"), {"date": "Date of statement", "actor": "Said by", "text": "Statement"}),
        (("ID", "statement", "text"), {"statement": "statement", "text": "text"}),
        (("ID", "Statement"), {"statement": "ID", "text": "Statement"}),
        (("Text of the quote", "text, quote"), {"text": "text, quote"}),
        (("Spaeker", "Dtae of statement", "Publsher"), {"actor": "Spaeker", "date": "Dtae of statement", "publisher": "Publsher"}),
        (("Camp", "Outlet", "Headline"), {"side": "Camp", "publisher": "Outlet", "title": "Headline"}),
        (("Fund (-1 to 1)",), {"fund": "Fund (-1 to 1)"}),
        (("fund_code",), {"fund": "fund_code"}),
        (("actor", "full name"), {"actor": "actor", "name": "full name"}),
        (("full name",), {"actor": "full name"}),
        (("faults", "xyz", "Weather"), {}),
    ],
)  # fmt: skip
def test_a_header_is_taken_for_what_it_means(headers, meant):
    assert guess(*headers) == meant


def test_no_header_is_taken_twice_and_all_that_are_taken_are_there():
    headers = ["date", "day", "when", "quote", "text", "statement", "who", "speaker", "link", "url"]
    taken = [header for header in guess_columns(headers, TWO).values() if header]
    assert len(set(taken)) == len(taken)
    assert set(taken) <= set(headers)


def test_every_target_is_guessed_at_and_no_two_have_one_word_first():
    words = list_words(TWO)
    assert set(guess_columns([], TWO)) == set(words) == {target.name for target in list_targets(TWO)}
    firsts = [names[0] for names in words.values()]
    assert len(set(firsts)) == len(firsts)


def test_required_is_what_a_dossier_cannot_do_without():
    assert [target.name for target in list_targets(TWO) if target.required] == ["date", "actor", "text", "side"]
    assert [target.name for target in list_targets(ONE) if target.required] == ["date", "actor", "text"]


def test_topics_are_known_by_title_and_former_title_and_a_side_is_not_asked_for_where_there_is_none():
    text = makers.CODEBOOK.replace('id = "fund"', 'id = "fund"\ntitle = "Water fund"\naliases = ["Money"]')
    book = read_codebook(text)
    assert guess("Money", "Side", codebook=book) == {"fund": "Money"}
    assert guess("water FUND", codebook=book) == {"fund": "water FUND"}
