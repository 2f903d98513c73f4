"""Where a line stood, its silence, trail, parts and rules in sentences; and no verdict from one statement."""

import re
from collections.abc import Callable

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.codebook import Codebook, Level, Side, Topic
from stance.estimates.movement import estimate_swings
from stance.estimates.positions import Estimator
from stance.estimates.rules import DEFAULT_RULES
from stance.formats import format_value, upper_first
from stance.wording.changes import (
    NO_EVIDENCE,
    describe_aftermath,
    describe_change,
    describe_claim,
    describe_ends,
    describe_headline,
    describe_topic,
    join_changes,
)
from stance.wording.gaps import describe_gap_change
from stance.wording.lines import Line
from stance.wording.stances import (
    describe_lines,
    describe_rule,
    describe_saying,
    describe_short,
    describe_silence,
    describe_stance,
    describe_trail,
)
from stance.wording.verdicts import judge_changes

VERDICTS = re.compile(r"hardened|eased|moved towards|leans|firmly|widened|closed|surest swing", re.IGNORECASE)
NORTH, SOUTH = Side("north", "North", "minus"), Side("south", "South", "plus")
PERIODS = (
    (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-06-30")),
    (pd.Timestamp("2020-06-30"), pd.Timestamp("2020-12-31")),
)


def make_topic(*codes: int, minus: str = "No", plus: str = "Yes", title: str = "Fund") -> Topic:
    return Topic("fund", title, "A new fund?", minus, plus, tuple(Level(code, "") for code in codes))


FUND, FIVE = make_topic(-1, 0, 1), make_topic(1, 2, 3, 4, 5)
BOOK = Codebook("Talks", "1", (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31")), "", (NORTH, SOUTH), (FUND,), ())
LINES = {"north": Line("North", NORTH), "south": Line("South", SOUTH)}


def stand(position: float, half: float, statements: int = 9, sources: int = 7) -> dict:
    ends = {"low": position - half, "high": position + half}
    return {"position": position, "half": half, **ends, "statements": statements, "sources": sources}


@pytest.mark.parametrize(
    ("topic", "position", "half", "said"),
    [
        (FUND, 0.3, 0.4, "Ann has no clear lean on fund (+0.30 [−0.10, +0.70], 9 statements, 7 sources)"),
        (FUND, 0.0, 0.4, "Ann has no clear lean on fund (0.00 [−0.40, +0.40], 9 statements, 7 sources)"),
        (FUND, 0.5, 0.4, "Ann leans to “Yes” on fund (+0.50 [+0.10, +0.90], 9 statements, 7 sources)"),
        (FUND, -0.59, 0.1, "Ann leans to “No” on fund (−0.59 [−0.69, −0.49], 9 statements, 7 sources)"),
        (FUND, -0.6, 0.1, "Ann stands firmly on “No” on fund (−0.60 [−0.70, −0.50], 9 statements, 7 sources)"),
        (FUND, 0.6, 0.7, "Ann has no clear lean on fund (+0.60 [−0.10, +1.30], 9 statements, 7 sources)"),
        (FIVE, 3.3, 0.4, "Ann has no clear lean on fund (+3.30 [+2.90, +3.70], 9 statements, 7 sources)"),
        (FIVE, 2.5, 0.4, "Ann leans to “No” on fund (+2.50 [+2.10, +2.90], 9 statements, 7 sources)"),
        (FIVE, 4.19, 0.4, "Ann leans to “Yes” on fund (+4.19 [+3.79, +4.59], 9 statements, 7 sources)"),
        (FIVE, 4.2, 0.4, "Ann stands firmly on “Yes” on fund (+4.20 [+3.80, +4.60], 9 statements, 7 sources)"),
        (FIVE, 1.8, 0.4, "Ann stands firmly on “No” on fund (+1.80 [+1.40, +2.20], 9 statements, 7 sources)"),
        (make_topic(0, 1), 0.8, 0.1, "Ann stands firmly on “Yes” on fund (+0.80 [+0.70, +0.90], 9 statements, 7 sources)"),
        (make_topic(0, 1), 0.2, 0.1, "Ann stands firmly on “No” on fund (+0.20 [+0.10, +0.30], 9 statements, 7 sources)"),
        (make_topic(-4, -3, -2), -3.5, 0.1, "Ann leans to “No” on fund (−3.50 [−3.60, −3.40], 9 statements, 7 sources)"),
    ],
)  # fmt: skip
def test_a_stance_has_its_words_from_the_thresholds(topic, position, half, said):
    assert describe_stance(stand(position, half), topic, "Ann") == said


@pytest.mark.parametrize("topic", [FUND, FIVE, make_topic(0, 1)])
def test_without_evidence_there_is_no_stance_and_no_number(topic):
    said = describe_stance(stand(np.nan, np.nan, 1, 1), topic, "Ann")
    assert said == f"Ann on fund: {NO_EVIDENCE} (1 statement, 1 source)"
    assert not VERDICTS.search(said)


@pytest.mark.parametrize("half", [0.1, 0.4])
@pytest.mark.parametrize("share", [-1, -0.6, -0.5, -0.2, 0, 0.2, 0.5, 0.6, 1])
def test_poles_that_change_places_change_the_labels_alone(share, half):
    topic, other = make_topic(-2, -1, 0, 1, 2), make_topic(-2, -1, 0, 1, 2, minus="Yes", plus="No")
    said, swapped = (describe_stance(stand(2 * s, half), t, "Ann") for s, t in ((share, topic), (-share, other)))
    assert said.split(" on fund")[0] == swapped.split(" on fund")[0]
    assert said.rsplit(", 9 ", 1)[1] == swapped.rsplit(", 9 ", 1)[1]


def say_once(day: str, score: float = -1) -> pd.DataFrame:
    return makers.make_scored([(day, "north", "gazette", score)])


def read_rows(scored: pd.DataFrame) -> dict[str, Callable[[], str]]:
    """What every sentence about one row, or about a table of rows, says of the real estimates of a frame."""
    how = Estimator(scale=(-1, 1))
    whole = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))
    (stance,) = how.periods(scored, [whole]).to_dict("records")
    moves = judge_changes(how.change(scored, *PERIODS))
    lines = how.positions(scored, pd.date_range("2020-01-31", "2020-12-31", freq="ME"))
    swings = estimate_swings(lines, DEFAULT_RULES.window_days)
    move, north = moves.iloc[0].to_dict(), LINES["north"]
    after = move | {"rank": np.nan, "placebos": 0}
    counts = {name: 1 for name in move if name.startswith(("statements_", "sources_"))}
    nothing = (
        dict.fromkeys(("change", "low", "high", "gap_before", "gap_after", "from_minus", "from_plus"), np.nan) | counts
    )
    assert swings.empty and len(moves) == 1
    changes = join_changes(moves, swings)
    return {
        "stance": lambda: describe_stance(stance, FUND, "Ann"),
        "change": lambda: describe_change(move, FUND, north),
        "change without a pole": lambda: describe_change(move, FUND, Line("Ann")),
        "ends": lambda: describe_ends(move, FUND, north),
        "claim": lambda: describe_claim(move, FUND, north, "2020"),
        "aftermath": lambda: describe_aftermath(after, FUND, north),
        "gap": lambda: describe_gap_change(nothing, *LINES.values()),
        "topic": lambda: describe_topic(changes, FUND, LINES),
        "headline": lambda: describe_headline(changes, BOOK, LINES, span="2020"),
        "lines": lambda: describe_lines(lines, {"north": "North"}, FUND),
        "short": lambda: describe_short(pd.DataFrame([{"name": "Crews", **stance}])),
    }


@pytest.mark.parametrize("score", [-1, 0, 1])
@pytest.mark.parametrize("day", ["2020-02-01", "2020-12-31"])
def test_one_statement_never_gets_a_trend_or_a_verdict(day, score):
    said = {name: speak() for name, speak in read_rows(say_once(day, score)).items()}
    assert {name: text for name, text in said.items() if VERDICTS.search(text)} == {}
    assert {name: text for name, text in said.items() if "too few statements" not in text.lower()} == {}


def test_the_words_that_one_statement_does_not_get_are_those_of_many():
    many = makers.make_scored(
        [("2020-02-01", "north", f"a{n}", 1) for n in range(9)] + [("2020-12-01", "north", f"b{n}", -1) for n in range(9)]
    )  # fmt: skip
    how = Estimator(scale=(-1, 1))
    (move,) = judge_changes(how.change(many, *PERIODS)).to_dict("records")
    assert describe_change(move, FUND, LINES["north"]).startswith("North clearly hardened: −2.00 [")
    (late,) = how.periods(many, [PERIODS[1]]).to_dict("records")
    assert describe_stance(late, FUND, "North").startswith("North stands firmly on “No” on fund (−1.00 [−1.00, ")


def test_silence_is_said_with_its_longest_run():
    since = pd.Timestamp("2020-03-01")
    assert describe_silence("Ann", 12, 0, 0, None) == "Ann spoke in each of the 12 months."
    assert describe_silence("Ann", 12, 5, 3, since) == (
        "Ann: no statement in the record in 5 of 12 months; the longest silence is 3 months, from March 2020."
    )
    assert describe_silence("Ann", 1, 1, 1, since).endswith("in 1 of 1 month; the longest silence is 1 month, from March 2020.")  # fmt: skip


def test_a_trail_is_said_from_its_first_to_its_last_year_in_whatever_order_it_comes():
    rows = [("b", 2018, 1.0, -1.0), ("a", 2019, 0.04, 0.3), ("a", 2016, -1.2, 0.1), ("a", 2017, 9.0, 9.0)]
    trail = pd.DataFrame(rows, columns=["group", "year", "x", "y"])
    topics = make_topic(-2, 0, 2, title="Quotas"), make_topic(-2, 0, 2, title="USA bases")
    assert describe_trail(trail, {"a": "Ann", "b": "Bob"}, topics) == (
        "Bob: quotas +1.0, USA bases −1.0 (2018 only); Ann: quotas −1.2 to 0.0, USA bases +0.1 to +0.3 (2016 to 2019)."
    )


def test_those_with_too_few_statements_are_named_with_how_many_they_have():
    rows = pd.DataFrame({"name": ["crews, North", "ports, South"], "statements": [2, 1]})
    assert describe_short(rows) == f"{upper_first(NO_EVIDENCE)}: crews, North (2); ports, South (1)."


def test_what_was_said_around_a_day_is_counted_by_side_and_nothing_is_silence():
    assert describe_saying(pd.Series(["South", "North", "North"]), "1 to 9 May") == (
        "3 statements, 1 to 9 May: 2 of North, 1 of South."
    )
    assert describe_saying(pd.Series(["South"]), "May") == "1 statement, May: 1 of South."
    assert describe_saying(pd.Series([], dtype=str), "May") == "No statement here, May: silence."


def test_a_rule_is_said_by_how_often_it_is_restated_or_left():
    own = pd.DataFrame({"date": pd.to_datetime(["2020-01-05", "2020-03-01", "2020-02-01"])})
    nothing = own.iloc[:0]
    assert describe_rule(own.iloc[[1, 0]], own.iloc[2:], own, "North") == (
        "Of 3 coded statements of North on the topic, 2 restate it (last on 1 March 2020) "
        "and 1 on the other side of the middle (last on 1 February 2020)."
    )
    assert describe_rule(nothing, nothing, own.iloc[:1], "North") == (
        "Of 1 coded statement of North on the topic, none restate it and none on the other side of the middle."
    )
    assert describe_rule(nothing, nothing, nothing, "North") == "North: no coded statement on it."


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (25, "meetings", "25 meetings"),
        (25.0, "meetings", "25 meetings"),
        (0, "days", "0 days"),
        (0.0, "percent", "0 %"),
        (12.5, "percent", "12.5 %"),
        (2009.0, "year", "year 2009"),
        (11.0, "ordinal", "number 11"),
        (3e9, "USD", "3 billion USD"),
        (1_000_000_000, "", "1 billion"),
        (1e6, "people", "1 million people"),
        (2_500_000, "people", "2.5 million people"),
        (999_999, "people", "999,999 people"),
        (17_291, "people", "17,291 people"),
        (123_456.75, "hours", "123,456.75 hours"),
        (3.25, "hours", "3.25 hours"),
        (0.1 + 0.2, "hours", "0.3 hours"),
        (7, "", "7"),
    ],
)
def test_a_number_of_the_record_has_its_unit(value, unit, text):
    assert format_value(value, unit) == text
