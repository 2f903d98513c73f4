"""What to know before quoting a statement stands on its card: marks, and whether it was said at home or abroad."""

import re

from stance.estimates.periods import whole_period
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Place
from stance.ui.parts.cards import write_card

from . import builders

NAMES = {"home": "said at home", "abroad": "said abroad"}

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


def _marks(html: str) -> list[str]:
    return re.findall(r'<span class="mark">([^<]+)</span>', html)


def _said(html: str) -> list[str]:
    return re.findall(r'<span class="quiet">(said (?:at home|abroad))</span>', html)


def test_a_card_shows_the_marks_and_the_place_of_its_statement(dossier, scores):
    selection, seen = default_selection(dossier.codebook), set()
    scored, period = score_statements(dossier, scores), whole_period(selection)
    for topic in selection.topics:
        for side in selection.sides:
            place = Place((side,), topic, side, side, "whole", period)
            for row in make_evidence(dossier, scored, selection, place=place).table.rows.to_dict("records"):
                card = write_card(row)
                assert _marks(card) == [mark for mark in row["marks"].split(", ") if mark]
                assert _said(card) == ([NAMES[row["place"]]] if row["place"] else [])
                seen.add((row["place"], row["marks"]))
    assert {(place, marks) for place in ("home", "abroad", "") for marks in ("", "weak", "relayed, weak")} <= seen


def test_an_opened_statement_shows_them_too(open_page, dossier):
    statements = dossier.statements
    poled = statements["side"].isin([side.id for side in dossier.codebook.sides if side.pole])
    marked = poled & (statements["place"] == "abroad") & (statements["marks"] == "relayed, weak")
    view = open_page("statements", search=statements.loc[marked, "statement"].iloc[0])
    assert view.shown == 1
    assert _marks(view.html) == _said(view.html) == []
    view.choose_row("statement_table", 0).check_runs()
    assert _marks(view.html) == ["relayed", "weak"]
    assert _said(view.html) == ["said abroad"]


def test_the_cards_behind_a_point_show_them_too(open_page, dossier):
    view = open_page("overview")
    statements = dossier.statements.set_index("statement").loc[view.cards]
    assert _marks(view.html) == [mark for marks in statements["marks"] for mark in marks.split(", ") if mark]
    assert _said(view.html) == [NAMES[place] for place in statements["place"] if place]
    assert _said(view.html)


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
        assert _marks(view.html) == ["translated"]
        assert _said(view.html) == said
