"""The sample by which people check a record."""

from dataclasses import replace

import pandas as pd
import pytest

from stance.coding.samples import LEAST, count_minutes, deal_places, draw_sample, draw_sizes
from stance.errors import UsageError


def test_a_draw_repeats_itself_and_another_seed_draws_others(dossier):
    first, again, other = (draw_sample(dossier, 80, seed)["statement"].tolist() for seed in (1, 1, 2))
    assert first == again
    assert len(set(first) & set(other)) < 40


def test_a_draw_is_the_one_that_was_made_before(dossier):
    """By id and seed alone: a version of a library that changes it would make every cited sample another one."""
    assert draw_sample(dossier, 80, 1)["statement"].head(3).tolist() == ["jr-1084", "jr-0818", "jr-0158"]


def test_the_strata_have_their_share_and_none_is_left_out(dossier):
    drawn = draw_sample(dossier, 80, 1)
    everyone = draw_sample(dossier, 10_000, 1)
    counts, whole = (rows.groupby(["stratum", "side"]).size() for rows in (drawn, everyone))
    assert len(drawn) == 80 and set(counts.index) == set(whole.index)
    assert counts.min() >= LEAST
    assert ((counts - whole * 80 / whole.sum()).abs() < LEAST).all()


def test_only_coded_statements_are_drawn_each_once_and_no_more_than_there_are(dossier):
    drawn = draw_sample(dossier, 10_000, 1)["statement"]
    assert sorted(drawn) == sorted(dossier.statements.loc[dossier.statements["coded"], "statement"])


def test_a_statement_belongs_to_the_topic_that_fewest_speak_to(dossier):
    topics = dossier.codebook.topic_ids
    spoken = dossier.statements.set_index("statement")[topics].notna()
    fewest = spoken.sum().idxmin()
    drawn = draw_sample(dossier, 10_000, 1).set_index("statement")["stratum"]
    assert set(drawn[spoken.loc[drawn.index, fewest]]) == {fewest}


def test_a_statement_more_changes_no_more_than_its_place(dossier):
    fewer = replace(dossier, statements=dossier.statements.iloc[1:])
    before, after = (set(draw_sample(one, 80, 1)["statement"]) for one in (dossier, fewer))
    assert len(before - after) <= 3


def test_two_texts_of_one_source_that_are_nearly_the_same_are_not_drawn_while_others_are_left(talks):
    twins = talks.statements.assign(coded=True, source="one", text=["the same words"] * 30 + list("abcdefghijklmn"))
    twins = twins.assign(side="observers", **dict.fromkeys(talks.codebook.topic_ids, 1))
    drawn = draw_sample(replace(talks, statements=twins), 15, 1)
    assert drawn["repeats"].sum() == 0
    assert draw_sample(replace(talks, statements=twins), 16, 1)["repeats"].sum() == 1


def test_the_same_text_in_another_source_is_no_repeat(talks):
    twins = talks.statements.assign(
        coded=True, text="the same words", source=[f"s{n}" for n in range(len(talks.statements))]
    )
    assert not draw_sample(replace(talks, statements=twins), 60, 1)["repeats"].any()


def test_nothing_coded_is_a_sentence(talks):
    bare = replace(talks, statements=talks.statements.assign(coded=False))
    with pytest.raises(UsageError, match="nothing to check"):
        draw_sample(bare, 10, 1)
    assert draw_sizes(bare, [10], 1) == {10: ()}


def test_draws_of_several_sizes_are_those_of_each(dossier):
    assert draw_sizes(dossier, [30, 50], 7) == {
        size: tuple(draw_sample(dossier, size, 7)["statement"]) for size in (30, 50)
    }


@pytest.mark.parametrize(
    ("counts", "size", "places"),
    [([90, 9, 1], 10, [6, 3, 1]), ([5, 5], 4, [2, 2]), ([50, 50, 50], 2, [1, 1, 0]), ([2, 2], 9, [2, 2])],
)
def test_places_are_dealt_by_share_with_a_few_for_the_small(counts, size, places):
    assert deal_places(pd.Series(counts), size).tolist() == places


def test_eighty_statements_take_an_hour():
    assert count_minutes(80) == 60
