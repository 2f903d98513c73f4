"""Files written whole or not at all, and small text files read without surprise.

Belongs here: bytes to a place and back. Not here: what stands in them.
A file is written beside its place under another name, brought to the disk and then renamed: a full disk, a kill or a crash
leaves what was there before. A link is replaced, never written through.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from stance.errors import DataError, Problem, UsageError
from stance.limits import JSON_BYTES, Limit


def write_whole(path: Path, content: bytes) -> None:
    """Writes the file, its folder too where that is not there; raises UsageError where that cannot be, and changes nothing then."""
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Writes several files, in order, once all of them are on the disk under other names; raises as `write_whole`."""
    beside = {path: path.parent / f".part-{token_hex(8)}" for path in contents}
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(beside[path], content)
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error}). Choose another place.") from None
    finally:
        for part in beside.values():
            with suppress(OSError):
                part.unlink()


def _write_through(path: Path, content: bytes) -> None:
    """Writes a new file and waits until it is on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def find_trouble(path: Path) -> Problem | None:
    """What keeps a path from being read as a file: it is missing, leads nowhere, is a folder or no plain file. None for a file."""
    remedy = "Put the file there, or take the name away"
    if path.is_symlink() and not path.exists():
        return Problem(path.name, None, "", "", "is a link that leads nowhere", remedy)
    if path.is_dir():
        return Problem(path.name, None, "", "", "is a folder, not a file", remedy)
    if path.exists() and not path.is_file():
        return Problem(path.name, None, "", "", "is no plain file", remedy)
    return None if path.exists() else Problem(path.name, None, "", "", "is missing", "Check the name and the folder")


def read_bytes(path: Path, limit: Limit) -> bytes:
    """The bytes of a file; raises DataError where it is no file, is larger than the limit or may not be read."""
    try:
        if trouble := find_trouble(path):
            raise DataError([trouble])
        if path.stat().st_size > limit.most:
            raise DataError([Problem(path.name, None, "", "", *limit.refuse())])
        return path.read_bytes()
    except OSError as error:
        raise DataError([describe_unread(path, error)]) from None


def describe_unread(path: Path, error: OSError) -> Problem:
    """The problem of a file that the system does not let be read."""
    return Problem(path.name, None, "", "", f"cannot be read ({error.strerror or error})", "Check that you may read it")


def read_text(path: Path, limit: Limit) -> str:
    """The text of a file in UTF-8; raises DataError as `read_bytes`, and where it is in another encoding."""
    try:
        return read_bytes(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        trouble = f"is not UTF-8 (byte {error.start:,})"
        raise DataError([Problem(path.name, None, "", "", trouble, "Save it again as UTF-8")]) from None


def read_json(path: Path) -> Any:
    """What a JSON file holds; raises DataError as `read_text`, and where it is not JSON, too deep, or has a number too long."""
    text = read_text(path, JSON_BYTES)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error).split(";")[0]
        raise DataError([Problem(path.name, None, "", "", f"is not JSON ({reason})", "Mend that place")]) from None
