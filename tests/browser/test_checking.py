"""The validation sample is drawn, coded by keyboard, reported, and put into the dossier."""

import re
from collections.abc import Iterator
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from pages.builders import make_full
from playwright.sync_api import Browser, expect

from stance.dossier.loading import load_dossier

from .conftest import Tab, run_server

COUNT = 10


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_full(tmp_path_factory.mktemp("checking"))


@pytest.fixture(scope="module")
def url(river: Path) -> Iterator[str]:
    with run_server(river.parent / "log.txt", {"STANCE_DATA": str(river.parent)}) as found:
        yield found


def test_the_validation_sample_is_drawn_coded_reported_and_put_into_the_dossier(chrome: Browser, url, river):
    tab = Tab(chrome.new_context(viewport={"width": 390, "height": 844}).new_page(), url)
    tab.open(f"desk?dossier=river&desk=Check+the+record&check_size={COUNT}")
    tab.page.get_by_label("Your name as coder").fill("ann")
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_text(f"{COUNT} of 60 coded statements: about 8 minutes")).to_be_visible()
    for number in range(1, COUNT + 1):
        first, second = ("13", "22", "30")[number % 3]
        expect(tab.page.locator(".asked")).to_contain_text("Topic 1 of 2")
        tab.press_until(first, tab.page.locator(".asked", has_text="Topic 2 of 2"))
        tab.press_until(second, tab.page.get_by_text(f"{number} of {COUNT} in your queue coded"))

    said = tab.page.get_by_text(f"Validated on {COUNT} statements by 1 person").first
    expect(said).to_be_visible()
    tab.page.get_by_role("button", name="Put the check into the dossier").click()
    expect(tab.page.get_by_text(f"Written: validation.csv, {COUNT} rows.")).to_be_visible()

    dossier = load_dossier(river)
    record = dossier.statements.set_index("statement").loc[dossier.validation["statement"]]
    for topic, label in dossier.label_topics().items():
        cells = np.array([one[topic].to_numpy(float, na_value=np.nan) for one in (record, dossier.validation)])
        cells = cells[:, ~np.isnan(cells).any(axis=0)]
        alpha = krippendorff.alpha(reliability_data=cells, level_of_measurement="ordinal")
        assert re.search(rf"{alpha:.2f} \[.+?\] on {label}".replace("-", "−"), said.inner_text().replace("-", "−"))

    tab.open("method?dossier=river")
    expect(tab.page.get_by_text(f"Validated on {COUNT} statements by 1 person").first).to_be_visible()
    tab.check_quiet()
    tab.page.context.close()
