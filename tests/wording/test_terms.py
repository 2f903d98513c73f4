"""Terms in words: who uses which, how surely, and by year."""

import pandas as pd

from stance.estimates.terms import Chance
from stance.wording.terms import (
    describe_chance,
    describe_commonest,
    describe_direction,
    describe_holding,
    describe_shares,
    describe_terms,
    describe_unit,
    describe_use,
    describe_years,
)

NAMES = ("North", "South")
TABLE = pd.DataFrame(
    [
        ("fish need", 1, 25, 3.0),
        ("river boat", 1, 12, 2.8),
        ("river", 4, 30, 2.7),
        ("calm", 9, 9, 0.1),
        ("dam", 20, 2, -4.1),
    ],
    columns=["term", "sources_minus", "sources_plus", "z"],
)
SIDES = [("south", "South"), ("north", "North"), ("guests", "Guests")]
COUNTS = pd.DataFrame(
    [("dam", "north", 2, 2), ("dam", "south", 1, 2)], columns=["term", "side", "sources_with", "sources"]
)
YEARS = pd.DataFrame(
    [("north", 2019, 1, 1), ("north", 2020, 1, 1), ("south", 2019, 0, 0), ("south", 2020, 1, 2)],
    columns=["side", "year", "sources_with", "sources"],
)


def test_the_finding_names_the_terms_of_both_sides_in_the_same_words():
    both = "“fish need” and “river boat” stand in more sources of {}"
    said = describe_terms(TABLE, 2.5, "water", NAMES)
    assert said == f"On water, “dam” stands in more sources of North; {both.format('South')}"
    mirror = describe_terms(TABLE.assign(z=-TABLE["z"])[::-1], 2.5, "water", NAMES)
    assert mirror == f"On water, {both.format('North')}; “dam” stands in more sources of South"


def test_a_side_without_a_term_is_said_and_so_is_that_none_passes_the_bar():
    assert describe_terms(TABLE[:-1], 2.5, "water", NAMES).startswith("On water, no word stands out for North; ")
    none = "On water, no word sets North and South apart by more than chance would"
    assert describe_terms(TABLE, 9, "water", NAMES) == none


def test_the_use_of_a_term_is_said_with_its_sources_and_its_year():
    said = describe_use("dam", COUNTS, YEARS, SIDES)
    assert said == "“dam”: 1 of 2 sources of South, 2 of 2 sources of North; most in 2020"
    assert describe_commonest(COUNTS, "water") == "On water, “dam” stands in most sources: 3 of 4"


def test_the_years_are_said_side_by_side_with_silence_where_there_is_no_source():
    said = describe_years(YEARS, SIDES)
    assert said == ("Sources with the term by year. South: 2019 silence, 2020 1 of 2. North: 2019 1 of 1, 2020 1 of 1.")


def test_chance_is_said_beside_what_was_found():
    said = describe_chance(TABLE, Chance(2.4, 2.75))
    assert said.startswith("5 terms compared, ")
    assert "; 4 differ with a z of 1.65 or more either way, about 2 would by chance alone" in said
    assert "no term passes 2.8: the title names only terms beyond that" in said


def test_shares_direction_and_sources_name_each_side_by_its_own():
    drawn = pd.DataFrame({"term": ["dam"], "share_minus": [0.404], "share_plus": [0.05]})
    assert (
        describe_shares(drawn, NAMES) == "Share of the sources of North and of South with the term: “dam” 40% and 5%."
    )
    assert describe_direction(NAMES) == "Log odds and z: above 0 more sources of South, below 0 more of North."
    assert describe_unit([("North", 1204), ("South", 3)]).endswith("Sources: 1,204 of North, 3 of South.")
    assert describe_unit([]).endswith("Sources: none.")


def test_one_statement_speaks_and_two_speak():
    assert describe_holding(1, "dam", "water") == "1 statement with “dam” that speaks to water."
    assert describe_holding(2, "dam", "water") == "2 statements with “dam” that speak to water."
