"""The log: lines of JSON with the visitor's error id and without the visitor's words; quiet where it is not asked for."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stance.ui.watching.logs import JsonLines, wants_json

ROOT = Path(__file__).resolve().parents[3]
PASTED = "words that a visitor pasted"
PROGRAM = f"""
import logging
from streamlit.testing.v1 import AppTest
from stance.ui.frame import set_up_page
script = '''
import streamlit as st
from stance.ui.frame import set_up_page, shown_page
set_up_page()
with shown_page("Ground"):
    text = st.session_state.get("own_text", "")
    if text:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError("not a number: " + text) from error
'''
app = AppTest.from_string(script)
app.query_params["search"] = "{PASTED}"
app.run()
app.session_state["own_text"] = "{PASTED}"
app.run()
print(app.error[0].value)
"""


def _run(**asked: str) -> tuple[str, list[str]]:
    """What the visitor is shown, and the lines on standard error, without what Streamlit says of running without a server."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("STANCE_")} | asked
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=env, capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines() if "missing ScriptRunContext" not in line]
    return done.stdout, lines


def test_lines_of_json_tell_of_each_run_and_lead_from_the_error_id_to_the_code_and_hold_no_pasted_text():
    shown, lines = _run(STANCE_LOG="json")
    first, defect, second = (json.loads(line) for line in lines)
    assert (first["message"], first["page"], first["status"]) == ("run", "Ground", "shown")
    assert first["view"] == f"search={len(PASTED)}+characters"
    assert first["session"] == defect["session"] == second["session"]
    assert second["status"] == "failed"
    assert f"**{defect['error_id']}**" in shown
    assert defect["error"] == "ValueError"
    assert [line for line in defect["traceback"] if "\n" not in line] == ["KeyError", "ValueError"]
    assert any("shown_page" in line for line in defect["traceback"])
    assert "pasted" not in "\n".join(lines)


def test_without_being_asked_the_log_tells_of_defects_alone_with_their_whole_traceback():
    shown, lines = _run()
    assert lines[0].startswith("ERROR stance: error id ")
    error_id = lines[0].split()[4]
    assert f"**{error_id}**" in shown
    assert lines[1].startswith("Traceback")
    assert lines[-1] == f"ValueError: not a number: {PASTED}"
    assert not any("search=" in line or '"run"' in line for line in lines)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("STANCE_LOG", "json", True),
        ("STANCE_DEMO", "1", True),
        ("STANCE_LOG", "", False),
        ("STANCE_DEMO", "0", False),
        ("STANCE_LOG", "jsn", False),
    ],
)
def test_lines_of_json_are_asked_for_by_the_log_or_by_the_demo(name, value, wanted, monkeypatch):
    monkeypatch.delenv("STANCE_LOG", raising=False)
    monkeypatch.delenv("STANCE_DEMO", raising=False)
    monkeypatch.setenv(name, value)
    assert wants_json() is wanted


def test_a_message_of_several_lines_is_one_line_and_endless_recursion_is_cut():
    def fall() -> None:
        fall_on()

    def fall_on() -> None:  # two take turns: the same line again and again would be told of once
        fall()

    try:
        fall()
    except RecursionError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("river", logging.ERROR, "", 0, "two\nlines %s", ("“here”",), told)
    written = JsonLines().format(record)
    assert len(written.splitlines()) == 1
    line = json.loads(written)
    assert line["message"] == "two\nlines “here”"
    assert len(line["traceback"]) <= 41
