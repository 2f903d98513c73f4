"""Two coders code the same statements by keyboard in browsers of their own, differ, and the differences are settled."""

import csv
import re
import time
from collections.abc import Iterator
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest
from pages.builders import make_full, write_rows
from playwright.sync_api import Browser, expect

from .conftest import Tab, run_server

TOPICS = ["water", "toll"]
COUNT, DIFFERING = 20, 4


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of which 20 statements have no codes."""
    folder = make_full(tmp_path_factory.mktemp("desk"), slug="river")
    with (folder / "statements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    write_rows(
        folder / "statements.csv",
        [row | (dict.fromkeys(TOPICS, "") if n < COUNT else {}) for n, row in enumerate(rows)],
    )
    coded = {row["statement"] for row in rows[COUNT:]}
    with (folder / "codings.csv").open(encoding="utf-8") as file:
        codings = [row for row in csv.DictReader(file) if row["statement"] in coded]
    write_rows(folder / "codings.csv", codings)
    return folder


@pytest.fixture(scope="module")
def url(river: Path) -> Iterator[str]:
    with run_server(river.parent / "log.txt", {"STANCE_DATA": str(river.parent)}) as found:
        yield found


def sit_down(chrome: Browser, url: str, name: str) -> Tab:
    tab = Tab(chrome.new_context(viewport={"width": 1000, "height": 1000}).new_page(), url)
    tab.open("desk?dossier=river")
    box = tab.page.get_by_label("Your name as coder")
    box.fill(name)
    box.press("Enter")
    expect(tab.page.get_by_text(f"0 of {COUNT} in your queue coded")).to_be_visible()
    return tab


def code_next(tab: Tab, number: int, *, differ: bool) -> None:
    """Two keys, each when its topic is asked, which hang on what the statement says; waits until the coding is kept."""
    told = int(re.findall(r"\d+", tab.page.locator(".card .said").inner_text())[0])
    keys = "31" if differ and told % 5 == 0 else ("13", "22", "30")[told % 3]
    expect(tab.page.locator(".asked")).to_contain_text("Topic 1 of 2")
    tab.press_until(keys[0], tab.page.locator(".asked", has_text="Topic 2 of 2"))
    tab.press_until(keys[1], tab.page.get_by_text(f"{number} of {COUNT} in your queue coded"))


def read_alphas(tab: Tab) -> dict[str, float]:
    """The ordinal alphas that the page shows, by topic."""
    rows = tab.page.get_by_role("row").filter(has_text="ann and ben").all_inner_texts()
    cells = [re.split(r"\t+", row.strip()) for row in rows]
    return {row[1]: float(row[3].split(" ")[0].replace("−", "-")) for row in cells}


def test_two_coders_code_by_keyboard_at_once_differ_are_settled_and_exported_and_alpha_is_the_librarys(
    chrome, url, tmp_path
):
    ann, ben = (sit_down(chrome, url, name) for name in ("ann", "ben"))
    for number in range(1, COUNT + 1):
        code_next(ann, number, differ=False)
        code_next(ben, number, differ=True)
    expect(ann.page.get_by_text("Nothing is left in this queue")).to_be_visible()
    for name in ("ann", "ben"):  # what ben did last comes to ann's page by itself
        expect(ann.page.get_by_role("row", name=f"{name} {COUNT} ")).to_be_visible()
    shown = read_alphas(ann)
    settle_all(ann, differing=DIFFERING)
    codings = pd.read_csv(export(ann, tmp_path / "codings.csv"))
    assert codings["coder"].value_counts().to_dict() == dict.fromkeys(("ann", "ben", "adjudicated"), COUNT)
    for topic, title in zip(TOPICS, ("Вода", "通行料"), strict=True):
        assert shown[title] == pytest.approx(measure(codings, topic), abs=0.006)
    for tab in (ann, ben):
        tab.check_quiet()
        tab.page.context.close()


def measure(codings: pd.DataFrame, topic: str) -> float:
    """Ordinal alpha of the two coders by the library."""
    codes = codings.pivot(index="coder", columns="statement", values=topic).loc[["ann", "ben"]].to_numpy(dtype=float)
    both = codes[:, ~np.isnan(codes).any(axis=0)]
    return krippendorff.alpha(both, level_of_measurement="ordinal", value_domain=[-1, 0, 1])


def export(tab: Tab, path: Path) -> Path:
    """What the page gives as codings.csv."""
    tab.page.get_by_role("tab", name="Keep and retrain").press("Enter")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="codings.csv").click()
    download.value.save_as(path)
    return path


def settle_all(tab: Tab, differing: int) -> None:
    """Takes over what both agree on, and gives the rest the lowest code on each topic on which they differ."""
    tab.page.get_by_role("tab", name="Settle").press("Enter")
    tab.page.get_by_role("button", name=f"Take over {COUNT - differing} statements").click()
    for left in range(differing, 0, -1):
        expect(tab.page.get_by_text(f"{left} to settle, farthest apart first")).to_be_visible()
        expect(tab.page.get_by_role("button", name="Settle, and the next one")).to_be_disabled()
        choose_lowest(tab)
        tab.page.get_by_role("button", name="Settle, and the next one").click()
    expect(tab.page.get_by_text("Nothing is left to settle")).to_be_visible()


def choose_lowest(tab: Tab) -> None:
    """The lowest code on each topic without one; boxes of the statement before may still stand there at the first look."""
    settle, end = tab.page.get_by_role("button", name="Settle, and the next one"), time.monotonic() + 20
    while settle.is_disabled() and time.monotonic() < end:
        for group in tab.page.get_by_role("radiogroup").all():
            if not group.get_by_role("radio", checked=True).count():
                group.get_by_role("radio").first.click()
        tab.page.wait_for_timeout(300)
