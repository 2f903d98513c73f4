"""The dashboard as it is hosted, on one machine: nginx and some replicas, until Ctrl-C or SIGTERM.

`python -m deploy.host [--port 8501] [--replicas 2] [--address 127.0.0.1] [--name localhost]`. SIGHUP starts the replicas anew,
one after the other. A replica or an nginx that dies is started again.
"""

import argparse
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FrameType

from deploy.children import Child, make_proxy, make_replica
from deploy.site import Site, write_files, write_main

SECRET = "STREAMLIT_SERVER_COOKIE_SECRET"
# One heap for all threads, and for tables too: a quarter less memory with a hundred visitors. What is large and free goes back at once.
ONE_HEAP = {
    "MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072",
}  # fmt: skip
START_SECONDS = 300  # it makes every page before it is up: some ten seconds, more where the machine is busy
LOOK_SECONDS = 0.2
NO_NGINX = "There is no nginx on this machine. Run: make host (it installs Debian's), or apt-get install nginx-light."


class HostError(Exception):
    """Something without which nothing can be hosted."""


class Host:
    """The replicas of a site and the nginx before them."""

    def __init__(self, site: Site) -> None:
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise HostError(NO_NGINX)
        settings = {SECRET: secrets.token_hex(32), **ONE_HEAP} | dict(os.environ)
        self.site = site
        self.replicas = [make_replica(port, settings) for port in site.ports]
        self.proxy = make_proxy(program, site, settings)
        self._woken = threading.Event()
        self._wishes: set[int] = set()

    def run(self) -> None:
        """Keeps everything running until it is asked to end; raises HostError where a replica does not come up."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)
        try:
            self._start()
            while not self._ending:
                self._look_after()
                self._woken.wait(LOOK_SECONDS)
                self._woken.clear()
        finally:
            for child in (self.proxy, *self.replicas):
                child.stop()

    @property
    def _ending(self) -> bool:
        return bool(self._wishes & {signal.SIGINT, signal.SIGTERM})

    def _hear(self, number: int, _: FrameType | None) -> None:
        self._wishes.add(number)
        self._woken.set()

    def _start(self) -> None:
        for replica in self.replicas:
            replica.start()
        _write_folder(self.site)
        for replica in self.replicas:
            self._wait_for(replica)
        self.proxy.start()
        self._wait_for(self.proxy)
        _say(f"The dashboard is at http://{self.site.names.split()[0]}:{self.site.listen.split(':')[1]}")

    def _look_after(self) -> None:
        if signal.SIGHUP in self._wishes:
            self._wishes.discard(signal.SIGHUP)
            self._roll()
        for child in (*self.replicas, self.proxy):
            if child.revive():
                _say(f"Started again: {child.name}.")

    def _roll(self) -> None:
        """Starts the replicas anew, one after the other; where one does not come up the others are left as they are."""
        try:
            for replica in self.replicas:
                replica.stop()
                replica.start()
                self._wait_for(replica)
        except HostError as error:
            _say(f"{error} The other replicas were not touched.")
        else:
            _say("Every replica was started anew.")

    def _wait_for(self, child: Child) -> None:
        end = time.monotonic() + START_SECONDS
        while not (child.healthy or self._ending):
            if not child.alive or time.monotonic() > end:
                raise HostError(f"The {child.name} did not come up; its output is above.")
            self._woken.wait(LOOK_SECONDS)


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _write_folder(site: Site) -> None:
    """Writes the folder of nginx; where root starts it, its workers are somebody else and have to read there."""
    write_files(site)
    site.folder.chmod(0o755)
    (site.folder / "tmp").mkdir(exist_ok=True)
    (site.folder / "nginx.conf").write_text(write_main(), encoding="utf-8")


def read_arguments() -> tuple[argparse.Namespace, Path | None]:
    """What the command line asks for, and the folder for nginx, if one is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--port", type=int, default=8501, help="where nginx listens; the replicas take the ports after it"
    )
    parser.add_argument("--replicas", type=int, default=2, help="processes of the dashboard; each uses one core")
    parser.add_argument("--address", default="127.0.0.1", help="the address where nginx listens")
    parser.add_argument("--name", default="localhost", help="the name under which visitors come")
    parser.add_argument("--connections", type=int, default=Site.connections, help="open at a time from one address")
    parser.add_argument("--rate", type=int, default=Site.rate, help="requests a second from one address")
    parser.add_argument("--header-seconds", type=int, default=Site.header_seconds, help="for a request to arrive")
    parser.add_argument("--folder", type=Path, help="where nginx works; else a folder that is removed at the end")
    chosen = parser.parse_args()
    return chosen, chosen.folder


def make_site(chosen: argparse.Namespace, folder: Path) -> Site:
    """The site that the command line asks for."""
    ports = tuple(range(chosen.port + 1, chosen.port + 1 + chosen.replicas))
    return Site(
        names=" ".join(dict.fromkeys((chosen.name, chosen.address, "127.0.0.1"))),
        listen=f"{chosen.address}:{chosen.port}",
        ports=ports,
        folder=folder.resolve(),
        connections=chosen.connections,
        rate=chosen.rate,
        header_seconds=chosen.header_seconds,
    )


def main() -> int:
    """Hosts until it is asked to end; exit code 1 where something does not come up."""
    chosen, folder = read_arguments()
    try:
        with tempfile.TemporaryDirectory(prefix="stance-") as own:
            Host(make_site(chosen, folder or Path(own))).run()
    except HostError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
