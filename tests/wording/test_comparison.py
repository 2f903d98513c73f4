"""Two lines in words: a verb only where the bar of titles allows it, always with both positions and n."""

import pandas as pd
import pytest

from stance.dossier.codebook import Level, Topic
from stance.wording.comparison import describe_comparison, describe_shared

FISH = Topic("fish", "Fish", "?", "No", "Yes", (Level(-2, ""), Level(2, "")))
DAYS = (pd.Timestamp("2017-12-31"), pd.Timestamp("2019-12-31"))


def row(half: float, *, sources: int = 9) -> dict:
    ends = {
        "after": -1.5,
        "before": -0.5,
        "low_after": -1.8,
        "high_after": -1.2,
        "low_before": -0.9,
        "high_before": -0.1,
    }
    counts = {f"{name}_{end}": sources for name in ("statements", "sources") for end in ("before", "after")}
    return ends | counts | {"change": -1.0, "low": -1 - half, "high": -1 + half}


@pytest.mark.parametrize(
    ("half", "sources", "said"),
    [
        (0.2, 9, "Ann stood clearly nearer to “No” on fish than Bob, 1 January 2018 to 31 December 2019: "),
        (0.5, 9, "Ann stood nearer to “No” on fish than Bob"),
        (0.8, 9, "Unsure whether Ann and Bob stood apart on fish, 1 January 2018 to 31 December 2019: "),
        (0.5, 4, "Unsure whether Ann"),
        (1.2, 9, "No clear difference between Ann and Bob on fish, "),
        (float("nan"), 9, "Ann and Bob on fish, 1 January 2018 to 31 December 2019: too few statements to say (9 statements and 9 statements)"),
    ],
)  # fmt: skip
def test_two_lines_are_told_apart_only_by_the_bar(half, sources, said):
    assert describe_comparison(row(half, sources=sources), FISH, ("Ann", "Bob"), (DAYS, DAYS)).startswith(said)


def test_lines_with_days_of_their_own_each_have_them_in_brackets():
    year = (pd.Timestamp("2016-12-31"), pd.Timestamp("2017-12-31"))
    said = describe_comparison(row(0.5), FISH, ("Ann", "Bob"), (DAYS, year))
    first, second = "Ann (1 January 2018 to 31 December 2019)", "Bob (1 January 2017 to 31 December 2017)"
    assert said.startswith(f"{first} stood nearer to “No” on fish than {second}: ")


def test_both_positions_with_n_and_the_difference_with_its_interval_are_said():
    said = describe_comparison(row(0.5), FISH, ("Ann", "Bob"), (DAYS, DAYS))
    ends = "−1.5 [−1.8, −1.2], 9 statements, 9 sources against −0.5 [−0.9, −0.1], 9 statements, 9 sources"
    assert said.endswith(f": {ends}; difference −1.00 [−1.50, −0.50]")


def test_statements_behind_both_are_said():
    assert describe_shared(0) == ""
    assert describe_shared(1).startswith("1 statement stands behind both lines")
    assert describe_shared(3).startswith("3 statements stand behind both lines")
