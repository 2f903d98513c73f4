"""A search: whole words, beginnings, phrases, in any script; nothing that a reader types is read as a pattern."""

import pytest

from stance.estimates.searching import Asked, fold, read_search


def holds(text: str, words: str) -> bool:
    return all(one.pattern.search(fold(text)) for one in read_search(words))


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("The treaty of 1956", "TREATY", True),
        ("The treaties of 1956", "treat", False),
        ("The treaties of 1956", "treat*", True),
        ("Entreaties were made", "treat*", False),
        ("The treaty on peace", '"peace treaty"', False),
        ("A peace  treaty", '"peace treaty"', True),
        ("A peace treaty", "“Peace Treaty”", True),
        ("A peace treaty", '"peace treat"', False),
        ("A peace treaty, signed", '"peace treaty', True),
        ("A peace-treaty", "peace treaty", True),
        ("The minister’s word", "minister's", True),
        ("treaty of peace", "peace treaty", True),
        ("treaty of peace", "peace war", False),
        ("北方領土問題について", "領土", True),
        ("О мирном договоре", "мирном", True),
        ("О мирном договоре", "мир", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("5 * 3", "*", True),
        ("anything", ' "" ', True),
        ("anything", '"', True),
        ("snake_case", "snake", False),
    ],
)
def test_a_text_holds_what_is_asked(text, words, held):
    assert holds(text, words) is held


def test_what_is_asked_is_read_in_its_order_and_each_once():
    assert read_search('Treat* "Peace  treaty" 1956 treat*') == (
        Asked("treat", open=True),
        Asked("peace treaty", phrase=True),
        Asked("1956"),
    )
    assert read_search('  "" ') == ()
