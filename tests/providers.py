"""A real provider of OpenID Connect for tests, a process of its own on the loopback interface."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

START_SECONDS = 60
SECRETS = """[auth]
redirect_uri = "{dashboard}/oauth2callback"
cookie_secret = "{secret}"
client_id = "stance"
client_secret = "of the test"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Provider:
    """A provider that runs: its address, and its process."""

    url: str
    process: subprocess.Popen

    def write_secrets(self, dashboard: str) -> str:
        """The file of secrets of a dashboard at that address; {port} is the port where it listens."""
        return SECRETS.format(dashboard=dashboard, provider=self.url, secret="s" * 40)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    @property
    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/.well-known/openid-configuration", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False


@contextmanager
def run_provider(people: list[dict]) -> Iterator[Provider]:
    """A provider at which these people, by their claims, sign in with one click."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    claims = [part for one in people for part in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    provider = Provider(f"http://localhost:{port}", process)
    try:
        end = time.monotonic() + START_SECONDS
        while not provider.answers:
            assert process.poll() is None and time.monotonic() < end, "The provider did not come up."
            time.sleep(0.1)
        yield provider
    finally:
        provider.stop()
