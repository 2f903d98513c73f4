"""The dashboard as it is hosted: a copy of it with one page that fails is served, visited over its websocket, and watched."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import makers
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("stance", "pages", "data", "models", ".streamlit", "dashboard.py", "server.py")
PASTED = "words that a visitor pasted"
FAIL = f'raise KeyError("{PASTED[::-1]}"[::-1])\n'  # a line of code is written to the log, what is in a text is not
FAILING = f'\nif "search" in st.query_params:\n    {FAIL}'
SETTINGS = {"STANCE_LOG": "json", "STANCE_WARM": "0"}
WAIT_SECONDS = 60


@dataclass
class Server:
    """A served copy of the dashboard."""

    root: Path
    port: int

    def ask(self, path: str) -> tuple[int, str]:
        """Status and text of an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=WAIT_SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def health(self) -> tuple[int, dict]:
        status, text = self.ask("/health")
        return status, json.loads(text)

    def metric(self, name: str) -> float:
        (line,) = [line for line in self.ask("/metrics")[1].splitlines() if line.startswith(f"{name} ")]
        return float(line.split()[-1])

    def connect(self) -> ClientConnection:
        address = f"127.0.0.1:{self.port}"
        return connect(f"ws://{address}/_stcore/stream", origin=f"http://{address}", max_size=None)

    @property
    def written(self) -> str:
        """Everything that the server wrote, on standard output too."""
        return "".join((self.root / name).read_text(encoding="utf-8") for name in ("log", "out"))

    @property
    def log(self) -> list[dict]:
        return [json.loads(line) for line in (self.root / "log").read_text(encoding="utf-8").splitlines()]


def visit(tab: ClientConnection, page: str, query: str = "") -> str:
    """Opens a page as a browser does; all that the server sent until the page was done, as text."""
    asked = BackMsg()
    asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
    tab.send(asked.SerializeToString())
    parts = []
    while True:
        message = ForwardMsg.FromString(tab.recv(timeout=WAIT_SECONDS))
        parts.append(str(message))
        if (
            message.WhichOneof("type") == "script_finished"
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return "\n".join(parts)


def _await_answer(server: Server, process: subprocess.Popen) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            return server.ask("/_stcore/health") and None
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail((server.root / "log").read_text(encoding="utf-8"))
            time.sleep(0.1)  # a socket that is not open yet cannot be waited on


def _copy_dashboard(root: Path) -> None:
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, root / name)
    shutil.rmtree(root / "data/uk-eu")  # with one dossier that cannot be read, none can
    (root / "pages/words.py").write_text(FAIL, encoding="utf-8")
    with (root / "dashboard.py").open("a", encoding="utf-8") as file:
        file.write(FAILING)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("hosted")
    _copy_dashboard(root)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = Server(root, free.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(found.port)]
    with (root / "log").open("w", encoding="utf-8") as log, (root / "out").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=root, stdout=out, stderr=log, env=os.environ | SETTINGS)
        try:
            _await_answer(found, process)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_health_fails_while_the_dossier_cannot_be_read_and_says_why(server):
    assert server.health() == (200, {"status": "ok", "dossiers": {"japan-russia": {"status": "ok"}}})
    statements = server.root / "data/japan-russia/statements.csv"
    sound = statements.read_bytes()
    makers.edit_cell(statements, 3, date="22.01.2015")
    status, health = server.health()
    assert (status, health["status"]) == (503, "failed")
    assert "statements.csv, row 3, date: '22.01.2015' is not a date" in health["dossiers"]["japan-russia"]["trouble"]
    statements.write_bytes(sound)
    assert server.health()[0] == 200


def test_health_holds_but_is_degraded_where_the_classifier_is_refused(server):
    card = server.root / "models/japan-russia/card.json"
    sound = card.read_bytes()
    card.write_bytes(sound[:40])
    status, health = server.health()
    assert (status, health["status"]) == (200, "degraded")
    assert health["dossiers"]["japan-russia"]["trouble"]
    card.write_bytes(sound)
    assert server.health()[1]["status"] == "ok"


def test_a_visit_is_counted_and_logged_without_the_visitors_words_or_address(server):
    with server.connect() as tab:
        visit(tab, "positions", "side=japan&unknown=a+secret")
        assert server.metric("stance_sessions") == 1
        assert server.metric('stance_reruns_total{page="Positions",part="",status="shown"}') == 1
        assert server.metric('stance_rerun_seconds_count{page="Positions",part=""}') == 1
    runs = [(line["status"], line["view"]) for line in server.log if line.get("page") == "Positions"]
    assert runs == [("again", "side=japan"), ("shown", "side=Japan")]  # the label is written into the link
    assert "secret" not in server.written
    assert "127.0.0.1" not in str(server.log)


def test_a_session_that_left_is_counted_no_longer(server):
    with server.connect() as tab:
        visit(tab, "method")
        assert server.metric("stance_sessions") == 1
    end = time.monotonic() + WAIT_SECONDS
    while server.metric("stance_sessions") and time.monotonic() < end:
        time.sleep(0.05)  # the server hears of a closed connection a moment later
    assert server.metric("stance_sessions") == 0


@pytest.mark.parametrize(("page", "query"), [("words", ""), ("method", f"search={PASTED.replace(' ', '+')}")])
def test_a_defect_in_a_page_or_around_it_shows_the_id_that_the_log_and_the_metrics_have(page, query, server):
    errors, lines = server.metric("stance_errors_total"), len(server.log)
    with server.connect() as tab:
        sent = visit(tab, page, query)
    assert server.metric("stance_errors_total") == errors + 1
    (defect,) = [line for line in server.log[lines:] if "error_id" in line]
    assert f"error id **{defect['error_id']}**" in sent
    assert (defect["error"], defect["session"]) == ("KeyError", server.log[-1]["session"])
    assert any(f"{page}.py" in line or "dashboard.py" in line for line in defect["traceback"])
    for secret in ("KeyError", "Traceback", PASTED):
        assert secret not in sent
    assert PASTED not in server.written
