"""Each answer in docs/questions.md stands on the page that its link opens, word for word and figure for figure."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from .conftest import read_markdown

TEXT = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
QUESTIONS = {block.splitlines()[0]: block for block in TEXT.split("\n## ")[1:]}


def test_there_are_twelve_questions_numbered_in_order():
    assert [title.split(".")[0] for title in QUESTIONS] == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize("title", QUESTIONS)
def test_the_page_of_a_question_says_what_the_answer_quotes(title, open_page):
    (link,) = re.findall(r"^Page: \[[^]]+\]\((.*)\)$", QUESTIONS[title], re.MULTILINE)
    quotes = re.findall(r"^> (.+)$", QUESTIONS[title], re.MULTILINE)
    assert quotes
    view = open_page(urlsplit(link).path or "overview", **parse_qs(urlsplit(link).query))
    view.check_runs()
    assert view.errors == view.warnings == []
    heads = [read_markdown(part.value) for part in [*view.app.title, *view.app.subheader]]
    said = unescape("\n".join([*heads, view.texts]))
    assert [quote for quote in quotes if quote not in said] == []
