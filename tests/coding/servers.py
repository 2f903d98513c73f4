"""A PostgreSQL server of the tests' own: in a folder of its own, on a port of its own, with fsync on."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

NO_SERVER = (
    "There is no PostgreSQL on this machine. Run: make test (it installs Debian's), or sh tests/install_postgres.sh."
)
PASSWORD = "hush-hush"
OWNERS = ("postgres", "nobody")


def find_programs() -> Path:
    """Where initdb and postgres stand: Debian keeps them out of the path, by version."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = [place for place in places if (place / "initdb").is_file()]
    if found:
        return found[-1]
    program = shutil.which("initdb")
    assert program, NO_SERVER
    return Path(program).parent


def find_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


class Server:
    """PostgreSQL in a folder that its owner can reach; started, killed and started again by a test."""

    def __init__(self) -> None:
        self.folder, self.port, self.programs = Path(tempfile.mkdtemp(prefix="postgres-")), find_port(), find_programs()
        self.data = self.folder / "data"
        self.owner = self._choose_owner()
        if self.owner:
            shutil.chown(self.folder, self.owner)
        self._make()
        self.start()

    def _choose_owner(self) -> str:
        """Another user where this is root, whom PostgreSQL does not serve."""
        if os.geteuid() != 0:
            return ""
        known = {one.pw_name for one in pwd.getpwall()}
        return next(name for name in OWNERS if name in known)

    def _run(self, *words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, cwd=self.folder, user=self.owner or None)

    def _make(self) -> None:
        word = self.folder / "word"
        word.write_text(PASSWORD)
        if self.owner:
            shutil.chown(word, self.owner)
        programs = str(self.programs / "initdb")
        options = ("-D", str(self.data), "-U", "ann", "-A", "scram-sha-256", "--pwfile", str(word), "-E", "UTF8")
        self._run(programs, *options, "--no-sync", "--no-instructions", "--locale", "C")

    def start(self) -> None:
        """Starts it and waits until it answers."""
        options = {"port": self.port, "unix_socket_directories": "", "listen_addresses": "127.0.0.1", "fsync": "on"}
        options |= {
            "shared_buffers": "16MB",
            "max_connections": 40,
            "autovacuum": "off",
            "recovery_init_sync_method": "syncfs",
        }
        words = [str(self.programs / "postgres"), "-D", str(self.data)]
        words += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(words, stdout=log, stderr=log, cwd=self.folder, user=self.owner or None)
        log.close()
        wait_until(self.answers)

    def answers(self) -> bool:
        """Whether someone can begin to work with it."""
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        assert self.process.poll() is None, (self.folder / "log").read_text()
        return subprocess.run(ready, check=False).returncode == 0

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """Ends it and takes its folder away."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def tell(self, *orders: str) -> None:
        """Runs orders one by one as the owner of the server."""
        import pg8000.native

        with pg8000.native.Connection("ann", "127.0.0.1", "postgres", self.port, PASSWORD) as connection:
            for order in orders:
                connection.run(order)

    def make_database(self, name: str) -> str:
        """The address of an empty place for codings, as a curator would write it: a schema and an account of its own."""
        self.tell(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'", f"CREATE SCHEMA AUTHORIZATION {name}")
        return f"postgres://{name}:{PASSWORD}@127.0.0.1:{self.port}/postgres"


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "It did not come about in time."
        time.sleep(0.02)
