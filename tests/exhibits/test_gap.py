"""The gap: its title, sentence, picture and table come from one estimate, and lead to the statements of both sides."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from makers import list_points

from stance.estimates.movement import split_gap
from stance.estimates.selected import estimate_gap_of, estimate_positions
from stance.estimates.selection import select_scored
from stance.estimates.smallest_gap import find_smallest_gap
from stance.exhibits.evidence import make_evidence
from stance.exhibits.gap import ONE_SIDE, TOO_SHORT, make_gap
from stance.wording.gaps import describe_gap
from stance.wording.verdicts import Verdict

DAYS = pd.Timestamp("2016-12-31"), pd.Timestamp("2019-06-30")
TOPIC = "sovereignty"


def change_scores(scored: pd.DataFrame, side: str, before: float, after: float) -> pd.DataFrame:
    """The scores of a side on the topic, set to one number up to the first day and to another one from then on."""
    own = (scored["side"] == side) & (scored["topic"] == TOPIC)
    values = np.where(scored["date"] <= DAYS[0], before, after)
    return scored.assign(score=scored["score"].where(~own, values), spread=0.0, shared=0.0)


@pytest.fixture(scope="module")
def shown(dossier, scored, selection):
    return make_gap(dossier, scored, selection, topic=TOPIC, days=DAYS)


def read_numbers(text: str) -> list[float]:
    return [float(number.replace("−", "-")) for number in re.findall(r"[+−]?\d+\.\d+", text)]


def test_the_sentence_is_the_change_between_the_chosen_days_and_its_shares_add_up(shown, dossier, scored, selection):
    gap, positions = estimate_gap_of(dossier, scored, selection), estimate_positions(dossier, scored, selection)
    row = split_gap(gap[gap["topic"] == TOPIC], positions, "russia", "japan", *DAYS).iloc[0]
    numbers = read_numbers(shown.sentences[0])
    shares = [f"from_{side}{end}" for side in ("minus", "plus") for end in ("", "_low", "_high")]
    names = ["gap_before", "gap_after", "change", "low", "high", *shares]
    assert numbers == [pytest.approx(row[name], abs=0.006) for name in names]
    assert numbers[5] + numbers[8] == pytest.approx(numbers[2], abs=0.011)
    assert (
        f"({row['statements_before']} and {row['statements_after']} statements from {row['sources_before']} and "
        in shown.sentences[0]
    )


def test_the_second_sentence_names_the_smallest_gap_with_the_interval_for_all_dates(shown, dossier, scored, selection):
    gap, own = estimate_gap_of(dossier, scored, selection), select_scored(scored, dossier, selection)
    gap, own = (rows[rows["topic"] == TOPIC] for rows in (gap, own))
    smallest = find_smallest_gap(gap, own, "russia", "japan", window_days=selection.rules.window_days)
    assert shown.sentences[1] == describe_gap(gap, smallest)
    assert f" {smallest['dates']} dates" in shown.sentences[1]


def test_of_gaps_that_are_the_same_at_all_dates_none_is_named_as_the_smallest(dossier, scored, selection):
    planted = change_scores(change_scores(scored, "japan", 1, 1), "russia", -1, -1)
    shown = make_gap(dossier, planted, selection, topic=TOPIC, days=DAYS)
    assert "no date can be named as the smallest" in shown.sentences[1]


def test_the_title_has_interval_and_n_of_both_ends_and_their_days(shown):
    rows = shown.table.rows.set_index("date")
    for day, (number, low, high, count) in zip(
        DAYS, re.findall(r"(\S+) \[(\S+), (\S+)\], (\d+) statements", shown.title), strict=True
    ):
        row = rows.loc[day]
        assert [*read_numbers(f"{number} {low} {high}"), int(count)] == [
            *(pytest.approx(row[name], abs=0.051) for name in ("gap", "low", "high")), row["statements"]
        ]  # fmt: skip
    assert shown.title.endswith(", 31 December 2016 to 30 June 2019")


def test_without_chosen_days_the_first_and_the_last_known_one_are_compared(dossier, scored, selection):
    shown = make_gap(dossier, scored, selection, topic=TOPIC)
    known = shown.table.rows.dropna(subset="gap")["date"]
    assert shown.title.endswith(f", {known.min():%-d %B %Y} to {known.max():%-d %B %Y}")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.0, -1.9, "The gap on sovereignty clearly closed"),
        (-1.9, 1.9, "The gap on sovereignty clearly widened"),
        (0.0, 0.01, "No clear change of the gap on sovereignty"),
    ],
)
def test_title_and_sentence_have_the_verb_of_the_verdict(before, after, said, dossier, scored, selection):
    planted = change_scores(change_scores(scored, "japan", before, after), "russia", -2, -2)
    shown = make_gap(dossier, planted, selection, topic=TOPIC, days=DAYS)
    assert shown.title.startswith(f"{said}: ")
    assert shown.sentences[0].startswith(f"{said.replace(' on sovereignty', '')}, from ")
    assert shown.verdict == (Verdict.NONE if "No clear" in said else Verdict.FIRM)


def test_sides_that_changed_places_have_crossed_in_title_and_sentence(dossier, scored, selection):
    planted = change_scores(change_scores(scored, "japan", 0.2, -1.4), "russia", 0, 0)
    shown = make_gap(dossier, planted, selection, topic=TOPIC, days=DAYS)
    assert shown.title.startswith("The sides clearly crossed on sovereignty: +0.2 ")
    assert shown.sentences[0].startswith("The sides clearly crossed, from +0.20 to −1.40")
    assert not re.search("closed|widened", " ".join([shown.title, *shown.sentences]))


def test_picture_and_table_hold_the_same_gap_and_the_picture_marks_the_days(shown):
    rows = shown.table.rows
    drawn = {mark[1]: value for (_, mark), value in list_points(shown.picture).items()}
    listed = {f"{row.date:%Y-%m-%d}": row.gap for row in rows.itertuples()}
    assert drawn.keys() == listed.keys()
    assert list(drawn.values()) == pytest.approx([listed[day] for day in drawn], nan_ok=True)
    shapes = [pd.Timestamp(shape["x0"]) for shape in shown.picture.to_dict()["layout"]["shapes"]]
    assert shapes == list(DAYS)


def test_both_sides_at_every_known_day_have_a_place_the_compared_days_first(shown, dossier, scored, selection):
    known = shown.table.rows.dropna(subset="gap")["date"]
    for side in ("russia", "japan"):
        own = [place.mark[1] for place in shown.places if place.group == side]
        assert own[:2] == ["2019-06-30", "2016-12-31"]
        assert sorted(own) == [f"{day:%Y-%m-%d}" for day in known]
    positions = estimate_positions(dossier, scored, selection).set_index(["group", "topic", "date"])
    for side, day in (("japan", DAYS[0]), ("russia", DAYS[1])):
        place = shown.find_place([side, f"{day:%Y-%m-%d}"])
        assert place.when == f"180 days to {day.day} {day:%B %Y}"
        rows = make_evidence(dossier, scored, selection, place=place).table.rows
        row = positions.loc[(side, TOPIC, day)]
        assert (rows["weight"] * rows["score"]).sum() == pytest.approx(row["position"])
        assert len(rows) == row["statements"]


def test_a_point_of_the_picture_leads_to_the_statements_of_its_day(shown):
    known = [mark for (_, mark), value in list_points(shown.picture).items() if value == value]
    assert all(shown.find_place(mark) for mark in known)


def test_without_both_sides_the_gap_says_what_to_switch_on(dossier, scored, selection, talks):
    shown = make_gap(dossier, scored, replace(selection, sides=("japan",)), topic=TOPIC)
    assert (shown.verdict, shown.sentences, shown.picture, shown.places) == (Verdict.TOO_FEW, (ONE_SIDE,), None, ())
    short = replace(selection, first=date(2015, 1, 1), last=date(2015, 3, 31))
    assert make_gap(dossier, scored, short, topic=TOPIC).sentences == (TOO_SHORT,)


def test_the_gap_is_that_of_the_sides_whatever_the_lines(shown, dossier, scored, selection):
    by_actor = make_gap(dossier, scored, replace(selection, by="actor"), topic=TOPIC, days=DAYS)
    assert by_actor.title == shown.title
    assert by_actor.places == shown.places
