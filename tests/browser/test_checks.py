"""Disagreements in a browser: a row of the table that opens its statement."""

from playwright.sync_api import expect


def test_a_row_chosen_on_disagreements_opens_its_statement_below(open_tab):
    tab = open_tab("disagreements?triage=possible+coding+slip")
    grid = tab.page.locator(".st-key-board").get_by_test_id("stDataFrame")
    expect(grid.locator("canvas").first).to_be_visible()
    expect(tab.page.locator(".card")).to_have_count(0)
    row = grid.locator("table[role=grid] tbody tr").first
    expect(row).to_contain_text("jr-")
    first = row.locator("td").all_text_contents()
    place = grid.bounding_box()
    tab.page.mouse.click(place["x"] + 18, place["y"] + 52)  # the box at the left of the first row
    card = tab.page.locator(".card")
    expect(card).to_have_count(1)
    expect(card).to_contain_text(next(text for text in first if text.startswith("jr-")))
    assert card.bounding_box()["y"] > place["y"] + place["height"]
