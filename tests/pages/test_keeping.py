"""The tab Keep and retrain: what it counts, what it offers to whom, and that only "Use it" changes a dossier."""

import time
from pathlib import Path

import pytest

from pages.builders import make_full
from stance.classifier.measures import MEASURES
from stance.coding.entries import Entry
from stance.coding.retraining import Retrained
from stance.coding.roles import Coder
from stance.coding.store import Store, open_store
from stance.dossier.loading import load_dossier
from stance.errors import UsageError
from stance.limits import OWN_MINUTES
from stance.ui.pages.desk import keeping
from stance.ui.private import CODINGS

LINK = {"dossier": "river", "desk": "Keep and retrain"}


@pytest.fixture
def river(data: Path) -> Path:
    return make_full(data)


@pytest.fixture
def store(river: Path) -> Store:
    return open_store(f"sqlite:///{river / 'codings.db'}")


@pytest.fixture
def sit_down(open_page):
    """The tab as someone of that name sees it."""

    def open_tab(name: str = "eve"):
        view = open_page("desk", **LINK)
        view.app.text_input(key="coder_name").set_value(name).run()
        return view

    return open_tab


def code(store: Store, coder: str, water: int, statement: str = "р-001", **more) -> None:
    store.add(Entry("river", more.pop("codebook", "7"), statement, coder, {"water": water, "toll": None}, **more))


def test_it_says_that_nothing_is_kept_yet(river, sit_down):
    view = sit_down()
    assert "No codings are kept yet" in view.texts and "There is nothing to train on" not in view.texts
    assert "keep_train" not in {one.key for one in view.app.button}


def test_it_counts_what_stands_what_does_not_count_and_what_is_final(store, sit_down):
    for coder, water in (("ann", 1), ("bob", 1), ("cid", -1)):
        code(store, coder, water, "р-001" if coder != "cid" else "р-002")
    code(store, "dan", 1, codebook="6")
    code(store, "ann", 0, "р-003")
    code(store, "bob", 1, "р-003")
    texts = sit_down().texts
    assert "6 codings by 4 coders; 6 acts in all" in texts and "codings.db beside the dossier" in texts
    assert "1 coding does not count" in texts
    assert "2 statements with a final coding (1 agreed, 1 by one coder)" in texts
    assert "1 more on which coders differ waits to be settled" in texts


def test_who_only_codes_reads_the_counts_and_is_offered_nothing(store, open_page, monkeypatch):
    monkeypatch.setattr("stance.ui.pages.desk.page.choose_coder", lambda: Coder("ann", "coder"))
    code(store, "ann", 1)
    view = open_page("desk", **LINK)
    assert "1 coding by 1 coder" in view.texts
    assert any("Adjudicators take codings out" in one for one in view.messages)
    assert not view.app.get("download_button") and "keep_train" not in {one.key for one in view.app.button}


def test_what_came_of_a_training_stands_beside_the_old_measures_until_it_is_left(store, sit_down, river):
    code(store, "ann", 1)
    view = sit_down()
    measures = dict.fromkeys(MEASURES, 0.25) | {"mae": 0.5}
    card = {
        "measures": dict.fromkeys(("water", "toll"), measures),
        "intervals": dict.fromkeys(("water", "toll"), dict.fromkeys(MEASURES)),
        "counts": {"coded": 61},
    }
    dossier = load_dossier(river)
    view.app.session_state[keeping.MADE] = Retrained(dossier, card, None, dossier.data_hash, {}, {})
    view.app.run()
    assert "Measured on 61 statements" in view.texts and "Until then nothing has changed" in view.texts
    view.app.button(key="keep_leave").click().run()
    assert "Measured on 61 statements" not in view.texts
    assert load_dossier(river).data_hash == dossier.data_hash


def test_a_public_demo_keeps_codings_in_the_visit_and_trains_nothing(store, sit_down, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    code(store, "ann", 1)
    view = sit_down()
    assert "No codings are kept yet" in view.texts
    assert any("A public demo trains nothing" in one for one in view.messages)
    assert "keep_train" not in {one.key for one in view.app.button}


def test_what_was_coded_in_a_public_demo_is_forgotten_when_it_was_not_used_for_long(river, sit_down, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    view = sit_down()
    code(view.app.session_state[CODINGS][river], "ann", 1)
    view.app.run()
    assert "1 coding by 1 coder; 1 act in all" in view.texts and "in this tab’s session alone" in view.texts
    view.app.session_state["_used"] = time.monotonic() - 60 * OWN_MINUTES.most - 1
    view.app.run()
    assert "No codings are kept yet" in view.texts


def test_a_public_demo_refuses_to_put_a_classifier_in_place_however_it_is_asked(talks, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    made = Retrained(talks, {}, None, talks.data_hash, {"statements.csv": b""}, {})
    with pytest.raises(UsageError, match="trains nothing"):
        keeping.use_retrained(talks, made)
    assert len(load_dossier(talks.folder).statements) == len(talks.statements)
