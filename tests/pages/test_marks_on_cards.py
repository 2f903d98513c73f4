"""What to know before quoting a statement stands on its card: marks, and whether it was said at home or abroad."""

import re

import pytest

from . import builders

REFERENCE = """
[translated]
publishers = ["川新聞"]

[[home]]
side = "север"
words = ["Исток"]

[[home]]
side = "minami"
words = ["河口"]
"""


def _marks(view) -> list[str]:
    return re.findall(r'<span class="mark">([^<]+)</span>', view.html)


def _said(view) -> list[str]:
    return re.findall(r'<span class="quiet">(said (?:at home|abroad))</span>', view.html)


def _pick(dossier, place: str, marks: str) -> str:
    """A statement of a side with a pole with just these marks, said there."""
    statements = dossier.statements
    poled = statements["side"].isin([side.id for side in dossier.codebook.sides if side.pole])
    return statements.loc[poled & (statements["place"] == place) & (statements["marks"] == marks), "statement"].iloc[0]


@pytest.mark.parametrize(
    ("place", "words"),
    [("home", ["said at home"]), ("abroad", ["said abroad"]), ("", [])],
    ids=["home", "abroad", "open"],
)
@pytest.mark.parametrize("marks", ["", "weak", "relayed, weak"])
def test_an_opened_statement_shows_its_marks_and_place(place, words, marks, open_page, dossier):
    view = open_page("statements", search=_pick(dossier, place, marks))
    assert view.shown == 1
    assert _marks(view) == _said(view) == []
    view.choose_row("statement_table", 0).check_runs()
    assert _marks(view) == [mark for mark in marks.split(", ") if mark]
    assert _said(view) == words


def test_the_cards_behind_a_point_show_them_too(open_page, dossier):
    view = open_page("overview")
    statements = dossier.statements.set_index("statement").loc[view.cards]
    assert _marks(view) == [mark for marks in statements["marks"] for mark in marks.split(", ") if mark]
    names = {"home": "said at home", "abroad": "said abroad"}
    assert _said(view) == [names[place] for place in statements["place"] if place]
    assert _said(view)


def test_the_marks_of_another_negotiation_follow_its_own_tables(data, open_page):
    folder = builders.make_full(data)
    venues = ("Исток", "河口", "Другой берег")
    rows = [row | {"venue": venues[n % 3]} for n, row in enumerate(builders.list_rows(side_column=False))]
    builders.write_rows(folder / "statements.csv", rows)
    (folder / "reference.toml").write_text(REFERENCE, encoding="utf-8")
    sides = list(builders.ACTORS.values())
    for number, said in ((0, ["said at home"]), (1, ["said abroad"]), (2, []), (3, ["said abroad"])):
        assert sides[number] == ("север" if number < 2 else "minami")
        view = open_page("statements", search=f"р-{number:03d}").choose_row("statement_table", 0)
        view.check_runs()
        assert _marks(view) == ["translated"]
        assert _said(view) == said
