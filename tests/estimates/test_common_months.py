"""Like with like: two groups are compared in the months in which both spoke, by the estimate of any position."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.estimates.common_months import compare_in_common_months
from stance.estimates.parts import compare_parts
from stance.estimates.positions import Estimator

YEAR = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))
# Crews speak in March and May only; ports in every month, hard in March and May, soft in all others.
PORTS = [(f"2020-{month:02}-1{n}", "ports", f"p{month}{n}", -1 if month in (3, 5) else 1) for month in range(1, 13) for n in (0, 1)]  # fmt: skip
CREWS = [(f"2020-{month:02}-2{n}", "crews", f"c{month}{n}", -2) for month in (3, 5) for n in (0, 1)]


def compare(rows: list[tuple], *pairs: tuple[str, str], period=YEAR) -> pd.DataFrame:
    scored = makers.make_scored(rows)
    parts = scored.set_index("statement")["side"]
    return compare_in_common_months(scored, Estimator(), parts, topic="fund", period=period, pairs=pairs)


def test_only_the_months_in_which_both_spoke_are_compared():
    row = compare(PORTS + CREWS, ("crews", "ports")).iloc[0]
    assert (row["months"], row["common"], row["common_against"], row["difference"]) == (2, -2, -1, -1)
    assert row[["statements_common", "statements_against", "sources_common", "sources_against"]].tolist() == [4] * 4


def test_each_end_is_the_position_of_the_same_statements_alone_and_the_interval_takes_them_as_independent():
    noisy = [(day, side, source, score + (n % 2) / 2) for n, (day, side, source, score) in enumerate(PORTS + CREWS)]
    row = compare(noisy, ("crews", "ports")).iloc[0]
    scored = makers.make_scored(noisy)
    kept = scored[scored["date"].dt.month.isin([3, 5])]
    parts = scored.set_index("statement")["side"]
    ends = compare_parts(kept, Estimator(pool_from=scored), parts, "fund", YEAR).set_index("part")
    assert row["common_against"] == pytest.approx(ends.loc["ports", "position"])
    half = np.hypot(*ends["half"])
    assert row["difference_high"] - row["difference"] == pytest.approx(half)
    assert row["difference"] - row["difference_low"] == pytest.approx(half)


def test_a_month_in_which_one_of_the_two_was_silent_changes_nothing():
    more = [("2020-08-15", "crews", f"c8{n}", 2) for n in range(5)]
    alone = [row for row in PORTS if not row[0].startswith("2020-08")]
    one, other = compare(alone + CREWS, ("crews", "ports")), compare(alone + CREWS + more, ("crews", "ports"))
    assert other["months"].tolist() == one["months"].tolist() == [2]
    assert other["difference"].tolist() == one["difference"].tolist()


def test_the_same_month_of_another_year_is_another_month():
    rows = [(day.replace("2020", "2021"), *rest) for day, *rest in CREWS]
    long = (YEAR[0], pd.Timestamp("2021-12-31"))
    row = compare([*PORTS, *rows], ("crews", "ports"), period=long).iloc[0]
    assert (row["months"], row["statements_common"]) == (0, 0)
    assert np.isnan(row["difference"])


def test_below_the_least_evidence_in_common_months_there_is_no_difference_but_a_count():
    row = compare(PORTS + CREWS[:2], ("crews", "ports")).iloc[0]
    assert (row["months"], row["statements_common"], row["statements_against"]) == (1, 2, 2)
    assert row[["common", "common_against", "difference", "difference_low", "difference_high"]].isna().all()


def test_swapping_a_pair_turns_the_sign_and_every_pair_has_months_of_its_own():
    guests = [(f"2020-0{month}-05", "guests", f"g{month}", 0) for month in (1, 2, 3)]
    pairs = [("crews", "ports"), ("ports", "crews"), ("guests", "ports")]
    rows = compare(PORTS + CREWS + guests, *pairs)
    assert rows["difference"].tolist()[:2] == [-1, 1]
    assert rows.loc[2, ["months", "statements_against"]].tolist() == [3, 6]
    assert rows.loc[2, "common_against"] == pytest.approx((1 + 1 - 1) / 3)


def test_statements_out_of_the_period_or_on_another_topic_make_no_common_month():
    other = [("2020-07-20", "crews", f"o{n}", 2, "toll") for n in range(5)]
    late = [("2021-01-01", side, f"l{side}{n}", 2) for side in ("crews", "ports") for n in range(3)]
    assert compare(PORTS + CREWS + other + late, ("crews", "ports"))["months"].tolist() == [2]


def test_a_statement_known_to_its_year_only_makes_no_common_month_and_one_known_to_its_month_does():
    """It carries the first of January or of June, and could have been said on any day of its year or month."""
    scored = makers.make_scored([*PORTS, *CREWS, ("2020-01-01", "crews", "y", 2), ("2020-06-01", "crews", "m", 2)])
    latest = scored["date"].mask(scored["source"] == "y", pd.Timestamp("2020-12-31"))
    scored = scored.assign(
        earliest=scored["date"], latest=latest.mask(scored["source"] == "m", pd.Timestamp("2020-06-30"))
    )
    parts, pairs = scored.set_index("statement")["side"], [("crews", "ports")]
    row = compare_in_common_months(scored, Estimator(), parts, topic="fund", period=YEAR, pairs=pairs).iloc[0]
    assert (row["months"], row["statements_common"]) == (3, 5)


def test_without_a_pair_there_is_no_row():
    assert compare(PORTS).empty
