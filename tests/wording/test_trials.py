"""Tables and sentences about divisions, batches and movement: the numbers of the card, and words for what is not known."""

from dataclasses import replace

import pytest

from stance.classifier.folds import DIVISIONS
from stance.wording.trials import (
    NO_BATCH,
    describe_divisions,
    describe_movement_shown,
    describe_replication,
    describe_shrinkage,
)

MEASURES = {"within_side_r": 0.48, "mae": 0.52, "mae_by_side": 0.71, "rows": 66.0, "addressed_rows": 1204.0}
INTERVALS = {"within_side_r": [0.31, 0.6], "mae": [0.4, 0.63], "mae_by_side": [0.6, 0.8], "rows": None}
SLOPE = {"slope": 0.529, "interval": [0.29, 0.76], "periods": 28, "lines": 3}
UNKNOWN = {"slope": None, "interval": None, "periods": 4, "lines": 1}


def make_row(division: str, part: str, topics: list[str], **measures) -> dict:
    spread = [0.45, 0.51] if DIVISIONS[division].drawn else None
    return {
        "division": division,
        "part": part,
        "repeats": 5 if spread else 1,
        "measures": dict.fromkeys(topics, MEASURES | measures),
        "intervals": {
            topic: INTERVALS | {name: None for name, value in measures.items() if value is None} for topic in topics
        },
        "spread": dict.fromkeys(topics, spread),
    }


@pytest.fixture
def card(talks) -> dict:
    topics = talks.codebook.topic_ids
    keys = [("by_source", ""), ("by_actor", ""), ("forward", ""), ("forward", "2022"), ("by_batch", "2026-02-01")]
    shrinkage = {"quota": {"side": SLOPE, "actor": UNKNOWN}, "access": {"side": UNKNOWN, "actor": UNKNOWN}}
    return {"divisions": [make_row(*key, topics) for key in keys], "shrinkage": shrinkage}


def read_rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_each_row_stands_in_both_tables_with_interval_spread_baseline_and_evidence(card, talks):
    rows = read_rows(describe_divisions(card, talks.codebook))
    titles = [
        "New sources (no source in two folds)",
        "New actors (no actor in two folds)",
        "Forward in time (trained on the years before): all together",
        "Forward in time (trained on the years before): 2022",
        "A later batch (trained on the batches before): 2026\\-02\\-01",
    ]
    correlations, distances = rows[1:6], rows[7:]
    assert [row[0] for row in correlations] == [row[0] for row in distances] == titles
    assert correlations[0][1:] == ["0.48 [0.31, 0.60]; 5 repeats 0.45 to 0.51"] * 2
    assert correlations[3][1:] == ["0.48 [0.31, 0.60]"] * 2
    assert distances[0][1:] == ["0.52 [0.40, 0.63]; side alone 0.71; 1,204 statements"] * 2


def test_a_division_that_could_not_be_tested_is_named(card, talks):
    missing = DIVISIONS["by_actor_and_source"].meaning
    assert f"Not tested, since the statements do not allow it: {missing}." in describe_divisions(card, talks.codebook)
    topics = talks.codebook.topic_ids
    every = card | {"divisions": [make_row(name, "2022" if name == "forward" else "", topics) for name in DIVISIONS]}
    assert "Not tested" not in describe_divisions(every, talks.codebook)


def test_what_is_not_defined_is_said_so(card, talks):
    bare = make_row("by_source", "", talks.codebook.topic_ids, within_side_r=None, mae=None, addressed_rows=0.0)
    rows = read_rows(describe_divisions(card | {"divisions": [bare]}, talks.codebook))
    assert rows[1][1].startswith("undefined") and rows[3][1] == "undefined; side alone 0.71; 0 statements"


def test_a_later_batch_has_a_sentence_a_topic_beside_the_side_alone(card, talks):
    lines = describe_replication(card, talks.codebook).splitlines()
    assert len(lines) == len(talks.codebook.topics)
    assert "it is 0.52 [0.40, 0.63] codes from the code on average (side alone 0.71)" in lines[0]
    assert "correlation within sides 0.48 [0.31, 0.60], on 1,204 statements." in lines[0]


def test_without_a_later_batch_it_is_said_that_none_tested_it(card, talks):
    first = card | {"divisions": card["divisions"][:4]}
    assert describe_replication(first, talks.codebook) == NO_BATCH


def test_the_share_of_the_movement_is_said_with_its_interval_and_what_is_not_known(card, talks):
    quota, access = talks.codebook.topics
    assert describe_shrinkage(card, quota) == (
        "On квота, lines from the classifier alone show about 53% (sides, half years; interval 29% to 76%) of the movement "
        "that hand codes show; not known for actors, years."
    )
    assert "an unknown share" in describe_shrinkage(card, access)
    assert "%" not in describe_shrinkage(card, access)


def test_sides_and_actors_stand_in_one_sentence_and_a_minus_is_a_minus(card, talks):
    both = {"side": SLOPE, "actor": SLOPE | {"slope": -0.1, "interval": [-0.4, 1.2]}}
    said = describe_shrinkage({"shrinkage": {"quota": both}}, talks.codebook.topics[0])
    assert "53% (sides, half years; interval 29% to 76%) and −10% (actors, years; interval −40% to 120%)" in said
    assert "not known" not in said


def test_the_card_has_a_sentence_on_movement_for_every_topic(card, talks):
    text = describe_movement_shown(card, talks.codebook)
    assert all(f"- {describe_shrinkage(card, topic)}" in text for topic in talks.codebook.topics)


def test_titles_and_batches_are_escaped(card, talks):
    hostile = replace(talks.codebook.topics[0], title="![x](http://evil) | <b>")
    book = replace(talks.codebook, topics=(hostile, *talks.codebook.topics[1:]))
    rows = [make_row("by_batch", "<i>|[a](b)", book.topic_ids)]
    whole = card | {"divisions": rows}
    text = describe_divisions(whole, book) + describe_replication(whole, book) + describe_movement_shown(whole, book)
    assert "![x](" not in text and "<i>|" not in text and "| <b>" not in text
