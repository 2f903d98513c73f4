"""Of many sources the errors of both parts of a change are worked out: they are those that drawing them gives."""

import numpy as np
import pandas as pd
import pytest

from stance.estimates import split_intervals
from stance.estimates.positions import Estimator
from stance.estimates.split_intervals import measure_split

PERIODS = tuple((pd.Timestamp(year - 1, 12, 31), pd.Timestamp(year, 12, 31)) for year in (2020, 2021))


@pytest.fixture(scope="module")
def scored() -> pd.DataFrame:
    """Eight speakers of one side in 600 sources of each of two years: one falls silent, one speaks more, all move a little."""
    rng, parts = np.random.default_rng(4), []
    for year, speakers in ((2020, range(8)), (2021, [1, 1, 1, 2, 3, 4, 5, 6, 7])):
        actor = rng.choice(list(speakers), 2_000)
        day = pd.Timestamp(year, 1, 1) + pd.to_timedelta(rng.integers(0, 365, len(actor)), unit="D")
        score = np.clip(rng.normal(actor / 4 - 1 + (year - 2020) * 0.4, 0.8), -2, 2)
        source = [f"{year}-{one}" for one in rng.integers(0, 600, len(actor))]
        parts.append(
            pd.DataFrame({"date": day, "actor": [f"a{one}" for one in actor], "score": score, "source": source})
        )
    whole = pd.concat(parts).assign(side="north", topic="fund", spread=0.0, shared=0.0, scored_by="coder")
    return whole.sort_values("date", ignore_index=True).assign(statement=lambda rows: rows.index.astype(str))


def measure(scored: pd.DataFrame, most_drawn: int, monkeypatch: pytest.MonkeyPatch) -> split_intervals.Split:
    monkeypatch.setattr(split_intervals, "MOST_DRAWN", most_drawn)
    return measure_split(scored, "north", PERIODS, Estimator())


def test_intervals_are_as_wide_as_those_of_draws(scored, monkeypatch):
    drawn, found = (measure(scored, most, monkeypatch) for most in (10_000, 100))
    for name in ("said", "spoke"):
        assert found.whole[name] == drawn.whole[name]
        wide = [one.whole[f"{name}_high"] - one.whole[f"{name}_low"] for one in (found, drawn)]
        assert wide[0] == pytest.approx(wide[1], rel=0.12), name
        each = [(one.parts[f"{name}_high"] - one.parts[f"{name}_low"]).to_numpy() for one in (found, drawn)]
        np.testing.assert_array_equal(np.isnan(each[0]), np.isnan(each[1]))
        known = ~np.isnan(each[0])
        np.testing.assert_allclose(each[0][known], each[1][known], rtol=0.2, err_msg=name)


def test_a_speaker_who_spoke_in_one_period_alone_said_nothing_else_and_no_period_is_nothing(scored, monkeypatch):
    found = measure(scored, 100, monkeypatch)
    gone = found.parts.set_index("actor").loc["a0"]
    assert gone["said"] == 0
    assert np.isnan(gone["said_low"])
    assert gone["spoke_low"] < gone["spoke"] < gone["spoke_high"]
    silent = measure(scored[scored["date"] < "2021"], 100, monkeypatch)
    assert np.isnan([silent.whole["said_low"], silent.whole["spoke_high"]]).all()
