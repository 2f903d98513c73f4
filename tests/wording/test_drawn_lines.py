"""The words for a line say what it knows, whose position it is, and what does not depend on it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from stance.estimates.selection import LINES, MEAN, Selection
from stance.wording.drawn_lines import KNOWS, LINE_HELP, SAME, describe_drawn, name_estimate, name_reach

CHOSEN = Selection(("fund",), ("north",), date(2020, 1, 1), date(2022, 12, 31))


def test_every_line_that_is_offered_has_its_words():
    assert {*KNOWS, MEAN} == set(LINES)
    assert all(title.split(" (")[0] in LINE_HELP for title in LINES.values())


@pytest.mark.parametrize(("line", "said"), [("filter", "knows nothing later"), ("smoother", "later ones as well")])
def test_a_fitted_line_says_what_it_knows_whose_position_it_is_and_what_does_not_depend_on_it(line, said):
    sides, actors = (describe_drawn(replace(CHOSEN, line=line, by=by)) for by in ("side", "actor"))
    assert said in sides and said in actors
    assert "typical speaker" in sides and "typical speaker" not in actors
    assert SAME in sides and "180 days" in sides and "365 days" in actors


def test_the_trailing_mean_needs_no_more_than_its_subtitle():
    assert describe_drawn(CHOSEN) == ""
    assert name_estimate(CHOSEN) == "mean score of the sources in the 180 days before each date"


def test_only_the_smoother_is_said_to_read_later_statements():
    later = {line: "later" in name_estimate(replace(CHOSEN, line=line)) for line in LINES}
    assert later == {"mean": False, "filter": False, "smoother": True}


def test_what_stands_behind_a_point_is_said_with_its_date():
    day = pd.Timestamp("2021-03-31")
    assert [name_reach(replace(CHOSEN, line=line), day) for line in LINES] == [
        "180 days to 31 March 2021",
        "all statements to 31 March 2021",
        "31 March 2021, all statements",
    ]
