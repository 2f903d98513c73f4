"""Sentences say what the numbers say, by the same rule for every side."""

import re

import pandas as pd
import pytest

from stance.formats import escape_markdown, format_count, format_number
from stance.wording import (
    THRESHOLDS,
    Line,
    describe_aftermath,
    describe_claim,
    describe_gap,
    describe_gap_change,
    describe_lines,
    describe_move,
    describe_split,
    describe_survival,
    describe_topic,
    is_clear,
    list_thresholds,
    name_actors,
    name_direction,
    name_sides,
    passes_bar,
    write_headline,
)

COLUMNS = ["group", "topic", "before", "after", "change", "low", "high", "sources_before", "sources_after"]
NO_SWINGS = pd.DataFrame(columns=[*COLUMNS, "start", "date"])


def move(
    group: str, before: float, after: float, half: float, *, topic: str = "sovereignty", sources: int = 9
) -> tuple:
    change = after - before
    return (group, topic, before, after, change, change - half, change + half, sources, sources)


def moves(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def swing(row: tuple) -> pd.DataFrame:
    return moves(row).assign(start=pd.Timestamp("2018-07-31"), date=pd.Timestamp("2019-01-31"))


@pytest.mark.parametrize(
    ("value", "text"), [(1.26, "+1.3"), (-1.26, "−1.3"), (0.0, "0.0"), (-0.04, "0.0"), (float("nan"), "n/a")]
)
def test_numbers_have_a_sign_and_zero_has_none(value, text):
    assert format_number(value) == text


def test_one_statement_and_two_statements():
    assert (format_count(1, "statement"), format_count(1204, "statement")) == ("1 statement", "1,204 statements")


def test_the_same_words_for_both_sides(dossier):
    voices, topic = name_sides(dossier.codebook), dossier.codebook.topics[0]
    assert name_direction(-1, voices["russia"], topic) == name_direction(1, voices["japan"], topic) == "hardened"
    assert name_direction(1, voices["russia"], topic) == name_direction(-1, voices["japan"], topic) == "eased"


def test_an_actor_is_measured_by_the_pole_of_its_side(dossier):
    voices, topic = name_actors(dossier.actors, dossier.codebook), dossier.codebook.topics[0]
    assert name_direction(-1, voices["vladimir-putin"], topic) == "hardened"
    assert name_direction(-1, voices["shinzo-abe"], topic) == "eased"


def test_a_voice_without_a_pole_moves_towards_one_in_the_codebooks_words(dossier):
    topic = dossier.codebook.topics[0]
    assert name_direction(1, Line("Press"), topic) == f"moved towards “{topic.plus}”"


def test_a_change_within_its_interval_gets_no_trend_word(dossier):
    topic, voice = dossier.codebook.topics[0], Line("Japan", dossier.codebook.side("japan"))
    weak, strong = (moves(move("japan", 1.5, 1.0, half)).iloc[0] for half in (0.6, 0.4))
    assert describe_move(weak, topic, voice) == "no clear change for Japan, +1.5 to +1.0"
    assert describe_move(strong, topic, voice) == "Japan eased, +1.5 to +1.0"


def test_a_missing_change_is_said_and_gets_no_number(dossier):
    row = moves(move("japan", float("nan"), 1.0, 0.1)).iloc[0]
    assert describe_move(row, dossier.codebook.topics[0], Line("Japan")) == "Japan: too few statements to say"
    assert not is_clear(float("nan"), 0.1)


def test_the_largest_of_many_changes_must_clear_a_higher_bar(dossier):
    topic, voices = dossier.codebook.topics[0], name_sides(dossier.codebook)
    movement = moves(move("russia", -1.0, -1.1, 0.5))
    low, high = (swing(move("russia", -0.5, -1.5, half)) for half in (0.5, 0.4))
    assert THRESHOLDS["swing"].value > THRESHOLDS["moved"].value
    assert "Largest swing" not in describe_topic(movement, low, topic, voices)
    assert "Largest swing: Russia hardened, −0.5 to −1.5, between July 2018 and January 2019" in describe_topic(
        movement, high, topic, voices
    )


def test_a_headline_names_the_surest_change_of_each_line_with_its_span(dossier):
    movement = moves(move("japan", 1.5, 1.0, 0.3), move("japan", 0.5, 0.4, 0.5, topic="sequencing"))
    swings = swing(move("russia", -0.5, -1.7, 0.3))
    title = write_headline(movement, swings, dossier.codebook, name_sides(dossier.codebook), span="2015 to 2019")
    assert title == (
        "Russia hardened on sovereignty (−0.5 to −1.7, July 2018 to January 2019); "
        "Japan eased on sovereignty (+1.5 to +1.0, 2015 to 2019)"
    )


def test_a_headline_needs_five_sources_at_both_ends(dossier):
    movement = moves(move("japan", -0.3, 1.1, 0.8, sources=3))
    title = write_headline(movement, NO_SWINGS, dossier.codebook, name_sides(dossier.codebook), span="2015 to 2019")
    assert title == "No clear change of position, 2015 to 2019"


def test_a_gap_is_described_by_its_latest_and_its_smallest_value():
    dates = pd.to_datetime(["2015-01-31", "2016-01-31", "2017-01-31"])
    gap = pd.DataFrame({"date": dates, "gap": [2.0, 0.5, 1.0]})
    assert describe_gap(gap) == "Latest gap 1.0 (January 2017), smallest 0.5 (January 2016)."
    assert describe_gap(gap.assign(gap=float("nan"))) == ""


def test_alternative_text_gives_both_ends_and_never_a_number_for_silence(dossier):
    dates = pd.to_datetime(["2015-01-31", "2016-01-31"])
    positions = pd.DataFrame(
        {"group": ["a", "a", "b", "b"], "date": [*dates, *dates], "position": [1.0, -1.0, float("nan"), float("nan")]}
    )
    text = describe_lines(positions, {"a": "Ann", "b": "Bob"}, dossier.codebook.topics[0])
    assert "Ann: +1.0 in January 2015, −1.0 in January 2016." in text
    assert text.endswith("Bob: too few statements to say.")


def test_the_printed_table_of_thresholds_is_the_one_in_use():
    table = list_thresholds().set_index("phrase")["number"]
    assert table.to_dict() == {one.phrase: one.value for one in THRESHOLDS.values()}


def test_a_change_that_is_clear_alone_may_be_too_small_for_a_title(dossier):
    voices, topic = name_sides(dossier.codebook), dossier.codebook.topics[0]
    movement = moves(move("japan", 1.5, 1.0, 0.4))
    assert "Japan eased" in describe_topic(movement, NO_SWINGS, topic, voices)
    assert write_headline(movement, NO_SWINGS, dossier.codebook, voices, span="x") == "No clear change of position, x"


def test_nothing_that_markdown_reads_survives_escaping():
    hostile = "![x](http://e.example/q.png) $a$ :red[b] <b> `c` # d | e ~f~ *g* _h_"
    escaped = escape_markdown(hostile)
    assert re.sub(r"\\(.)", r"\1", escaped) == hostile
    assert not re.search(r"(?<!\\)[`*_{}\[\]()#|<>$:~!]", escaped)


def test_a_claim_names_line_topic_and_both_ends_by_the_rule_of_every_sentence(dossier):
    topic, voices = dossier.codebook.topic("sovereignty"), name_sides(dossier.codebook)
    clear, unclear = moves(move("japan", 1.5, 1.0, 0.3), move("japan", 1.5, 1.4, 0.3)).itertuples()
    rows = [pd.Series(row._asdict()) for row in (clear, unclear)]
    swing = rows[0].copy()
    swing["start"], swing["date"] = pd.Timestamp("2018-07-31"), pd.Timestamp("2019-01-31")
    swing["low"], swing["high"] = -0.7, -0.3
    weak_swing = swing.copy()
    weak_swing["low"], weak_swing["high"] = -0.8, -0.2
    said = [describe_claim(row, topic, voices["japan"], "2015 to 2019") for row in (*rows, swing, weak_swing)]
    assert said == [
        "Japan eased on sovereignty (+1.5 to +1.0, 2015 to 2019)",
        "No clear change for Japan on sovereignty (+1.5 to +1.4, 2015 to 2019)",
        "Japan eased on sovereignty (+1.5 to +1.0, July 2018 to January 2019)",
        "Japan on sovereignty (+1.5 to +1.0, July 2018 to January 2019), below the bar of titles",
    ]


@pytest.mark.parametrize(("half", "sources", "passes"), [(0.3, 9, True), (0.3, 4, False), (0.45, 9, False)])
def test_a_change_passes_the_bar_of_titles_by_its_interval_and_its_sources(half, sources, passes):
    (row,) = [pd.Series(r._asdict()) for r in moves(move("japan", 1.5, 1.0, half, sources=sources)).itertuples()]
    assert passes_bar(row) == passes


def test_survival_counts_those_that_say_the_same_or_those_that_find_a_change_where_there_was_none():
    assert describe_survival("X moved", True, 3, 3, 4, 0) == "X moved: 3 of 4 other estimates say the same"
    assert describe_survival("No change", False, 1, 2, 4, 0) == "No change: 2 of 4 other estimates find one"
    assert describe_survival("X moved", True, 0, 0, 1, 1).endswith("say the same, 1 with too few statements to say")


def test_the_parts_of_a_change_are_said_with_their_sum():
    said = describe_split(-0.14, -0.27, Line("South"))
    assert said.startswith("South: −0.41 in all, of which −0.14 within speakers and −0.27 from who spoke")


def test_who_closed_a_gap_is_said_by_both_shares():
    row = pd.Series({"change": -0.41, "low": -0.61, "high": -0.21, "from_minus": 0.01, "from_plus": -0.42})
    names = Line("North"), Line("South")
    assert (
        describe_gap_change(row, *names)
        == "The gap closed: −0.41 [−0.61, −0.21], of which North +0.01, South −0.42 (above 0 widens)."
    )
    assert describe_gap_change(-row, *names).startswith("The gap widened: +0.41")
    unsure = row.replace({-0.61: -0.9, -0.21: 0.08})
    assert describe_gap_change(unsure, *names).startswith("No clear change of the gap: −0.41 [−0.90, +0.08]")
    assert describe_gap_change(row * float("nan"), *names).startswith("Too few statements")


def test_what_followed_an_event_is_said_with_interval_n_and_the_share_of_other_days(dossier):
    topic, voice = dossier.codebook.topic("sovereignty"), name_sides(dossier.codebook)["japan"]
    row = pd.Series(
        {
            "change": -0.5,
            "low": -0.9,
            "high": -0.1,
            "statements_before": 9,
            "statements_after": 62,
            "rank": 0.14,
            "placebos": 210,
        }
    )
    assert (
        describe_aftermath(row, topic, voice)
        == "Japan eased: −0.50 [−0.90, −0.10], 9 and 62 statements; as clear on 29 of 210 other days"
    )
    wide = row.copy()
    wide["low"], wide["high"] = -1.1, 0.1
    assert describe_aftermath(wide, topic, voice).startswith("no clear change for Japan: −0.50")
    missing = row.copy()
    missing["change"] = float("nan")
    assert describe_aftermath(missing, topic, voice) == "Japan: too few statements to say (9 and 62 statements)"
    lone = row.copy()
    lone["rank"] = float("nan")
    assert describe_aftermath(lone, topic, voice).endswith("not compared with other days")
