"""What went wrong with the database of codings, as a sentence to act on; nothing of its address but host and name is said.

Belongs here: errors of database and driver in words. Not here: when they come (`store`).
"""

import errno
import os
import re
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from stance.errors import UsageError, make_visible

RAISED = (
    SQLAlchemyError,
    sqlite3.Error,
    OSError,
    struct.error,
)  # a driver whose connection is cut raises the last two as they are
LOW = 65_536  # bytes: with less than that left a disk counts as full
WAITED = 30  # seconds
NO_SPACE = os.strerror(errno.ENOSPC).lower()
SAFE = "What was kept before is whole."
FULL = "The disk that holds {place} is full. Make room on it, then do it again."
NOT_WRITABLE = "{place} may not be written. Let the program write into its folder, or name another database by STANCE_DATABASE_URL."
GONE = "{place} is not there any more. Put a backup in its place if you have one, and load the page again: without one it is made anew."
BROKEN = "{place} is no database of codings, or is broken. Put a backup in its place, or take it away."
BUSY = "{place} was written to by others for {waited} seconds. Do it again."
UNREACHED = "{place} cannot be reached ({reason}). Check that it runs, then do it again."
OTHER = "{place} refused it ({reason}). Look at the database, then do it again."


@contextmanager
def told_plainly(url: URL, what: str) -> Iterator[None]:
    """Raises UsageError in place of an error of the database; `what` begins the sentence: "The coding was not kept"."""
    try:
        yield
    except RAISED as error:
        raise UsageError(f"{what}. {describe_trouble(error, url)} {SAFE}") from None


def describe_trouble(error: Exception, url: URL) -> str:
    """What is wrong and what to do, in two sentences."""
    reason = _read_reason(error)
    if url.get_backend_name() != "sqlite":
        form = UNREACHED if is_lost(error) else FULL if NO_SPACE in reason.lower() else OTHER
        place = name_place(url)
        return form.format(place=place.replace("The", "the", 1) if form is FULL else place, reason=reason)
    return _describe_file(reason, url)


def _describe_file(reason: str, url: URL) -> str:
    low = reason.lower()
    words = {"place": name_place(url), "reason": reason, "waited": WAITED}
    if "full" in low or ("disk i/o" in low and _is_full(url)) or NO_SPACE in low:
        return FULL.format(**words)
    if "unable to open" in low and _is_gone(url):
        return GONE.format(**words)
    if "readonly" in low or "permission" in low or "unable to open" in low:
        return NOT_WRITABLE.format(**words)
    if "not a database" in low or "malformed" in low:
        return BROKEN.format(**words)
    return (BUSY if "locked" in low else OTHER).format(**words)


def _is_full(url: URL) -> bool:
    with suppress(OSError):
        disk = os.statvfs(Path(url.database or ".").parent)
        return disk.f_bavail * disk.f_frsize < LOW
    return False


def _is_gone(url: URL) -> bool:
    place = Path(url.database or ".")
    return not place.exists() and os.access(place.parent, os.W_OK)


def is_lost(error: Exception) -> bool:
    """Whether an error says that there is no connection, or none any more."""
    if not isinstance(error, DBAPIError):
        return not isinstance(error, sqlite3.Error)
    return error.connection_invalidated or type(error.orig).__name__ in ("InterfaceError", "ConnectionError")


def name_place(url: URL) -> str:
    """The database as messages name it: its file, or its name and host, never user or password."""
    if url.get_backend_name() == "sqlite":
        return make_visible(url.database or "The database in memory")
    host = f"{url.host or 'this machine'}{f':{url.port}' if url.port else ''}"
    return make_visible(f"The database '{url.database or ''}' on {host}")


def _read_reason(error: Exception) -> str:
    """The driver's own words, in one line without what was sent."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    if isinstance(cause, OSError) and cause.strerror:
        return make_visible(cause.strerror)
    said = cause.args[0] if cause.args else ""
    words = said.get("M", "") if isinstance(said, dict) else str(said)
    return (
        make_visible(re.sub(r"//[^@\s/]*@", "//…@", " ".join(words.split())).partition(" (")[0][:160])
        or type(cause).__name__
    )
