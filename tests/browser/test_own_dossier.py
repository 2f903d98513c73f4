"""A spreadsheet of one's own in a real browser: refused with every fault named, mended, open on every page, gone when forgotten."""

import re

from playwright.sync_api import expect

from .conftest import MARKS, PAGES, Tab

HEAD = "When,Speaker,Camp,What was said,Link,Fishing"
SAID = {"North": ("Anna Berg", "-1"), "South": ("Tom Lake", "1")}
FAULTS = {
    "When, row 3": "is not a date",
    "Camp, row 4": "is not known",
    "Fishing, row 5": "is not a code of this topic",
    "What was said, row 6": "is empty",
}


def _list_rows() -> list[list[str]]:
    """Forty statements over two years, by one speaker of each side in turn."""
    return [
        [f"202{1 + n // 20}-{1 + n % 12:02}-15", SAID[side][0], side, f"The {side.lower()} has rights to the fish as in point {n}.", f"https://example.org/{n}", SAID[side][1]]
        for n in range(40)
        for side in [("North", "South")[n % 2]]
    ]  # fmt: skip


def _write(rows: list[list[str]]) -> bytes:
    return "\n".join([HEAD, *(",".join(row) for row in rows)]).encode()


def _break(rows: list[list[str]]) -> list[list[str]]:
    rows[1][0], rows[2][2], rows[3][5], rows[4][3] = "2021-13-40", "Nroth", "7", ""
    return rows


def _give(tab: Tab, content: bytes, name: str) -> None:
    box = tab.page.locator('input[type="file"]').first
    box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(tab.page.locator(".st-key-own_step_1")).to_contain_text(f"{name}: 40 rows")
    tab.wait()


def _fill(tab: Tab, label: str, text: str) -> None:
    box = tab.page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Tab")
    tab.wait()


def test_a_spreadsheet_with_faults_is_refused_with_all_of_them_named_and_the_mended_one_runs_all_pages(open_tab):
    tab = open_tab("own")
    page = tab.page
    _give(tab, _write(_break(_list_rows())), "fish.csv")
    for part in ("the question", "what the minus pole holds", "what the plus pole holds"):
        _fill(tab, f"Topic 1: {part}", f"{part} of fishing")
    expect(page.locator(".st-key-own_step_4")).to_contain_text("4 faults to mend")
    for where, trouble in FAULTS.items():
        expect(page.get_by_test_id("stMarkdown").filter(has_text=where).filter(has_text=trouble)).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("^Open 40"))).to_have_count(0)

    _give(tab, _write(_list_rows()), "mended.csv")
    expect(page.locator(".st-key-own_step_4")).to_contain_text("none")
    page.get_by_role("button", name="Open 40 statements in every page").click()
    expect(page.locator(".st-key-own_step_5")).to_contain_text("40 statements, open")
    chosen = page.get_by_role("combobox", name="Dossier", exact=True)
    for path, title in PAGES.items():
        if path != "own":
            tab.turn_to(title)
            expect(page).to_have_url(re.compile(rf"/{path}(\?|$)"))
            tab.wait()
            expect(chosen).to_have_value("Your own: Fish")
            tab.check_quiet()
    tab.turn_to("Positions").wait()
    expect(page.locator(MARKS["positions"]).first).to_be_visible()
    expect(page.locator(".st-key-chart_fishing .scatterlayer").first).to_be_visible()

    tab.turn_to("Your own dossier").wait()
    page.get_by_role("button", name="Forget everything that I brought").click()
    expect(page.locator(".st-key-own_step_1")).to_contain_text("none yet")
    expect(chosen).not_to_have_value(re.compile("Your own"))
