"""Any two lines of a dossier: what is offered, what is said, and the statements behind each end."""

import pandas as pd
import pytest

from stance.exhibits.comparison import make_comparison, make_comparison_evidence, offer_lines
from stance.wording.comparison import SAME

YEARS = (pd.Timestamp("2017-12-31"), pd.Timestamp("2019-12-31"))
EARLY = (pd.Timestamp("2014-12-31"), pd.Timestamp("2016-12-31"))


def compare(dossier, scored, selection, first, second, periods=(YEARS, YEARS)):
    return make_comparison(dossier, scored, selection, topic="sovereignty", lines=(first, second), periods=periods)


def test_sides_groups_of_speakers_and_actors_are_offered(dossier, scored, selection):
    offered = offer_lines(dossier, scored, selection)
    assert list(offered)[:2] == ["side:russia", "side:japan"]
    assert offered["voice:russia:Governments"] == "Governments, Russia"
    assert offered["actor:sergey-lavrov"] == "Sergey Lavrov"


def test_two_actors_are_compared_over_two_years(dossier, scored, selection):
    shown = compare(dossier, scored, selection, "actor:sergey-lavrov", "actor:vladimir-putin")
    rows = shown.table.rows
    assert list(rows["line"]) == ["Sergey Lavrov", "Vladimir Putin"]
    assert f"difference {rows['position'].iloc[0] - rows['position'].iloc[1]:+.2f}".replace("-", "−") in shown.title
    assert shown.sentences == (f"{shown.title}.",)
    assert shown.caveats == ()


@pytest.mark.parametrize("line", ["side:japan", "voice:japan:Governments", "actor:shinzo-abe"])
def test_the_statements_behind_an_end_make_its_position(line, dossier, scored, selection):
    shown = compare(dossier, scored, selection, line, "side:russia")
    behind = make_comparison_evidence(dossier, scored, selection, place=shown.places[0]).table.rows
    row = shown.table.rows.iloc[0]
    assert len(behind) == row["statements"]
    assert behind["weight"] @ behind["score"] == pytest.approx(row["position"])


def test_lines_that_share_statements_are_said_to_be_dependent(dossier, scored, selection):
    assert "behind both lines" in compare(dossier, scored, selection, "side:japan", "actor:shinzo-abe").caveats[0]
    assert compare(dossier, scored, selection, "side:japan", "side:japan").caveats == (SAME,)
    apart = compare(dossier, scored, selection, "side:japan", "side:japan", (YEARS, EARLY))
    assert apart.caveats == ()
    assert "1 January 2015 to 31 December 2016" in apart.title
