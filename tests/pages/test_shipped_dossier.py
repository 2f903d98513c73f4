"""The shipped dossier on every page, and the numbers of a page against each other."""

from html import escape

import pandas as pd
import pytest
from makers import list_numbers

from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.exhibits.lines import make_lines

from .conftest import PAGES


def test_every_page_runs_with_one_title_and_without_a_message_there_and_back(open_page):
    view, titles = open_page(), []
    for page in (*PAGES, *reversed(PAGES)):
        view.turn_to(page).check_runs()
        assert view.errors + view.warnings == [], page
        titles.append(view.title)
    assert all(titles)
    assert titles == titles[::-1]


@pytest.mark.parametrize("name", ["overview", "positions"])
def test_a_page_shows_the_words_and_pictures_of_its_exhibit(name, open_page, dossier, scores):
    view = open_page(name)
    exhibit = make_lines(dossier, score_statements(dossier, scores), default_selection(dossier.codebook))
    assert view.title.replace("\\", "") == exhibit.title
    charts = view.app.get("plotly_chart")
    assert [chart.key for chart in charts] == [panel.key for panel in exhibit.panels]
    assert [chart.proto.alt for chart in charts] == [panel.alternative for panel in exhibit.panels]
    assert all(escape(panel.sentences[0]) in view.html for panel in exhibit.panels)


def test_a_visitor_gets_pictures_that_need_no_script_once_and_ahead_of_the_charts(open_page):
    view = open_page("overview")
    assert len(_list_images(view)) == 3
    view.app.run()
    assert _list_images(view) == []


def _list_images(view) -> list[str]:
    return [part.value for part in view.app.markdown if part.value.startswith("![](data:image/svg+xml;base64,")]


@pytest.mark.parametrize("query", [{}, {"by": "Actors"}])
def test_the_table_of_a_page_holds_the_drawn_positions(query, open_page):
    table = open_page("positions", view="Table", **query).frame("line", "low")
    charts = open_page("positions", **query).charts
    drawn = {
        (line["name"], topic.removeprefix("chart_"), day): value
        for topic, chart in charts.items()
        for line in chart["data"]
        if line.get("customdata")
        for (_, day), value in zip(line["customdata"], list_numbers(line["y"]), strict=True)
    }
    listed = {(row.line, row.topic, f"{pd.Timestamp(row.date):%Y-%m-%d}"): row.position for row in table.itertuples()}
    assert drawn.keys() == listed.keys()
    assert pd.Series(drawn, dtype=float).sort_index().round(9).equals(pd.Series(listed).sort_index().round(9))


def test_statements_page_lists_the_statements_of_both_poled_sides(open_page, dossier):
    view = open_page("statements")
    expected = dossier.statements[dossier.statements["side"].isin(["russia", "japan"])]["statement"]
    assert set(view.frame("statement", "text")["statement"]) == set(expected)
    assert view.shown == len(expected)
    assert view.title.endswith(f"of {len(dossier.statements):,}")


def test_download_labels_count_the_rows_shown_and_all_rows(open_page, dossier):
    view = open_page("statements", search="1956")
    labels = [button.label for button in view.app.get("download_button")]
    assert labels == [
        f"Download these {view.shown} rows (CSV)",
        f"Download all {len(dossier.statements):,} rows (CSV)",
    ]
    assert 0 < view.shown < len(dossier.statements)


def test_search_shows_the_statements_with_all_words_in_any_case(open_page, dossier):
    view = open_page("statements", side=["Russia", "Japan", "Third parties"])
    view.app.text_input(key="search").set_value("DECLARATION 1956").run()
    texts = view.frame("statement", "text")
    assert 0 < len(texts) < len(dossier.statements)
    for cells in texts.to_dict("records"):
        words = " ".join(str(cell) for cell in cells.values()).lower()
        assert "declaration" in words
        assert "1956" in words


def test_all_cards_of_a_point_appear_when_asked_for_and_are_its_rows(open_page):
    rows = open_page(point_as="As a table").frame("weight", "effect")
    view = open_page()
    assert len(view.cards) < len(rows)
    view.app.toggle(key="every_card_point").set_value(True).run()
    assert view.cards == list(rows["statement"])


def test_choosing_another_point_shows_its_statements(open_page):
    view = open_page()
    before = view.cards
    view.app.selectbox(key="point_topic").set_value("security").run()
    view.app.selectbox(key="point_line").set_value("japan").run()
    view.check_runs()
    assert "Japan on Security" in view.texts
    assert view.cards
    assert view.cards != before


def test_method_page_names_every_level_of_the_codebook(open_page, dossier):
    lines = open_page("method", method="Codebook").texts.splitlines()
    for topic in dossier.codebook.topics:
        for level in topic.levels:
            assert f"| {level.code:+d} | {level.rule} |".replace("+0", "0") in lines


def test_method_page_shows_the_data_sheet_and_the_limits(open_page, dossier):
    texts = "\n".join(part.value for part in open_page("method", method="Data sheet").app.markdown)
    assert (dossier.folder / "README.md").read_text(encoding="utf-8").splitlines()[0] in texts
    limits = "\n".join(part.value for part in open_page("method", method="Limits").app.markdown)
    assert "Statements are not positions" in limits
    assert "stands under *Agreement*" in limits
