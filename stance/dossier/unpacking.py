"""Reading a zip that is hostile until it is read.

Belongs here: the limits of a zip, and that each member is what the zip declares. Not here: what the members mean (an
archive, a workbook, a dossier).
Nothing is written by its own name: only the members that are asked for, whose names the program knows.
"""

import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from stance.errors import DataError, Problem, UsageError
from stance.limits import ARCHIVE_BYTES, ARCHIVE_MEMBERS, Limit

AGAIN = "Export the view again"
DIRECTORY_BYTES, PIECE = 1_000_000, 1 << 16
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
HEADER, SIZES_LATER, LOCKED = "<4s5H3I2H", 0x08, 0x01
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, OverflowError
)  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """How many members a zip may have, how large it may be unpacked, and what to do about one that cannot be read."""

    members: Limit
    unpacked: Limit
    remedy: str


class _Sparing(io.BufferedReader):
    """A file that gives no piece larger than the directory of an archive may be: what stands there is not to be trusted."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > DIRECTORY_BYTES:
            raise zipfile.BadZipFile("its directory is too long")
        return super().read(size)


def read_members(path: Path, folder: Path, wanted: Collection[str]) -> dict[str, str]:
    """The SHA-256 of every member by name; the wanted ones are written into the folder. Empty folders are no members.

    Raises UsageError where there is no such file, DataError where it is no zip, is larger than the limits, has a member twice or
    one that is not what the zip declares.
    """
    if not path.is_file():
        raise UsageError(f"There is no file '{path}'. Give the path of an archive that this program exported.")
    bounds = Bounds(ARCHIVE_MEMBERS, ARCHIVE_BYTES, AGAIN)
    with path.open("rb") as file, open_zip(file, path.name, bounds) as archive:
        return {one.filename: _copy_member(archive, one, folder, wanted) for one in list_members(archive)}


@contextmanager
def open_zip(file: IO[bytes], name: str, bounds: Bounds) -> Iterator[zipfile.ZipFile]:
    """A zip within the bounds, each of its members there once; `name` is what messages call it.

    Raises DataError for any other file, and for what goes wrong while it is open as well.
    """
    try:
        with zipfile.ZipFile(_Sparing(cast(io.RawIOBase, file))) as archive:
            members = list_members(archive)
            _check_limits(members, name, bounds)
            _check_each(members, name, bounds.remedy)
            yield archive
    except BROKEN as error:
        raise _refuse(name, "", f"is not a zip that can be read ({error})", bounds.remedy) from None


def list_names(content: bytes) -> list[str]:
    """The names of all that a zip lists, nothing of it unpacked; none where it is no zip that can be read."""
    try:
        with zipfile.ZipFile(_Sparing(cast(io.RawIOBase, io.BytesIO(content)))) as archive:
            return archive.namelist()
    except BROKEN:
        return []


def list_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members of a zip but for empty folders."""
    return [one for one in archive.infolist() if one.file_size or not one.is_dir()]


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, remedy: str) -> bytes:
    """The bytes of a member; raises DataError where it is not of the size that the zip declares."""
    copied = io.BytesIO()
    _, size = _read_pieces(archive, member, copied)
    if size != member.file_size:
        raise _refuse(name, member.filename, "is not of the size that the zip declares", remedy)
    return copied.getvalue()


def _refuse(file: str, member: str, trouble: str, remedy: str = AGAIN) -> DataError:
    return DataError([Problem(file, None, "", member, trouble, remedy)])


def _check_limits(members: list[zipfile.ZipInfo], name: str, bounds: Bounds) -> None:
    if len(members) > bounds.members.most:
        raise _refuse(name, "", *bounds.members.refuse(len(members)))
    if sum(member.file_size for member in members) > bounds.unpacked.most:
        raise _refuse(name, "", *bounds.unpacked.refuse())


def _check_each(members: list[zipfile.ZipInfo], name: str, remedy: str) -> None:
    counts = Counter(member.filename for member in members)
    twice = [one for one, count in counts.items() if count > 1]
    packed = [member.filename for member in members if member.compress_type not in METHODS]
    locked = [member.filename for member in members if member.flag_bits & LOCKED]
    troubles = [(one, "stands in the archive more than once") for one in twice]
    troubles += [(one, "is packed by a method that is not used here (only stored and deflated)") for one in packed]
    troubles += [(one, "is protected by a password") for one in locked]
    if troubles:
        raise DataError([Problem(name, None, "", one, trouble, remedy) for one, trouble in troubles])


def _copy_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, wanted: Collection[str]) -> str:
    """The SHA-256 of a member, read in pieces; written into the folder if it is wanted."""
    target = folder / member.filename if member.filename in wanted else Path(os.devnull)
    target.parent.mkdir(exist_ok=True)
    with target.open("wb") as copied:
        digest, size = _read_pieces(archive, member, copied)
    if size != member.file_size or not _is_declared_twice(archive, member):
        trouble = "is not of the size that the archive declares"
        raise _refuse(Path(str(archive.filename)).name, member.filename, trouble)
    return digest


def _read_pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, copied: IO[bytes]) -> tuple[str, int]:
    """SHA-256 and size of a member, of which one byte more than declared is read at most."""
    declared, digest, size = copy(member), hashlib.sha256(), 0
    declared.file_size += 1
    with archive.open(declared) as content:
        while piece := content.read(PIECE):
            digest.update(piece)
            copied.write(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _is_declared_twice(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether the header before a member gives the sizes that the directory gives, or leaves them to it."""
    assert archive.fp
    archive.fp.seek(member.header_offset)
    header = struct.unpack(HEADER, archive.fp.read(struct.calcsize(HEADER)))
    return bool(header[2] & SIZES_LATER) or header[7:9] == (member.compress_size, member.file_size)
