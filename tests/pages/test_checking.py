"""Checking the record at the desk: a sample is drawn, coded blind, reported, and put into the dossier."""

from pathlib import Path

import pytest

from pages.builders import make_full
from stance.coding.entries import VALIDATION, Entry
from stance.coding.roles import Coder
from stance.coding.samples import draw_sample
from stance.coding.store import open_store
from stance.dossier.loading import Dossier, load_dossier

SIZE = 10


@pytest.fixture
def river(data: Path) -> Dossier:
    return load_dossier(make_full(data))


@pytest.fixture
def code(river: Dossier):
    """Codes statements of the sample as a person would, with the record's codes but for `wrong` of them."""

    def code_sample(coder: str, count: int = SIZE, wrong: int = 0) -> None:
        store = open_store(f"sqlite:///{river.folder / 'codings.db'}")
        rows = river.statements.set_index("statement")
        for number, statement in enumerate(draw_sample(river, SIZE, 1)["statement"][:count]):
            row = rows.loc[statement]
            codes = {topic: None if row.isna()[topic] else int(row[topic]) for topic in river.codebook.topic_ids}
            codes["water"] = 1 - abs(codes["water"] or 0) if number < wrong else codes["water"]
            store.add(Entry(river.slug, river.codebook.version, statement, coder, codes, VALIDATION))

    return code_sample


@pytest.fixture
def open_check(open_page, river):
    def open_tab(coder: str = "ann"):
        view = open_page("desk", desk="Check the record", check_size=str(SIZE))
        view.app.text_input(key="coder_name").set_value(coder).run()
        return view

    return open_tab


def keys(view) -> set[str]:
    return {one.key for one in view.app.button}


def test_the_sample_and_how_long_it_takes_are_said_and_the_record_is_not_shown(open_check):
    view = open_check()
    assert "10 of 60 coded statements: about 8 minutes" in view.texts
    assert any(one.startswith("coding_code_") for one in keys(view)) and "check_put" not in keys(view)
    assert "People and codes" not in view.texts


def test_who_is_not_done_sees_no_result_unless_they_ask(open_check, code):
    code("ann", 4, wrong=2)
    view = open_check()
    assert "4 of 10" in view.app.get("progress")[0].proto.text
    assert "ordinal alpha" not in view.texts
    view.app.toggle(key="check_look").set_value(True).run()
    assert "Validated on 4 statements by 1 person" in view.texts


def test_the_result_is_shown_when_the_sample_is_coded_with_the_rules_of_what_differs(open_check, code):
    code("ann", wrong=3)
    view = open_check()
    assert "Validated on 10 statements by 1 person: ordinal alpha of people and codes" in view.texts
    table = view.frame("person", "steps", "own", "rule")
    assert len(table) == 3 and set(table["person"]) == {"ann"}
    assert "Nothing is left in this queue" in view.app.success[0].value


def test_the_check_is_put_into_the_dossier_and_every_face_says_so(open_check, open_page, code, river):
    code("ann", wrong=3)
    view = open_check()
    view.app.button(key="check_put").click().run()
    view.check_runs()
    assert len(load_dossier(river.folder).validation) == SIZE
    view.turn_to("method")
    assert "Validated on 10 statements by 1 person" in view.texts
    assert "earlier version" not in view.texts


def test_nobody_puts_a_check_into_a_dossier_of_a_public_demo(open_check, code, river, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    store = open_store(f"sqlite:///{river.folder / 'codings.db'}")  # in place of the visitor's own, in memory
    monkeypatch.setattr("stance.ui.pages.desk.page.find_store", lambda *_, **__: store)
    code("ann")
    view = open_check()
    assert "Validated on 10 statements" in view.texts
    assert "check_put" not in keys(view)


def test_who_only_codes_cannot_put_a_check_into_the_dossier(open_page, code, monkeypatch):
    monkeypatch.setattr("stance.ui.pages.desk.page.choose_coder", lambda: Coder("ann", "coder", signed_in=True))
    code("ann")
    view = open_page("desk", desk="Check the record", check_size=str(SIZE))
    assert "Validated on 10 statements" in view.texts
    assert "check_put" not in keys(view)


def test_the_classifiers_reading_is_not_offered_where_the_record_is_checked(open_check, monkeypatch):
    shown = []
    monkeypatch.setattr("stance.ui.pages.desk.coding.choose_reading", lambda *_: shown.append(1))
    view = open_check()
    assert any(one.startswith("coding_code_") for one in keys(view)) and shown == []


def test_how_closely_a_sample_tells_is_worked_out_when_it_is_asked_for(open_check):
    view = open_check()
    assert not [one for one in view.app.dataframe if "sample:assumed" in one.value.columns]
    view.app.session_state["check_widths"] = True
    view.app.run()
    table = view.frame("sample:size", "sample:minutes", "sample:assumed")
    assert set(table["sample:size"]) == {30, 50} and len(set(table["sample:assumed"])) == 2
