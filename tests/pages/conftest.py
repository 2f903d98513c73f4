"""The dashboard without a browser: one AppTest a view, and places for dossiers and classifiers of the tests."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from stance.dossier import loading as dossier

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = dossier.DATA
PAGES = (
    "overview",
    "positions",
    "movement",
    "events",
    "actors",
    "statements",
    "words",
    "disagreements",
    "robustness",
    "own",
    "score",
    "desk",
    "method",
    "agreement",
)


def _run_main(path: str) -> None:
    exec(compile(Path(path).read_text(encoding="utf-8"), path, "exec"), {"__name__": "__main__"})


@pytest.fixture(autouse=True)
def _navigation_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest forgets before every run that st.navigation was called and would run pages/x.py by itself.

    A server remembers it; its very first visit is tested in tests/browser.
    """
    monkeypatch.setattr(script_runner, "_mpa_v1", _run_main)


# Every AppTest looks through the metadata of all installed packages for components, in a third of a second; once is enough.
_find_components = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def _components_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _find_components)


@pytest.fixture(autouse=True)
def _defectless(heard) -> Iterator[None]:
    """Pages show an error id where they fail; a defect that the test does not take out of `heard` fails the test here."""
    yield
    for defect in heard.defects:
        raise defect.error


def read_markdown(text: str) -> str:
    """Markdown as a reader sees it: without the signs that escape others."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", text)


class View:
    """One reader's session."""

    def __init__(self, page: str, query: dict) -> None:
        self.app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        self.app.query_params.update(query)
        if page == "overview":  # known by its file only after a first run
            self.app.run()
        else:
            self.turn_to(page)

    def turn_to(self, page: str) -> "View":
        self.app.switch_page(f"pages/{page}.py").run()
        return self

    def score(self, text: str, side: str = "") -> "View":
        """Pastes a text on the Score page, chooses the side by its id, and presses the button."""
        self.app.text_area(key="own_text").set_value(text)
        self.app.selectbox(key="own_side").set_value(side)
        (button,) = self.app.button
        button.click().run()
        return self

    @property
    def title(self) -> str:
        (title,) = self.app.title
        return title.value

    @property
    def shown(self) -> int:
        """The number of statements that the Statements page says it shows."""
        return int(self.title.split()[0].replace(",", ""))

    @property
    def charts(self) -> dict[str, dict]:
        return {chart.key: json.loads(chart.proto.spec) for chart in self.app.get("plotly_chart")}

    @property
    def html(self) -> str:
        return "\n".join(part.proto.body for part in self.app.get("html"))

    @property
    def cards(self) -> list[str]:
        return re.findall(r'data-statement="([^"]+)"', self.html)

    @property
    def texts(self) -> str:
        """All words in markdown, captions and HTML."""
        return "\n".join([*(read_markdown(part.value) for part in [*self.app.markdown, *self.app.caption]), self.html])

    @property
    def errors(self) -> list[str]:
        return [read_markdown(box.value) for box in self.app.error]

    @property
    def warnings(self) -> list[str]:
        return [read_markdown(box.value) for box in self.app.warning]

    @property
    def messages(self) -> list[str]:
        return [*(read_markdown(box.value) for box in self.app.info), *self.warnings, *self.errors]

    def frame(self, *columns: str) -> pd.DataFrame:
        """The one table with these columns."""
        (table,) = [part.value for part in self.app.dataframe if set(columns) <= set(part.value.columns)]
        return table

    def choose_row(self, table: str, row: int) -> "View":
        """Chooses a row of the table of that name, as a click on its box does."""
        (key,) = {
            one.key for one in self.app.dataframe if re.fullmatch(f"{re.escape(table)}_[0-9a-f]{{8}}", one.key or "")
        }
        self.app.session_state[key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
        self.app.run()
        return self

    @property
    def limits_links(self) -> list[str]:
        """Where the links to the limits of the classifier lead."""
        return [f"{link.proto.page}?{link.proto.query_string}" for link in self.app.get("page_link")]

    def check_runs(self) -> None:
        assert [problem.message for problem in self.app.exception] == []
        assert len(self.app.title) == 1


@pytest.fixture
def open_page() -> Callable[..., View]:
    """Opens a page with the parameters of a link: open_page("statements", actor="Shinzo Abe")."""
    return lambda page="overview", **query: View(page, query)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the dashboard takes for its own; no classifiers. Caches stay: their keys hold the folders."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setattr(dossier, "DATA", folder)
    monkeypatch.setattr(dossier, "MODELS", tmp_path / "models")
    return folder


@pytest.fixture
def copy_in_data(data: Path) -> Path:
    """A copy of the shipped dossier in `data`, to be broken."""
    return Path(shutil.copytree(SHIPPED / "japan-russia", data / "japan-russia"))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty models folder that the dashboard takes for its own."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setattr(dossier, "MODELS", folder)
    return folder


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, pd.DataFrame]:
    """What the download buttons of Robustness, Agreement and Disagreements would hold, by their key; the buttons themselves are left out."""
    frames: dict[str, pd.DataFrame] = {}
    monkeypatch.setattr("stance.ui.parts.tables.offer_csv", lambda _, table, key: frames.update({key: table.shown}))
    return frames
