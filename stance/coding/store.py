"""The database of codings: every act is a row of its own that nothing changes any more.

Belongs here: opening, adding, reading. Not here: what an act is (`entries`), which statement is next (`queue`).
SQLite lies beside the dossier and needs no set-up; a team names another database by STANCE_DATABASE_URL.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Literal
from uuid import uuid4

import pandas as pd
from sqlalchemy import URL, Connection, Engine, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite

from stance.coding.acts import ACTS, VERSION
from stance.coding.engines import MEMORY, WRITES, make_engine, make_file, name_address, read_address
from stance.coding.entries import Entry, Purpose, check_coder, check_entry
from stance.coding.migrating import bring_up_to_date, read_version
from stance.coding.troubles import RAISED, is_lost, told_plainly
from stance.errors import UsageError
from stance.limits import Limit

FILE = "codings.db"
ENTRY = (
    "dossier", "codebook", "statement", "coder", "purpose", "unsure", "note", "withdrawn", "text_hash", "aided", "control"
)  # fmt: skip
SHOWN = ["act", "at", *(name for name in ENTRY if name != "dossier")]
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
NOT_KEPT, NOT_READ, NOT_OPENED = "This was not kept", "Codings cannot be read", "Codings cannot be kept here"

Row = dict[str, Any]
Kind = Literal["memory", "file", "server"]


class Store:
    """A database of codings; safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine, most: Limit | None = None) -> None:
        self._engine, self._most = engine, most
        self._coders: set[tuple[str, str]] = set()  # dossier and name of those who were seen here

    def add(self, entry: Entry) -> int:
        """Keeps an act and returns its number; once it returns, the act outlives a kill of the process.

        Raises UsageError where it cannot be kept (a full disk, a read-only folder, no connection): then nothing was changed.
        """
        row = {"key": uuid4().hex} | _write_row(entry)
        return self._keep([row], lambda connection: connection.execute(_find_number(row["key"])).scalar_one())

    def add_all(self, entries: Sequence[Entry]) -> int:
        """Keeps several acts, all or none, and returns how many; raises as `add`."""
        return self.add_rows([_write_row(entry) for entry in entries])

    def add_rows(self, rows: Sequence[Row]) -> int:
        """Keeps acts as rows of `read_acts`, all or none, and returns how many are new: one whose key is there is not kept again.

        Raises as `add`.
        """
        keyed = [{"key": uuid4().hex} | dict(row) for row in rows]
        counted = select(func.count()).select_from(ACTS)
        return self._keep(keyed, lambda connection: connection.execute(counted).scalar_one(), difference=True)

    def _keep(self, rows: Sequence[Row], look: Callable[[Connection], int], *, difference: bool = False) -> int:
        """What a look after them finds; with `difference`, what it finds more than one before them did."""
        with told_plainly(self._engine.url, NOT_KEPT):
            try:
                return self._insert(rows, look, difference=difference)
            except RAISED as error:
                if not is_lost(error):
                    raise
                return self._insert(rows, look, difference=difference)  # what came through before has the same keys

    def _insert(self, rows: Sequence[Row], look: Callable[[Connection], int], *, difference: bool) -> int:
        keep = INSERTS[self._engine.dialect.name](ACTS).on_conflict_do_nothing(index_elements=["key"])
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            before = look(connection) if difference else 0
            self._check_room(connection, len(rows))
            self._check_coders(connection, {(row["dossier"], row["coder"]) for row in rows})
            if rows:
                connection.execute(keep, list(rows))
            return look(connection) - before

    def _check_room(self, connection: Connection, more: int) -> None:
        if (
            self._most
            and connection.execute(select(func.count()).select_from(ACTS)).scalar_one() + more > self._most.most
        ):
            raise UsageError("There {}. {}.".format(*self._most.refuse()))

    def _check_coders(self, connection: Connection, coders: set[tuple[str, str]]) -> None:
        """Raises UsageError where a name is new and only looks like that of another coder of the dossier."""
        for dossier, coder in sorted(coders - self._coders):
            found = connection.execute(select(ACTS.c.coder).where(ACTS.c.dossier == dossier).distinct())
            check_coder(coder, {*found.scalars(), *(name for own, name in coders if own == dossier and name < coder)})
        self._coders |= coders

    def read_history(self, dossier: str, topics: list[str], *, purpose: Purpose | None = None) -> pd.DataFrame:
        """Every act on a dossier in order: act, at (datetime64, UTC), codebook, statement, coder, purpose, unsure, note, withdrawn,
        text_hash, aided, control, and a column per topic with the code (Int64, NA where the statement does not speak to the topic)."""
        rows = self.read_acts(dossier, purpose=purpose)
        codes = {topic: pd.array([one.get(topic) for one in rows["codes"]], dtype="Int64") for topic in topics}
        return rows[SHOWN].assign(**codes)

    def read_acts(self, dossier: str, *, purpose: Purpose | None = None) -> pd.DataFrame:
        """The same as they are kept: codes is a dictionary by topic, topics of former codebooks among them; key is the act's own."""
        wanted = select(ACTS).where(ACTS.c.dossier == dossier).order_by(ACTS.c.act)
        if purpose:
            wanted = wanted.where(ACTS.c.purpose == purpose)
        with told_plainly(self._engine.url, NOT_READ), self._engine.connect() as connection:
            found = connection.execute(wanted).mappings().all()
        rows = pd.DataFrame(found, columns=[one.name for one in ACTS.columns])
        kinds = dict.fromkeys(("unsure", "withdrawn", "aided", "control"), "bool")
        return rows.assign(at=pd.to_datetime(rows["at"], utc=True)).astype(kinds)

    def read_current(self, dossier: str, topics: list[str], *, purpose: Purpose = "coding") -> pd.DataFrame:
        """What stands of a purpose: of each coder and statement the last act, unless it was withdrawn; columns as `read_history`."""
        return find_current(self.read_history(dossier, topics, purpose=purpose))

    @property
    def kind(self) -> Kind:
        """Where it lies: in the memory of this process alone, in a file, or on a server."""
        if self._engine.dialect.name != "sqlite":
            return "server"
        return "file" if self._engine.url.database else "memory"

    def find_last(self, dossier: str) -> int:
        """The number of the last act on a dossier, 0 without any: a quick look whether anything came since."""
        wanted = select(func.max(ACTS.c.act)).where(ACTS.c.dossier == dossier)
        with told_plainly(self._engine.url, NOT_READ), self._engine.connect() as connection:
            return connection.execute(wanted).scalar_one() or 0

    def close(self) -> None:
        """Gives the connections back; the store can be used again after it."""
        self._engine.dispose()


def find_current(history: pd.DataFrame) -> pd.DataFrame:
    """The acts of a history that stand: of each purpose, coder and statement the last, unless it was withdrawn."""
    last = history.drop_duplicates(["purpose", "statement", "coder"], keep="last")
    return last[~last["withdrawn"]].reset_index(drop=True)


def _find_number(key: str) -> Select[int]:
    return select(ACTS.c.act).where(ACTS.c.key == key)


def _write_row(entry: Entry) -> Row:
    kept = check_entry(entry)
    given: Mapping[str, int | None] = kept.codes
    return {name: getattr(kept, name) for name in ENTRY} | {"codes": dict(given), "at": kept.at or datetime.now(UTC)}


_opened: dict[str, Store] = {}
_opening = Lock()


def open_store(url: str) -> Store:
    """The database at that address, brought to the present form; raises UsageError where it cannot be used.

    One address is one store for the whole process, but for those in memory. A file that was taken away is made anew.
    """
    address = read_address(url)
    key = address.render_as_string(hide_password=False)
    if not address.database:
        return _open(address)
    with _opening:
        if key not in _opened or _is_gone(address):
            _opened[key] = _open(address)
        return _opened[key]


def _is_gone(address: URL) -> bool:
    return address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists()


def _open(address: URL, most: Limit | None = None) -> Store:
    engine = make_engine(address)
    with told_plainly(address, NOT_OPENED):
        make_file(address)
        with engine.connect() as connection:
            found = read_version(connection)
        if found != VERSION:
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                bring_up_to_date(connection)
    return Store(engine, most)


def open_apart(file: Path) -> Store:
    """The database in a file, as a store of its own that goes with the object: of a dossier that is one visitor's alone."""
    return _open(read_address(name_address(file)))


def open_private(most: Limit) -> Store:
    """A database in memory, gone with the object, that takes so many acts at most."""
    return _open(read_address(MEMORY), most)
