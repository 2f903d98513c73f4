"""Batches: half years from each batch alone, compared with an interval that holds 0 nine times in ten."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from stance.dossier.scores import read_scores
from stance.estimates.batches import compare_batches, list_batches, list_halves
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.scored import CODES, score_statements

FIRST, SECOND, THIRD = (pd.Timestamp(day) for day in ("2026-01-01", "2026-02-01", "2026-03-01"))


@pytest.fixture
def deal(talks, tmp_path):
    """The other negotiation with its statements dealt to batches, each with as many days as there are batches."""

    def make(*days: pd.Timestamp):
        added = pd.Series([days[n % len(days)] for n in range(len(talks.statements))], dtype="datetime64[s]")
        own = replace(talks, statements=talks.statements.assign(batch=added))
        return own, score_statements(own, read_scores(tmp_path), CODES)

    return make


def compare(dossier, scored):
    return compare_batches(dossier, scored, Estimator(rules=Rules(180, 1, 1), scale=dossier.codebook.scales))


def test_one_batch_or_none_is_compared_with_nothing(deal):
    for days in ([FIRST], [pd.NaT]):
        dossier, scored = deal(*days)
        assert compare(dossier, scored).empty
    assert list_batches(dossier) == []


def test_each_position_comes_from_its_batch_alone_and_from_its_half_year(deal):
    dossier, scored = deal(FIRST, SECOND)
    rows = compare(dossier, scored)
    assert len(rows) > 3
    added = scored["statement"].map(dossier.statements.set_index("statement")["batch"])
    for row in rows.itertuples():
        own = scored[
            (scored["side"] == row.group) & (scored["topic"] == row.topic) & scored["date"].between(row.start, row.end)
        ]
        for name, batch in (("earlier", FIRST), ("later", SECOND)):
            kept = own[added[own.index] == batch]
            assert getattr(row, name) == pytest.approx(kept.groupby("source")["score"].mean().mean())
            assert getattr(row, f"statements_{name}") == len(kept) >= 1
    assert rows["within"].eq((rows["low"] <= 0) & (rows["high"] >= 0)).all()
    assert np.allclose(rows["difference"], rows["later"] - rows["earlier"])


def test_a_third_batch_is_compared_with_both_before_it(deal):
    dossier, scored = deal(FIRST, SECOND, THIRD)
    rows = compare(dossier, scored)
    assert set(rows["batch"]) == {SECOND, THIRD}
    both = rows.groupby("batch")["statements_earlier"].mean()
    assert both[THIRD] > both[SECOND]


def test_a_shift_of_the_later_batch_is_seen(deal):
    dossier, scored = deal(FIRST, SECOND)
    added = scored["statement"].map(dossier.statements.set_index("statement")["batch"])
    shifted = scored.assign(score=scored["score"].mask(added == SECOND, 2.0).mask(added == FIRST, -2.0))
    rows = compare(dossier, shifted)
    assert (rows["difference"] == 4).all()
    assert rows["within"].mean() < 0.2  # halves of a few sources are compared too


def test_half_years_cover_the_period_and_do_not_overlap(talks):
    halves = list_halves(talks)
    first, last = (pd.Timestamp(day) for day in talks.codebook.period)
    assert halves[0][0] < first and halves[-1][1] >= last
    assert all(early[1] == late[0] for early, late in pairwise(halves))
