"""Many statements in the browser: thirty pasted lines are thirty rows, a workbook is read, what is shown can be taken away."""

import csv
import io

import pandas as pd
from playwright.sync_api import Locator, expect

from .conftest import Tab

LINES = [f"The islands must come back to us before treaty number {number} is signed." for number in range(28)]
LINES += ["The weather in Tokyo was fine", "#REF!"]


def _grid(tab: Tab) -> Locator:
    return tab.page.locator(".st-key-scored_table table[role=grid]")


def _download(tab: Tab) -> list[dict[str, str]]:
    button = tab.page.locator(".st-key-download_scored_rows button")
    with tab.page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == "scored-statements.csv"
    return list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8"), newline="")))


def test_thirty_pasted_lines_are_thirty_rows_and_a_workbook_is_read_and_taken_away(open_tab):
    tab = open_tab("score")
    tab.page.locator(".st-key-own_text textarea").fill("\n".join(LINES))
    tab.page.get_by_role("button", name="Score", exact=True).click()
    tab.page.get_by_role("button", name="Score the 30 lines one by one").click()
    expect(_grid(tab)).to_have_attribute("aria-rowcount", "31")
    expect(tab.page.locator('[class*="st-key-counted_"] .barlayer').first).to_be_visible()
    expect(tab.page.get_by_text("2 are unfamiliar and not scored")).to_be_visible()
    assert "scoring=Many" in tab.page.url and "islands" not in tab.page.url
    rows = _download(tab)
    assert [row["text"] for row in rows] == LINES
    assert [row["about"] for row in rows[-2:]] == ["not scored: unfamiliar"] * 2
    assert rows[-2]["sovereignty_score"] == "" != rows[0]["sovereignty_score"]
    book = io.BytesIO()
    pd.DataFrame({"Quote": LINES[:3], "Camp": ["Japan", "Russia", ""]}).to_excel(book, index=False)
    tab.page.get_by_role("radio", name="A table").click()
    tab.page.locator(".st-key-own_table input[type=file]").set_input_files(
        {"name": "mine.xlsx", "mimeType": "application/octet-stream", "buffer": book.getvalue()}
    )
    expect(_grid(tab)).to_have_attribute("aria-rowcount", "4")
    taken = _download(tab)
    assert list(taken[0])[:3] == ["Quote", "Camp", "known"]
    assert taken[0]["sovereignty_score"] != taken[1]["sovereignty_score"]
