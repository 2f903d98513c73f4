"""How far coders have come, and how far they agree."""

import krippendorff
import numpy as np
import pytest

from stance.coding.entries import Entry
from stance.coding.progress import count_codings, measure_pairs, read_standing
from stance.coding.store import Store, open_store

CODES = {"ann": [1, 1, 0, -1, -1, None], "ben": [1, 0, 0, -1, 1, 1], "cem": [None]}


@pytest.fixture(scope="module")
def kept(talks) -> Store:
    store = open_store("sqlite://")
    ids = talks.statements["statement"].tolist()
    entries = [
        Entry(talks.slug, "7b", statement, coder, {"quota": code, "access": 0}, unsure=code == 0)
        for coder, codes in CODES.items()
        for statement, code in zip(ids[20:] if coder == "cem" else ids, codes, strict=False)
    ]
    gone = Entry(talks.slug, "7b", "gone", "ann", {"quota": 1, "access": 1})
    store.add_all(
        [*entries, gone, Entry(talks.slug, "7b", ids[0], "eve", {"quota": 1, "access": 0}, purpose="adjudication")]
    )
    return store


def test_what_stands_is_read_by_purpose_without_statements_that_are_gone(kept, talks):
    current, final = read_standing(kept, talks)
    assert len(current) == 13
    assert final["coder"].tolist() == ["eve"]


def test_coders_are_counted_those_with_most_first(kept, talks):
    counts = count_codings(read_standing(kept, talks)[0])
    assert counts[["coder", "coded", "unsure"]].to_numpy().tolist() == [["ann", 6, 1], ["ben", 6, 2], ["cem", 1, 0]]


def test_alpha_of_a_pair_is_the_librarys_and_pairs_without_a_statement_in_common_are_left_out(kept, talks):
    pairs = measure_pairs(read_standing(kept, talks)[0], talks)
    assert set(pairs["pair"]) == {"ann and ben"}
    row = pairs[pairs["topic"] == "quota"].iloc[0]
    cells = np.array([CODES["ann"][:5], CODES["ben"][:5]], dtype=float)
    assert row["alpha_level"] == pytest.approx(krippendorff.alpha(cells, level_of_measurement="ordinal"))
    assert row["both"] == 5
    assert row["alpha_level_low"] <= row["alpha_level"] <= row["alpha_level_high"]
    assert np.isnan(pairs.loc[pairs["topic"] == "access", "alpha_level"].iloc[0])


def test_where_nothing_is_coded_nothing_is_measured(talks):
    current, final = read_standing(open_store("sqlite://"), talks)
    assert current.empty and final.empty
    assert count_codings(current).empty and measure_pairs(current, talks).empty
