"""One host for all tests of hosting: nginx and two replicas, with small limits; and visitors of it."""

import http.client
import json
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser.conftest import WIDE, Tab
from playwright.sync_api import Browser, Page
from providers import Provider, run_provider

from benchmarks.hosts import Hosted, run_host

CONNECTIONS, RATE, HEADER_SECONDS = 30, 20, 2
LIMITS = ["--connections", str(CONNECTIONS), "--rate", str(RATE), "--header-seconds", str(HEADER_SECONDS)]
FIRST_SCREEN = {"STANCE_WARM": "0"}  # that all pages are made ahead is tested in tests/ui/test_warming.py
WAIT_SECONDS = 45
# Whose cookies are longer than a page of memory of nginx.
LONG = random.Random(1).randbytes(2_500).hex()  # nothing that could be packed
ANN = {"sub": "ann", "email": "ann@example.org", "email_verified": True, "name": f"Ann {LONG}"}
VISITOR, GREEDY = "127.0.0.1", "127.0.0.2"  # two addresses: what the one is refused, the other is not
VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation",
    event => window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""


def wait_until(true: Callable[[], bool], what: str) -> None:
    """Waits for what another process does."""
    end = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < end, f"Waited in vain until {what}."
        time.sleep(0.05)


def list_pids(host: Hosted) -> dict[str, int]:
    """The processes of the host by their port: replicas by their own, nginx by that of the host."""
    children = Path(f"/proc/{host.process.pid}/task/{host.process.pid}/children").read_text(encoding="utf-8").split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8") for pid in children}
    names = {"nginx": "nginx"} | {f"deploy.replica\0{port}": str(port) for port in host.replicas}
    return {name: pid for pid, command in commands.items() for part, name in names.items() if part in command}


def kill(host: Hosted, name: str) -> None:
    os.kill(list_pids(host)[name], signal.SIGKILL)


def read_request(host: Hosted, path: str) -> dict:
    """The request of a path in the log of nginx, which writes it down just after its answer."""
    log, found = host.folder / "access.log", [{}]

    def find() -> bool:
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        found.extend(line for line in lines if line["path"] == path)
        return found != [{}]

    wait_until(find, f"the log tells of {path}")
    return found[-1]


@contextmanager
def ask(
    host: Hosted, path: str = "/", method: str = "GET", *, source: str = VISITOR, port: int = 0, **sent
) -> Iterator[http.client.HTTPResponse]:
    """The answer of nginx, or of the replica on `port`."""
    link = http.client.HTTPConnection("127.0.0.1", port or host.port, timeout=WAIT_SECONDS, source_address=(source, 0))
    try:
        link.request(method, path, **sent)
        yield link.getresponse()
    finally:
        link.close()


def read_status(host: Hosted, path: str = "/", method: str = "GET", **sent) -> int:
    with ask(host, path, method, **sent) as answer:
        return answer.status


def send(host: Hosted, text: str, *, source: str = VISITOR) -> socket.socket:
    """A connection on which `text` was sent, and nothing else."""
    link = socket.create_connection(("127.0.0.1", host.port), timeout=WAIT_SECONDS, source_address=(source, 0))
    link.sendall(text.encode())
    return link


def is_up(host: Hosted, port: int) -> bool:
    """Whether a replica says that it can be used."""
    try:
        return read_status(host, "/health", port=port) == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with run_provider([ANN]) as found:
        yield found


@pytest.fixture(scope="session")
def host(provider: Provider) -> Iterator[Hosted]:
    with run_host(LIMITS, FIRST_SCREEN, provider.write_secrets) as hosted:
        yield hosted


@pytest.fixture(scope="session")
def open_visit(chrome: Browser, host: Hosted) -> Iterator[Callable[..., Tab]]:
    """Opens a path through nginx as a visitor of its own; violations of the page's policy are written down in it."""
    with chrome.new_context(viewport=WIDE, reduced_motion="reduce") as profile:
        profile.add_init_script(VIOLATIONS)

        def open_path(path: str = "") -> Tab:
            profile.clear_cookies()
            return Tab(profile.new_page(), host.url).open(path)

        yield open_path


def read_replica(page: Page) -> str:
    """The replica that holds the visitor's session, as the cookie says."""
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "replica"]
    return cookie["value"]
