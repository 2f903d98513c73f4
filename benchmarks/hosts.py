"""The hosted dashboard, nginx and two replicas, for benchmarks and tests, on the loopback interface.

Belongs here: starting and stopping it. Not here: what is measured on it.
"""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import ROOT, does_answer
from deploy.site import Site, write_files, write_main

REPLICAS = 2
SECRETS = ".streamlit/secrets.toml"
UP = "The dashboard is at "
WAIT_SECONDS = 300


@dataclass(frozen=True)
class Hosted:
    """A running host: its process, the port of its nginx, its replicas' ports and the folder of its nginx."""

    process: subprocess.Popen
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """The address of the dashboard."""
        return f"http://localhost:{self.port}"

    @property
    def replicas(self) -> list[int]:
        """The ports of its replicas."""
        return [self.port + number for number in range(1, REPLICAS + 1)]


def find_ports(count: int) -> int:
    """The first of `count` ports in a row that nobody uses, below those that a system gives to connections.

    A connection to a port of its own range that nobody listens on may be given that very port, and meets itself.
    """
    while True:
        first = random.randrange(20_000, 30_000)
        with ExitStack() as taken:
            try:
                for port in range(first, first + count):
                    taken.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return first


@contextmanager
def run_host(
    options: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    secrets: Callable[[str], str] | None = None,
) -> Iterator[Hosted]:
    """A host with `options` of its command line and `settings` in its environment besides, in a folder of its own.

    secrets: the text of the framework's file of secrets, from the address of the host.

    Raises RuntimeError where it does not come up.
    """
    port = find_ports(REPLICAS + 1)
    with tempfile.TemporaryDirectory() as name, (Path(name) / "log").open("w", encoding="utf-8") as log:
        folder, environment = Path(name), os.environ | dict(settings or {})
        if secrets:
            (folder / ".streamlit").mkdir()
            (folder / SECRETS).write_text(secrets(f"http://localhost:{port}"), encoding="utf-8")
            environment |= {"HOME": name}  # the framework looks in the home of who runs it
        command = [sys.executable, "-m", "deploy.host", "--port", str(port), "--folder", name, *options]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)
        try:
            _wait(process, folder / "log")
            yield Hosted(process, port, folder)
        finally:
            process.terminate()
            process.wait(timeout=60)


@contextmanager
def run_proxy(url: str) -> Iterator[str]:
    """The address of an nginx, set up as for the dashboard, before a server that runs at `url` already."""
    port = find_ports(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "tmp").mkdir()
        write_files(Site("localhost", f"127.0.0.1:{port}", (int(url.rsplit(":", 1)[1]),), folder))
        (folder / "nginx.conf").write_text(write_main(), encoding="utf-8")
        proxy = subprocess.Popen(["/usr/sbin/nginx", "-p", f"{folder}/", "-c", f"{folder}/nginx.conf"])
        try:
            while not does_answer(f"http://localhost:{port}"):
                if proxy.poll() is not None:
                    raise RuntimeError("nginx did not come up.")
                time.sleep(0.02)
            yield f"http://localhost:{port}"
        finally:
            proxy.terminate()
            proxy.wait(timeout=20)


def _wait(process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while UP not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"The host did not come up:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
