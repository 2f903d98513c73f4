"""The coding desk: one statement at a time, blind, each coding kept; where coders differ is settled."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1.element_tree import Button

from stance.coding.entries import Entry
from stance.coding.roles import Coder
from stance.coding.store import FILE, Store, open_store
from stance.errors import UsageError

from . import builders
from .conftest import View

TOPICS = ["water", "toll"]
OPEN = 6


@pytest.fixture
def river(data: Path) -> Path:
    """A dossier of which six statements have no codes; the curator's notes of the others tell of them."""
    folder = builders.make_smallest(data)
    rows = builders.list_rows(side_column=True)
    rows = [
        row | {"note": f"rule of {row['statement']}"} | (dict.fromkeys(TOPICS, "") if n < OPEN else {})
        for n, row in enumerate(rows)
    ]
    builders.write_rows(folder / "statements.csv", rows)
    return folder


@pytest.fixture
def desk(river, open_page):
    """Opens the desk under a name."""

    def sit_down(name: str = "ann", **query) -> View:
        view = open_page("desk", **query)
        view.app.text_input(key="coder_name").set_value(name).run()
        return view

    return sit_down


KEYS = {
    "code_1": "1",
    "code_2": "2",
    "code_3": "3",
    "code_none": "0",
    "code_rest": "x",
    "undo": "backspace",
    "skip": "s",
    "note": "n",
    "unsure": "u",
}


def find_buttons(view: View) -> dict[str, Button]:
    """The buttons of the desk by what they do."""
    by_shortcut = {one.proto.shortcut: one for one in view.app.button if one.proto.shortcut}
    return {name: by_shortcut[key] for name, key in KEYS.items() if key in by_shortcut}


def press(view: View, *names: str) -> View:
    for name in names:
        find_buttons(view)[name].click().run()
    return view


def open_kept(river: Path) -> Store:
    return open_store(f"sqlite:///{river / FILE}")


def read_kept(river: Path, **purpose) -> pd.DataFrame:
    return open_kept(river).read_history("river", TOPICS, **purpose)


def read_asked(view: View) -> str:
    """The words of the statement at hand."""
    return view.html.split('<p class="said">')[1].split("</p>")[0]


def add_codings(river: Path, codes: dict[str, dict[str, tuple]]) -> None:
    """Keeps codes of water and toll by coder and statement."""
    entries = [
        Entry("river", "7", statement, coder, dict(zip(TOPICS, pair, strict=True)))
        for coder, pairs in codes.items()
        for statement, pair in pairs.items()
    ]
    open_kept(river).add_all(entries)


def test_before_a_name_is_given_nothing_is_opened_or_written(river, open_page):
    view = open_page("desk")
    view.check_runs()
    assert any("Give a name first" in one for one in view.messages)
    assert not (river / FILE).exists()


def test_a_key_a_topic_codes_a_statement_and_the_last_one_keeps_it(desk, river):
    view = desk()
    first = read_asked(view)
    assert "Topic 1 of 2: Вода" in view.html
    press(view, "code_1")
    assert "Topic 2 of 2: 通行料" in view.html
    assert "Given so far: Вода −1" in view.html
    assert read_kept(river).empty
    press(view, "code_none")
    (kept,) = read_kept(river).to_dict("records")
    assert (kept["coder"], kept["water"], pd.isna(kept["toll"]), kept["codebook"]) == ("ann", -1, True, "7")
    assert read_asked(view) != first
    assert "Saved" in view.texts and "1 of 6 in your queue coded" in view.app.get("progress")[0].proto.text


def test_the_keys_stand_on_the_buttons(desk):
    labels = {name: one.label for name, one in find_buttons(desk()).items()}
    assert set(labels) == set(KEYS)
    assert [labels[f"code_{number}"].split("  ")[0] for number in (1, 2, 3)] == ["**−1**", "**0**", "**+1**"]


def test_a_click_that_is_handed_on_twice_counts_once(desk, river):
    view = press(desk(), "code_1")
    view.app.session_state["_pressed"] = [("code", 1, 1), ("code", 1, 1), ("code", 0, 0)]
    view.app.run()
    assert read_kept(river)[TOPICS].to_numpy().tolist() == [[-1, 1]]
    assert "Topic 1 of 2" in view.html


def test_a_statement_that_speaks_to_no_topic_takes_one_key(desk, river):
    view = press(desk(), "code_rest")
    assert read_kept(river)[TOPICS].isna().all(axis=None)
    assert "Topic 1 of 2" in view.html
    press(view, "code_1")
    assert "code_rest" not in find_buttons(view)


def test_the_coder_sees_neither_codes_nor_notes_nor_the_way_to_them(desk, river):
    add_codings(river, {"ben": {f"р-{n:03d}": (1, 1) for n in range(builders.COUNT)}})
    view = desk()
    view.app.toggle(key="coding_all").set_value(True).run()
    for _ in range(OPEN + 2):
        shown = view.html + view.texts
        assert "rule of" not in shown
        assert "statements?" not in shown
        assert 'class="number"' not in shown
        press(view, "skip")
    assert "of 60 in your queue" in view.app.get("progress")[0].proto.text


def test_undo_withdraws_by_an_act_of_its_own_and_asks_the_last_topic_again(desk, river):
    view = press(desk(), "code_1", "code_2")
    press(view, "undo")
    assert "Topic 2 of 2" in view.html
    assert read_kept(river)["withdrawn"].tolist() == [False, True]
    press(view, "code_3")
    assert open_kept(river).read_current("river", TOPICS)[TOPICS].to_numpy().tolist() == [[-1, 1]]


def test_unsure_and_note_are_kept_with_the_codes(desk, river):
    view = press(desk(), "unsure", "note")
    assert find_buttons(view)["code_1"].disabled
    (line,) = view.app.text_input
    line.set_value("  two   voices ")
    next(one for one in view.app.button if one.label == "Keep the note").click().run()
    assert "Note: two voices" in view.texts
    press(view, "code_1", "code_1")
    (kept,) = read_kept(river).to_dict("records")
    assert (kept["note"], kept["unsure"], kept["aided"]) == ("two voices", True, False)


def test_a_coder_who_saw_the_classifiers_reading_is_aided(desk, river, monkeypatch):
    row = {"addressed": 0.93, "score": -0.8, "spread": 0.6, "confidence": 0.9, "words": "вода +1"}
    scores = pd.DataFrame([{"statement": f"р-{n:03d}", "topic": "water"} | row for n in range(OPEN)])
    monkeypatch.setattr("stance.ui.pages.desk.reading.fetch_scores", lambda _: scores)
    view = desk()
    assert "93%" not in view.texts
    view.app.toggle(key="coding_aided").set_value(True).run()
    assert "Вода: speaks to it 93%, score −0.80 (typical error 0.60); words: вода +1" in view.texts
    press(view, "code_1", "code_1")
    view.app.toggle(key="coding_aided").set_value(False).run()
    press(view, "code_1", "code_1")
    assert read_kept(river)["aided"].tolist() == [True, True]  # the second one was shown before it was switched off
    press(view, "code_1", "code_1")
    assert read_kept(river)["aided"].tolist() == [True, True, False]


def test_an_act_that_cannot_be_kept_is_said_and_the_codes_stay(desk, river, monkeypatch):
    view = press(desk(), "code_1")

    def refuse(*_):
        raise UsageError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "add", refuse)
        press(view, "code_2")
        assert view.errors == ["The disk is full."]
        assert "Topic 2 of 2" in view.html
    press(view, "code_2")
    assert view.errors == []
    assert len(read_kept(river)) == 1


def test_where_all_is_coded_the_desk_says_so_and_offers_to_code_again(data, open_page):
    builders.make_smallest(data)
    view = open_page("desk")
    view.app.text_input(key="coder_name").set_value("ann").run()
    assert any("Every statement of this dossier has codes" in one for one in view.messages)
    view.app.toggle(key="coding_all").set_value(True).run()
    assert "0 of 60 in your queue coded" in view.app.get("progress")[0].proto.text


def test_controls_are_marked_in_the_record(desk, river):
    view = desk()
    for _ in range(OPEN):
        press(view, "code_1", "code_1")
    assert any("Nothing is left" in one.value for one in view.app.success)
    assert read_kept(river)["control"].tolist() == [False, False, True, False, False, False]


def test_in_a_public_demo_codings_stay_in_the_session(desk, river, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    view = press(desk(), "code_1", "code_1")
    assert "Saved" in view.texts
    assert "| ann | 1 |" in view.texts
    assert not (river / FILE).exists()
    assert "| ann |" not in desk("ben").texts


def test_a_reader_sees_how_far_coders_have_come_and_nothing_to_press(desk, river, open_page, monkeypatch):
    add_codings(river, {"ann": {"р-000": (1, 1), "р-002": (0, 1)}, "ben": {"р-000": (0, 1), "р-002": (1, 1)}})
    monkeypatch.setattr("stance.ui.pages.desk.page.choose_coder", lambda: Coder("eve", "reader", signed_in=True))
    view = open_page("desk")
    assert "2 of 60 statements coded at the desk, by 2 coders" in view.texts
    assert "| ann and ben | Вода | 2 |" in view.texts
    assert not view.app.tabs and not any((one.key or "").startswith("coding") for one in view.app.button)


def test_what_coders_agree_on_is_taken_over_in_one_click(desk, river):
    add_codings(river, {name: {"р-000": (1, None), "р-001": (0, 1)} for name in ("ann", "ben")})
    view = desk(desk="Settle")
    view.app.button(key="settle_agreed").click().run()
    kept = read_kept(river, purpose="adjudication")
    assert sorted(kept["statement"]) == ["р-000", "р-001"]
    assert kept.set_index("statement")["water"].to_dict() == {"р-000": 1, "р-001": 0}
    assert any("Nothing is left to settle" in one.value for one in view.app.success)


def test_those_farthest_apart_are_settled_first_by_code_and_rule_and_the_coder_sees_the_own_errors(desk, river):
    add_codings(river, {"ann": {"р-000": (0, 0), "р-001": (-1, 0)}, "ben": {"р-000": (1, 0), "р-001": (1, 0)}})
    view = desk(desk="Settle")
    assert "р-001, 2 to settle" in view.texts.replace("*", "")
    assert "−1 Вода принадлежит верховьям" in view.texts.replace("*", "")
    assert view.app.button(key="settle_verdict").disabled
    view.app.button(key="settle_leave").click().run()
    assert "р-000, 2 to settle" in view.texts.replace("*", "")
    view.app.get("button_group")[0].set_value("1").run()
    view.app.text_input(key="settle_why_р-000").set_value("the second half").run()
    view.app.button(key="settle_verdict").click().run()
    (kept,) = read_kept(river, purpose="adjudication").to_dict("records")
    assert (kept["statement"], kept["coder"], kept["water"], kept["toll"], kept["note"]) == (
        "р-000",
        "ann",
        1,
        0,
        "the second half",
    )
    assert "| Вода | +1 | 0 | 1 |" in view.texts
    assert "р-001, 1 to settle" in view.texts.replace("*", "")


def test_a_coder_who_may_not_settle_is_told_so_and_sees_the_own_errors(river, open_page, monkeypatch):
    add_codings(river, {"ann": {"р-000": (0, 0)}, "ben": {"р-000": (1, 0)}})
    open_kept(river).add(Entry("river", "7", "р-000", "eve", {"water": 1, "toll": 0}, purpose="adjudication"))
    monkeypatch.setattr("stance.ui.pages.desk.page.choose_coder", lambda: Coder("ann", "coder"))
    view = open_page("desk", desk="Settle")
    assert any("role of an adjudicator" in one for one in view.messages)
    assert not any((one.key or "").startswith("settle") for one in view.app.button)
    assert "| Вода | +1 | 0 | 1 |" in view.texts


def test_the_order_can_be_the_classifiers_doubt_and_only_where_there_is_a_classifier(desk, river, monkeypatch):
    view = desk()
    assert not any(one.key == "coding_order" for one in view.app.radio)
    (bench,) = view.app.session_state["_benches"].values()
    doubted = next(one for one in bench.queue[:0:-1] if one not in bench.controls)
    sure = [(f"р-{n:03d}", topic, 0.99, 0.99) for n in range(builders.COUNT) for topic in TOPICS]
    scores = pd.DataFrame(sure, columns=["statement", "topic", "addressed", "confidence"])
    scores.loc[scores["statement"] == doubted, ["addressed", "confidence"]] = 0.5, 0.4
    for place in ("pages.desk.page", "pages.desk.reading", "caches"):
        monkeypatch.setattr(f"stance.ui.{place}.fetch_scores", lambda _: scores)
    view.app.run()
    first = read_asked(view)
    view.app.radio(key="coding_order").set_value("Those that the classifier doubts first").run()
    assert read_asked(view) == first  # what is at hand stays
    press(view, "skip")
    (bench,) = view.app.session_state["_benches"].values()
    assert bench.draft.statement == doubted
