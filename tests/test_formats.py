"""How numbers, counts and days are written, and that no text becomes Markdown."""

import re

import pytest

from stance.formats import escape_markdown, format_count, format_number


@pytest.mark.parametrize(
    ("value", "text"), [(1.26, "+1.3"), (-1.26, "−1.3"), (0.0, "0.0"), (-0.04, "0.0"), (float("nan"), "n/a")]
)
def test_numbers_have_a_sign_and_zero_has_none(value, text):
    assert format_number(value) == text


def test_one_statement_and_two_statements():
    assert (format_count(1, "statement"), format_count(1204, "statement")) == ("1 statement", "1,204 statements")


def test_nothing_that_markdown_reads_survives_escaping():
    hostile = "![x](http://e.example/q.png) $a$ :red[b] <b> `c` # d | e ~f~ *g* _h_"
    escaped = escape_markdown(hostile)
    assert re.sub(r"\\(.)", r"\1", escaped) == hostile
    assert not re.search(r"(?<!\\)[`*_{}\[\]()#|<>$:~!]", escaped)
