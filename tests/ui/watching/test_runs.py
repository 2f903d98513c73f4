"""Every run of a page is heard of once, with how it ended; a link's own words stay out of the record; nothing is kept."""

import gc
import logging
import re
import weakref
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from stance.ui.watching import logs, runs
from stance.ui.watching.logs import JsonLines, Log
from stance.ui.watching.metrics import Metrics


def _run(body: str, **query) -> AppTest:
    """A session whose script does `body` on a page named Ground."""
    head = "import streamlit as st\nfrom stance.errors import UsageError\nfrom stance.ui.frame import run_alone, shown_page\n"
    head += "from stance.ui.watching.runs import watched_run\n"
    app = AppTest.from_string(f"{head}with shown_page('Ground'):\n    {body}\n")
    app.query_params.update(query)
    return app.run()


@pytest.mark.parametrize(
    ("body", "statuses"),
    [
        ("st.write('words')", ["shown"]),
        ("raise UsageError('Choose another.')", ["refused"]),
        ("raise ValueError('a defect')", ["failed"]),
        ("st.stop()", ["stopped"]),
        ("'n' in st.session_state or (st.session_state.update(n=1), st.rerun())", ["again", "shown"]),
    ],
)
def test_a_run_is_heard_of_once_with_how_it_ended(body, statuses, heard):
    app = _run(body)
    assert [run.status for run in heard.runs] == statuses
    assert {run.page for run in heard.runs} == {"Ground"}
    assert all(run.seconds > 0 for run in heard.runs)
    assert [problem.message for problem in app.exception] == []


def test_a_refusal_does_not_hide_a_defect_of_the_same_run_nor_the_other_way_round(heard):
    refuse = "    @run_alone\n    def refuse():\n        raise UsageError('Choose another.')\n"
    fail = "    @run_alone\n    def fail():\n        raise ValueError('a defect')\n"
    for calls in ("    refuse()\n    fail()", "    fail()\n    refuse()"):
        app = _run(f"pass\n{refuse}{fail}{calls}")
        assert len(app.error) == 2
    assert [run.status for run in heard.runs] == ["failed", "failed"]


PART = "@run_alone\ndef _show_part():\n    st.write('part')\n"


def test_a_part_within_a_page_is_no_run_of_its_own(heard):
    _run(f"pass\n{PART}with shown_page('Ground'):\n    _show_part()")
    assert [(run.page, run.part) for run in heard.runs] == [("Ground", ""), ("Ground", "")]


def test_a_part_that_runs_alone_bears_its_own_name_and_that_of_its_page(heard):
    _run(f"pass\n{PART}_show_part()")
    assert [(run.page, run.part) for run in heard.runs] == [("Ground", ""), ("Ground", "show_part")]
    assert heard.runs[1].session == heard.runs[0].session


def test_a_session_has_one_name_of_random_digits_and_another_has_another(heard):
    _run("st.write('words')").run()
    _run("st.write('words')")
    first, again, other = (run.session for run in heard.runs)
    assert first == again != other
    assert re.fullmatch("[0-9a-f]{8}", first)


def test_a_view_holds_known_names_alone_and_of_a_visitors_own_words_the_length(heard):
    _run(
        "st.write('words')",
        side="river",
        search="words that were pasted",
        event="A meeting of mine",
        statement="pasted, too",
        unknown="a secret",
    )
    assert heard.runs[0].view == "side=river&search=22+characters&event=17+characters&statement=11+characters"


def test_a_view_is_cut_where_a_link_is_endless(heard):
    _run("st.write('words')", actor=["a" * 500] * 500)
    assert heard.runs[0].view == "&".join(["actor=" + "a" * 80] * 12)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Where the log goes, as lines of JSON; a logger of its own, since pytest keeps what it hears of the others."""
    handler, logger = logging.StreamHandler(StringIO()), logging.Logger("stance")
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    monkeypatch.setattr(logs, "logger", logger)
    return handler.stream


def test_nothing_of_a_session_is_kept_by_those_who_hear_of_a_defect(log, monkeypatch):
    class Pasted:
        """What a visitor pasted."""

    def fail(_: Pasted) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(runs, "LISTENERS", [Log(), Metrics()])
    pasted = Pasted()
    left = weakref.ref(pasted)
    try:
        fail(pasted)
    except ValueError as error:
        error_id = runs.report_defect(error)
    del pasted
    gc.collect()
    assert error_id in log.getvalue()
    assert left() is None
