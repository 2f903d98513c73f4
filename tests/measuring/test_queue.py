"""The benchmark of the coding desk's order, on a small dossier: sources set aside stay aside, and orders are compared pair by pair."""

from pathlib import Path

import makers
import pandas as pd
import pytest

from benchmarks.queue import ORDERS, RANDOM, Play, compare_orders, play_order, rate_rarity, start_play
from stance.dossier.loading import load_dossier


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    folder: Path = makers.make_other_dossier(tmp_path_factory.mktemp("queue") / "river")
    return start_play(load_dossier(folder), seed=1)


def test_sources_set_aside_are_never_coded(play):
    assert set(play.pool["source"]) & set(play.aside["source"]) == set()
    assert play.pool["coded"].all() and play.aside["coded"].all()


def test_every_order_begins_with_the_same_statements_and_codes_as_many_at_each_step(play):
    rows = pd.DataFrame(row for name in ORDERS for row in play_order(play, name, (16, 24)))
    first, second = (rows[rows["coded"] == step] for step in (16, 24))
    assert first["mae"].nunique() == first["codes"].nunique() == 1
    assert second["order"].tolist() == list(ORDERS)
    assert (second["codes"].to_numpy() > first["codes"].to_numpy()).all()
    assert second["codes"].max() <= 48


def test_the_ratio_is_that_of_means_and_its_interval_that_of_seeds():
    rows = pd.DataFrame(
        [
            {
                "order": name,
                "seed": seed,
                "coded": 9,
                **dict.fromkeys(("codes", "mae", "addressed_f1", "within_side_r"), value),
            }
            for seed, (base, other) in enumerate([(1.0, 0.5), (1.0, 0.5), (1.0, 0.5), (3.0, 3.0)])
            for name, value in ((RANDOM, base), ("doubt", other))
        ]
    )
    found = compare_orders(rows)
    assert found["ratio"].tolist() == pytest.approx([0.75] * 4)
    assert (found["low"] < 0.6).all() and (found["high"] > 0.85).all()


def test_what_nothing_known_resembles_is_rare(play):
    known = play.pool[play.pool["actor"] == play.pool["actor"].iloc[0]]
    rarity = rate_rarity(known, play.pool)
    own = (play.pool["actor"] == play.pool["actor"].iloc[0]).to_numpy()
    assert rarity.to_numpy()[own].max() < rarity.to_numpy()[~own].min()
    assert rarity.between(0, 1).all()
