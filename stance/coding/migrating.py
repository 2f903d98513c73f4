"""A database of codings brought to the present form, by Alembic, once and by one process at a time.

Belongs here: which form a database has, and taking the steps that it lacks. Not here: the steps (`migrations`).
"""

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect, text

from stance.coding.acts import VERSION
from stance.errors import UsageError

STEPS = Path(__file__).with_name("migrations")
TABLE = "alembic_version"
LOCK = 20260129  # of PostgreSQL's advisory locks: who holds it migrates, the others wait
LATER = (
    "The database of codings has the form {found}, and this program knows forms up to {known}: a later version wrote it. "
    "Use that version, or another database."
)
_one_at_a_time = Lock()


def read_version(connection: Connection) -> str:
    """The form that the database has: the number of its last step, "" where it has none yet."""
    if not inspect(connection).has_table(TABLE):
        return ""
    return connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar() or ""


def bring_up_to_date(connection: Connection) -> None:
    """Takes the steps that the database lacks, within the transaction of a connection that may write.

    Raises UsageError where a later version of the program wrote it; then nothing was changed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    found = read_version(connection)
    if (found.isdecimal() and int(found) > int(VERSION)) or (found and not found.isdecimal()):
        raise UsageError(LATER.format(found=found[:20], known=VERSION))
    if found != VERSION:
        _take_steps(connection)


def _take_steps(connection: Connection) -> None:
    from alembic import command  # a third of a second that a database in the present form does without
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    with _one_at_a_time:  # what Alembic's steps speak to is one for the whole process
        command.upgrade(config, "head")
