"""A coder at work on a queue."""

import pandas as pd
import pytest

from stance.coding.bench import Bench
from stance.coding.entries import Entry, hash_text
from stance.coding.store import Store, open_store
from stance.errors import UsageError
from stance.limits import CODING_NOTE

TOPICS = ["fund", "toll"]
TEXTS = pd.Series({"s1": "One.", "s2": "Two.", "s3": "Three."})
ABOUT = Entry("talks", "1", "", "ann")


@pytest.fixture
def store() -> Store:
    return open_store("sqlite://")


def sit(store: Store, **settings) -> Bench:
    return Bench(store, ABOUT, TOPICS, ["s1", "s2", "s3"], texts=TEXTS, **settings)


def press(bench: Bench, *codes: int | None) -> Bench:
    for code in codes:
        bench.give(code)
    return bench


def test_the_last_code_keeps_the_coding_and_brings_the_next_statement(store):
    bench = sit(store)
    bench.give(1)
    assert store.read_history("talks", TOPICS).empty
    bench.give(None)
    assert store.read_current("talks", TOPICS)[["statement", "fund"]].to_numpy().tolist() == [["s1", 1]]
    assert bench.draft.statement == "s2"
    assert bench.count == 1


def test_one_key_gives_all_topics_that_are_left_the_same_code(store):
    bench = press(sit(store), 1)
    bench.give_rest(None)
    bench.give_rest(None)
    kept = store.read_current("talks", TOPICS)
    assert kept["fund"].isna().tolist() == [False, True]
    assert kept["toll"].isna().all()
    assert bench.draft.statement == "s3"


def test_note_unsure_and_aid_go_into_the_act_and_not_to_the_next_statement(store):
    bench = sit(store, controls={"s1"})
    bench.mark(note="two voices", unsure=True)
    bench.mark(aided=True)
    press(bench, 1, 0, 1, 0)
    rows = store.read_current("talks", TOPICS)[["note", "unsure", "aided", "control"]]
    assert rows.to_numpy().tolist() == [["two voices", True, True, True], ["", False, False, False]]
    assert store.read_current("talks", TOPICS)["text_hash"].tolist() == [hash_text("One."), hash_text("Two.")]


def test_undo_takes_a_code_back_and_then_withdraws_the_coding_before_by_an_act_of_its_own(store):
    bench = press(sit(store), 1, 0, -1)
    bench.undo()
    assert (bench.draft.statement, bench.draft.codes) == ("s2", ())
    bench.undo()
    assert (bench.draft.statement, bench.draft.codes) == ("s1", (1,))
    assert store.read_current("talks", TOPICS).empty
    assert store.read_history("talks", TOPICS)["withdrawn"].tolist() == [False, True]
    press(bench, None)
    assert store.read_current("talks", TOPICS)["toll"].isna().all()
    assert bench.draft.statement == "s2"


def test_undo_reaches_what_was_coded_before_the_page_was_opened(store):
    press(sit(store), 1, 0)
    later = sit(store)
    assert later.draft.statement == "s2"
    later.undo()
    assert later.draft.statement == "s1"


def test_undo_with_nothing_done_does_nothing(store):
    bench = sit(store)
    bench.undo()
    assert bench.draft.statement == "s1"
    assert store.read_history("talks", TOPICS).empty


def test_what_was_skipped_comes_again_when_all_others_are_coded(store):
    bench = sit(store)
    bench.skip()
    press(bench, 0, 0, 0, 0)
    assert bench.draft.statement == "s1"
    press(bench, 0, 0)
    assert bench.draft is None
    bench.give(1)
    bench.skip()
    assert len(store.read_history("talks", TOPICS)) == 3


def test_what_was_skipped_twice_goes_behind_what_was_skipped_once(store):
    bench = sit(store)
    for expected in ("s1", "s2", "s3", "s1", "s2"):
        assert bench.draft.statement == expected
        bench.skip()


def test_a_statement_coded_in_another_tab_is_not_asked_again(store):
    bench, other = sit(store), sit(store)
    press(bench, 0)
    press(other, 1, 1)
    assert sit(store).take_over(bench).draft.statement == "s2"


def test_another_coders_act_changes_nothing_here(store):
    Bench(store, Entry("talks", "1", "", "ben"), TOPICS, ["s1"], texts=TEXTS).give(1)
    bench = sit(store).take_over(press(sit(store), 1))
    assert (bench.draft.statement, bench.draft.codes, bench.count) == ("s1", (1,), 0)


def test_a_refused_act_leaves_everything_as_it_was_before_the_key(store, monkeypatch):
    bench = press(sit(store), 1, 1, 0)

    def refuse(_entry):
        raise UsageError("The disk is full.")

    monkeypatch.setattr(store, "add", refuse)
    with pytest.raises(UsageError):
        bench.give(0)
    assert (bench.draft.statement, bench.draft.codes, bench.count) == ("s2", (0,), 1)
    bench.undo()
    with pytest.raises(UsageError):
        bench.give_rest(None)
    assert bench.draft.codes == ()
    with pytest.raises(UsageError):
        bench.undo()
    assert (bench.draft.statement, bench.count) == ("s2", 1)


def test_a_note_that_is_too_long_is_refused_and_the_former_one_stays(store):
    bench = sit(store)
    bench.mark(note="short")
    with pytest.raises(UsageError, match="Shorten it"):
        bench.mark(note="x" * (CODING_NOTE.most + 1))
    assert bench.draft.note == "short"


def test_a_coding_of_a_statement_that_is_gone_is_passed_over(store):
    press(sit(store), 1, 0)
    bench = Bench(store, ABOUT, TOPICS, ["s2"], texts=TEXTS[["s2"]])
    bench.undo()
    assert bench.draft.statement == "s2"
    assert len(store.read_current("talks", TOPICS)) == 1


def test_what_was_at_hand_and_what_was_skipped_is_taken_over(store):
    former = sit(store)
    former.skip()
    press(former, 1)
    bench = sit(store).take_over(former)
    assert (bench.draft, bench.skipped) == (former.draft, ["s1"])
