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
    ("half", "bar", "verdict"),
    [
        (1.01, "change", Verdict.NONE),
        (1.0, "change", Verdict.UNSURE),
        (0.67, "change", Verdict.UNSURE),
        (0.66, "change", Verdict.CLEAR),
        (0.34, "change", Verdict.CLEAR),
        (0.33, "change", Verdict.FIRM),
        (0.46, "swing", Verdict.UNSURE),
        (0.45, "swing", Verdict.CLEAR),
        (0.23, "swing", Verdict.CLEAR),
        (0.22, "swing", Verdict.FIRM),
        (1.0, "position", Verdict.CLEAR),
        (NAN, "change", Verdict.TOO_FEW),
    ],
)
def test_a_verdict_follows_from_the_half_widths_and_the_bar_of_its_kind(half, bar, verdict):
    for sign in (1, -1):
        assert judge(sign * 1.0, half, **ENOUGH, bar=bar) == verdict


def test_no_estimate_and_an_end_of_one_statement_are_too_few():
    assert judge(NAN, 0.1, **ENOUGH, bar="change") == Verdict.TOO_FEW
    assert judge(1.0, 0.1, [9, 1], [9, 9], bar="change") == Verdict.TOO_FEW


@pytest.mark.parametrize(("half", "verdict"), [(0.1, Verdict.UNSURE), (2.0, Verdict.NONE)])
def test_a_thin_end_makes_a_change_unsure_however_large_it_is(half, verdict):
    assert judge(1.0, half, [9, 9], [9, 4], bar="change") == verdict
    assert judge(1.0, half, [9, 9], [4, 9], bar="change") == verdict


def test_nothing_moved_by_exactly_nothing_is_no_clear_change():
    assert judge(0.0, 0.0, **ENOUGH, bar="change") == Verdict.NONE


def test_only_a_firm_or_a_clear_verdict_has_a_verb():
    assert [one for one in Verdict if one.has_verb] == [Verdict.FIRM, Verdict.CLEAR]


def test_a_swing_is_judged_by_its_own_bar():
    half = 0.5
    assert judge_change(change(half)) == Verdict.CLEAR
    assert judge_change(change(half, start=pd.NaT)) == Verdict.CLEAR
    assert judge_change(change(half, start=pd.Timestamp("2020-01-31"))) == Verdict.UNSURE


def test_a_table_of_changes_gets_verdicts_and_its_own_rows_stay():
    rows = pd.DataFrame([change(0.5), change(2.0), change(0.1, sources=4), change(NAN)])
    judged = judge_changes(rows)
    assert list(judged["verdict"]) == [Verdict.CLEAR, Verdict.NONE, Verdict.UNSURE, Verdict.TOO_FEW]
    assert judged["strength"].round(3).tolist()[:3] == [1.333, 0.333, 6.667]
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
        lambda: judge(1.0, 0.9, **ENOUGH, bar="change"),
        lambda: judge(1.0, 0.6, **ENOUGH, bar="change"),
        lambda: judge(1.0, 0.4, **ENOUGH, bar="swing"),
        lambda: judge(1.0, 0.1, **ENOUGH, bar="change"),
        lambda: judge_position({"position": 0.7, "half": 0.1, "statements": 9, "sources": 9}, 0, 1),
    ]
    before = [case() for case in cases]
    higher = THRESHOLDS[name].__class__("", "", THRESHOLDS[name].value * 20)
    monkeypatch.setitem(THRESHOLDS, name, higher)
    assert [case() for case in cases] != before
