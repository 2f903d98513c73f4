"""Every limit has its message, and docs/limits.md lists them all."""

from stance.limits import DOCUMENT, LIMITS, Limit, complete_document


def test_the_document_lists_every_limit_as_the_code_has_it():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert complete_document(text) == text
    assert len(LIMITS) > 20
    assert all(one.amount in text for one in LIMITS)


def test_a_limit_says_how_much_there_is_and_how_much_may_be():
    limit = Limit("eggs", 12000, "eggs", "has {found}; the limit is {most}", "Sell some")
    assert limit.refuse(30000) == ("has 30,000 eggs; the limit is 12,000 eggs", "Sell some")
    assert limit.message == "has … eggs; the limit is 12,000 eggs. Sell some."
