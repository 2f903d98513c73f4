"""Reading an archive back: the numbers made again from its dossier, and compared with the rows it holds.

Belongs here: opening archives, which are hostile until read. Not here: writing them (see `archive`).
Nothing is extracted by its own name: only the members that an archive of this program has are read, into a folder of
fixed names.
"""

import json
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from stance import __version__
from stance.dossier.loading import Dossier, load_dossier
from stance.dossier.scores import read_scores
from stance.dossier.tables import parse_table, to_csv_bytes
from stance.errors import DataError, Problem, UsageError
from stance.estimates.view import View
from stance.export.archive import DOSSIER_FILES, ROWS, SCORES
from stance.export.rows import build_tables
from stance.export.view import FILE, check_view, from_json

MOST_BYTES, MOST_MEMBERS = 200_000_000, 1_000
NEEDED = (FILE, SCORES, *ROWS.values(), "dossier/codebook.toml", "dossier/statements.csv")
KNOWN = (*NEEDED, *(f"dossier/{name}" for name in DOSSIER_FILES))
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError
)  # fmt: skip
AGAIN = "Export the view again"
NEAR = 1e-9


@dataclass(frozen=True)
class Rebuilt:
    """An archive made again: `comparison` (table, rows, cells, different), the tables, and what it was made with."""

    comparison: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    program: str


def rebuild(path: Path) -> Rebuilt:
    """The tables of an archive made again and compared, cell by cell, with those that it holds.

    Two cells are the same if their texts are, or if both are numbers within one thousandth of a millionth: the last
    digit may differ between machines. Raises UsageError where there is no such file, DataError with every fault of the
    archive, CodebookError or DataError with those of the dossier in it.
    """
    members = _read_members(path)
    about, view = _read_view(members[FILE])
    with TemporaryDirectory() as folder:
        dossier, scores = _load_inputs(Path(folder), members)
        if problems := check_view(view, dossier.codebook):
            raise DataError(problems)
        tables = build_tables(dossier, scores, view)
        rows = [("data hash", 1, 1, int(about.get("data_hash") != dossier.data_hash))]
    rows += [(name, *_compare_tables(to_csv_bytes(table), members[ROWS[name]], name)) for name, table in tables.items()]
    comparison = pd.DataFrame(rows, columns=["table", "rows", "cells", "different"])
    return Rebuilt(comparison, tables, str(about.get("program", "")))


def refuse_differences(made: Rebuilt) -> None:
    """Raises DataError with every table that differs, and what to do about it; nothing where all are the same."""
    remedy = "Someone changed the archive, or another version of the program makes other numbers"
    if made.program != __version__:
        remedy = f"The archive is of program version {made.program}, this is {__version__}: rebuild it with its own"
    problems = [
        Problem(ROWS.get(row.table, FILE), None, row.table, "", f"differs in {row.different:,} of {row.cells:,} cells", remedy)
        for row in made.comparison.itertuples()
        if row.different
    ]  # fmt: skip
    if problems:
        raise DataError(problems)


def _refuse(name: str, trouble: str, remedy: str = AGAIN) -> DataError:
    return DataError([Problem(name, None, "", "", trouble, remedy)])


def _read_members(path: Path) -> dict[str, bytes]:
    """The known members by name."""
    if not path.is_file():
        raise UsageError(f"There is no file '{path}'. Give the path of an archive that this program exported.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path.name)
            there = set(archive.namelist())
            return {name: archive.read(name) for name in dict.fromkeys(KNOWN) if name in there}
    except BROKEN as error:
        raise _refuse(path.name, f"is not a zip that can be read ({error})") from None


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise _refuse(name, f"holds {len(members):,} files; the limit is {MOST_MEMBERS:,}")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise _refuse(name, f"is larger than {MOST_BYTES // 1_000_000} MB once unpacked")
    missing = sorted(set(NEEDED) - {member.filename for member in members})
    if missing:
        raise DataError([Problem(name, None, one, "", "is missing from the archive", AGAIN) for one in missing])


def _read_view(content: bytes) -> tuple[dict, View]:
    try:
        about = json.loads(content)
    except (ValueError, RecursionError):
        raise _refuse(FILE, "is not JSON") from None
    if not isinstance(about, dict):
        raise _refuse(FILE, "is not a table of fields")
    return about, from_json(about.get("view"))


def _load_inputs(folder: Path, members: dict[str, bytes]) -> tuple[Dossier, pd.DataFrame]:
    for name in members.keys() & {SCORES, *(f"dossier/{file}" for file in DOSSIER_FILES)}:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(members[name])
    return load_dossier(folder / "dossier"), _load_scores(folder / "models")


def _load_scores(folder: Path) -> pd.DataFrame:
    return read_scores(folder, name=SCORES, remedy=AGAIN)


def _compare_tables(made: bytes, held: bytes, name: str) -> tuple[int, int, int]:
    """Rows, cells and different cells of two tables; a row or column that one of them lacks is different throughout."""
    both = [parse_table(content, ROWS[name]).reset_index(drop=True) for content in (made, held)]
    length = max(map(len, both))
    columns = list(dict.fromkeys([*both[0], *both[1]]))
    left, right = (table.reindex(index=range(length), columns=columns).to_numpy(dtype=object) for table in both)
    same = np.equal(left, right).astype(bool)
    doubtful = [_is_near(*pair) for pair in zip(left[~same], right[~same], strict=True)]
    return length, same.size, len(doubtful) - sum(doubtful)


def _is_near(left: object, right: object) -> bool:
    try:
        return abs(float(str(left)) - float(str(right))) <= NEAR
    except ValueError:
        return False
