"""Where a command may write: never onto what it reads, never into a dossier or the folder of a classifier.

Belongs here: places of outputs, and which dossiers they can hold. Not here: writing (`stance.files`), what is written.
Places are compared as the system resolves them, so that no other spelling, link or hard link leads onto an input.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from stance.errors import UsageError
from stance.limits import DOSSIER_ROWS

OWNERS = {"codebook.toml": "the dossier", "card.json": "the folder of a classifier"}


def refuse_large(statements: int, what: str) -> None:
    """Raises UsageError where a dossier has too many statements for a file that holds each of them."""
    if statements > DOSSIER_ROWS.most:
        raise UsageError(
            f"A dossier of {statements:,} statements is too large for {what}; the limit is {DOSSIER_ROWS.most:,}. "
            "Use the pages, or the tables of the dossier themselves."
        )


def check_file(out: Path, inputs: Iterable[Path], endings: Sequence[str]) -> None:
    """Raises UsageError where a file may not be written: its ending, its place, or what stands there already."""
    if out.suffix.lower() not in endings:
        ways = " or ".join(endings)
        raise UsageError(f"{out} does not end in {ways}. Name the file so.")
    if out.exists() and not out.is_file():
        raise UsageError(f"{out} is a folder or no plain file. Choose another name.")
    if out.exists() and any(path.exists() and path.samefile(out) for path in inputs):
        raise UsageError(f"{out} is a file that the command reads. Choose another name.")
    for place in (out, resolve(out)):
        check_place(place.parent)


def check_folder(out: Path, inputs: Iterable[Path]) -> None:
    """Raises UsageError where a folder may not be written into: it is a file, holds an input, or belongs to a dossier."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file. Name a folder.")
    if out.exists() and any(path.exists() and path.resolve().parent.samefile(out) for path in inputs):
        raise UsageError(f"{out} holds a file that the command reads. Name another folder.")
    check_place(out)


def check_place(folder: Path) -> None:
    """Raises UsageError where a folder is a dossier or the folder of a classifier, or lies in one; it need not be there."""
    whole = resolve(folder)
    for place in (whole, *whole.parents):
        for name, owner in OWNERS.items():
            if (place / name).is_file():
                raise UsageError(f"{folder} lies in {owner} {place}. Choose a place outside of it.")


def refuse_dossier(folder: Path) -> None:
    """Raises UsageError where the folder that a classifier would be written into is a dossier."""
    if (folder / "codebook.toml").exists():
        raise UsageError(f"{folder} is a dossier. Name another folder for classifiers by --models.")


def resolve(path: Path) -> Path:
    """The path as the system sees it, with every link followed."""
    return Path(os.path.realpath(path))
