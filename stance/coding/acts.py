"""The one table of the database: every act of coding is a row, and none is ever changed.

Belongs here: the table as the program knows it. Not here: how a database gets it (`migrations`), reading and adding (`store`).
"""

from sqlalchemy import JSON, BigInteger, Boolean, DateTime, Index, Integer, MetaData, String, Table, Text, false
from sqlalchemy import Column as Field

VERSION = "3"  # of the migration that makes what stands here
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()
ACTS = Table(
    "acts",
    metadata,
    Field("act", NUMBER, primary_key=True, autoincrement=True),
    Field("at", DateTime(timezone=True), nullable=False),
    Field("dossier", String(), nullable=False),
    Field("codebook", String(), nullable=False),
    Field("statement", String(), nullable=False),
    Field("coder", String(), nullable=False),
    Field("purpose", String(20), nullable=False),
    Field("codes", JSON, nullable=False),
    Field("unsure", Boolean, nullable=False),
    Field("note", Text, nullable=False),
    Field("withdrawn", Boolean, nullable=False),
    Field("text_hash", String(8), nullable=False, server_default=""),
    Field("aided", Boolean, nullable=False, server_default=false()),
    Field("control", Boolean, nullable=False, server_default=false()),
    Field("key", String(32), nullable=True),
    Index("acts_of_dossier", "dossier", "purpose"),
    Index("acts_by_key", "key", unique=True),
)
