"""Your own dossier: from a spreadsheet to every page, in the session of its visitor alone."""

import pytest

from . import builders
from .conftest import PAGES, View


def _give(view: View, content: bytes, name: str = "river.csv") -> View:
    view.app.get("file_uploader")[0].upload(name, content, "text/csv").run()
    view.check_runs()
    return view


def test_a(open_page):
    view = open_page("own")
    view.check_runs()
    (button,) = [b for b in view.app.button if b.label == "Open the worked example"]
    button.click().run()
    view.check_runs()
    print(view.texts, view.messages)
    print([b.label for b in view.app.button])
    (button,) = [b for b in view.app.button if b.label.startswith("Open ")]
    button.click().run()
    view.check_runs()
    print(view.app.selectbox(key="dossier").value, view.messages)
    for page in PAGES:
        view.turn_to(page).check_runs()
        print(page, view.messages)
    assert 0
