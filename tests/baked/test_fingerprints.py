"""A hash of what something is made of: the same for equal content, another one for any change of any part."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from stance.baked.fingerprints import hash_values
from stance.exhibits.exhibit import Column, Exhibit, Table
from stance.figures.picture import Picture, scatter
from stance.wording.verdicts import Verdict


def make_exhibit(**changed) -> Exhibit:
    rows = pd.DataFrame({"n": [1.5, None], "text": ["a", ""], "date": pd.to_datetime(["2020-01-01", None])})
    table = Table(rows, (Column("n", "number", "number"),), "A table")
    picture = Picture([scatter(x=[1], y=[2])], {"height": 100})
    return replace(Exhibit("one", Verdict.NONE, "Title", picture=picture, table=table), **changed)


def test_equal_content_has_one_hash_and_every_part_counts():
    own = make_exhibit()
    others = [
        make_exhibit(title="Other"),
        make_exhibit(picture=Picture([scatter(x=[1], y=[3])], {"height": 100})),
        make_exhibit(table=replace(own.table, rows=own.table.rows.assign(n=[1.5, 2.0]))),
        make_exhibit(table=replace(own.table, rows=own.table.rows.assign(text=["a", None]))),
        make_exhibit(table=replace(own.table, rows=own.table.rows.rename(columns={"n": "m"}))),
        make_exhibit(panels=(own,)),
    ]
    hashes = [hash_values(one) for one in (own, *others)]
    assert hash_values(make_exhibit()) == hashes[0]
    assert len(set(hashes)) == len(hashes)


def test_values_stand_apart():
    values = [("a", "b"), ("ab",), ("a", ["b"]), ("b", "a"), (date(2020, 1, 1),), (1,), ("1",), (None,), ({"a": "b"},)]
    assert len({hash_values(*one) for one in values}) == len(values)


def test_what_would_be_written_in_part_has_no_hash():
    with pytest.raises(TypeError, match="ndarray has no hash"):
        hash_values(np.arange(5000))
