"""The Movement page: who moved, what the change is made of, and the gap, as `stance.estimates.movement` finds them."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from stance.estimates.movement import estimate_movement, split_gap, split_movement
from stance.estimates.scored import score_statements
from stance.estimates.selection import default_selection, end_periods, select_scored

from . import builders
from .conftest import list_numbers, read_markdown


@pytest.fixture(scope="module")
def scored(dossier, scores):
    return score_statements(dossier, scores)


def _estimate(dossier, scored, by: str) -> pd.DataFrame:
    selection = replace(default_selection(dossier.codebook), by=by)
    own = select_scored(scored, dossier, selection)
    moved = estimate_movement(own, *end_periods(selection), by=by, rules=selection.rules, pool_from=scored)
    return moved[moved["topic"] == "sovereignty"]


@pytest.mark.parametrize(("label", "by"), [("Sides", "side"), ("Actors", "actor")])
def test_the_table_the_picture_and_the_list_of_the_silent_hold_every_line_once(label, by, open_page, dossier, scored):
    view = open_page("movement", by=label)
    view.check_runs()
    moved = _estimate(dossier, scored, by)
    known = moved.dropna(subset="change")
    table = view.frame("line", "sign_probability")
    assert sorted(table["change"]) == pytest.approx(sorted(known["change"]))
    assert table["change"].is_monotonic_decreasing
    drawn = sorted(tuple(list_numbers(trace["x"])) for trace in view.charts["dumbbells"]["data"])
    expected = sorted(zip(known["before"], known["after"], strict=True))
    assert [end for pair in drawn for end in pair] == pytest.approx([end for pair in expected for end in pair])
    silent = moved["change"].isna().sum()
    assert silent == 0 or f"{silent} line" in " ".join(box.label for box in view.app.expander)


def test_the_parts_of_a_side_add_up_to_its_change(open_page, dossier, scored):
    view = open_page("movement")
    periods = end_periods(default_selection(dossier.codebook))
    parts = split_movement(scored[scored["topic"] == "sovereignty"], "japan", *periods)
    (said,) = re.findall(
        r"Japan: ([^ ]+) in all, of which ([^ ]+) within speakers and ([^ ]+) from who spoke", view.texts
    )
    whole, words, voices = (float(number.replace("−", "-")) for number in said)
    assert whole == pytest.approx(parts["said"].sum() + parts["spoke"].sum(), abs=0.005)
    assert words == pytest.approx(parts["said"].sum(), abs=0.005)
    assert voices == pytest.approx(parts["spoke"].sum(), abs=0.005)
    assert whole == pytest.approx(
        view.frame("line", "sign_probability").set_index("line").loc["Japan", "change"], abs=0.005
    )


def test_other_periods_give_other_changes_and_are_in_the_link(open_page):
    first = open_page("movement").frame("line", "sign_probability")
    other = open_page("movement", period_before=["Jan 2016", "Dec 2016"], period_after=["Jan 2019", "Dec 2019"])
    other.check_runs()
    changes = other.frame("line", "sign_probability").set_index("line")["change"]
    assert changes["Japan"] != pytest.approx(first.set_index("line")["change"]["Japan"])
    assert "January 2016 to December 2016 and in January 2019 to December 2019" in other.texts


def test_the_shares_of_the_gap_are_those_between_the_chosen_days(open_page, dossier, scored):
    view = open_page("movement", gap_from="31 December 2016", gap_to="30 June 2019")
    sentence = re.search(r"gap[^:]*: (\S+) \[([^,]+), ([^\]]+)\], of which Russia ([^,]+), Japan (\S+) ", view.texts)
    assert view.app.selectbox(key="gap_from").value == "2016-12-31"
    change, low, high, minus, plus = (float(part.replace("−", "-")) for part in sentence.groups())
    assert minus + plus == pytest.approx(change, abs=0.011)
    assert low < change < high
    lines = open_page("overview").frame("line", "low")
    own = lines[lines["topic"] == "sovereignty"].rename(columns={"line": "group"})
    own = own.assign(date=pd.to_datetime(own["date"]))
    wide = own.pivot(index="date", columns="group", values="position")
    gap = pd.DataFrame({"topic": "sovereignty", "date": wide.index, "gap": wide["Japan"] - wide["Russia"]})
    gap = gap.assign(low=gap["gap"], high=gap["gap"])
    row = split_gap(gap, own, "Russia", "Japan", pd.Timestamp("2016-12-31"), pd.Timestamp("2019-06-30")).iloc[0]
    assert (minus, plus) == (pytest.approx(row["from_minus"], abs=0.006), pytest.approx(row["from_plus"], abs=0.006))


def test_without_both_sides_the_gap_says_what_to_switch_on(open_page):
    view = open_page("movement", side="Japan")
    view.check_runs()
    assert "gap needs both sides" in " ".join(view.messages)


def test_no_line_is_named_in_the_title_below_its_bar(open_page):
    title = read_markdown(open_page("movement").title)
    assert title == "On sovereignty, too unsure for a headline: Japan eased, +1.5 to +1.0"


def test_the_title_takes_silence_for_silence_and_not_for_no_change(open_page):
    view = open_page("movement", one_topic="Security", period_before=["Jan 2015", "Feb 2015"])
    view.check_runs()
    assert read_markdown(view.title) == "Too few statements on security to compare these periods"
    assert " in all, of which" not in view.texts


def test_periods_the_wrong_way_round_are_turned(open_page):
    ahead = {"period_before": ["Jan 2015", "Dec 2015"], "period_after": ["Jan 2019", "Dec 2019"]}
    back = {"period_before": ["Jan 2019", "Dec 2019"], "period_after": ["Jan 2015", "Dec 2015"]}
    there, turned = (open_page("movement", **periods) for periods in (ahead, back))
    assert there.title == turned.title
    assert there.frame("line", "sign_probability").equals(turned.frame("line", "sign_probability"))


def test_a_dossier_without_sides_has_movement_and_no_gap(data, open_page):
    builders.make_smallest(data, sides=False)
    view = open_page("movement")
    view.check_runs()
    assert "gap" not in view.charts
