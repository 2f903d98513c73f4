"""One actor's firsts, ends, silence and parts, and trails of positions: each against a frame that can be read by eye."""

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.codebook import Level, Topic
from stance.estimates.positions import DEFAULT_RULES, estimate_periods
from stance.estimates.profile import (
    PARTS,
    TRAIL,
    compare_parts,
    count_months,
    find_silence,
    list_extremes,
    list_firsts,
    list_trail,
    list_years,
)

FUND = Topic("fund", "Fund", "A new fund?", "No", "Yes", tuple(Level(code, "") for code in (-1, 0, 1)))
OPTIONS = {"rules": DEFAULT_RULES, "scale": (-1, 1)}
YEAR_2020 = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))


def say(*rows: tuple[str, int | None]) -> pd.DataFrame:
    """Statements s0, s1, ... of (date, code on fund)."""
    frame = pd.DataFrame(rows, columns=["date", "fund"]).astype({"fund": "Int64"})
    return frame.assign(statement=[f"s{n}" for n in range(len(rows))], date=pd.to_datetime(frame["date"]))


def count(first: str, last: str, *days: str) -> pd.Series:
    return count_months(pd.Series(pd.to_datetime(list(days))), pd.Timestamp(first), pd.Timestamp(last))


def test_the_first_statement_at_each_code_is_listed_by_date():
    firsts = list_firsts(
        say(("2020-01-01", 0), ("2020-01-02", None), ("2020-02-01", 1), ("2020-03-01", 0), ("2020-04-01", -1)), FUND
    )
    assert firsts[["statement", "code"]].to_numpy().tolist() == [["s0", 0], ["s2", 1], ["s4", -1]]
    assert firsts["date"].is_monotonic_increasing and list(firsts.index) == [0, 1, 2]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0]])
def test_of_two_statements_of_one_day_the_lower_id_is_the_first(order):
    same_day = say(("2020-01-01", 1), ("2020-01-01", 1), ("2020-01-01", -1)).iloc[order]
    assert list_firsts(same_day, FUND)[["statement", "code"]].to_numpy().tolist() == [["s0", 1], ["s2", -1]]


def test_without_a_code_there_is_neither_a_first_nor_a_firmest():
    silent = say(("2020-01-01", None), ("2020-02-01", None))
    for rows in (silent, silent.iloc[:0]):
        assert list_firsts(rows, FUND).empty
        assert [end.empty for end in list_extremes(rows, FUND)] == [True, True]


def test_the_firmest_are_those_at_the_ends_that_were_reached_the_newest_first():
    rows = say(("2020-01-01", -1), ("2020-02-01", 0), ("2020-03-01", 1), ("2020-04-01", -1), ("2020-04-01", -1))
    low, high = list_extremes(rows, FUND)
    assert (list(low["statement"]), list(high["statement"])) == (["s4", "s3", "s0"], ["s2"])
    low, high = list_extremes(rows[rows["fund"] != 1], FUND)
    assert (set(low["fund"]), set(high["fund"])) == ({-1}, {0})


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_than_most_are_listed_of_each_end(most):
    rows = say(*((f"2020-01-0{day}", code) for day in range(1, 6) for code in (-1, 1)))
    assert [len(end) for end in list_extremes(rows, FUND, most)] == [most, most]
    assert [end["statement"].iloc[0] for end in list_extremes(rows, FUND, most)] == ["s8", "s9"]


def test_where_one_code_was_reached_both_ends_are_the_same_rows():
    low, high = list_extremes(say(("2020-01-01", 0), ("2020-02-01", None), ("2020-03-01", 0)), FUND)
    pd.testing.assert_frame_equal(low, high)
    assert list(low["statement"]) == ["s2", "s0"]


def test_months_of_silence_are_zero_at_both_ends_and_within():
    months = count("2020-01-15", "2020-06-02", "2020-02-01", "2020-02-29", "2020-04-30")
    assert months.tolist() == [0, 2, 0, 1, 0, 0]
    assert list(months.index) == list(pd.date_range("2020-01-01", "2020-06-01", freq="MS"))


def test_a_statement_on_the_first_and_on_the_last_day_is_counted():
    assert count("2020-12-31", "2021-02-28", "2020-12-31", "2021-02-28").tolist() == [1, 0, 1]
    assert count("2020-02-29", "2020-02-29", "2020-02-29").tolist() == [1]


def test_without_a_statement_every_month_is_silent():
    assert count("2020-01-01", "2020-03-31").tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("counts", "longest", "since"),
    [
        ([1, 2, 1], 0, None),
        ([0, 0, 0], 3, 0),
        ([1, 0, 0, 4], 2, 1),
        ([0, 1, 0, 0, 0], 3, 2),
        ([0, 0, 0, 1, 0], 3, 0),
        ([1, 0, 0, 1, 0, 0, 1], 2, 1),
        ([0], 1, 0),
    ],
)
def test_the_longest_silence_is_the_first_of_those_as_long(counts, longest, since):
    months = pd.Series(counts, index=pd.date_range("2020-01-01", periods=len(counts), freq="MS"))
    assert find_silence(months) == (longest, None if since is None else months.index[since])


@pytest.fixture
def scored() -> pd.DataFrame:
    """Ten statements on fund, two of one source, and one on another topic and one after the year."""
    rows = [
        ("2020-01-01", "north", "a", -1), ("2020-02-01", "north", "a", 0), ("2020-03-01", "north", "b", -1),
        ("2020-04-01", "south", "c", 1), ("2020-05-01", "south", "d", 1), ("2020-06-01", "south", "e", 0),
        ("2020-12-31", "south", "f", 1), ("2020-07-01", "south", "g", 1), ("2020-08-01", "south", "h", 1),
        ("2020-09-01", "south", "i", -1), ("2020-09-01", "south", "i", -1, "access"), ("2021-01-01", "north", "j", 1),
    ]  # fmt: skip
    return makers.make_scored(rows, spread=0.1)


NAMES = ["home"] * 3 + ["abroad"] * 4 + ["ship"] * 2 + ["", "home", "home"]


def compare(scored: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return compare_parts(scored, pd.Series(names, index=scored["statement"]), "fund", YEAR_2020, OPTIONS)


def test_parts_are_the_positions_of_their_statements_the_commonest_first(scored):
    table = compare(scored, NAMES)
    assert list(table.columns) == PARTS
    assert list(table["part"]) == ["abroad", "home", "ship"]
    assert table["position"].iloc[:2].tolist() == pytest.approx([0.75, -0.75])
    own = scored.assign(part=NAMES).iloc[:9]
    by_hand = estimate_periods(own, [YEAR_2020], by="part", **OPTIONS).set_index("group")
    for name in ("position", "low", "high", "half", "statements", "sources"):
        assert table.set_index("part")[name].equals(by_hand.loc[table["part"], name].rename_axis("part")), name


def test_a_part_with_too_little_evidence_has_no_position_but_its_counts(scored):
    row = compare(scored, NAMES).set_index("part").loc["ship"]
    assert row[["position", "low", "high", "half"]].isna().all()
    assert (row["statements"], row["sources"]) == (2, 2)


@pytest.mark.parametrize("missing", ["", None, np.nan, pd.NA])
def test_statements_without_a_part_count_nowhere(scored, missing):
    names = [missing if name == "" else name for name in NAMES]
    pd.testing.assert_frame_equal(compare(scored, names), compare(scored.drop(index=9), NAMES[:9] + NAMES[10:]))
    known = pd.Series(NAMES[:9], index=scored["statement"][:9])
    pd.testing.assert_frame_equal(compare_parts(scored, known, "fund", YEAR_2020, OPTIONS), compare(scored, NAMES))


def test_the_pool_of_parts_is_that_of_the_parts_in_what_it_comes_from(scored):
    parts = pd.Series(NAMES, index=scored["statement"])
    wide = OPTIONS | {"pool_from": scored.assign(score=scored["score"] * 9)}
    shared, own = compare_parts(scored, parts, "fund", YEAR_2020, wide), compare(scored, NAMES)
    assert shared["position"].equals(own["position"])
    known = own["position"].notna()
    assert (shared.loc[known, "half"] > own.loc[known, "half"] * 1.5).all()
    few = compare_parts(
        scored[scored["statement"].map(parts) == NAMES[0]], parts, "fund", YEAR_2020, OPTIONS | {"pool_from": scored}
    )
    pd.testing.assert_frame_equal(few, own[own["part"] == NAMES[0]].reset_index(drop=True))


def test_parts_with_as_many_statements_are_in_the_order_of_their_names(scored):
    assert list(compare(scored, ["z"] * 3 + ["a"] * 3 + [""] * 6)["part"]) == ["a", "z"]


def test_no_part_makes_an_empty_table(scored):
    table = compare(scored, [""] * 12)
    assert table.empty and list(table.columns) == PARTS


def talk(group: str, topic: str, *said: tuple[str, int]) -> list[tuple]:
    return [(day, group, f"{group}-{topic}-{n}", score, topic) for n, (day, score) in enumerate(said)]


def list_whole(first: int, after: int) -> dict:
    """The whole years from `first` to the one before `after`."""
    return list_years((pd.Timestamp(first - 1, 12, 31), pd.Timestamp(after - 1, 12, 31)))


def test_years_reach_as_far_as_the_period_does():
    years = list_years((pd.Timestamp("2017-05-31"), pd.Timestamp("2019-02-28")))
    assert {year: (f"{start:%m-%d}", f"{end:%m-%d}") for year, (start, end) in years.items()} == {
        2017: ("05-31", "12-31"),
        2018: ("12-31", "12-31"),
        2019: ("12-31", "02-28"),
    }
    assert list(list_years((pd.Timestamp("2017-05-31"), pd.Timestamp("2017-06-30"))).values()) == [
        (pd.Timestamp("2017-05-31"), pd.Timestamp("2017-06-30"))
    ]


@pytest.fixture
def yearly() -> pd.DataFrame:
    """North on two topics in 2020 and 2021 and on one in 2022; south on both in 2021 alone."""
    both = [
        *talk("north", "fund", ("2020-01-01", -1), ("2020-06-01", -1), ("2020-12-31", 1)),
        *talk("north", "fund", ("2021-01-01", 0), ("2021-06-01", 1), ("2021-12-31", 1)),
        *talk("north", "access", ("2020-01-01", 0), ("2020-06-01", 0), ("2020-12-31", 0)),
        *talk("north", "access", ("2021-01-01", 1), ("2021-06-01", 1), ("2021-12-31", 1), ("2021-12-31", 1)),
        *talk("north", "fund", ("2022-01-01", 1), ("2022-06-01", 1), ("2022-07-01", 1)),
        *talk("north", "access", ("2022-01-01", 1), ("2022-06-01", 1)),
        *talk("south", "fund", ("2021-02-01", 1), ("2021-03-01", 1), ("2021-04-01", 0)),
        *talk("south", "access", ("2021-02-01", -1), ("2021-03-01", -1), ("2021-04-01", -1)),
    ]
    return makers.make_scored(both)


def test_a_trail_holds_the_years_in_which_both_topics_have_enough(yearly):
    trail = list_trail(yearly, ("fund", "access"), list_whole(2019, 2024), "side", OPTIONS)
    assert list(trail.columns) == TRAIL
    assert trail[["group", "year"]].to_numpy().tolist() == [["north", 2020], ["north", 2021], ["south", 2021]]
    assert trail[["statements_x", "statements_y"]].to_numpy().tolist() == [[3, 3], [3, 4], [3, 3]]


def test_the_last_day_of_december_and_the_first_of_january_are_of_two_years(yearly):
    trail = list_trail(yearly, ("fund", "access"), list_whole(2020, 2022), "side", OPTIONS).set_index(["group", "year"])
    assert trail.loc[("north", 2020), ["x", "y"]].tolist() == pytest.approx([-1 / 3, 0])
    assert trail.loc[("north", 2021), ["x", "y"]].tolist() == pytest.approx([2 / 3, 1])


def test_a_trail_is_the_yearly_positions_and_swapping_the_topics_swaps_the_axes(yearly):
    trail = list_trail(yearly, ("fund", "access"), list_whole(2020, 2023), "side", OPTIONS)
    for row in trail.itertuples():
        year = (pd.Timestamp(row.year - 1, 12, 31), pd.Timestamp(row.year, 12, 31))
        by_hand = estimate_periods(yearly, [year], by="side", **OPTIONS).set_index(["group", "topic"])
        fund, access = by_hand.loc[(row.group, "fund")], by_hand.loc[(row.group, "access")]
        assert (row.x, row.half_x, row.y, row.half_y) == (fund.position, fund.half, access.position, access.half)
    swapped = list_trail(yearly, ("access", "fund"), list_whole(2020, 2023), "side", OPTIONS)
    assert swapped["x"].tolist() == trail["y"].tolist() and swapped["half_y"].tolist() == trail["half_x"].tolist()


def test_a_trail_without_years_or_statements_is_empty(yearly):
    for rows, years in ((yearly, {}), (yearly.iloc[:0], list_whole(2020, 2022)), (yearly, list_whole(2022, 2023))):
        trail = list_trail(rows, ("fund", "access"), years, "side", OPTIONS)
        assert trail.empty and list(trail.columns) == TRAIL
