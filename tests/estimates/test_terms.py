"""Terms that set sides apart: what is found, how surely, how often by chance, and by year."""

import math

import numpy as np
import pandas as pd
import pytest

from stance.estimates import terms as words
from stance.estimates.terms import (
    BAR,
    compare_sides,
    count_by_side,
    count_by_year,
    expect_by_chance,
    find_terms,
    match_words,
    measure_difference,
    pick_strongest,
)


def make_statements(rows: list[tuple], year: int = 2020) -> pd.DataFrame:
    """Statements of (side, source, text[, year])."""
    full = [(*row, year) if len(row) == 3 else row for row in rows]
    frame = pd.DataFrame(full, columns=["side", "source", "text", "year"])
    return frame.assign(
        statement=[f"s{n:04}" for n in range(len(frame))],
        date=pd.to_datetime(frame.pop("year").astype(str) + "-06-01"),
        key_phrase="",
        actor=frame["side"] + " " + frame["source"],
    )


@pytest.fixture
def planted() -> pd.DataFrame:
    """Twenty sources a side: north speaks of dams, south of fish, both of water."""
    rows = [("north", f"n{n}", f"The water behind Dam {n}" if n < 15 else "Some water") for n in range(20)]
    return make_statements(rows + [("south", f"s{n}", "Fish need water") for n in range(20)])


def make_random(seed: int, vocabulary: int = 60, sources: int = 160) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    terms = np.array([f"term{n}" for n in range(vocabulary)])
    texts = [". ".join(terms[generator.random(vocabulary) < 0.25]) for _ in range(sources)]
    return make_statements([(("north", "south")[n % 2], f"q{n}", text) for n, text in enumerate(texts)])


def find(statements: pd.DataFrame, **options) -> set[str]:
    return set(find_terms(statements, **options)["term"])


def test_a_planted_term_has_the_sign_of_its_side(planted):
    table = compare_sides(planted, find_terms(planted), "north", "south").set_index("term")
    assert table.loc["dam", "z"] < -BAR
    assert table.loc["fish need", "z"] > BAR
    assert abs(table.loc["water", "z"]) < 1
    assert table.loc["dam", ["sources_minus", "sources_plus", "share_minus", "share_plus"]].tolist() == [15, 0, 0.75, 0]
    assert table["z"].is_monotonic_decreasing


def test_log_odds_and_z_are_those_worked_out_by_hand():
    # 3 of 9 minus sources, 12 of 20 plus sources; the prior is 10 sources, of which 10 * 15.5 / 30 = 31/6 hold the term.
    log_odds, z = measure_difference(np.array([3]), 9, np.array([12]), 20)
    minus, plus = (3 + 31 / 6, 6 + 10 - 31 / 6), (12 + 31 / 6, 8 + 10 - 31 / 6)
    by_hand = math.log(plus[0] / plus[1]) - math.log(minus[0] / minus[1])
    assert log_odds[0] == pytest.approx(by_hand)
    assert log_odds[0] == pytest.approx(0.574, abs=0.001)
    assert z[0] == pytest.approx(by_hand / math.sqrt(sum(1 / n for n in (*minus, *plus))))
    assert z[0] == pytest.approx(0.968, abs=0.001)


def test_swapping_the_sides_flips_the_signs_and_nothing_else(planted):
    held = find_terms(planted)
    one = compare_sides(planted, held, "north", "south").set_index("term")
    other = compare_sides(planted, held, "south", "north").set_index("term").loc[one.index]
    for name in ("log_odds", "z"):
        assert other[name].tolist() == pytest.approx((-one[name]).tolist())
    assert other["share_minus"].tolist() == one["share_plus"].tolist()
    assert other["sources_plus"].tolist() == one["sources_minus"].tolist()


def test_ten_points_of_one_source_are_one_voice(planted):
    more = make_statements([("south", "s0", "Fish need water")] * 9)
    more["statement"] = [f"x{n}" for n in range(9)]
    both = pd.concat([planted, more])
    counts = count_by_side(both, find_terms(both)).set_index(["term", "side"])
    assert counts.loc[("fish need", "south"), ["sources_with", "sources", "share"]].tolist() == [20, 20, 1]


def test_a_source_with_statements_of_both_sides_counts_for_each():
    statements = make_statements([("north", "shared", "dam"), ("south", "shared", "fish")])
    held = pd.DataFrame({"statement": ["s0000"], "term": ["dam"]})
    counts = count_by_side(statements, held).set_index("side")
    assert counts["sources"].to_dict() == {"north": 1, "south": 1}
    assert counts["sources_with"].to_dict() == {"north": 1, "south": 0}


@pytest.mark.parametrize(("statements", "sources", "kept"), [(5, 3, True), (4, 4, False), (6, 2, False)])
def test_a_term_needs_five_statements_from_three_sources(statements, sources, kept):
    rows = [("north", f"n{n % sources}", "A dam stands") for n in range(statements)]
    assert ("dam stands" in find(make_statements(rows))) is kept


def test_words_are_numbers_too_without_stop_words_and_the_signs_of_the_genitive():
    texts = ["The 1956 accord’s text; don't it", "An 1956 ACCORD's text, don’t", "1956-accord text. Don't"]
    rows = [("north", f"n{n}", texts[n % 3]) for n in range(9)]
    found = {term for text in texts for term in words._split_terms(text.replace("’", "'"), words.STOP_WORDS)}
    assert found == {"1956", "accord", "text", "don't", "1956 accord", "accord text"}
    assert find(make_statements(rows)) == {"1956 accord", "accord text", "don't"}


def test_a_phrase_does_not_reach_over_a_stop_word_or_a_full_stop():
    assert words._split_terms("return of land. Dams fall", words.STOP_WORDS) == {
        "return",
        "land",
        "dams",
        "fall",
        "dams fall",
    }


def test_letters_of_any_script_are_words():
    rows = [("north", f"n{n}", "Воду берут, 水の") for n in range(5)]
    assert find(make_statements(rows)) == {"воду берут", "水の"}


def test_names_are_left_out_unless_a_text_writes_them_small():
    rows = [("north", f"n{n}", f"Ann Reed of River Watch spoke at River {n}: watch out") for n in range(6)]
    names = ["Ann Reed", "River Watch"]
    assert {"ann reed", "river watch"} <= find(make_statements(rows))
    assert find(make_statements(rows), names=names) == {"watch spoke"}
    assert "ann reed" in find(make_statements(rows), names=["A group that Ann Reed leads"])


def test_a_word_that_stands_only_in_its_phrase_is_left_to_it():
    rows = [("north", f"n{n}", "free passage" if n < 6 else "passage") for n in range(9)]
    assert find(make_statements(rows)) == {"free passage", "passage"}


def test_no_statement_has_no_term():
    nothing = make_statements([("north", "n", "dam")])[:0]
    held = find_terms(nothing)
    assert held.empty
    assert list(held) == ["statement", "term"]


def test_a_year_without_a_source_is_silence_and_a_year_without_the_term_is_0():
    rows = [("north", "n1", "dam", 2019), ("north", "n2", "fish", 2021), ("south", "s1", "dam", 2020)]
    statements = make_statements([*rows, ("north", "n1", "dam", 2019)])
    held = pd.DataFrame({"statement": ["s0000", "s0002", "s0003"], "term": "dam"})
    years = count_by_year(statements, held).set_index(["side", "year"])
    assert years.loc["north", "share"].tolist() == pytest.approx([1, np.nan, 0], nan_ok=True)
    assert years.loc["north", "sources"].tolist() == [1, 0, 1]
    assert years.loc["south", "share"].tolist() == pytest.approx([np.nan, 1, np.nan], nan_ok=True)
    assert years.loc[("north", 2019), "sources_with"] == 1


def test_random_texts_differ_about_as_often_as_chance_says():
    found, expected = [], []
    for seed in range(8):
        statements = make_random(seed)
        held = find_terms(statements)
        table = compare_sides(statements, held, "north", "south")
        found.append((table["z"].abs() >= BAR).sum() / len(table))
        expected.append(expect_by_chance(statements, held, "north", "south").expected / len(table))
    assert np.mean(found) == pytest.approx(0.09, abs=0.03)
    assert np.mean(found) == pytest.approx(np.mean(expected), abs=0.03)


def test_random_texts_seldom_pass_the_bar_of_titles_and_planted_terms_do(planted, monkeypatch):
    monkeypatch.setattr(words, "SHUFFLES", 200)
    passed = 0
    for seed in range(20):
        statements = make_random(seed)
        held = find_terms(statements)
        bar = expect_by_chance(statements, held, "north", "south").bar
        passed += compare_sides(statements, held, "north", "south")["z"].abs().max() > bar
    assert 0 <= passed <= 5
    held = find_terms(planted)
    bar = expect_by_chance(planted, held, "north", "south").bar
    table = compare_sides(planted, held, "north", "south").set_index("term")
    assert abs(table.loc["dam", "z"]) > bar >= BAR


def test_what_one_talkative_speaker_says_often_is_no_difference_of_sides(planted):
    """The same texts: spoken by forty speakers a planted term is beyond the bar, spoken by four it is not."""
    held = find_terms(planted)
    few = planted.assign(actor=planted["side"] + (planted["source"].str.len() > 2).astype(str))
    assert few["actor"].nunique() == 4
    largest = compare_sides(planted, held, "north", "south")["z"].abs().max()
    assert (
        expect_by_chance(planted, held, "north", "south").bar
        < largest
        < expect_by_chance(few, held, "north", "south").bar
    )


def test_texts_that_cling_to_their_speakers_pass_the_bar_of_titles_no_more_often_than_others(monkeypatch):
    """Twelve speakers a side, each with six sources and words of its own; the sides know nothing of the words."""
    monkeypatch.setattr(words, "SHUFFLES", 200)
    passed = 0
    for seed in range(20):
        generator = np.random.default_rng(seed)
        own = [[f"term{n}" for n in generator.choice(40, 8, replace=False)] for _ in range(24)]
        rows = [(("north", "south")[n % 2], f"q{n}-{k}", ". ".join(own[n])) for n in range(24) for k in range(6)]
        statements = make_statements(rows)
        statements = statements.assign(actor=statements["source"].str.partition("-")[0])
        held = find_terms(statements)
        bar = expect_by_chance(statements, held, "north", "south").bar
        passed += compare_sides(statements, held, "north", "south")["z"].abs().max() > bar
    assert passed <= 5


def test_a_source_of_two_speakers_counts_for_each_side_that_they_are_dealt_to():
    statements = make_statements([("north", "shared", "dam"), ("south", "shared", "fish"), ("south", "own", "fish")])
    rows = statements.assign(speaker=[0, 1, 2], all="")
    dealt = np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])  # a column a deal: 0; 0 and 1; 1 and 2
    assert words._count_dealt(words._relate(rows, "all"), dealt).tolist() == [[1, 1, 2]]


def test_chance_does_not_hear_a_third_side_and_is_the_same_each_time(planted):
    third = make_statements([("guests", f"g{n}", "Fish and dam") for n in range(9)])
    third["statement"] = [f"g{n}" for n in range(9)]
    held = find_terms(planted)
    alone = expect_by_chance(planted, held, "north", "south")
    both = pd.concat([planted, third])
    more = pd.concat([held, pd.DataFrame({"statement": third["statement"], "term": "dam"})])
    assert expect_by_chance(both, more, "north", "south") == alone


def test_chance_hears_each_source_once(planted):
    again = planted.assign(statement="x" + planted["statement"])
    held = find_terms(planted)
    more = pd.concat([held, held.assign(statement="x" + held["statement"])])
    once = expect_by_chance(planted, held, "north", "south")
    assert expect_by_chance(pd.concat([planted, again]), more, "north", "south") == once


def test_words_of_the_dossier_match_in_text_or_key_phrase_as_whole_words():
    statements = make_statements(
        [("a", f"q{n}", text) for n, text in enumerate(["The AID came", "He said so", "x", "四島返還"])]
    )
    statements.loc[2, "key_phrase"] = "Foreign  aid’s cost"
    assert match_words(statements, ["aid"]).tolist() == [True, False, True, False]
    assert match_words(statements, ["foreign aid's"]).tolist() == [False, False, True, False]
    assert match_words(statements, ["ai*", "*aid"]).tolist() == [True, True, True, False]
    assert match_words(statements, ["*島*"]).tolist() == [False, False, False, True]
    assert match_words(statements, ["a.d", "*", ""]).tolist() == [False] * 4
    assert match_words(statements, []).tolist() == [False] * 4


TABLE = pd.DataFrame(
    [
        ("fish", 2, 30, 4.0),
        ("need", 1, 40, 3.5),
        ("fish need", 1, 25, 3.0),
        ("river boat", 1, 12, 2.8),
        ("river", 4, 30, 2.7),
        ("boat", 2, 13, 2.6),
        ("calm", 9, 9, 0.1),
        ("dam", 20, 2, -4.1),
    ],
    columns=["term", "sources_minus", "sources_plus", "z"],
)


def test_the_strongest_terms_share_no_word_and_a_phrase_takes_over_from_its_word():
    # "fish need" has 26 of the 32 sources of "fish" and of the 41 of "need"; "river boat" 13 of 34 of "river", of 15 of "boat".
    assert pick_strongest(TABLE)["term"].tolist() == ["fish need", "river boat", "dam"]
    assert pick_strongest(TABLE, most=1)["term"].tolist() == ["fish need", "dam"]
    assert pick_strongest(TABLE, bar=5).empty
    assert pick_strongest(TABLE, sure=3.2)["term"].tolist() == ["fish", "need", "river boat", "dam"]
    surer = TABLE.assign(z=TABLE["z"].where(TABLE["term"] != "river", 2.9))
    assert pick_strongest(surer)["term"].tolist() == ["fish need", "river", "dam"]
