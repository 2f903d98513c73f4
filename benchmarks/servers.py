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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DASHBOARD, PLAIN = ROOT / "dashboard.py", ROOT / "benchmarks" / "plain.py"
POSITIONS = "STANCE_POSITIONS"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
START_SECONDS = 60


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


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def run_server(script: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a server of `script` under the project's settings, with `settings` in its environment besides."""
    port = find_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, env=os.environ | dict(settings or {}))
    try:
        end = time.monotonic() + START_SECONDS
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The server of {script.name} did not come up.")
            time.sleep(0.02)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def run_browser() -> Iterator[Browser]:
    """A browser without windows; raises RuntimeError where there is none."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        raise RuntimeError("There is no chromium on this machine: apt-get install chromium-headless-shell.")
    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
