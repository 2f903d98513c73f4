"""What is made before the first visitor comes."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import makers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.crowd import run_apart
from stance.ui import warming

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["first", "second", "third"]
DASHBOARD = """
import streamlit as st
def note(name):
    with open("shown", "a") as file:
        file.write(f"{name} {st.context.theme.type}\\n")
def fail():
    note("fail")
    raise ValueError("a fault")
def last(): note("last")
page = st.navigation([st.Page(lambda: note("first"), title="First", default=True), st.Page(fail), st.Page(last)])
page.run()
"""
VISIT = """
import asyncio
from streamlit.starlette import App
from stance.ui.warming import visit_pages
async def visit():
    server = App("small.py")._create_runtime()
    await server.start()
    print(len(await visit_pages(server)), len(server._session_mgr.list_sessions()))
asyncio.run(visit())
"""


def test_a_dossier_that_cannot_be_used_is_passed_over(tmp_path, monkeypatch):
    for name in ("broken", "sound"):
        makers.make_other_dossier(tmp_path / name)
    makers.edit_cell(tmp_path / "broken/statements.csv", 3, date="22.01.2015")
    folders: dict[str, Path] = {name: tmp_path / name for name in ("broken", "sound")}
    monkeypatch.setattr(warming, "find_dossiers", lambda: folders)
    assert warming.warm_caches() == ["sound"]


class Server:
    """Answers as the framework does, but for the page of the hash `stuck`, which never ends."""

    def __init__(self, stuck: str) -> None:
        self.stuck, self.asked, self.open, self.early = stuck, [], {}, []

    def connect_session(self, client: warming.Guide, _: dict) -> str:
        self.open["one"] = client
        return "one"

    def close_session(self, session: str) -> None:
        del self.open[session]

    def handle_backmsg(self, session: str, message: BackMsg) -> None:
        asked = message.rerun_script
        self.asked.append((asked.page_script_hash, asked.context_info.color_scheme))
        if asked.page_script_hash != self.stuck:
            asyncio.get_running_loop().call_soon(self._answer, self.open[session])

    def _answer(self, client: warming.Guide) -> None:
        named, again, done = ForwardMsg(), ForwardMsg(), ForwardMsg()
        for page in PAGES:
            named.navigation.app_pages.add(page_script_hash=page)
        again.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
        done.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
        for message in (named, again, done):
            self.early.append(client.done.is_set())
            client.write_forward_msg(message)


def test_a_page_that_never_ends_does_not_hold_up_the_others_and_nobody_stays(monkeypatch):
    monkeypatch.setattr(warming, "PAGE_SECONDS", 0.2)
    server = Server("second")
    assert run_apart(warming.visit_pages(server)) == PAGES * 2
    assert server.asked == [(page, scheme) for scheme in ("light", "dark") for page in ["", *PAGES]]
    assert server.open == {}
    assert not any(server.early)  # a run that begins anew is not done


def test_the_framework_shows_its_guide_every_page_light_and_dark_one_that_fails_too(tmp_path):
    (tmp_path / "small.py").write_text(DASHBOARD, encoding="utf-8")
    settings = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", VISIT], cwd=tmp_path, env=settings, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1:] == ["6 0"], done.stderr
    shown = (tmp_path / "shown").read_text(encoding="utf-8").splitlines()
    assert shown == [f"{page} {scheme}" for scheme in ("light", "dark") for page in ("first", "first", "fail", "last")]
