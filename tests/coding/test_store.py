"""The database of codings."""

from dataclasses import replace
from pathlib import Path

import pytest

from stance.coding.entries import Entry
from stance.coding.store import Store, open_store

ENTRY = Entry("talks", "1", "s1", "ann", {"fund": 1, "toll": None})
TOPICS = ["fund", "toll"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'codings.db'}")


def test_a_later_act_of_a_coder_stands_and_the_former_one_is_kept(store):
    store.add(ENTRY)
    store.add(replace(ENTRY, codes={"fund": -1, "toll": 0}))
    assert store.read_history("talks", TOPICS)["fund"].tolist() == [1, -1]
    assert store.read_current("talks", TOPICS)[TOPICS].to_numpy().tolist() == [[-1, 0]]


def test_a_coding_that_was_withdrawn_does_not_stand(store):
    store.add(ENTRY)
    store.add(replace(ENTRY, withdrawn=True, codes={}))
    assert store.read_current("talks", TOPICS).empty
    assert len(store.read_history("talks", TOPICS)) == 2


def test_codings_of_another_dossier_or_purpose_are_not_read(store):
    store.add(ENTRY)
    assert store.read_current("others", TOPICS).empty
    assert store.read_current("talks", TOPICS, purpose="validation").empty
