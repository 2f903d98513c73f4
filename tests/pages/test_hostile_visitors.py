"""What a visitor may send to bring a page down: each is answered with a sentence, and the page goes on."""

import pytest

from stance.exhibits.own_statement import make_own_statement
from stance.limits import PASTED_CHARACTERS

from .conftest import View

OWN = b"event,date,title,kind\nmy-talk,2018-03-01,My talk,lecture\nmy-round,2017-05-05,My round,lecture\n"


def _upload(view: View, content: bytes) -> View:
    view.app.get("file_uploader")[0].upload("mine.csv", content, "text/csv").run()
    view.check_runs()
    return view


def test_a_10_mb_paste_is_refused_with_a_sentence_and_is_not_scored(open_page, monkeypatch):
    read: list[str] = []

    def make(dossier, classifier, text, *about, **options):
        read.append(text)
        return make_own_statement(dossier, classifier, text, *about, **options)

    monkeypatch.setattr("stance.ui.pages.score.one.make_own_statement", make)
    view = open_page("score")
    view.app.text_area(key="own_text").set_value("water " * 1_700_000)
    (button,) = view.app.button
    button.click().run()
    view.check_runs()
    assert view.errors == [
        f"The text has 10,199,999 characters; the limit is {PASTED_CHARACTERS.amount}. Paste one point."
    ]
    assert read == [""]


def test_10_000_url_parameters_open_the_page(open_page):
    view = open_page("overview", **{f"p{number}": "x" for number in range(10_000)})
    view.check_runs()
    assert len([key for key in view.charts if key.startswith("chart_")]) == 3


def test_as_many_url_parameters_as_are_read_are_told_in_one_sentence(open_page):
    view = open_page("overview", **{f"p{number}": "x" for number in range(900)})
    view.check_runs()
    assert view.warnings == ["The link names 'p0', 'p1', 'p2', and 897 more names, which are no filters here."]


def test_url_parameters_of_400_000_signs_are_told_short(open_page):
    view = open_page("overview", topic="x" * 200_000, actor="y" * 200_000)
    view.check_runs()
    assert view.warnings and max(map(len, view.warnings)) < 1_000


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (OWN.index(b"-05-05,My round"), "row 3: has 2 cells where the header has 4"),
        (OWN.index(b",lecture\nmy-round"), "row 2: has 3 cells where the header has 4"),
        (len(b"event,date"), "row 1, title: is missing. Add the column"),
    ],
)
def test_half_a_file_is_refused_with_the_row_where_it_ends(end, said, open_page):
    view = _upload(open_page("events"), OWN[:end])
    assert said in " ".join(view.errors)
