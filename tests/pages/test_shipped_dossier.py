"""The shipped dossier on every page, and the numbers of a page against each other."""

import re

import pandas as pd
import pytest

from .conftest import PAGES, list_numbers, read_markdown


@pytest.mark.parametrize("name", PAGES)
def test_page_runs_with_one_title_and_no_message_of_error(name, open_page):
    view = open_page(name)
    view.check_runs()
    assert view.errors + view.warnings == []


def test_pages_can_be_visited_one_after_another(open_page):
    view, titles = open_page(), []
    for page in (*PAGES, *reversed(PAGES)):
        view.turn_to(page).check_runs()
        titles.append(view.title)
    assert all(titles)
    assert titles == titles[::-1]


@pytest.mark.parametrize("name", ["overview", "positions"])
def test_a_chart_for_each_topic_with_an_alternative_text(name, open_page, dossier):
    charts = open_page(name).app.get("plotly_chart")
    assert [chart.key for chart in charts] == [f"chart_{topic.id}" for topic in dossier.codebook.topics]
    for chart, topic in zip(charts, dossier.codebook.topics, strict=True):
        assert topic.title.lower() in chart.proto.alt.lower()
        assert all(side.title in chart.proto.alt for side in dossier.codebook.sides if side.pole)


@pytest.mark.parametrize("query", [{}, {"by": "Actors"}])
def test_charts_and_their_table_hold_the_same_positions(query, open_page):
    view = open_page("positions", **query)
    drawn = {
        (line["name"], topic.removeprefix("chart_"), day): value
        for topic, chart in view.charts.items()
        for line in chart["data"]
        if line.get("customdata")
        for (_, day), value in zip(line["customdata"], list_numbers(line["y"]), strict=True)
    }
    table = view.frame("line", "low")
    listed = {(row.line, row.topic, row.date): row.position for row in table.itertuples()}
    assert drawn.keys() == listed.keys()
    assert pd.Series(drawn).sort_index().round(9).equals(pd.Series(listed).sort_index().round(9))
    assert pd.Series(drawn).notna().sum() > 50


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
        f"Download all {len(dossier.statements)} rows (CSV)",
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


def test_a_point_is_the_weighted_sum_of_the_statements_under_it(open_page):
    view = open_page()
    rows = view.frame("weight", "effect")
    heading = next(text.value for text in view.app.markdown if " from " in text.value and "sources" in text.value)
    value, statements, sources = re.search(
        r": ([+−]?[\d.]+)\*\*, from (\d+) statements, (\d+) sources", heading
    ).groups()
    assert len(rows) == int(statements)
    assert rows["source"].nunique() == int(sources)
    assert rows["weight"].sum() == pytest.approx(1)
    assert (rows["weight"] * rows["score"]).sum() == pytest.approx(float(value.replace("−", "-")), abs=0.005)


def test_all_cards_of_a_point_appear_when_asked_for(open_page):
    view = open_page()
    rows = view.frame("weight", "effect")
    assert len(view.cards) < len(rows)
    view.app.toggle(key="every_card_point").set_value(True).run()
    assert view.cards == list(rows["statement"])


def test_the_position_in_the_heading_of_a_point_is_the_one_in_the_table(open_page):
    view = open_page("positions")
    topic, line, day = (view.app.selectbox(key=f"point_{part}") for part in ("topic", "line", "date"))
    shown = view.frame("line", "low").dropna(subset="position").set_index(["topic", "line", "date"])
    position = shown.loc[(topic.value, line.options[0], day.value), "position"]
    heading = next(text.value for text in view.app.markdown if " days to " in text.value)
    assert heading.startswith(f"**{line.options[0]} on ")
    assert f": {position:+.2f}**".replace("-", "−") in heading


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
    view = open_page("method")
    cells = {read_markdown(str(cell)) for table in view.app.table for cell in table.value.to_numpy().flatten()}
    for topic in dossier.codebook.topics:
        assert {level.rule for level in topic.levels} <= cells


def test_method_page_shows_the_data_sheet_and_the_limits(open_page, dossier):
    view = open_page("method")
    texts = "\n".join(part.value for part in view.app.markdown)
    assert (dossier.folder / "README.md").read_text(encoding="utf-8").splitlines()[0] in texts
    assert "Statements are not positions" in texts


def test_method_page_leads_to_agreement_where_it_speaks_of_the_coders(open_page):
    limits = next(part.value for part in open_page("method").app.markdown if "as good as their coders" in part.value)
    assert "stands under *Agreement*" in limits
