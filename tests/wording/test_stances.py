"""Where a line stood, its silence, trail, parts and rules in sentences; and no verdict from one statement."""

import re
from collections.abc import Callable
from dataclasses import replace

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.codebook import Codebook, Level, Side, Topic
from stance.estimates.aftermath import estimate_aftermath
from stance.estimates.movement import estimate_gap, estimate_movement, estimate_swings, split_gap
from stance.estimates.positions import DEFAULT_RULES, estimate_periods, estimate_positions
from stance.formats import format_value
from stance.wording import (
    NO_EVIDENCE,
    THRESHOLDS,
    Line,
    describe_aftermath,
    describe_claim,
    describe_gap_change,
    describe_lines,
    describe_move,
    describe_parts,
    describe_rule,
    describe_saying,
    describe_silence,
    describe_stance,
    describe_topic,
    describe_trail,
    list_thresholds,
    write_headline,
)

VERDICTS = re.compile(r"hardened|eased|moved towards|leans|firmly|widened|closed|largest swing", re.IGNORECASE)
NORTH, SOUTH = Side("north", "North", "minus"), Side("south", "South", "plus")
PERIODS = (
    (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-06-30")),
    (pd.Timestamp("2020-06-30"), pd.Timestamp("2020-12-31")),
)


def make_topic(*codes: int, minus: str = "No", plus: str = "Yes", title: str = "Fund") -> Topic:
    return Topic("fund", title, "A new fund?", minus, plus, tuple(Level(code, "") for code in codes))


FUND, FIVE = make_topic(-1, 0, 1), make_topic(1, 2, 3, 4, 5)
BOOK = Codebook("Talks", "1", (pd.Timestamp("2020-01-01"), pd.Timestamp("2020-12-31")), "", (NORTH, SOUTH), (FUND,), ())
VOICES = {"north": Line("North", NORTH), "south": Line("South", SOUTH)}


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
    options = {"by": "side", "rules": DEFAULT_RULES, "scale": (-1, 1)}
    whole = (pd.Timestamp("2019-12-31"), pd.Timestamp("2020-12-31"))
    (stance,) = estimate_periods(scored, [whole], **options).to_dict("records")
    moves = estimate_movement(scored, *PERIODS, **options)
    months = pd.date_range("2020-01-31", "2020-12-31", freq="ME")
    lines = estimate_positions(scored, months, **options)
    swings = estimate_swings(lines, DEFAULT_RULES.window_days)
    after = estimate_aftermath(scored, pd.Timestamp("2020-06-15"), 90, whole, **options)
    shares = split_gap(estimate_gap(lines, "north", "south"), lines, "north", "south", months[0], months[-1])
    nothing = pd.Series({"change": np.nan, "from_minus": np.nan, "from_plus": np.nan})
    north = VOICES["north"]
    assert swings.empty and shares.empty and len(moves) == len(after) == 1
    return {
        "stance": lambda: describe_stance(stance, FUND, "Ann"),
        "move": lambda: describe_move(moves.iloc[0], FUND, north),
        "move without a pole": lambda: describe_move(moves.iloc[0], FUND, Line("Ann")),
        "claim": lambda: describe_claim(moves.iloc[0], FUND, north, "2020"),
        "aftermath": lambda: describe_aftermath(after.iloc[0], FUND, north),
        "aftermath without a pole": lambda: describe_aftermath(after.iloc[0], FUND, Line("Ann")),
        "gap": lambda: describe_gap_change(nothing, *VOICES.values()),
        "topic": lambda: describe_topic(moves, swings, FUND, VOICES),
        "headline": lambda: write_headline(moves, swings, BOOK, VOICES, span="2020"),
        "lines": lambda: describe_lines(lines, {"north": "North"}, FUND),
        "parts": lambda: describe_parts(pd.DataFrame([{"part": "Crews", **stance}]), "fund"),
    }


@pytest.mark.parametrize("score", [-1, 0, 1])
@pytest.mark.parametrize("day", ["2020-02-01", "2020-06-14", "2020-06-15", "2020-12-31"])
def test_one_statement_never_gets_a_trend_or_a_verdict(day, score):
    said = {name: speak() for name, speak in read_rows(say_once(day, score)).items()}
    assert {name: text for name, text in said.items() if VERDICTS.search(text)} == {}
    quiet = said.keys() - {"claim", "headline"}
    assert all(NO_EVIDENCE in said[name].lower() for name in quiet)


def test_the_words_that_one_statement_does_not_get_are_those_of_many():
    many = makers.make_scored(
        [("2020-02-01", "north", f"a{n}", 1) for n in range(9)] + [("2020-12-01", "north", f"b{n}", -1) for n in range(9)]
    )  # fmt: skip
    moves = estimate_movement(many, *PERIODS, scale=(-1, 1))
    assert describe_move(moves.iloc[0], FUND, VOICES["north"]) == "North hardened, +1.0 to −1.0"
    (late,) = estimate_periods(many, [PERIODS[1]], by="side", rules=DEFAULT_RULES, scale=(-1, 1)).to_dict("records")
    assert describe_stance(late, FUND, "North").startswith("North stands firmly on “No” on fund (−1.00 [−1.00, ")


def change(half: float, sources: float = 9, *, swing: bool = False) -> pd.DataFrame:
    """One change of North from 0 to −1."""
    row = {"group": "north", "topic": "fund", "before": 0.0, "after": -1.0, "change": -1.0, "low": -1 - half}
    ends = {"start": pd.Timestamp("2020-01-31"), "date": pd.Timestamp("2020-08-31")} if swing else {}
    return pd.DataFrame([row | {"high": half - 1, "sources_before": sources, "sources_after": sources} | ends])


NONE = change(1, swing=True).iloc[:0]
SPOKEN = {
    "moved": (lambda times: describe_move(change(1 / times).iloc[0], FUND, VOICES["north"]), "North hardened"),
    "swing": (lambda times: describe_topic(change(9), change(1 / times, swing=True), FUND, VOICES), "Largest swing"),
    "title": (lambda times: write_headline(change(1 / times), NONE, BOOK, VOICES, span="x"), "North hardened"),
    "headline": (lambda count: write_headline(change(0.1, count), NONE, BOOK, VOICES, span="x"), "North hardened"),
    "leans": (lambda times: describe_stance(stand(-0.5, 0.5 / times), FUND, "Ann"), "Ann leans to"),
    "firm": (lambda share: describe_stance(stand(-share, 0.001), FUND, "Ann"), "Ann stands firmly on"),
}


@pytest.mark.parametrize("rule", THRESHOLDS)
def test_every_threshold_decides_a_sentence_and_moves_with_its_number(rule, monkeypatch):
    speak, phrase = SPOKEN[rule]
    bar = THRESHOLDS[rule]
    over, under = bar.value * 1.01, bar.value * 0.9
    assert phrase in speak(over) and phrase not in speak(under)
    monkeypatch.setitem(THRESHOLDS, rule, replace(bar, value=bar.value * 0.8))
    assert phrase in speak(under)
    monkeypatch.setitem(THRESHOLDS, rule, replace(bar, value=bar.value * 1.2))
    assert phrase not in speak(over)


def test_the_table_of_thresholds_holds_every_one_in_order():
    table = list_thresholds()
    assert list(table.columns) == ["phrase", "used when", "number"]
    assert table.to_numpy().tolist() == [[one.phrase, one.when, one.value] for one in THRESHOLDS.values()]
    assert table["phrase"].is_unique and {"leans", "firm"} < THRESHOLDS.keys()


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


def test_parts_are_said_in_their_order_and_those_without_a_position_as_a_number_of_groups():
    rows = [("governments, North", -1.2, 9), ("public, North", np.nan, 2), ("governments, South", 0.0, 4)]
    table = pd.DataFrame(rows, columns=["part", "position", "statements"])
    head = "On quotas, with the number of statements:"
    assert describe_parts(table, "quotas") == (
        f"{head} governments, North −1.2 (9); governments, South 0.0 (4); 1 group with {NO_EVIDENCE}."
    )
    assert describe_parts(table.drop(index=1), "quotas").endswith("South 0.0 (4).")
    assert describe_parts(pd.concat([table.iloc[[1]]] * 2), "quotas") == f"{head} 2 groups with {NO_EVIDENCE}."


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
