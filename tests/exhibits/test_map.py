"""The map: the yearly positions on two topics, the same in picture, table, sentence and places."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from makers import list_numbers

from stance.estimates.periods import whole_period
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selected import make_estimator
from stance.estimates.selection import default_selection, select_scored
from stance.estimates.trails import list_trail, list_years
from stance.exhibits.drawn import list_drawn
from stance.exhibits.evidence import make_evidence
from stance.exhibits.map import EMPTY, ONE_TOPIC, make_map
from stance.formats import format_number

TOPICS = ("security", "sovereignty")


@pytest.fixture(scope="module", params=["side", "actor"])
def chosen(request, selection):
    return replace(selection, by=request.param)


@pytest.fixture(scope="module")
def shown(dossier, scored, chosen):
    return make_map(dossier, scored, chosen, topics=TOPICS)


def test_picture_and_table_are_the_trail_of_the_drawn_lines(shown, dossier, scored, chosen):
    estimator = make_estimator(dossier, scored, chosen)
    view, years = select_scored(scored, dossier, chosen), list_years(whole_period(chosen))
    trail = list_trail(view, estimator, TOPICS, years)
    trail = trail[trail["group"].isin(list_drawn(dossier, chosen))].set_index(["group", "year"])
    rows = shown.table.rows.set_index(["group", "year"])
    assert rows.index.tolist() == trail.index.tolist() and len(rows)
    names = ["x", "y", "half_x", "half_y", "statements_x", "statements_y"]
    assert rows[names].to_numpy().tolist() == [pytest.approx(row) for row in trail[names].to_numpy().tolist()]
    drawn = {
        tuple(mark): place
        for trace in shown.picture.to_dict()["data"]
        for mark, place in zip(
            trace["customdata"], zip(list_numbers(trace["x"]), list_numbers(trace["y"]), strict=True), strict=True
        )
    }
    assert drawn == {key: pytest.approx((row["x"], row["y"])) for key, row in rows.iterrows()}


def test_a_sentence_a_line_from_its_first_to_its_last_year(shown):
    rows = shown.table.rows
    assert len(shown.sentences) == rows["line"].nunique()
    for sentence in shown.sentences:
        own = rows[rows["line"] == sentence.split(":")[0]]
        first, last = own.loc[own["year"].idxmin()], own.loc[own["year"].idxmax()]
        for axis, title in zip("xy", TOPICS, strict=True):
            numbers = list(dict.fromkeys([format_number(first[axis]), format_number(last[axis])]))
            assert re.search(f"{title} {' to '.join(map(re.escape, numbers))}", sentence) or len(numbers) == 1
    assert shown.alternative.startswith(shown.sentences[0])


def test_columns_name_their_topic(shown):
    headings = [column.heading for column in shown.table.columns]
    assert headings == [
        "line", "year", "Security, codes", "half width, Security, codes", "statements, Security",
        "Sovereignty, codes", "half width, Sovereignty, codes", "statements, Sovereignty",
    ]  # fmt: skip


def test_both_topics_in_each_year_have_a_place_and_its_statements_make_the_position(shown, dossier, scored, chosen):
    marks = {tuple(map(str, mark)) for trace in shown.picture.to_dict()["data"] for mark in trace["customdata"]}
    for topic, axis in zip(TOPICS, "xy", strict=True):
        own = [place for place in shown.places if place.topic == topic]
        assert {place.mark for place in own} == marks
        for place in (own[0], own[-1]):
            rows = make_evidence(dossier, scored, chosen, place=place).table.rows
            row = shown.table.rows.set_index(["group", "year"]).loc[(place.group, int(place.when))]
            assert (rows["weight"] * rows["score"]).sum() == pytest.approx(row[axis])
            assert len(rows) == row[f"statements_{axis}"]
            assert set(rows["date"].dt.year) == {int(place.when)}


def test_the_map_knows_nothing_outside_the_chosen_dates(dossier, scored, selection):
    short = replace(selection, first=date(2016, 6, 1), last=date(2018, 3, 31))
    inside = scored[scored["date"].between("2016-06-01", "2018-03-31")]
    years = list_years(whole_period(selection))
    estimator = make_estimator(dossier, scored, selection)
    trail = list_trail(select_scored(inside, dossier, short), estimator, ("sovereignty", "sequencing"), years)
    rows = make_map(dossier, scored, short, topics=("sovereignty", "sequencing")).table.rows
    assert set(rows["year"]) == {2016, 2017, 2018}
    assert sorted(rows["x"]) == pytest.approx(sorted(trail["x"]))


def test_one_topic_has_no_map_and_says_what_to_switch_on(dossier, scored, selection):
    shown = make_map(dossier, scored, selection, topics=("security",))
    assert (shown.sentences, shown.picture) == ((ONE_TOPIC,), None)
    lone = replace(selection, first=date(2015, 1, 1), last=date(2015, 1, 2))
    assert make_map(dossier, scored, lone, topics=TOPICS).sentences == (EMPTY,)


def test_another_negotiation_has_a_map(talks):
    whole = replace(default_selection(talks.codebook), sides=tuple(talks.codebook.side_ids))
    shown = make_map(talks, score_statements(talks, pd.DataFrame(), CODES), whole, topics=("quota", "access"))
    assert shown.picture is not None
    assert {"Север", "南"} <= set(shown.table.rows["line"])
