"""Replicas that take a connection and are silent, and sockets that pages of other sites open."""

import os
import signal
import socket
from http.cookies import SimpleCookie

import pytest

from .conftest import ask, is_up, kill, list_pids, wait_until

SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


def _open_socket(host, **headers: str) -> tuple[int, str]:
    """The status of a socket's first answer, and the replica that its cookie names."""
    with ask(host, "/_stcore/stream", headers=SOCKET | headers) as answer:
        given = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    return answer.status, given["replica"].value if "replica" in given else ""


def _count_starts(host) -> int:
    """How often a replica has said that all is made that a first visitor needs."""
    return (host.folder / "log").read_text(encoding="utf-8").count("Application startup complete")


def _takes_connections(port: int) -> bool:
    with socket.socket() as link:
        return link.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def hung(host):
    """The port of a replica that runs and does nothing."""
    port = host.replicas[0]
    wait_until(lambda: all(is_up(host, one) for one in host.replicas), "both replicas are up")
    pid = list_pids(host)[str(port)]
    os.kill(pid, signal.SIGSTOP)
    yield port
    os.kill(pid, signal.SIGCONT)


def test_the_visitor_of_a_replica_that_hangs_is_served_by_another(host, hung):
    with ask(host, "/", headers={"Cookie": f"replica={hung}"}) as answer:
        assert answer.status == 200
        assert f"replica={host.replicas[1]};" in answer.headers["Set-Cookie"]


def test_a_replica_refuses_connections_until_it_can_be_used(host):
    port, before = host.replicas[0], _count_starts(host)
    kill(host, str(port))
    wait_until(lambda: not _takes_connections(port), "the replica is gone")
    wait_until(lambda: _count_starts(host) > before or _takes_connections(port), "the replica is back")
    assert _count_starts(host) > before
    wait_until(lambda: is_up(host, port), "the replica can be used")


def test_a_socket_opened_by_another_site_is_refused_before_a_replica_sees_it(host):
    own, other = f"http://localhost:{host.port}", "http://elsewhere.example"
    names = {"Host": f"localhost:{host.port}"}
    assert [_open_socket(host, **names, Origin=origin)[0] for origin in (own, other)] == [101, 403]
    # a name that only begins like the site's
    assert _open_socket(host, **names, Origin=f"{own}0")[0] == 403


def test_a_socket_tells_its_visitor_which_replica_took_it(host):
    status, replica = _open_socket(host, Cookie="replica=80")
    assert status == 101
    assert replica in {str(port) for port in host.replicas}
