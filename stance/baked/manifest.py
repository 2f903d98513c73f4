"""The list of what a bake wrote: what is unchanged is not written again, what is gone is taken away, and nothing else is touched.

Belongs here: comparing a site with its list, writing the difference. Not here: what is in the files.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from stance.errors import DataError, UsageError
from stance.files import read_json, write_together, write_whole

FILE = "manifest.json"


@dataclass(frozen=True)
class Baked:
    """What a bake did: the files written, left as they were, and taken away."""

    written: int
    kept: int
    removed: int


@dataclass(frozen=True)
class Manifest:
    """What a site was made of (a hash), and the hash of each of its files by path."""

    made_of: str
    files: Mapping[str, str]


def hash_bytes(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(out: Path) -> Manifest:
    """The list of a site, empty for a folder that is empty or not there.

    Raises UsageError where the folder holds other things than a site, or its list is broken.
    """
    if not (out / FILE).exists():
        if out.is_dir() and any(out.iterdir()):
            raise UsageError(f"{out} is not empty and holds no baked site ({FILE} is missing). Name an empty folder.")
        return Manifest("", {})
    try:
        return _check(read_json(out / FILE))
    except (DataError, ValueError):
        raise UsageError(
            f"{out / FILE} is no list of a baked site. Name an empty folder, or take that one away."
        ) from None


def _check(whole: object) -> Manifest:
    """The list, if it has the form of one and names no file outside of its folder; raises ValueError."""
    if not isinstance(whole, dict) or not isinstance(whole.get("files"), dict):
        raise ValueError
    files = whole["files"]
    if any(not isinstance(part, str) or not _is_inside(path) for path, part in files.items()):
        raise ValueError
    return Manifest(str(whole.get("made_of", "")), files)


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in path and ":" not in path and path != FILE


def is_whole(out: Path, manifest: Manifest, made_of: str) -> bool:
    """Whether a site was made of this and every one of its files is as it was written."""
    return manifest.made_of == made_of and not list(_list_changed(out, manifest.files))


def _list_changed(out: Path, wanted: Mapping[str, str]) -> Iterable[str]:
    """The paths whose file is missing or another one than wanted."""
    for path, part in wanted.items():
        file = out / path
        if file.is_symlink() or not file.is_file() or hash_bytes(file.read_bytes()) != part:
            yield path


def write_site(out: Path, files: Mapping[str, bytes], made_of: str) -> Baked:
    """Writes what differs from what is there, all of it on the disk before the first file changes, then takes away what the
    list of before names and this one does not; the new list comes last. Raises UsageError as `write_together`."""
    before, wanted = read_manifest(out), {path: hash_bytes(content) for path, content in files.items()}
    changed = list(_list_changed(out, wanted))
    gone = [path for path in before.files if path not in wanted and (out / path).is_file()]
    write_together({out / path: files[path] for path in changed})
    for path in gone:
        (out / path).unlink()
    whole = {"made_of": made_of, "files": dict(sorted(wanted.items()))}
    write_whole(out / FILE, (json.dumps(whole, indent=0) + "\n").encode())
    return Baked(len(changed), len(wanted) - len(changed), len(gone))
