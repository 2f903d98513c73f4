"""The distance of two sides in words: closed and widened by how far apart they stand, crossed where they changed places."""

import pandas as pd
import pytest

from stance.dossier.codebook import Level, Topic
from stance.wording.gaps import describe_gap, describe_gap_change, describe_gap_claim
from stance.wording.lines import Line

NAMES = Line("North"), Line("South")


def row(before: float, after: float, half: float = 0.2, sources: int = 9) -> dict:
    change = after - before
    shares = {"from_minus": 0.01, "from_plus": change - 0.01}
    shares |= {
        f"{name}_{end}": shares[name] + by for name in list(shares) for end, by in (("low", -0.1), ("high", 0.1))
    }
    counts = {f"{name}_{end}": sources for name in ("statements", "sources") for end in ("before", "after")}
    ends = {"gap_before": before, "gap_after": after}
    return {"topic": "fund", "change": change, "low": change - half, "high": change + half, **shares, **counts, **ends}


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [
        (2.0, 1.5, "The gap closed"),
        (1.5, 2.0, "The gap widened"),
        (-1.5, -2.0, "The gap widened"),
        (-2.0, -1.5, "The gap closed"),
        (0.2, -0.3, "The sides crossed"),
        (-0.3, 0.2, "The sides crossed"),
        (0.2, -1.4, "The sides clearly crossed"),
        (3.0, 1.0, "The gap clearly closed"),
    ],
)
def test_a_gap_closes_or_widens_by_its_size_and_sides_that_change_places_have_crossed(before, after, verb):
    assert describe_gap_change(row(before, after), *NAMES).startswith(f"{verb}, from ")


def test_who_closed_a_gap_is_said_by_both_shares_each_with_its_interval_and_n():
    assert describe_gap_change(row(2.0, 1.59), *NAMES) == (
        "The gap clearly closed, from +2.00 to +1.59: −0.41 [−0.61, −0.21], of which North +0.01 [−0.09, +0.11], South −0.42 [−0.52, −0.32] (9 and 9 statements from 9 and 9 sources)."
    ).replace("clearly ", "")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (row(2.0, 1.9), "No clear change of the gap"),
        (row(2.0, 1.75), "Unsure whether the gap moved"),
        (row(2.0, 1.0, sources=4), "Unsure whether the gap moved"),
        (row(float("nan"), 1.0), "Too few statements to say who moved the gap"),
    ],
)
def test_without_a_verdict_that_has_a_verb_the_gap_neither_closed_nor_widened(one, said):
    assert describe_gap_change(one, *NAMES).startswith(said)


def test_a_gap_is_described_by_its_latest_and_its_smallest_value_with_interval_and_n():
    dates = pd.to_datetime(["2015-01-31", "2016-01-31", "2017-01-31"])
    gap = pd.DataFrame({"date": dates, "gap": [2.0, 0.5, 1.0], "statements": 9, "sources": 7})
    gap = gap.assign(low=gap["gap"] - 0.3, high=gap["gap"] + 0.3)
    least = gap.iloc[1].to_dict() | {"low": -0.1, "high": 1.1, "dates": 3, "told": True}
    latest, smallest = describe_gap(gap, least).split("; smallest ")
    assert latest == "Latest gap 1.0 [+0.7, +1.3] (January 2017; 9 statements, 7 sources)"
    assert smallest == (
        "0.5 [−0.1, +1.1] (January 2016; 9 statements, 7 sources; the interval allows for its being picked from 3 dates)."
    )
    assert describe_gap(gap.assign(gap=float("nan")), {}) == ""
    assert "−1.4 [−1.7, −1.1], crossed (January 2017" in describe_gap(gap.assign(gap=-1.4, low=-1.7, high=-1.1), least)


def test_no_date_is_named_as_the_smallest_where_none_is_told_from_the_others_or_there_is_one_alone():
    dates = pd.to_datetime(["2015-01-31", "2016-01-31"])
    gap = pd.DataFrame({"date": dates, "gap": [2.0, 1.9], "low": 1.5, "high": 2.5, "statements": 9, "sources": 7})
    latest = "Latest gap 1.9 [+1.5, +2.5] (January 2016; 9 statements, 7 sources)"
    least = gap.iloc[1].to_dict() | {"dates": 2, "told": False}
    assert describe_gap(gap, least) == (
        f"{latest}; no date can be named as the smallest: among 2 dates none stands out."
    )
    assert describe_gap(gap[1:], least | {"dates": 1}) == f"{latest}."


FISH = Topic("fish", "Fish", "?", "No", "Yes", (Level(-2, ""), Level(2, "")))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (row(2.0, 1.5), "The gap on fish closed: +2.0 [+1.9, +2.1], 9 statements, 9 sources, to +1.5 [+1.4, +1.6], 9 statements, 9 sources"),
        (row(3.0, 1.0), "The gap on fish clearly closed: +3.0 [+2.9, +3.1], 9 statements, 9 sources, to +1.0 [+0.9, +1.1], 9 statements, 9 sources"),
        (row(0.2, -1.4), "The sides clearly crossed on fish: +0.2 [+0.1, +0.3], 9 statements, 9 sources, to −1.4 [−1.5, −1.3], 9 statements, 9 sources"),
        (row(2.0, 1.9), "No clear change of the gap on fish: +2.0 [+1.9, +2.1], 9 statements, 9 sources, to +1.9 [+1.8, +2.0], 9 statements, 9 sources"),
        (row(2.0, 1.75), "Unsure whether the gap on fish moved: +2.0 [+1.9, +2.1], 9 statements, 9 sources, to +1.8 [+1.6, +1.9], 9 statements, 9 sources"),
    ],
)  # fmt: skip
def test_a_title_on_the_gap_gives_both_ends_with_interval_n_and_day(one, said):
    ends = {"before": one["gap_before"], "after": one["gap_after"]}
    bands = {f"low_{end}": gap - 0.1 for end, gap in ends.items()} | {
        f"high_{end}": gap + 0.1 for end, gap in ends.items()
    }
    days = {"start": pd.Timestamp("2015-05-31"), "end": pd.Timestamp("2019-12-31")}
    assert describe_gap_claim(one | ends | bands | days, FISH) == f"{said}, 31 May 2015 to 31 December 2019"


def test_a_title_on_a_gap_without_a_number_gives_the_counts():
    one = row(float("nan"), 1.0) | {"start": pd.Timestamp("2015-05-31"), "end": pd.Timestamp("2019-12-31")}
    assert describe_gap_claim(one, FISH) == (
        "Too few statements to say whether the gap on fish moved (9 and 9 statements from 9 and 9 sources, 31 May 2015 to 31 December 2019)"
    )
