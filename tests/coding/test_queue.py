"""Which statement comes next."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from rapidfuzz.fuzz import token_set_ratio

from stance.coding import queue
from stance.coding.queue import ALIKE, BLOCK, CONTROL, SHARED, Queue, join_queues, order_queue
from stance.coding.worth import rate_chance, rate_doubt


def make_pool(texts: list[str]) -> pd.DataFrame:
    numbers = range(len(texts))
    return pd.DataFrame(
        {
            "statement": [f"s{n:03d}" for n in numbers],
            "date": pd.Timestamp("2020-01-01") + pd.to_timedelta([9 * n for n in numbers], unit="D"),
            "actor": [f"a{n % 7}" for n in numbers],
            "source": [f"p{n // 3}" for n in numbers],
            "text": texts,
        }
    )


def tell(seed: int, count: int = 9) -> str:
    return " ".join(f"w{one}" for one in np.random.default_rng(seed).integers(500, size=count))


POOL = make_pool([tell(n) for n in range(100)])
WORTH = pd.Series(np.random.default_rng(7).random(100), index=POOL["statement"])


def test_a_queue_holds_every_statement_once_and_is_the_same_for_the_same_seed_and_coder():
    ours = order_queue(POOL, WORTH, "ann")
    assert sorted(ours.statements) == POOL["statement"].tolist()
    again = order_queue(POOL.sample(frac=1, random_state=1), WORTH.sample(frac=1, random_state=2), "ann")
    assert again == ours
    assert order_queue(POOL, WORTH, "ann", seed=1).statements != ours.statements


def test_two_coders_are_given_the_same_two_in_five_at_the_same_places_and_others_between():
    ours, theirs = (order_queue(POOL, WORTH, name) for name in ("ann", "ben"))
    places = [n for n in range(100) if BLOCK[n % 5] in (SHARED, CONTROL)]
    assert len(places) == 40
    assert [ours.statements[n] for n in places] == [theirs.statements[n] for n in places]
    assert {ours.statements[n] for n in places} == ours.shared | ours.controls
    assert ours.statements[:15] != theirs.statements[:15]


def test_one_in_five_is_drawn_at_random_whatever_it_is_worth():
    ours = order_queue(POOL, WORTH, "ann")
    assert len(ours.controls) == 20
    assert [one for one in ours.statements if one in ours.controls] == list(ours.statements[2::5])
    assert order_queue(POOL, 1 - WORTH, "ann").controls == ours.controls
    drawn = [one for seed in range(40) for one in order_queue(POOL, WORTH, "ann", seed=seed).controls]
    assert WORTH[drawn].mean() == pytest.approx(0.5, abs=0.03)


def test_what_is_worth_most_comes_early_among_the_chosen():
    ours = order_queue(POOL, WORTH, "ann")
    chosen = [one for one in ours.statements if one not in ours.controls]
    assert WORTH[chosen[:20]].mean() > WORTH[chosen].mean() + 0.2


def test_near_duplicates_do_not_follow_one_another():
    stories = [tell(seed) for seed in range(20)]
    pool = make_pool([f"{stories[n // 5]} x{n}" for n in range(100)])
    texts = pool.set_index("statement")["text"]
    order = order_queue(pool, WORTH.set_axis(pool["statement"]), "ann")
    alike = [token_set_ratio(texts[a], texts[b]) >= ALIKE for a, b in pairwise(order.statements)]
    assert sum(alike) <= 2  # the last few may have nothing else left
    by_worth = WORTH.sort_values().index
    assert sum(token_set_ratio(texts[a], texts[b]) >= ALIKE for a, b in pairwise(by_worth)) > 2


def test_statements_that_are_all_alike_are_queued_all_the_same():
    pool = make_pool(["the same words"] * 30)
    assert len(set(order_queue(pool, WORTH, "ann").statements)) == 30


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6])
def test_a_small_pool_is_queued_whole(count):
    assert len(order_queue(POOL.iloc[:count], WORTH, "ann").statements) == count


def test_of_a_large_pool_the_controls_of_all_and_those_worth_most_are_queued(monkeypatch):
    monkeypatch.setattr(queue, "LONGEST", 20)
    ours = order_queue(POOL, WORTH, "ann")
    assert len(ours.statements) == len(set(ours.statements)) == 20
    assert len(ours.controls) == 4
    least = WORTH[[one for one in ours.statements if one not in ours.controls]].min()
    assert (least < WORTH).sum() <= 20


def test_what_others_coded_of_a_coders_own_comes_last_and_shared_ones_stay():
    ours = Queue(("s1", "s2", "s3", "s4"), controls=frozenset({"s2"}), shared=frozenset({"s1"}))
    assert ours.defer(frozenset({"s1", "s2", "s3"})).statements == ("s1", "s2", "s4", "s3")


def test_two_queues_joined_keep_their_order_and_marks():
    joined = join_queues(Queue(("s1",), frozenset({"s1"})), Queue(("s2",), shared=frozenset({"s2"})))
    assert joined == Queue(("s1", "s2"), frozenset({"s1"}), frozenset({"s2"}))


def make_scores(rows: list[tuple[str, float, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["statement", "addressed", "confidence"]).assign(topic="fund")


def test_doubt_is_greatest_near_one_half_and_where_the_sign_is_unsure():
    scores = make_scores(
        [("s000", 0.5, 0.4), ("s001", 0.5, 0.9), ("s002", 0.99, 0.4), ("s003", 0.99, 0.99), ("s004", 0.01, 0.4)]
    )
    doubt = rate_doubt(scores, POOL.iloc[:5])
    assert doubt.index.tolist() == POOL["statement"].tolist()[:5]
    assert doubt["s000"] > doubt["s001"] > doubt["s003"]
    assert doubt["s002"] > doubt["s003"]
    assert doubt["s004"] < 0.05
    assert doubt.between(0, 1).all()


def test_chance_is_the_same_for_the_same_statement_and_even():
    chance = rate_chance(POOL)
    assert chance.equals(rate_chance(POOL.sample(frac=1, random_state=3))[POOL["statement"]])
    assert rate_chance(POOL, 1).corr(chance) < 0.4
    assert chance.mean() == pytest.approx(0.5, abs=0.1)
    assert chance.between(0, 1).all()
