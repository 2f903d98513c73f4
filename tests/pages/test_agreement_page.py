"""The Agreement page: it shows the exhibits of its open tab whatever the filters, and no name is read as markup."""

import csv
import re
from dataclasses import replace

import pytest

from stance.limits import CODERS

from . import builders
from .conftest import read_markdown

DIFFERENCES, CLASSIFIER = {"agreement": "Where coders differ"}, {"agreement": "Classifier and codes"}
HOSTILE = "![x](https://evil.example/x.png) <img src=x onerror=alert(1)> :red[x] $x$"


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("stance.ui.pages.agreement.DRAWS", 3)


def _edit(path, change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    builders.write_rows(path, change(rows))


def _list_coefficients(view) -> list[list]:
    (table,) = [part.value for part in view.app.dataframe if "measure" in part.value]
    return table.fillna(-9).to_numpy().tolist()


def test_the_tab_of_the_coders_has_coefficients_confusion_and_who_coded(open_page, dossier):
    view = open_page("agreement")
    view.check_runs()
    assert read_markdown(view.title).startswith("Ordinal alpha of coders a and b: ")
    assert read_markdown(view.app.caption[0].value).startswith("Who the coders are: ")
    assert len(_list_coefficients(view)) == 5
    assert (
        len(view.charts) == len([t for t in view.app.dataframe if "given" in t.value]) == len(dossier.codebook.topics)
    )
    assert all("equal on " in chart.proto.alt for chart in view.app.get("plotly_chart"))
    assert view.limits_links == []


def test_the_tab_of_the_classifier_has_other_numbers_and_links_to_its_limits(open_page):
    view = open_page("agreement", **CLASSIFIER)
    view.check_runs()
    assert _list_coefficients(view) != _list_coefficients(open_page("agreement"))
    assert "a model that saw nothing of the statement’s source" in view.texts
    assert view.limits_links == ["method?method=Classifier"]


def test_a_chosen_difference_opens_the_statement_with_both_codings(open_page, offered):
    view = open_page("agreement", **DIFFERENCES)
    shown = view.frame("a", "b", "rule")
    assert offered["differences"].equals(shown)
    view.choose_row("differences", 3).check_runs()
    assert shown.iloc[3]["statement"] in view.html
    assert "coder a" in view.html
    assert "coder b" in view.html


@pytest.mark.parametrize("query", [{}, DIFFERENCES])
def test_without_two_coders_every_tab_says_which_is_missing(query, data, open_page):
    folder = builders.make_full(data)
    _edit(folder / "codings.csv", lambda rows: [row for row in rows if row["coder"] == "первый"])
    view = open_page("agreement", **query)
    view.check_runs()
    assert view.title == "Agreement of coders is not known"
    assert any("one coder only: agreement needs two" in message for message in view.messages)
    (folder / "codings.csv").unlink()
    view = open_page("agreement", **query)
    assert any("no codings.csv" in message for message in view.messages)
    assert view.charts == {}


def test_another_pair_of_coders_can_be_chosen_by_box_and_link_and_has_its_own_numbers(data, open_page):
    folder = builders.make_full(data)

    def add(rows):
        other = [row | {"coder": "third", "water": "0"} for row in rows if row["coder"] == "первый"]
        return [*rows, *other]

    _edit(folder / "codings.csv", add)
    view = open_page("agreement")
    pair = view.app.selectbox(key="pair")
    assert sorted(pair.options) == ["third and второй", "third and первый", "второй and первый"]
    view.app.selectbox(key="pair").set_value("pair_2").run()
    same = _list_coefficients(view)
    for name in ("third and второй", "third and первый"):
        linked = open_page("agreement", pair=name)
        assert linked.app.selectbox(key="pair").value != "pair_2"
        assert _list_coefficients(linked) != same
    differing = open_page("agreement", differing_pair="third and второй", **DIFFERENCES)
    assert set(differing.frame("a", "b", "rule")["topic"]) == {"Вода"}


def test_markup_in_names_of_coders_and_topics_is_shown_as_text(data, open_page):
    folder = builders.make_full(data)
    _edit(
        folder / "codings.csv",
        lambda rows: [
            row
            | {"coder": HOSTILE if row["coder"] == "первый" else "b"}
            | ({"water": "0"} if n % 4 in (0, 3) else {})  # each of the two is right where the other is not
            for n, row in enumerate(rows)
        ],
    )
    _edit(folder / "statements.csv", lambda rows: [row | {"text": f"{HOSTILE} {row['statement']}"} for row in rows])
    book = folder / "codebook.toml"
    book.write_text(book.read_text(encoding="utf-8").replace('"Вода"', f'"{HOSTILE}"', 1), encoding="utf-8")
    for query in ({}, DIFFERENCES):
        view = open_page("agreement", **query)
        if query:
            view.choose_row("differences", 0).check_runs()
            assert any("differ" in part.value and "b in 2" in read_markdown(part.value) for part in view.app.markdown)
        written = [view.app.title[0].value, *(part.value for part in [*view.app.markdown, *view.app.caption])]
        assert [text for text in written if re.search(r"(?<!\\)(!\[|<img|:red)", text)] == []
        assert "<img" not in view.html


def test_filters_do_not_change_the_page_and_it_says_so(open_page):
    plain, filtered = open_page("agreement"), open_page("agreement", side="Russia", topic="Security", kind="leader")
    assert filtered.title == plain.title
    assert _list_coefficients(filtered) == _list_coefficients(plain)


def test_of_sixty_coders_the_page_shows_all_together_and_some_pairs(data, open_page, monkeypatch):
    monkeypatch.setattr("stance.estimates.agreement.CODERS", replace(CODERS, most=3))
    folder = builders.make_full(data)
    _edit(folder / "codings.csv", lambda rows: [row | {"coder": f"k{n:02d}"} for n in range(60) for row in rows[::2]])
    view = open_page("agreement")
    view.check_runs()
    assert read_markdown(view.title).startswith("Ordinal alpha of all 60 coders: ")
    assert "intervals of pairs are left out for more than 8 coders" in view.texts
    assert len(view.app.selectbox(key="pair").options) == 3
    open_page("agreement", **DIFFERENCES).check_runs()
