"""The first screen: charts, filters, a point by click and by keyboard, a link as a view."""

import re

from playwright.sync_api import expect

from .conftest import Tab

JAPAN_IN_2018 = ("chart_sovereignty", "Japan", "2018-06-30")


def _hover(tab: Tab, place: dict[str, float]) -> str:
    tab.page.mouse.move(place["x"] - 3, place["y"])
    tab.page.mouse.move(**place)
    label = tab.page.locator(".hoverlayer .hovertext")
    expect(label).to_be_visible()
    return label.evaluate("label => label.textContent")


def _wait_for_point(tab: Tab, *words: str) -> None:
    for word in words:
        expect(tab.point).to_contain_text(word)
    tab.wait()  # the cards come after their heading


def test_three_charts_are_painted_and_nothing_leaves_the_machine(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    for key in ("chart_sovereignty", "chart_sequencing", "chart_security"):
        lines = tab.plot_data(key)
        assert [line["name"] for line in lines] == ["Russia", "Japan"]
        painted = tab.page.locator(f".st-key-{key} .scatterlayer path.point")
        assert painted.count() > 60
    tab.check_quiet()
    assert len(tab.watch.requests) > 5


def test_a_topic_pill_takes_its_chart_away_and_brings_it_back(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    tab.toggle_topic("Sequencing")
    expect(tab.charts).to_have_count(2)
    expect(tab.page.locator(".st-key-chart_sequencing")).to_have_count(0)
    expect(tab.page).to_have_url(re.compile(r"topic=Sovereignty&topic=Security"))
    tab.toggle_topic("Sequencing")
    expect(tab.charts).to_have_count(3)


def test_an_actor_changes_the_chart_the_table_and_the_link(open_tab):
    tab = open_tab("positions?by=Actors")
    expect(tab.charts).to_have_count(3)
    before = [line["name"] for line in tab.plot_data("chart_sovereignty")]
    assert len(before) > 1
    assert "Taro Kono" not in before
    tab.choose_actor("Taro Kono")
    expect(tab.point).to_contain_text("Taro Kono")
    assert [line["name"] for line in tab.plot_data("chart_sovereignty")] == ["Taro Kono"]
    expect(tab.page).to_have_url(re.compile(r"actor=Taro\+Kono"))
    tab.page.get_by_role("tab", name="Table", exact=True).click()
    with tab.page.expect_download() as waiting:
        tab.page.locator(".st-key-download_positions button").click()
    rows = waiting.value.path().read_text(encoding="utf-8").splitlines()[1:]
    assert rows
    assert all(row.startswith("Taro Kono,") for row in rows)


def test_a_click_on_a_point_shows_as_many_cards_as_its_hover_text_says(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    place = tab.place_of(*JAPAN_IN_2018)
    hover = _hover(tab, place)
    statements, sources = re.search(r"(\d+) statements?, (\d+) sources?", hover).groups()
    assert "30 June 2018" in hover
    tab.page.mouse.click(**place)
    _wait_for_point(
        tab, "Japan on Sovereignty, 180 days to 30 June 2018", f"{statements} statements, {sources} sources"
    )
    expect(tab.page.locator(".card[data-statement]")).to_have_count(int(statements))
    assert len(set(tab.cards)) == int(statements)


def test_the_keyboard_shows_the_same_cards_as_the_click(open_tab):
    clicked, typed = open_tab(), open_tab()
    expect(clicked.charts).to_have_count(3)
    clicked.page.mouse.click(**clicked.place_of(*JAPAN_IN_2018))
    _wait_for_point(clicked, "Japan on Sovereignty", "30 June 2018")
    expect(typed.charts).to_have_count(3)
    typed.choose("Topic of the point", "Sovereignty")
    typed.choose("Line", "Japan")
    _wait_for_point(typed, "Japan on Sovereignty")
    typed.choose("Point", "June 2018")
    _wait_for_point(typed, "30 June 2018")
    assert clicked.cards == typed.cards
    assert clicked.point.inner_text() == typed.point.inner_text()
    assert clicked.cards


def test_all_cards_of_a_large_point_are_as_many_as_its_heading_says(open_tab):
    tab = open_tab()
    expect(tab.point).to_contain_text("statements")
    count = int(re.search(r"from (\d+) statements", tab.point.inner_text()).group(1))
    assert len(tab.cards) < count
    tab.page.get_by_text(f"Show all {count} cards").click()
    expect(tab.page.locator(".card[data-statement]")).to_have_count(count)


def test_a_click_beside_the_points_changes_nothing(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    before, heading = tab.cards, tab.point.inner_text()
    place = tab.place_of(*JAPAN_IN_2018)
    tab.page.mouse.click(place["x"], place["y"] + 45)
    tab.toggle_topic("Security")
    expect(tab.charts).to_have_count(2)
    assert (tab.cards, tab.point.inner_text()) == (before, heading)


def test_a_link_opens_the_same_view_in_another_browser(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    tab.toggle_topic("Sequencing")
    expect(tab.charts).to_have_count(2)
    tab.page.mouse.click(**tab.place_of(*JAPAN_IN_2018))
    _wait_for_point(tab, "Japan on Sovereignty", "30 June 2018")
    expect(tab.page).to_have_url(re.compile("point_line=Japan"))
    again = open_tab(tab.page.url)
    expect(again.charts).to_have_count(2)
    _wait_for_point(again, "30 June 2018")
    assert again.cards == tab.cards
    assert again.page.locator("h1").inner_text() == tab.page.locator("h1").inner_text()
    assert again.plot_data("chart_security") == tab.plot_data("chart_security")


def test_a_link_keeps_the_point_after_a_change_of_line(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    tab.page.mouse.click(**tab.place_of(*JAPAN_IN_2018))
    _wait_for_point(tab, "Japan on Sovereignty", "30 June 2018")
    tab.choose("Line", "Russia")
    _wait_for_point(tab, "Russia on Sovereignty", "30 June 2018")
    expect(tab.page).not_to_have_url(re.compile("point_line"))
    again = open_tab(tab.page.url)
    _wait_for_point(again, "Russia on Sovereignty", "30 June 2018")
    assert again.cards == tab.cards


def test_a_clicked_point_and_the_filters_stay_from_page_to_page(open_tab):
    tab = open_tab("?topic=Security")
    expect(tab.charts).to_have_count(1)
    tab.page.mouse.click(**tab.place_of("chart_security", "Japan", "2018-06-30"))
    _wait_for_point(tab, "Japan on Security", "30 June 2018")
    before = tab.cards
    tab.turn_to("Positions")
    expect(tab.page.locator(".st-key-window")).to_be_visible()
    _wait_for_point(tab, "Japan on Security", "30 June 2018")
    expect(tab.charts).to_have_count(1)
    assert tab.cards == before
