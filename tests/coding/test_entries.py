"""What may stand in an act of coding."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from stance.coding.entries import Entry, check_entry, hash_text
from stance.errors import UsageError
from stance.limits import CODING_NAME, CODING_NOTE

ENTRY = Entry("talks", "1", "s1", "ann", {"fund": 1, "toll": None})


def test_an_act_is_kept_with_plain_numbers_and_one_kind_of_line_end():
    kept = check_entry(replace(ENTRY, coder=" ann ", note="a\r\nb\rc", codes={"fund": np.int64(-1), "toll": pd.NA}))
    assert (kept.coder, kept.note, kept.codes) == ("ann", "a\nb\nc", {"fund": -1, "toll": None})
    assert type(kept.codes["fund"]) is int


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"coder": "  "}, "coder of a coding has no name"),
        ({"note": "a\0"}, "signs that cannot be kept"),
        ({"coder": "\ud800"}, "signs that cannot be kept"),
        ({"codes": {"fund": 0.5}}, "is no code"),
        ({"codes": {"fund": True}}, "is no code"),
        ({"codes": {"fund": "1"}}, "is no code"),
        ({"codes": {"fund": 1001}}, "is no code"),
        ({"purpose": "fun"}, "is no purpose"),
        ({"text_hash": "0123456789"}, "is no hash"),
        ({"coder": "adjudicated"}, "kept for the final coding"),
        ({"note": "x" * (CODING_NOTE.most + 1)}, f"the limit is {CODING_NOTE.amount}"),
        ({"coder": "x" * (CODING_NAME.most + 1)}, f"the limit is {CODING_NAME.amount}"),
    ],
)
def test_what_no_database_can_keep_or_no_coder_can_mean_is_refused(change, said):
    with pytest.raises(UsageError, match=said):
        check_entry(replace(ENTRY, **change))


def test_the_hash_of_a_text_changes_with_its_words_and_not_with_its_line_ends():
    assert hash_text("We want\r\na fund ") == hash_text("We want\na fund")
    assert hash_text("We want a fund") != hash_text("We want no fund")
    assert len(hash_text("")) == 8
