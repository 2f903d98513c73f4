"""Sentences say what the verdict allows, by the same rule for every side."""

import re

import pandas as pd
import pytest

from stance.wording.changes import (
    describe_aftermath,
    describe_change,
    describe_claim,
    describe_ends,
    describe_headline,
    describe_split,
    describe_survival,
    describe_topic,
    join_changes,
)
from stance.wording.lines import Line, name_actors, name_direction, name_sides
from stance.wording.stances import describe_lines
from stance.wording.verdicts import Verdict, judge_changes

COUNTS = [f"{name}_{end}" for name in ("statements", "sources") for end in ("before", "after")]
COLUMNS = [
    "group", "topic", "before", "after", "low_before", "high_before", "low_after", "high_after", "change", "low", "high", *COUNTS
]  # fmt: skip
NO_SWINGS = pd.DataFrame(columns=[*COLUMNS, "start", "date", "start_from", "date_from", "half", "held"])
VERBS = re.compile(r"hardened|eased|moved towards|widened|closed|crossed")
NAN = float("nan")
HALVES = {Verdict.FIRM: 0.12, Verdict.CLEAR: 0.25, Verdict.UNSURE: 0.45, Verdict.NONE: 0.6, Verdict.TOO_FEW: NAN}


def move(
    group: str, before: float, after: float, half: float, *, topic: str = "sovereignty", sources: int = 9
) -> tuple:
    change = after - before
    ends = (before - 0.2, before + 0.2, after - 0.2, after + 0.2)
    change = change if half == half else NAN
    return (group, topic, before, after, *ends, change, change - half, change + half, 12, 31, sources, sources)


def moves(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def swing(row: tuple, held: float = 9.0) -> pd.DataFrame:
    """A swing; the half width of its own interval is that of the row, what it `held` in half widths is given."""
    days = {"start_from": "2018-02-02", "start": "2018-07-31", "date_from": "2018-08-05", "date": "2019-01-31"}
    table = moves(row).assign(**{name: pd.Timestamp(day) for name, day in days.items()}, held=held)
    return table.assign(half=(table["high"] - table["low"]) / 2)


def judged(*rows: tuple) -> dict:
    return judge_changes(moves(*rows)).iloc[0].to_dict()


@pytest.fixture
def japan(dossier) -> Line:
    return name_sides(dossier.codebook)["japan"]


@pytest.fixture
def topic(dossier):
    return dossier.codebook.topics[0]


def test_the_same_words_for_both_sides(dossier, topic):
    lines = name_sides(dossier.codebook)
    assert name_direction(-1, lines["russia"], topic) == name_direction(1, lines["japan"], topic) == "hardened"
    assert name_direction(1, lines["russia"], topic) == name_direction(-1, lines["japan"], topic) == "eased"


def test_an_actor_is_measured_by_the_pole_of_its_side(dossier, topic):
    lines = name_actors(dossier.actors, dossier.codebook)
    assert name_direction(-1, lines["vladimir-putin"], topic) == "hardened"
    assert name_direction(-1, lines["shinzo-abe"], topic) == "eased"


def test_a_line_without_a_pole_moves_towards_one_in_the_codebooks_words(topic):
    assert name_direction(1, Line("Press"), topic) == f"moved towards “{topic.plus}”"


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.FIRM, "Japan clearly eased: −0.50 [−0.62, −0.38], 12 and 31 statements from 9 and 9 sources"),
        (Verdict.CLEAR, "Japan eased: −0.50 [−0.75, −0.25], 12 and 31 statements from 9 and 9 sources"),
        (Verdict.UNSURE, "Japan: unsure, −0.50 [−0.95, −0.05], 12 and 31 statements from 9 and 9 sources"),
        (Verdict.NONE, "no clear change for Japan: −0.50 [−1.10, +0.10], 12 and 31 statements from 9 and 9 sources"),
        (Verdict.TOO_FEW, "Japan: too few statements to say (12 and 31 statements from 9 and 9 sources)"),
    ],
)
def test_a_change_is_said_by_its_verdict_with_interval_and_n(verdict, said, topic, japan):
    row = judged(move("japan", 1.5, 1.0, HALVES[verdict]))
    assert row["verdict"] == verdict
    assert describe_change(row, topic, japan) == said


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_form_of_a_change_has_a_verb_exactly_where_its_verdict_has_one(verdict, topic, japan, dossier):
    table = moves(move("japan", 1.5, 1.0, HALVES[verdict]))
    row, lines = judge_changes(table).iloc[0].to_dict(), {"japan": japan}
    forms = [
        describe_change(row, topic, japan),
        describe_claim(row, topic, japan, "2015 to 2019"),
        describe_ends(row, topic, japan),
        describe_topic(join_changes(table, NO_SWINGS), topic, lines),
        describe_headline(join_changes(table, NO_SWINGS), dossier.codebook, lines, span="2015 to 2019"),
        describe_aftermath(row | {"rank": 0.1, "placebos": 99}, topic, japan),
    ]
    assert [bool(VERBS.search(form)) for form in forms] == [verdict.has_verb] * len(forms)
    assert [("too few statements" in form.lower()) for form in forms] == [verdict == Verdict.TOO_FEW] * len(forms)


def test_a_claim_in_a_title_has_interval_and_n_of_both_ends_and_when(topic, japan):
    said = describe_claim(judged(move("japan", 1.5, 1.0, 0.25)), topic, japan, "2015 to 2019")
    ends = "+1.5 [+1.3, +1.7], 12 statements, 9 sources, to +1.0 [+0.8, +1.2], 31 statements, 9 sources"
    assert said == f"Japan eased on sovereignty: {ends}, 2015 to 2019"
    row = judge_changes(swing(move("japan", 1.5, 1.0, 0.2))).iloc[0].to_dict()
    months = "from the mean of February to July 2018 to that of August 2018 to January 2019"
    assert describe_claim(row, topic, japan, "x").endswith(f"{ends}, {months}; change −0.50 [−0.70, −0.30]")


def test_a_swing_is_named_where_it_holds_at_the_dates_around_it(dossier, topic):
    lines = name_sides(dossier.codebook)
    table = moves(move("russia", -1.0, -1.1, 0.5))
    low, high = (join_changes(table, swing(move("russia", -0.5, -1.5, 0.4), held)) for held in (1.8, 2.0))
    assert "Surest swing" not in describe_topic(low, topic, lines)
    assert "Surest swing: Russia hardened: −1.00 [−1.40, −0.60]" in describe_topic(high, topic, lines)


def test_a_headline_names_the_surest_change_of_each_line(dossier):
    table = moves(move("japan", 1.5, 1.0, 0.25), move("japan", 0.5, 0.4, 0.5, topic="sequencing"))
    changes = join_changes(table, swing(move("russia", -0.5, -1.7, 0.5)))
    lines = name_sides(dossier.codebook)
    both = describe_headline(changes, dossier.codebook, lines, span="2015 to 2019", most=2)
    first, second = both.rsplit("; ", 1)
    assert first.startswith("Russia hardened on sovereignty: −0.5")
    assert second.startswith("Japan eased on sovereignty: +1.5")
    assert describe_headline(changes, dossier.codebook, lines, span="2015 to 2019") == first


@pytest.mark.parametrize(
    ("halves", "title"),
    [
        ((NAN, NAN), "Too few statements to say whether positions changed, 2015 to 2019"),
        ((NAN, 0.6), "No clear change of position, 2015 to 2019"),
        ((0.6, 0.45), "No change of position is sure enough to name, 2015 to 2019"),
    ],
)
def test_a_headline_without_a_claim_says_what_its_lines_say(halves, title, dossier):
    table = moves(*(move(side, 1.5, 1.0, half) for side, half in zip(("japan", "russia"), halves, strict=True)))
    lines = name_sides(dossier.codebook)
    assert describe_headline(join_changes(table, NO_SWINGS), dossier.codebook, lines, span="2015 to 2019") == title


def test_a_headline_needs_five_sources_at_both_ends(dossier):
    table = moves(move("japan", -0.3, 1.1, 0.1, sources=4))
    title = describe_headline(join_changes(table, NO_SWINGS), dossier.codebook, name_sides(dossier.codebook), span="x")
    assert title == "No change of position is sure enough to name, x"


def test_alternative_text_gives_both_ends_and_never_a_number_for_silence(topic):
    dates = pd.to_datetime(["2015-01-31", "2016-01-31"])
    positions = pd.DataFrame(
        {"group": ["a", "a", "b", "b"], "date": [*dates, *dates], "position": [1.0, -1.0, NAN, NAN]}
    )
    text = describe_lines(positions, {"a": "Ann", "b": "Bob"}, topic)
    assert "Ann: +1.0 in January 2015, −1.0 in January 2016." in text
    assert text.endswith("Bob: too few statements to say.")


def test_survival_counts_those_that_say_the_same_or_those_that_find_a_change_where_there_was_none():
    assert describe_survival("X moved", True, 3, 3, 4, 0) == "X moved: 3 of 4 other estimates say the same"
    assert (
        describe_survival("No change", False, 1, 2, 4, 0)
        == "No change: 2 of 4 other estimates are sure enough to name one"
    )
    assert describe_survival("X moved", True, 0, 0, 1, 1).endswith("say the same, 1 with too few statements to say")


def test_the_parts_of_a_change_are_said_with_their_sum():
    said = describe_split(SPLIT, Line("South"))
    assert said == (
        "South: −0.41 in all, of which −0.14 [−0.30, +0.02] within speakers and −0.27 [−0.50, −0.10] from who spoke, and how "
        "much (9 speakers before, 12 after, 6 in both)."
    )
    apart = describe_split(SPLIT | {"speakers_both": 0}, Line("South"))
    assert apart.endswith("12 after, 0 in both: what was said differently can’t be told from who spoke).")


SPLIT = {"said": -0.14, "said_low": -0.3, "said_high": 0.02, "spoke": -0.27, "spoke_low": -0.5, "spoke_high": -0.1} | {
    "speakers_before": 9, "speakers_after": 12, "speakers_both": 6
}  # fmt: skip


def test_what_followed_an_event_is_said_with_interval_n_and_the_share_of_other_days(topic, japan):
    row = judged(move("japan", 1.5, 1.0, 0.25)) | {"rank": 0.14, "placebos": 210}
    said = describe_aftermath(row, topic, japan)
    assert (
        said
        == "Japan eased: −0.50 [−0.75, −0.25], 12 and 31 statements from 9 and 9 sources; as clear on 29 of 210 other days"
    )
    assert describe_aftermath(row | {"rank": NAN}, topic, japan).endswith("not compared with other days")
    missing = judged(move("japan", 1.5, 1.0, NAN)) | {"rank": NAN, "placebos": 0}
    assert (
        describe_aftermath(missing, topic, japan)
        == "Japan: too few statements to say (12 and 31 statements from 9 and 9 sources)"
    )


def test_a_change_that_is_mostly_who_spoke_says_how_much_and_has_a_verb_only_where_what_was_said_is_clear(topic, japan):
    parts = {"said": -0.2, "said_low": -0.4, "said_high": 0.1, "spoke": -0.3}
    unclear = judge_changes(moves(move("japan", 1.5, 1.0, 0.2)).assign(**parts, said_clear=False)).iloc[0].to_dict()
    clear = judge_changes(moves(move("japan", 1.5, 1.0, 0.2)).assign(**parts, said_clear=True)).iloc[0].to_dict()
    said = "of which −0.20 [−0.40, +0.10] said differently and −0.30 from who spoke"
    assert describe_change(unclear, topic, japan).startswith("Japan: unsure, −0.50")
    assert describe_change(clear, topic, japan).startswith("Japan eased: −0.50")
    for row in (clear, unclear):
        assert describe_change(row, topic, japan).endswith(said)
        assert describe_claim(row, topic, japan, "2015 to 2019").endswith(said)
    mostly = clear | {"said": -0.4, "spoke": -0.1}
    assert "who spoke" not in describe_change(mostly, topic, japan)
