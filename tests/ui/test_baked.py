"""The dashboard leads to the baked pages only where it is told a web address."""

import pytest

from stance.ui.baked import ADDRESS, find_baked


@pytest.mark.parametrize("told", ["", "javascript:alert(1)", "site/index.html"])
def test_without_a_web_address_there_is_no_link(dossier, monkeypatch, told):
    monkeypatch.setenv(ADDRESS, told)
    assert find_baked(dossier, "statements", "jr-0001") == ""


def test_the_address_names_dossier_and_page(dossier, monkeypatch):
    monkeypatch.setenv(ADDRESS, "https://example.org/{dossier}/")
    assert find_baked(dossier) == "https://example.org/japan-russia/index.html"
    assert find_baked(dossier, "statements", "jr-0001") == "https://example.org/japan-russia/statements/jr-0001.html"
