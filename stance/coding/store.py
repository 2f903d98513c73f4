"""The database of codings: every act is a row of its own that nothing changes any more.

Belongs here: opening, adding, reading. Not here: what an act is (`entries`), which statement is next (`queue`).
SQLite lies beside the dossier and needs no set-up; a team names another database by STANCE_DATABASE_URL.
"""

from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import JSON, Boolean, DateTime, Integer, MetaData, String, Table, Text, create_engine, insert, select
from sqlalchemy import Column as Field
from sqlalchemy.engine import Engine

from stance.coding.entries import Entry, Purpose

FILE = "codings.db"
metadata = MetaData()
ACTS = Table(
    "acts",
    metadata,
    Field("act", Integer, primary_key=True, autoincrement=True),
    Field("at", DateTime(timezone=True), nullable=False),
    Field("dossier", String(200), nullable=False, index=True),
    Field("codebook", String(200), nullable=False),
    Field("statement", String(400), nullable=False),
    Field("coder", String(200), nullable=False),
    Field("purpose", String(20), nullable=False),
    Field("codes", JSON, nullable=False),
    Field("unsure", Boolean, nullable=False),
    Field("note", Text, nullable=False),
    Field("withdrawn", Boolean, nullable=False),
    Field("control", Boolean, nullable=False),
    Field("aided", Boolean, nullable=False),
)


class Store:
    """A database of codings; safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, entry: Entry) -> int:
        """Keeps an act and returns its number; once it returns, the act outlives a kill of the process.

        Raises UsageError where it cannot be kept (a full disk, a read-only folder, no connection): then nothing was changed.
        """
        row = {name: getattr(entry, name) for name in ENTRY} | {"codes": dict(entry.codes), "at": datetime.now(UTC)}
        with self._engine.begin() as connection:
            return int(connection.execute(insert(ACTS).values(row).returning(ACTS.c.act)).scalar_one())

    def read_history(self, dossier: str, topics: list[str], *, purpose: Purpose | None = None) -> pd.DataFrame:
        """Every act on a dossier in order: act, at (datetime64, UTC), codebook, statement, coder, purpose, unsure, note, withdrawn, control,
        aided, and a column per topic with the code (Int64, NA where the statement does not speak to it)."""
        wanted = select(ACTS).where(ACTS.c.dossier == dossier).order_by(ACTS.c.act)
        if purpose:
            wanted = wanted.where(ACTS.c.purpose == purpose)
        with self._engine.connect() as connection:
            rows = pd.DataFrame(connection.execute(wanted).mappings().all(), columns=[one.name for one in ACTS.columns])
        codes = {topic: pd.array([one.get(topic) for one in rows["codes"]], dtype="Int64") for topic in topics}
        return rows.drop(columns=["codes", "dossier"]).assign(**codes)

    def read_current(self, dossier: str, topics: list[str], *, purpose: Purpose = "coding") -> pd.DataFrame:
        """What stands of a purpose: of each coder and statement the last act, unless it was withdrawn; columns as `read_history`."""
        history = self.read_history(dossier, topics, purpose=purpose)
        last = history.drop_duplicates(["statement", "coder"], keep="last")
        return last[~last["withdrawn"].astype(bool)].reset_index(drop=True)


ENTRY = ("dossier", "codebook", "statement", "coder", "purpose", "unsure", "note", "withdrawn", "control", "aided")


def open_store(url: str) -> Store:
    """The database at that address (SQLAlchemy's form), brought to the present form; raises UsageError where it cannot be used."""
    engine = create_engine(url)
    metadata.create_all(engine)
    return Store(engine)
