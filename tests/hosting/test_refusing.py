"""What nginx refuses, and that a visitor beside it is served."""

import socket
from contextlib import ExitStack, closing

import pytest

from deploy.site import read_body_limit

from .conftest import CONNECTIONS, GREEDY, HEADER_SECONDS, RATE, read_request, read_status, send

UPLOAD = "/_stcore/upload_file/session/file"
CLOSED = [
    "/health",
    "/metrics",
    "/metrics/",
    "//metrics",
    "/%6detrics",
    "/static/../metrics",
    "/movement/_stcore/metrics",
]
CLOSED += [f"/_stcore/{name}" for name in ("metrics", "script-health-check", "agent/openapi.json", "nothing")]
PATHS = ["/", "/movement", "/static/js/x.js", "/_stcore/health", "/_stcore/stream"]


def _trickle(link: socket.socket) -> bytes:
    """What comes back while a header is sent letter by letter; nothing once the connection is cut off."""
    link.settimeout(0.2)
    for _ in range(20 * HEADER_SECONDS):
        try:
            link.sendall(b"a")
            return link.recv(100)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    return b"still open"


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_for_the_operator_alone_is_not_found(host, path):
    assert read_status(host, path) == 404


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_the_operator_asks_a_replica_itself(host, path):
    assert [read_status(host, path, port=port) for port in host.replicas] == [200, 200]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
def test_pages_and_scripts_can_only_be_read(host, method):
    assert {path: read_status(host, path, method) for path in PATHS} == dict.fromkeys(PATHS, 405)


def test_an_upload_is_only_put_or_taken_away(host):
    assert [read_status(host, UPLOAD, method) for method in ("GET", "POST")] == [405, 405]


@pytest.mark.parametrize(
    ("path", "method", "length"),
    [("/", "GET", 2_000), ("/_stcore/health", "GET", 2_000), (UPLOAD, "PUT", (read_body_limit() << 20) + 1)],
)
def test_a_body_over_the_limit_is_refused_before_it_is_sent(host, path, method, length):
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n"
    with closing(send(host, head)) as link:
        assert link.recv(100).startswith(b"HTTP/1.1 413")


def test_an_upload_within_the_limit_reaches_a_replica(host):
    body = bytes(20_000)  # more than a page takes, and little enough that a replica has read it before it refuses
    path = "/_stcore/upload_file/session/within_the_limit"
    assert read_status(host, path, "PUT", body=body) in (400, 403)  # a replica knows no such session
    assert read_request(host, path)["replicas"]


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd"])
def test_a_path_that_leaves_the_site_is_refused(host, path):
    assert read_status(host, path) == 400


def test_nothing_but_packed_scripts_is_read_from_disk(host):
    assert [read_status(host, path) for path in ("/static/js/none.js", "/static/%2e%2e/site.conf")] == [404, 400]


def test_another_name_gets_no_answer(host):
    with closing(send(host, "GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n")) as link:
        assert link.recv(100) == b""


def test_a_client_that_trickles_its_request_is_cut_off_and_others_are_served(host):
    with closing(send(host, "GET / HTTP/1.1\r\nHost: localhost\r\n")) as link:
        assert read_status(host) == 200
        assert _trickle(link) == b""


def test_too_many_connections_of_one_address_are_refused_and_another_address_is_served(host):
    waiting = f"PUT {UPLOAD} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    with ExitStack() as open_ones:
        for _ in range(CONNECTIONS):
            open_ones.enter_context(closing(send(host, waiting, source=GREEDY)))
        with closing(send(host, waiting, source=GREEDY)) as last:
            assert last.recv(100).startswith(b"HTTP/1.1 429")
        assert read_status(host) == 200


def test_a_flood_of_one_address_is_refused_and_another_address_is_served(host):
    asked = [read_status(host, "/_stcore/health", source=GREEDY) for _ in range(12 * RATE)]
    assert set(asked) == {200, 429}
    assert read_status(host) == 200
