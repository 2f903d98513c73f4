"""What nginx adds to the dashboard: it packs, keeps a visitor on a replica and says what a page may do."""

import gzip
from http.cookies import SimpleCookie
from itertools import count

import brotli
import pytest

from deploy.site import find_framework

from .conftest import ask, read_request, read_status

PACKED = {"Accept-Encoding": "gzip"}
VISITS = count()
SCRIPT = next((find_framework() / "static" / "js").glob("index.*.js"))


def _visit(host, cookie: str = "") -> tuple[str, str]:
    """The replica that answered, and the one that the answer's cookie names."""
    path = f"/visit-{next(VISITS)}"
    with ask(host, path, headers={"Cookie": cookie} if cookie else {}) as answer:
        answer.read()
        given = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    replica = read_request(host, path)["replicas"]
    return replica.rsplit(":")[-1], given["replica"].value if "replica" in given else ""


def test_new_visitors_are_spread_over_the_replicas(host):
    visits = [_visit(host) for _ in range(4)]
    assert {answered for answered, _ in visits} == {str(port) for port in host.replicas}
    assert [named for _, named in visits] == [answered for answered, _ in visits]


def test_a_visitor_stays_on_the_replica_of_the_cookie(host):
    for port in host.replicas:
        assert {_visit(host, f"replica={port}") for _ in range(5)} == {(str(port), "")}


def test_a_cookie_that_names_no_replica_is_given_anew(host):
    answered, named = _visit(host, "replica=80;")
    assert answered == named != ""


@pytest.mark.parametrize("path", ["/", "/movement", f"/static/js/{SCRIPT.name}"])
def test_answers_are_packed_for_those_who_take_it(host, path):
    with ask(host, path) as plain, ask(host, path, headers=PACKED) as packed:
        text = plain.read()
        assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
        assert gzip.decompress(packed.read()) == text


def test_scripts_are_packed_better_for_those_who_take_that(host):
    sizes = []
    for taken in ("gzip", "gzip, br"):
        with ask(host, f"/static/js/{SCRIPT.name}", headers={"Accept-Encoding": taken}) as answer:
            sizes.append(len(packed := answer.read()))
            assert answer.headers["Content-Encoding"] == taken.rpartition(" ")[2]
            assert answer.headers["Vary"] == "Accept-Encoding"
    assert brotli.decompress(packed) == SCRIPT.read_bytes()
    assert sizes[1] < 0.95 * sizes[0]


def test_scripts_are_the_framework_s_kept_for_a_year_and_no_work_of_a_replica(host):
    with ask(host, f"/static/js/{SCRIPT.name}") as answer:
        assert answer.read() == SCRIPT.read_bytes()
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Type"] == "application/javascript"
    assert read_request(host, f"/static/js/{SCRIPT.name}")["replicas"] == ""


@pytest.mark.parametrize("path", ["/", "/movement", f"/static/js/{SCRIPT.name}", "/metrics", "/_stcore/health"])
def test_every_answer_says_what_a_page_may_do(host, path):
    with ask(host, path) as answer:
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert answer.headers["Server"] == "nginx"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in policy["script-src"] and "'unsafe-eval'" not in policy["script-src"].split()


def test_the_log_holds_no_address_and_nothing_that_a_visitor_typed(host):
    assert read_status(host, "/asked-once?search=a+secret", headers={"User-Agent": "secret"}) == 200
    line = read_request(host, "/asked-once")
    assert set(line) == {"time", "method", "path", "status", "bytes", "seconds", "replicas"}
    assert "secret" not in str(line)
