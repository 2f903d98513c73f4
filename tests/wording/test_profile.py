"""One actor in words: what was said and where, and a shift only by its verdict."""

import pandas as pd
import pytest

from stance.dossier.codebook import Codebook
from stance.wording.lines import Line
from stance.wording.profile import (
    CLEAREST,
    describe_apart,
    describe_extreme,
    describe_first,
    describe_firsts,
    describe_pair,
    describe_range,
    describe_shift,
    describe_unsaid,
)
from stance.wording.verdicts import Verdict


@pytest.fixture(scope="module")
def book(talks) -> Codebook:
    return talks.codebook


def make_swing(verdict: Verdict) -> dict:
    """A swing as large as any; only the verdict says what may be said of it."""
    ends = {f"{name}_{end}": 9 for name in ("statements", "sources") for end in ("before", "after")}
    ends_of = {"start_from": "2020-07-01", "start": "2021-06-30", "date_from": "2021-07-01", "date": "2022-06-30"}
    days = {name: pd.Timestamp(day) for name, day in ends_of.items()} | {"half": 0.05, "held": 9.0}
    return {"verdict": verdict, "change": 0.9, "low": 0.8, "high": 1.0, **ends, **days}


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.FIRM, "Clearest shift: Ann clearly hardened: +0.90 [+0.80, +1.00], 9 and 9 statements from 9 and 9 sources, from the mean of July 2020 to June 2021 to that of July 2021 to June 2022."),
        (Verdict.CLEAR, "Clearest shift: Ann hardened: +0.90 [+0.80, +1.00], 9 and 9 statements from 9 and 9 sources, from the mean of July 2020 to June 2021 to that of July 2021 to June 2022."),
        (Verdict.UNSURE, CLEAREST[Verdict.UNSURE]),
        (Verdict.NONE, CLEAREST[Verdict.NONE]),
        (Verdict.TOO_FEW, CLEAREST[Verdict.TOO_FEW]),
    ],
)  # fmt: skip
def test_a_shift_has_the_words_of_its_verdict_whatever_its_size(verdict, said, book):
    line = Line("Ann", book.side("minami"))
    assert describe_shift(make_swing(verdict), book.topic("quota"), line) == said


def test_without_two_windows_no_shift_is_denied_or_named(book):
    assert describe_shift(None, book.topic("quota"), Line("Ann")) == CLEAREST[Verdict.TOO_FEW]
    assert "Too few" in CLEAREST[Verdict.TOO_FEW]


def test_a_range_has_both_ends_or_the_only_code():
    assert describe_range(-2, 1, 14) == "Range of codes: −2 to +1, 14 coded statements."
    assert describe_range(0, 0, 1) == "Range of codes: 0, 1 coded statement."


def test_lists_say_what_they_hold():
    assert describe_extreme("Highest", 2, 3) == "Highest code, +2: the newest 3"
    assert describe_firsts(1) == "Firsts: 1 code, each when first heard here"
    assert describe_apart(1, 2, 90, 4.26) == "1 pair at least 2 codes apart within 90 days (4.3 by chance)"
    assert describe_pair(1, 2.0) == "1 day and 2 codes apart"
    assert describe_first({"code": -1, "text": "No", "statement": "s1"}, "May 2021") == "−1, May 2021: No (s1)"


def test_nothing_said_names_the_topic_or_all_of_them(book):
    assert describe_unsaid("Ann", book.topic("quota")) == "Ann: nothing said on квота in these dates"
    assert describe_unsaid("Ann") == "Ann: nothing said on these topics"
