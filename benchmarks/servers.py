"""Streamlit servers and a browser for benchmarks, on the loopback interface.

Belongs here: starting and stopping. Not here: what is measured on them.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from deploy.host import ONE_HEAP

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, HOSTED, PLAIN = ROOT / "dashboard.py", ROOT / "server.py", ROOT / "benchmarks" / "plain.py"
POSITIONS = "STANCE_POSITIONS"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
START_SECONDS = 300
STREAMLIT = ("-m", "streamlit")
LEAN = ONE_HEAP  # as the host starts its replicas


def find_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def write_positions(folder: Path) -> Path:
    """The positions of the shipped dossier as CSV, for the plain page."""
    path = folder / "positions.csv"
    command = [sys.executable, "-m", "stance", "positions", "japan-russia", "--out", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    return path


def does_answer(url: str) -> bool:
    """Whether a server of Streamlit's answers at an address."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def run_server(
    script: Path, *, settings: Mapping[str, str] | None = None, folder: Path = ROOT, program: Sequence[str] = STREAMLIT
) -> Iterator[str]:
    """The address of a server of `script`, with `settings` in its environment besides.

    It runs under the project's settings; started in another `folder` it runs under Streamlit's own.
    """
    port = find_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, *program, "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    paths = {"PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        command, cwd=folder, stdout=quiet, stderr=quiet, env=os.environ | paths | dict(settings or {})
    )
    try:
        end = time.monotonic() + START_SECONDS
        while not does_answer(url):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The server of {script.name} did not come up.")
            time.sleep(0.02)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def find_process(url: str) -> psutil.Process:
    """The process that listens at an address of this machine; raises LookupError where there is none."""
    port = int(url.rsplit(":", 1)[1])
    for one in psutil.net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid:
            return psutil.Process(one.pid)
    raise LookupError(f"Nothing listens at {url}.")


@contextmanager
def run_browser() -> Iterator["Browser"]:
    """A browser without windows; raises RuntimeError where there is none."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        raise RuntimeError("There is no chromium on this machine: apt-get install chromium-headless-shell.")
    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
