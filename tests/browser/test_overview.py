"""The first screen: charts, filters, a point by click and by keyboard, a link as a view, boxes that show what the page shows."""

import re

from playwright.sync_api import expect

from .conftest import Tab

AHEAD = "[class*=st-key-ahead_] img"
JAPAN_IN_2018 = ("chart_sovereignty", "Japan", "2018-06-30")
POINT = "Japan on Sovereignty, 2 January 2018 to 30 June 2018"


def _hover(tab: Tab, spot: tuple[str, str, str], day: str) -> tuple[dict[str, float], str]:
    """Where the point is and what it says; months are three pixels apart, and a page that is still laid out moves them."""
    label = tab.page.locator(".hoverlayer .hovertext")
    for _ in range(8):
        place = tab.place_of(*spot)
        tab.page.mouse.move(place["x"], place["y"] - 1)
        tab.page.mouse.move(**place)
        tab.page.wait_for_timeout(500)
        said = [one.text_content() or "" for one in label.all()]
        if any(day in one for one in said):
            break
    expect(label).to_contain_text(day)
    return place, label.evaluate("label => label.textContent")


def _wait_for_point(tab: Tab, *words: str) -> None:
    for word in words:
        expect(tab.point).to_contain_text(word)
    tab.wait()  # the cards come after their heading


def test_a_click_and_the_keyboard_show_the_same_cards_as_many_as_the_hover_text_says(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    for key in ("chart_sovereignty", "chart_sequencing", "chart_security"):
        assert [line["name"] for line in tab.plot_data(key)] == ["Russia", "Japan"]
        assert tab.page.locator(f".st-key-{key} .scatterlayer path.point").count() > 60
    expect(tab.page.locator(AHEAD)).to_have_count(3)
    expect(tab.page.locator(AHEAD).locator("visible=true")).to_have_count(0)  # each has made way for its chart
    expect(tab.page.locator(".modebar-btn")).to_have_count(0)  # it would save a picture without title and source
    assert len(tab.watch.requests) > 5  # the watch hears requests, so none to another machine means none
    place, hover = _hover(tab, JAPAN_IN_2018, "30 June 2018")
    statements, sources = re.search(r"(\d+) statements?, (\d+) sources?", hover).groups()
    tab.page.mouse.click(**place)
    _wait_for_point(tab, POINT, f"from {statements} statements, {sources} sources")
    tab.page.get_by_text(f"Show all {statements} cards").click()
    expect(tab.page.locator(".card[data-statement]")).to_have_count(int(statements))
    clicked, said = tab.cards, tab.point.inner_text()
    assert len(set(clicked)) == int(statements)
    tab.choose("Line of the statements", "Russia")
    _wait_for_point(tab, "Russia on Sovereignty")
    assert tab.cards[:8] != clicked[:8]
    tab.choose("Line of the statements", "Japan")
    _wait_for_point(tab, "Japan on Sovereignty")
    tab.choose("Period of the statements", "30 June 2018")
    _wait_for_point(tab, POINT)
    assert (tab.cards[:8], tab.point.inner_text()) == (clicked[:8], said)  # all of them are shown again on request


def test_a_link_opens_the_same_view_in_another_tab_and_stays_from_page_to_page(open_tab):
    tab = open_tab()
    expect(tab.charts).to_have_count(3)
    before, heading = tab.cards, tab.point.inner_text()
    box = tab.page.locator(".st-key-chart_sovereignty .js-plotly-plot").bounding_box()
    tab.page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 45)  # under the axis, where no mark is
    tab.toggle_topic("Sequencing")
    expect(tab.charts).to_have_count(2)
    assert (tab.cards, tab.point.inner_text()) == (before, heading)
    expect(tab.page).to_have_url(re.compile(r"topic=Sovereignty&topic=Security"))
    tab.page.mouse.click(**tab.place_of(*JAPAN_IN_2018))
    _wait_for_point(tab, POINT)
    expect(tab.page).to_have_url(re.compile("point_line=Japan"))
    again = open_tab(tab.page.url)
    expect(again.charts).to_have_count(2)
    _wait_for_point(again, POINT)
    assert again.cards == tab.cards
    assert again.page.locator("h1").inner_text() == tab.page.locator("h1").inner_text()
    assert again.plot_data("chart_security") == tab.plot_data("chart_security")
    cards = tab.cards
    tab.turn_to("Positions")
    expect(tab.page.locator(".st-key-window")).to_be_visible()
    _wait_for_point(tab, POINT)
    expect(tab.charts).to_have_count(2)
    assert tab.cards == cards


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
