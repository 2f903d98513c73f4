"""One actor's firsts, ends and silence: each against a frame that can be read by eye."""

import pandas as pd
import pytest

from stance.dossier.codebook import Level, Topic
from stance.estimates.profile import count_months, find_silence, list_extremes, list_firsts

FUND = Topic("fund", "Fund", "A new fund?", "No", "Yes", tuple(Level(code, "") for code in (-1, 0, 1)))


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
