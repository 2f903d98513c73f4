"""The list of what a bake wrote: what is unchanged is not made or written again, what is gone is taken away, and nothing else is touched.

Belongs here: comparing a site with its list, writing the difference. Not here: what is in the files, what pages are made of.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from stance.baked.fingerprints import hash_bytes
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
class Made:
    """What a page was made of (a hash), and the paths of its files: its own and those of its tables."""

    made_of: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The list of a site: what the whole was made of (a hash), the hash of each of its files by path, and its pages by path."""

    made_of: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Made] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """What a bake made: its pages by path, and the files that are new; those of a page that is as before are not among them."""

    pages: Mapping[str, Made]
    files: Mapping[str, bytes]


def read_manifest(out: Path) -> Manifest:
    """The list of a site, empty for a folder that is empty or not there.

    Raises UsageError where the folder holds other things than a site, or its list is broken.
    """
    if not (out / FILE).exists():
        if out.is_dir() and any(out.iterdir()):
            raise UsageError(f"{out} is not empty and holds no baked site ({FILE} is missing). Name an empty folder.")
        return Manifest()
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
    return Manifest(str(whole.get("made_of", "")), files, dict(_read_pages(whole.get("pages"), files)))


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in path and ":" not in path and path != FILE


def _read_pages(pages: Any, files: Mapping[str, str]) -> Iterator[tuple[str, Made]]:
    """The pages whose files are all in the list; any other is made again."""
    for path, page in pages.items() if isinstance(pages, dict) else ():
        match page:
            case [str(made_of), *own] if own and all(isinstance(one, str) and one in files for one in own):
                yield path, Made(made_of, tuple(own))


def list_changed(out: Path, wanted: Mapping[str, str]) -> list[str]:
    """The paths whose file is missing or another one than wanted."""
    return [path for path, part in wanted.items() if not _is_file(out / path, part)]


def _is_file(file: Path, part: str) -> bool:
    return not file.is_symlink() and file.is_file() and hash_bytes(file.read_bytes()) == part


def write_site(out: Path, before: Manifest, site: Site, made_of: str) -> Baked:
    """Writes what differs from what is there, all of it on the disk before the first file changes, then takes away what the
    list of before names and this one does not; the new list comes last. Raises UsageError as `write_together`."""
    made = {path: hash_bytes(content) for path, content in site.files.items()}
    wanted = {
        path: before.files[path] for page in site.pages.values() for path in page.files if path not in made
    } | made
    changed = list_changed(out, made)
    gone = [path for path in before.files if path not in wanted and (out / path).is_file()]
    write_together({out / path: site.files[path] for path in changed})
    for path in gone:
        (out / path).unlink()
    write_whole(out / FILE, _write_manifest(Manifest(made_of, wanted, site.pages)))
    return Baked(len(changed), len(wanted) - len(changed), len(gone))


def _write_manifest(manifest: Manifest) -> bytes:
    pages = {path: [page.made_of, *page.files] for path, page in sorted(manifest.pages.items())}
    whole = {"made_of": manifest.made_of, "files": dict(sorted(manifest.files.items())), "pages": pages}
    return (json.dumps(whole, indent=0) + "\n").encode()
