"""How the program connects to a database of codings: SQLite in a file or in memory, or PostgreSQL.

Belongs here: addresses, connections and what is set on each. Not here: what is read and written (`store`).
"""

import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from stance.coding.troubles import WAITED
from stance.errors import UsageError

MEMORY = "sqlite://"
WRITES = "writes"
DRIVERS = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000", "sqlite": "sqlite"}
NO_ADDRESS = (
    "STANCE_DATABASE_URL is no address of a database that codings can be kept in. Write sqlite:////FOLDER/FILE.db or "
    "postgresql://NAME:PASSWORD@HOST/DATABASE."
)
STALE = 1800  # seconds after which a connection to a server is made anew


def read_address(address: str) -> URL:
    """The address with the driver that is installed; raises UsageError, which does not repeat it, where it is none."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise UsageError(NO_ADDRESS) from None
    scheme = url.drivername.partition("+")[0]
    if scheme not in DRIVERS:
        raise UsageError(NO_ADDRESS)
    return url.set(drivername=DRIVERS[scheme], database=None if url.database == ":memory:" else url.database)


def name_address(file: Path) -> str:
    """The address of a database in a file."""
    return URL.create("sqlite", database=str(file.resolve())).render_as_string()


def make_engine(url: URL) -> Engine:
    """The engine of a database, which connects when it is used."""
    if url.get_backend_name() != "sqlite":
        patience = {"timeout": WAITED}
        return create_engine(url, pool_pre_ping=True, pool_recycle=STALE, hide_parameters=True, connect_args=patience)
    place = Path(url.database) if url.database else None
    shape: dict[str, Any] = (
        {} if place else {"pool_size": 1, "max_overflow": 0}
    )  # one connection holds what is in memory
    engine = create_engine(url, creator=partial(_connect, place), poolclass=QueuePool, hide_parameters=True, **shape)
    event.listen(engine, "begin", _begin)
    if place:
        event.listen(engine, "connect", partial(_note_file, place))
        event.listen(engine, "checkout", partial(_check_file, place))
    return engine


def _connect(place: Path | None) -> sqlite3.Connection:
    """A connection that begins when it is told to, waits for others, and for the disk at the end of each transaction."""
    address = f"{place.resolve().as_uri()}?mode=rw" if place else ":memory:"
    connection = sqlite3.connect(address, WAITED, isolation_level=None, check_same_thread=False, uri=bool(place))
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _begin(connection: Connection) -> None:
    """Who writes takes the lock at once, so that no one finds in the middle that another holds it."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _note_file(place: Path, _connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    entry.info["file"] = _identify(place)


def _check_file(place: Path, _connection: sqlite3.Connection, entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """A connection to a file that was deleted or replaced is given up: what it kept would be lost."""
    if entry.info["file"] != _identify(place):
        raise DisconnectionError


def _identify(place: Path) -> tuple[int, int]:
    try:
        found = place.stat()
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


def make_file(url: URL) -> None:
    """Makes the file of a database of SQLite's where it is not there, and lets readers and a writer work in it at once (WAL)."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(url.database, WAITED, isolation_level=None)) as connection:
        _switch(connection)


def _switch(connection: sqlite3.Connection) -> None:
    """Another process that opens it for the first time, too, keeps the switch from being made, and SQLite does not wait for it."""
    until = time.monotonic() + WAITED
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
