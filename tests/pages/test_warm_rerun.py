"""With warm caches a rerun makes nothing: no estimate, no sentence, no exhibit, no Plotly object."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from stance.ui.warming import warm_caches

from .conftest import PAGES, ROOT

MAKING = tuple(
    str(ROOT / "stance" / room) + "/" for room in ("estimates", "wording", "exhibits", "figures", "classifier")
)
# Reading what is kept is not making: properties of an exhibit, looking a mark up, the fields of a selection.
READING = {"alternative", "headline", "pictures", "every_place", "find_place", "shown", "heading", "days", "to_dict", "rules",
           "by_side", "height", "periods", "topic_ids", "side_ids", "has_verb", "<genexpr>", "<listcomp>", "<dictcomp>", "default_selection",
           "__init__", "<lambda>", "order_columns"}  # fmt: skip


def _watch(run: Callable[[], object]) -> list[str]:
    """The functions of the making rooms that a run calls."""
    called: list[str] = []

    def hear(frame, event, _):
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(MAKING) and frame.f_code.co_name not in READING:
            called.append(f"{Path(name).relative_to(ROOT)}: {frame.f_code.co_name}")

    threading.setprofile(hear)
    sys.setprofile(hear)
    try:
        run()
    finally:
        threading.setprofile(None)
        sys.setprofile(None)
    return sorted(set(called))


@pytest.mark.parametrize("page", [page for page in PAGES if page != "score"])
def test_a_warm_rerun_makes_no_estimate_no_sentence_and_no_picture(page, open_page, monkeypatch):
    view = open_page(page)
    view.app.run()
    made = []
    monkeypatch.setattr("plotly.graph_objects.Figure.__init__", lambda *_, **__: made.append("a Plotly figure"))
    assert _watch(view.app.run) + made == []
    view.check_runs()


def test_the_watch_hears_what_a_cold_run_makes(open_page):
    st.cache_resource.clear()
    view = open_page("overview")
    view.app.run()
    called = _watch(lambda: view.app.radio(key="scores").set_value("codes").run())
    assert "stance/exhibits/lines.py: make_lines" in called
    assert "stance/figures/lines.py: plot_positions" in called


def test_a_warmed_server_makes_neither_lines_nor_boxes_for_its_first_visitor(open_page):
    st.cache_resource.clear()
    assert warm_caches() == ["japan-russia", "uk-eu"]
    called = _watch(lambda: open_page("overview"))
    assert "stance/exhibits/evidence.py: make_evidence" in called
    assert [
        name for name in called if "make_lines" in name or "make_topic_boxes" in name or "plot_positions" in name
    ] == []
