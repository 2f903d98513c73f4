"""Fixtures: the shipped dossier, a copy of it to break, another negotiation, tiny scored frames."""

import gc
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import makers
import pandas as pd
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from stance.dossier.loading import DATA, MODELS, Dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.ui.watching.runs import LISTENERS, Defect, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

SHIPPED = "japan-russia"
TOGETHER = ("tests/browser", "tests/classifier", "tests/hosting")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "There is no chromium on this machine. Run: make test (it installs Debian's), or apt-get install chromium-headless-shell."
gc.set_threshold(
    100_000, 50, 1000
)  # frames come and go by the thousand, in few circles: looking for them took 7 % of the time


class FilesAndBrowser(LoadFileScheduling):
    """A worker takes the tests of a file together; those of a folder that share a server or fitted models, all of them."""

    def _split_scope(self, nodeid: str) -> str:
        folder = "/".join(nodeid.split("/")[:2])
        return folder if folder in TOGETHER else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndBrowser:
    return FilesAndBrowser(config, log)


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """A page that is tested leaves its script as the main module, which every process that a later test starts would run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The shipped dossier."""
    return load_dossier(DATA / SHIPPED)


@pytest.fixture(scope="session")
def scores() -> pd.DataFrame:
    """The classifier's scores of the shipped dossier."""
    return read_scores(MODELS / SHIPPED)


@pytest.fixture
def shipped_copy(tmp_path: Path) -> Path:
    """A copy of the shipped folder, to be broken."""
    return Path(shutil.copytree(DATA / SHIPPED, tmp_path / SHIPPED))


@pytest.fixture
def other_dossier(tmp_path: Path) -> Path:
    """The folder of another negotiation, with every table but figures."""
    return makers.make_other_dossier(tmp_path / "river")


@pytest.fixture(scope="session")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The same other negotiation, loaded once for tests that change nothing."""
    return load_dossier(makers.make_other_dossier(tmp_path_factory.mktemp("talks") / "river"))


@pytest.fixture(scope="session")
def talks_fitted(talks: Dossier) -> pd.DataFrame:
    """The cross-fitted scores of the other negotiation."""
    from stance.classifier.training import cross_fit

    return cross_fit(talks)


@pytest.fixture
def minimal_dossier(tmp_path: Path) -> Path:
    """The folder of another negotiation with a codebook and statements alone."""
    return makers.make_other_dossier(tmp_path / "river-minimal", minimal=True)


@pytest.fixture
def make_scored() -> Callable[..., pd.DataFrame]:
    """Makes a scored frame of (date, side, source, score[, topic])."""
    return makers.make_scored


@dataclass
class Heard:
    """What a listener heard of runs and defects."""

    runs: list[Run] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    def hear_run(self, run: Run) -> None:
        self.runs.append(run)

    def hear_defect(self, defect: Defect) -> None:
        self.defects.append(defect)


@pytest.fixture
def heard() -> Iterator[Heard]:
    """The runs and defects of pages that this test runs."""
    listener = Heard()
    LISTENERS.append(listener)
    yield listener
    LISTENERS.remove(listener)


@pytest.fixture(scope="session")
def playwright_run() -> "Iterator[Playwright]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as run:
        yield run


@pytest.fixture(scope="session")
def chrome(playwright_run: "Playwright") -> "Iterator[Browser]":
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.fail(NO_BROWSER)
    with playwright_run.chromium.launch(executable_path=path, args=FLAGS) as browser:
        yield browser
