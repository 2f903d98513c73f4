"""The Statements page: what is downloaded is what is shown."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from stance.dossier.loading import DATA

from .conftest import Tab


def _download(tab: Tab, key: str) -> tuple[int, list[dict[str, str]]]:
    """The number on the button and the rows of the file."""
    button = tab.page.locator(f".st-key-download_{key} button")
    count = int(re.search(r"([\d,]+) rows?", button.inner_text()).group(1).replace(",", ""))
    with tab.page.expect_download() as waiting:
        button.click()
    text = waiting.value.path().read_bytes().decode("utf-8")
    return count, list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def own_ids() -> list[str]:
    with (DATA / "japan-russia" / "statements.csv").open(encoding="utf-8", newline="") as file:
        return [row["statement"] for row in csv.DictReader(file)]


def test_the_downloads_hold_the_rows_shown_and_every_statement_in_any_view(open_tab, own_ids):
    tab = open_tab("statements?side=Russia")
    tab.choose_actor("Sergey Lavrov")
    expect(tab.page).to_have_url(re.compile("actor=Sergey"))
    tab.wait()
    before = tab.page.locator("h1").inner_text()
    box = tab.page.locator(".st-key-search input")
    box.fill("1956")
    box.press("Enter")
    expect(tab.page).to_have_url(re.compile("search=1956"))
    expect(tab.page.locator("h1")).not_to_have_text(before)
    tab.wait()
    count, rows = _download(tab, "shown")
    expect(tab.page.locator("h1")).to_contain_text(f"{count} statements of 1,153")
    assert len(rows) == count > 0
    assert {(row["side"], row["name"]) for row in rows} == {("russia", "Sergey Lavrov")}
    assert all("1956" in " ".join(row.values()) for row in rows)
    assert len({row["statement"] for row in rows}) == count
    grid = tab.page.get_by_test_id("stDataFrame").locator("table[role=grid]")
    expect(grid).to_have_attribute("aria-rowcount", str(count + 1))
    count, rows = _download(tab, "all")
    assert count == len(rows) == len(own_ids) == 1153
    assert sorted(row["statement"] for row in rows) == sorted(own_ids)


def test_a_row_chosen_by_keyboard_opens_the_statement_in_full(open_tab):
    tab = open_tab("statements?search=1956")
    expect(tab.page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()
    tab.page.locator(".st-key-search input").focus()
    for _ in range(8):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    tab.page.keyboard.press("ArrowDown")  # the grid takes keys one frame after the focus, so the row may be any
    tab.page.keyboard.press("Shift+Space")
    card = tab.page.locator(".card .said")
    expect(card).to_have_count(1)
    _, rows = _download(tab, "shown")
    assert card.inner_text() in [row["text"] for row in rows[:2]]
    box = tab.page.locator(".st-key-search input")
    box.fill("Kunashir")
    box.press("Enter")
    expect(card).to_have_count(0)  # the row of that number is another statement now
