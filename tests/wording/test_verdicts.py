"""One verdict for every change, position and gap: from interval, statements and sources of what is compared."""

import pandas as pd
import pytest

from stance.wording.thresholds import THRESHOLDS, list_thresholds
from stance.wording.verdicts import Verdict, find_strongest, judge, judge_change, judge_changes, judge_position

ENOUGH = {"statements": [9, 9], "sources": [9, 9]}
NAN = float("nan")


def change(half: float, *, sources: int = 9, statements: int = 9, **more) -> dict:
    ends = {
        f"{name}_{end}": n
        for name, n in (("statements", statements), ("sources", sources))
        for end in ("before", "after")
    }
    return {"group": "south", "topic": "fund", "change": -1.0, "low": -1.0 - half, "high": -1.0 + half, **ends, **more}


@pytest.mark.parametrize(
    ("strength", "bar", "held", "verdict"),
    [
        (0.99, "named", 9, Verdict.NONE),
        (1.0, "named", 9, Verdict.UNSURE),
        (1.89, "named", 9, Verdict.UNSURE),
        (1.9, "named", 9, Verdict.CLEAR),
        (3.79, "named", 9, Verdict.CLEAR),
        (3.8, "named", 9, Verdict.FIRM),
        (3.8, "named", 3.5, Verdict.CLEAR),
        (3.8, "named", 1.89, Verdict.UNSURE),
        (0.9, "named", 0.0, Verdict.NONE),
        (1.0, "position", 9, Verdict.FIRM),
        (NAN, "named", 9, Verdict.TOO_FEW),
    ],
)
def test_a_verdict_follows_from_the_half_widths_the_bar_of_its_kind_and_what_held(strength, bar, held, verdict):
    far = True if bar == "position" else None
    assert judge(strength, **ENOUGH, bar=bar, held=held, far=far) == verdict


def test_no_estimate_and_an_end_of_one_statement_are_too_few():
    assert judge(NAN, **ENOUGH, bar="named") == Verdict.TOO_FEW
    assert judge(9.0, [9, 1], [9, 9], bar="named") == Verdict.TOO_FEW


@pytest.mark.parametrize(("strength", "verdict"), [(9.0, Verdict.UNSURE), (0.5, Verdict.NONE)])
def test_a_thin_end_makes_a_change_unsure_however_large_it_is(strength, verdict):
    assert judge(strength, [9, 9], [9, 4], bar="named") == verdict
    assert judge(strength, [9, 9], [4, 9], bar="named") == verdict


def test_nothing_moved_by_exactly_nothing_is_no_clear_change():
    assert judge(0.0, **ENOUGH, bar="named") == Verdict.NONE
    assert judge_change(change(0.0) | {"change": 0.0, "low": 0.0, "high": 0.0}) == Verdict.NONE
    assert judge_change(change(0.0)) == Verdict.FIRM


def test_only_a_firm_or_a_clear_verdict_has_a_verb():
    assert [one for one in Verdict if one.has_verb] == [Verdict.FIRM, Verdict.CLEAR]


def test_a_swing_is_judged_by_its_own_half_width_and_what_held_around_it():
    wide, swing = change(0.9), {"half": 0.5}
    assert judge_change(change(0.5)) == judge_change(change(0.5, held=NAN)) == Verdict.CLEAR
    assert judge_change(wide) == Verdict.UNSURE
    assert judge_change(wide | swing | {"held": 1.9}) == Verdict.CLEAR
    assert judge_change(wide | swing | {"held": 1.8}) == Verdict.UNSURE


def test_a_change_that_is_not_clearly_said_is_unsure():
    assert judge_change(change(0.1, said_clear=False)) == Verdict.UNSURE
    assert judge_change(change(0.1, said_clear=True)) == judge_change(change(0.1, said_clear=NAN)) == Verdict.FIRM
    assert judge_change(change(2.0, said_clear=False)) == Verdict.NONE


def test_a_table_of_changes_gets_verdicts_and_its_own_rows_stay():
    rows = pd.DataFrame([change(0.5), change(2.0), change(0.1, sources=4), change(NAN)])
    judged = judge_changes(rows)
    assert list(judged["verdict"]) == [Verdict.CLEAR, Verdict.NONE, Verdict.UNSURE, Verdict.TOO_FEW]
    assert judged["strength"].round(3).tolist()[:3] == [1.053, 0.263, 5.263]
    assert "verdict" not in rows
    assert judge_changes(rows.head(0)).empty


@pytest.mark.parametrize(
    ("position", "half", "sources", "verdict"),
    [
        (0.59, 0.1, 9, Verdict.CLEAR),
        (0.6, 0.1, 9, Verdict.FIRM),
        (0.6, 0.7, 9, Verdict.NONE),
        (0.6, 0.1, 4, Verdict.UNSURE),
        (-0.6, 0.1, 9, Verdict.FIRM),
    ],
)
def test_a_position_is_firm_when_it_is_clear_and_far_from_the_middle(position, half, sources, verdict):
    row = {"position": position, "half": half, "statements": 9, "sources": sources}
    assert judge_position(row, 0, 1) == verdict
    assert judge_position(row | {"position": position + 3}, 3, 1) == verdict


def test_the_strongest_verdict_is_the_one_that_says_most():
    assert find_strongest([Verdict.NONE, Verdict.CLEAR, Verdict.UNSURE]) == Verdict.CLEAR
    assert find_strongest([]) == Verdict.TOO_FEW


def test_the_printed_table_of_thresholds_is_the_one_in_use():
    table = list_thresholds().set_index("phrase")["number"]
    assert table.to_dict() == {one.phrase: one.value for one in THRESHOLDS.values()}


@pytest.mark.parametrize("name", THRESHOLDS)
def test_every_threshold_changes_a_verdict(name, monkeypatch):
    """A threshold that nothing hangs on would be a promise without effect."""
    cases = [
        lambda: judge(1.1, **ENOUGH, bar="named"),
        lambda: judge(2.0, **ENOUGH, bar="named"),
        lambda: judge(9.0, **ENOUGH, bar="named"),
        lambda: judge_position({"position": 0.7, "half": 0.1, "statements": 9, "sources": 9}, 0, 1),
    ]
    before = [case() for case in cases]
    higher = THRESHOLDS[name].__class__("", "", THRESHOLDS[name].value * 20)
    monkeypatch.setitem(THRESHOLDS, name, higher)
    assert [case() for case in cases] != before
