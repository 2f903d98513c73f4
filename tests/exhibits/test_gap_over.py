"""The gap over two whole periods: each gap with its interval and n, any two periods, and the statements of both sides."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.estimates.selected import make_estimator
from stance.estimates.selection import select_scored
from stance.exhibits.evidence import make_evidence
from stance.exhibits.gap import ONE_SIDE
from stance.exhibits.gap_over import make_gap_over
from stance.wording.compared import OVERLAP, TURNED
from stance.wording.verdicts import Verdict

EVE, NEXT, LAST = (pd.Timestamp(f"{year}-12-31") for year in (2014, 2015, 2019))
EARLY, LATE, WHOLE = (EVE, NEXT), (pd.Timestamp("2018-12-31"), LAST), (EVE, LAST)


@pytest.fixture(scope="module")
def show(dossier, scored, selection):
    def make(first=EARLY, last=LATE, **filters):
        return make_gap_over(dossier, scored, replace(selection, **filters), topic="sovereignty", periods=(first, last))

    return make


def test_the_gap_of_each_period_is_the_distance_of_both_positions_in_it(show, dossier, scored, selection):
    rows = show().table.rows.set_index(["days", "line"])
    own = select_scored(scored, dossier, selection)
    there = make_estimator(dossier, scored, selection).periods(own[own["topic"] == "sovereignty"], [EARLY, LATE])
    for days, period in (("January 2015 to December 2015", EARLY), ("January 2019 to December 2019", LATE)):
        minus, plus = (there[there["date"] == period[1]].set_index("group").loc[side] for side in ("russia", "japan"))
        gap = rows.loc[(days, "gap")]
        half = np.hypot(minus["half"], plus["half"])
        assert gap["position"] == plus["position"] - minus["position"]
        assert (gap["high"] - gap["position"], gap["position"] - gap["low"]) == pytest.approx((half, half))
        assert gap["statements"] == minus["statements"] + plus["statements"]
        assert rows.loc[(days, "Russia"), "position"] == minus["position"]


def test_both_gaps_and_the_change_are_said_with_interval_and_n(show):
    shown = show()
    before, after = (row for row in shown.table.rows.to_dict("records") if row["line"] == "gap")
    (said,) = (one.replace("−", "-") for one in shown.sentences)
    for row in (before, after):
        ends = f"{row['position']:+.1f} [{row['low']:+.1f}, {row['high']:+.1f}]"
        assert f"{ends}, {row['statements']} statements, {row['sources']} sources" in said
    assert f"; change {after['position'] - before['position']:+.2f} [" in said


@pytest.mark.parametrize(
    ("first", "last"),
    [(WHOLE, LATE), (LATE, WHOLE), (EARLY, WHOLE), (LATE, LATE)],
    ids=["end", "turned", "start", "same"],
)
def test_periods_that_share_an_end_are_compared_and_their_overlap_is_said(first, last, show):
    shown = show(first, last)
    assert OVERLAP in shown.caveats
    assert len(shown.table.rows) == 6
    alone = show(EARLY, LATE).table.rows.set_index(["days", "line"])["position"]
    here = shown.table.rows.set_index(["days", "line"])["position"]
    for key in here.index.intersection(alone.index):
        assert (here[key] == alone[key]).all() if isinstance(here[key], pd.Series) else here[key] == alone[key]


def test_periods_the_wrong_way_round_are_turned_and_that_is_said(show):
    turned = show(LATE, EARLY)
    assert turned.sentences == show().sentences
    assert turned.caveats == (TURNED,)
    assert show().caveats == ()


def test_without_one_of_the_sides_it_is_said_which_to_switch_on(show):
    shown = show(sides=("japan",))
    assert shown.sentences == (ONE_SIDE,)
    assert (shown.table, shown.places) == (None, ())


def test_a_side_without_a_pole_is_no_part_of_the_gap(show):
    pd.testing.assert_frame_equal(show(sides=("russia", "japan", "third")).table.rows, show().table.rows)


def test_a_period_without_statements_has_no_gap_and_no_verb(show):
    day = pd.Timestamp("2015-01-01")
    shown = show((day, day + pd.Timedelta(days=1)))
    assert shown.verdict == Verdict.TOO_FEW
    assert "too few statements to say whether the gap moved (" in shown.sentences[0]


def test_the_statements_behind_a_side_and_period_make_its_position(show, dossier, scored, selection):
    shown = show()
    assert [place.mark for place in shown.places] == [
        (side, end) for side in ("russia", "japan") for end in ("before", "after")
    ]
    behind = make_evidence(dossier, scored, selection, place=shown.places[1]).table.rows
    row = shown.table.rows.set_index(["days", "line"]).loc[("January 2019 to December 2019", "Russia")]
    assert len(behind) == row["statements"]
    assert behind["weight"] @ behind["score"] == pytest.approx(row["position"])
