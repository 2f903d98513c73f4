"""A dossier of too many statements for one table of all of them: the pages list a part and say so."""

from dataclasses import replace

import pytest

from stance.limits import DOSSIER_ROWS


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """Every dossier counts as large."""
    for place in ("stance.exhibits.statements", "stance.dossier.outputs"):
        monkeypatch.setattr(f"{place}.DOSSIER_ROWS", replace(DOSSIER_ROWS, most=100))
    monkeypatch.setattr("stance.ui.parts.cards.MOST_CARDS", 10)


def test_statements_lists_the_newest_and_opens_any(open_page):
    view = open_page("statements", search="1956 accord*")
    view.check_runs()
    assert 0 < view.shown == len(view.frame("statement", "text"))
    assert "accord" in view.texts
    open_page("statements", statement="jr-0001").check_runs()
    view.choose_row("statement_table", 0)
    view.check_runs()


def test_cards_are_as_many_as_a_page_bears(open_page):
    view = open_page("positions", line="Trailing mean")
    (toggle,) = [one for one in view.app.toggle if one.key == "every_card_point"]
    assert toggle.label.startswith("Show the first 10 of ")
    toggle.set_value(True).run()
    assert len(view.cards) == 10
