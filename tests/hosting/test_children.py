"""A program that is kept running: one that hangs is started again, one that is starting or has a fault is left alone."""

import os
import signal
import sys

import pytest

from benchmarks.servers import find_port
from deploy import children
from deploy.children import Child

from .conftest import wait_until

SERVER = "import http.server as s; s.HTTPServer(('127.0.0.1', {port}), s.SimpleHTTPRequestHandler).serve_forever()"


@pytest.fixture
def start_child(monkeypatch):
    """Starts a program under a name of its health that it answers, or answers with a fault."""
    started = []
    monkeypatch.setattr(children, "ASK_SECONDS", 0)
    monkeypatch.setattr(children, "SILENT_SECONDS", 0.5)

    def start(path: str) -> Child:
        port = find_port()
        child = Child(
            "server", [sys.executable, "-c", SERVER.format(port=port)], os.environ, f"http://127.0.0.1:{port}{path}"
        )
        started.append(child)
        child.start()
        return child

    yield start
    for child in started:
        child.stop()


@pytest.mark.parametrize("path", ["/deploy", "/none"])
def test_a_program_that_answers_is_left_alone_and_one_that_hangs_is_started_again(path, start_child, monkeypatch):
    child = start_child(path)
    assert not child.revive()  # it is starting
    wait_until(lambda: children._ask(child.health) > 0, "it answers")
    assert child.healthy == (path == "/deploy")
    assert not child.revive()
    hung = child._run
    monkeypatch.setattr(children, "_ask", lambda _: 0)  # as one that hangs, without the seconds that it is waited for
    os.kill(hung.pid, signal.SIGSTOP)
    wait_until(child.revive, "it is started again")
    assert hung.poll() == -signal.SIGKILL
    assert child.alive
    assert not child.revive()  # it is starting
