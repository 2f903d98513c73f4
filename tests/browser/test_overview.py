"""The first screen: charts, filters, a point by click and by keyboard, a link as a view, boxes that show what the page shows."""

import re

from playwright.sync_api import expect

from .conftest import Tab

JAPAN_IN_2018 = ("chart_sovereignty", "Japan", "2018-06-30")
POINT = "Japan on Sovereignty, 2 January 2018 to 30 June 2018"


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
        assert tab.page.locator(f".st-key-{key} .scatterlayer path.point").count() > 60
    expect(tab.page.locator(".modebar-btn")).to_have_count(0)  # it would save a picture without title and source
    tab.check_quiet()
    assert len(tab.watch.requests) > 5


def test_a_click_and_the_keyboard_show_the_same_cards_as_many_as_the_hover_text_says(open_tab):
    clicked, typed = open_tab(), open_tab()
    expect(clicked.charts).to_have_count(3)
    place = clicked.place_of(*JAPAN_IN_2018)
    hover = _hover(clicked, place)
    statements, sources = re.search(r"(\d+) statements?, (\d+) sources?", hover).groups()
    assert "30 June 2018" in hover
    clicked.page.mouse.click(**place)
    _wait_for_point(clicked, POINT, f"from {statements} statements, {sources} sources")
    expect(clicked.page.locator(".card[data-statement]")).to_have_count(int(statements))
    assert len(set(clicked.cards)) == int(statements)
    expect(typed.charts).to_have_count(3)
    typed.choose("Line of the statements", "Japan")
    _wait_for_point(typed, "Japan on Sovereignty")
    typed.choose("Period of the statements", "30 June 2018")
    _wait_for_point(typed, POINT)
    assert clicked.cards == typed.cards
    assert clicked.point.inner_text() == typed.point.inner_text()


def test_a_click_beside_the_points_changes_nothing_and_a_pill_takes_its_chart_away(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    before, heading = tab.cards, tab.point.inner_text()
    box = tab.page.locator(".st-key-chart_sovereignty .js-plotly-plot").bounding_box()
    tab.page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 45)  # under the axis, where no mark is
    tab.toggle_topic("Security")
    expect(tab.charts).to_have_count(2)
    assert (tab.cards, tab.point.inner_text()) == (before, heading)
    expect(tab.page).to_have_url(re.compile(r"topic=Sovereignty&topic=Sequencing"))
    tab.toggle_topic("Security")
    expect(tab.charts).to_have_count(3)


def test_a_link_opens_the_same_view_in_another_browser_and_stays_from_page_to_page(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    tab.toggle_topic("Sequencing")
    expect(tab.charts).to_have_count(2)
    tab.page.mouse.click(**tab.place_of(*JAPAN_IN_2018))
    _wait_for_point(tab, POINT)
    expect(tab.page).to_have_url(re.compile("point_line=Japan"))
    again = open_tab(tab.page.url)
    expect(again.charts).to_have_count(2)
    _wait_for_point(again, POINT)
    assert again.cards == tab.cards
    assert again.page.locator("h1").inner_text() == tab.page.locator("h1").inner_text()
    assert again.plot_data("chart_security") == tab.plot_data("chart_security")
    tab.turn_to("Positions")
    expect(tab.page.locator(".st-key-window")).to_be_visible()
    _wait_for_point(tab, POINT)
    expect(tab.charts).to_have_count(2)
    assert tab.cards == again.cards


def _read_box(tab: Tab, label: str) -> str:
    """What a select box shows."""
    return tab.page.get_by_role("combobox", name=label, exact=True).input_value()


def test_a_box_shows_what_the_page_shows_when_its_choice_is_gone(open_tab):
    tab = open_tab("positions?by=Actors&actor=Taro+Kono&actor=Shinzo+Abe&point_line=Taro+Kono")
    _wait_for_point(tab, "Taro Kono on")
    assert _read_box(tab, "Line of the statements") == "Taro Kono"
    tab.page.get_by_test_id("stSidebar").get_by_role("button", name=re.compile("Taro Kono")).locator(
        "[title=Delete], svg"
    ).last.click()
    _wait_for_point(tab, "Shinzo Abe on")
    assert _read_box(tab, "Line of the statements") == "Shinzo Abe"
    expect(tab.page.get_by_text("“Taro Kono” is not among the choices here")).to_be_visible()
