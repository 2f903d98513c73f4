"""Reading an archive back: all of it that can be made again is, and is compared with what the archive holds.

Belongs here: which member is compared how, and what is said of it. Not here: writing archives (see `archive`), opening
the zip (`dossier.unpacking`), comparing cells and bytes (`comparing`).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from stance import __version__
from stance.dossier.loading import Dossier, list_files, load_dossier
from stance.dossier.scores import SCORES_COLUMNS, read_scores
from stance.dossier.spellings import CSV, PARQUET
from stance.dossier.unpacking import AGAIN, read_members
from stance.errors import DataError, Problem, make_visible
from stance.export.archive import DOSSIER_FILES, PAPERS, ROWS, SCORES, SUMS, write_papers, write_sums
from stance.export.asked import check_view
from stance.export.comparing import Cells, compare_table, find_difference, read_rows, read_sums
from stance.export.findings import FILE as FINDINGS
from stance.export.rows import build_tables
from stance.export.view import FILE, read_view
from stance.files import read_json
from stance.formats import format_count
from stance.limits import SCORES_BYTES, SCORES_ROWS
from stance.names import find_near

DOSSIER = tuple(f"dossier/{name}" for name in DOSSIER_FILES)
NEEDED = (FILE, SCORES, *ROWS.values(), *DOSSIER[:2])
AGAIN_MADE = (*ROWS.values(), *PAPERS, SUMS)
KNOWN = (*NEEDED, *DOSSIER, *PAPERS, SUMS)
EXHIBIT = re.compile(r"exhibits/[\w.~-]+\.csv")
MADE, SUMMED, HASHED = (
    "made again, byte for byte",
    "not made again, by its checksum",
    "not made again, by the data hash",
)
LINED, NOT = "each line with the file that it names", "not compared"


@dataclass(frozen=True)
class Rebuilt:
    """An archive made again, and what it was made with.

    comparison: the tables by table, rows, cells, different (how many cells), trouble (what else differs, "" for nothing).
    files: every other member, and those that are missing, by file, compared (how, or that and why not) and trouble ("" where
    none was found). tables: those made again, by name.
    """

    comparison: pd.DataFrame
    files: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    program: str


def rebuild(path: Path) -> Rebuilt:
    """The tables and texts of an archive made again and compared with those that it holds; the rest by checksums.

    Raises UsageError where there is no such file, DataError with every fault of the archive, CodebookError or DataError
    with those of the dossier in it.
    """
    with TemporaryDirectory() as place:
        folder = Path(place)
        sums = read_members(path, folder, KNOWN)
        _check_needed(sums, path.name)
        origin, view = read_view(read_json(folder / FILE))
        dossier, scores = _load_inputs(folder)
        if problems := check_view(view, dossier):
            raise DataError(problems)
        tables = build_tables(dossier, scores, view)
        papers = write_papers(dossier, view, origin, origin.day) if origin.day else {}
        comparison = _compare_tables(folder, tables, same=origin.data_hash == dossier.data_hash)
        rows = _list_files(folder, sums, papers)
        files = pd.DataFrame(rows, columns=["file", "compared", "trouble"])
    return Rebuilt(comparison, files, tables, origin.program)


def _check_needed(sums: Collection[str], name: str) -> None:
    """Raises DataError with every member without which nothing can be made again."""
    strangers = [one for one in sums if one not in KNOWN]
    absent = [one for one in sorted(NEEDED) if one not in sums and one.replace(CSV, PARQUET) not in sums]
    missing = {one: find_near(one, strangers) for one in absent}
    remedies = {one: f"Perhaps it is '{make_visible(near)}'" if near else AGAIN for one, near in missing.items()}
    if missing:
        raise DataError(
            [Problem(one, None, "", "", f"is missing from the archive {name}", remedies[one]) for one in missing]
        )


def _load_inputs(folder: Path) -> tuple[Dossier, pd.DataFrame]:
    return load_dossier(folder / "dossier"), _load_scores(folder / SCORES)


def _load_scores(path: Path) -> pd.DataFrame:
    """The scores of an archive; raises DataError where they are not those of a classifier."""
    _check_form(path)
    return read_scores(path.parent, name=SCORES, remedy=AGAIN)


def _check_form(path: Path) -> None:
    """Raises DataError with what is wrong with the size, header or rows of scores: the library that reads them has no limits."""
    if path.stat().st_size > SCORES_BYTES.most:
        raise DataError([Problem(SCORES, None, "", "", *SCORES_BYTES.refuse())])
    rows = read_rows(path.read_bytes(), SCORES)
    names = next(rows)
    missing = [name for name in SCORES_COLUMNS if name not in names]
    if missing:
        raise DataError([Problem(SCORES, 1, name, "", "is missing from the header", AGAIN) for name in missing])
    if any(number > SCORES_ROWS.most for number, _ in enumerate(rows, 1)):
        raise DataError([Problem(SCORES, None, "", "", *SCORES_ROWS.refuse())])


def _compare_tables(folder: Path, tables: Mapping[str, pd.DataFrame], *, same: bool) -> pd.DataFrame:
    """Every table with its `Cells`; first the data hash, as a table of one cell that is the `same` or not."""
    rows = [{"table": "data hash", **asdict(Cells(1, 1, int(not same)))}]
    rows += [
        {"table": name, **asdict(compare_table(table, folder / ROWS[name], ROWS[name]))}
        for name, table in tables.items()
    ]
    return pd.DataFrame(rows)


def _list_files(folder: Path, sums: Mapping[str, str], papers: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Every member but the tables, and those that are missing: file, compared, trouble."""
    listed = read_sums(folder / SUMS)
    made = {**papers, SUMS: write_sums({name: one for name, one in listed.items() if name not in AGAIN_MADE})}
    wanted = {*PAPERS, *listed, *((SUMS, FINDINGS) if papers or SUMS in sums else ())}
    for name in sorted({*sums, *wanted} - set(ROWS.values())):
        if name not in sums:
            yield name, NOT, "is missing from the archive"
        elif name not in KNOWN and name != FINDINGS and not EXHIBIT.fullmatch(name):
            yield name, NOT, _describe_stranger(name)
        elif name in made:
            yield name, LINED if name == SUMS else MADE, find_difference(made[name], folder / name)
        else:
            yield name, *_compare_sum(name, sums[name], listed if SUMS in sums else None)


def _describe_stranger(name: str) -> str:
    near = find_near(name, KNOWN)
    return f"does not belong in an archive{f' (perhaps it is {near})' if near else ''}"


def _compare_sum(name: str, found: str, listed: Mapping[str, str] | None) -> tuple[str, str]:
    """How a member that is not made again is compared, and its trouble; `listed` is None in archives of earlier versions."""
    if name in PAPERS:
        return f"{NOT}, the archive does not hold the day of its export", ""
    if listed is None:
        hashed = name in {f"dossier/{path.name}" for path in list_files(Path())}
        return (HASHED, "") if hashed else (f"{NOT}, the archive holds no checksum of it", "")
    if name not in listed:
        return NOT, f"has no checksum in {SUMS}"
    return SUMMED, "" if listed[name] == found else f"differs from its checksum in {SUMS}"


def write_comparison(made: Rebuilt) -> str:
    """A line for each table and each other file: how it was compared, and whether it is the same."""
    lines = []
    for row in made.comparison.itertuples():
        end = f"{row.different:,} different{row.trouble and f' ({row.trouble})'}" if row.different else "all the same"
        lines.append(f"{row.table}: {format_count(row.rows, 'row')}, {format_count(row.cells, 'cell')}, {end}")
    for row in made.files.itertuples():
        end = row.trouble or ("the same" if row.compared in (MADE, SUMMED, LINED) else "")
        lines.append(f"{row.file}: {', '.join(filter(None, (row.compared, end)))}")
    return make_visible("\n".join(lines))


def refuse_differences(made: Rebuilt) -> None:
    """Raises DataError with every table and file that differs, and what to do about it; nothing where all are the same."""
    changed = "Someone changed the archive: export the view again"
    remedy = "Someone changed the archive, or another version of the program makes other numbers"
    if made.program != __version__:
        remedy = f"The archive is of program version {made.program}, this is {__version__}: rebuild it with its own"
    problems = [
        Problem(ROWS.get(row.table, FILE), None, row.table, "", _describe_cells(row), remedy)
        for row in made.comparison.itertuples()
        if row.different
    ]
    problems += [
        Problem(make_visible(row.file), None, "", "", row.trouble, remedy if row.compared == MADE else changed)
        for row in made.files.itertuples()
        if row.trouble
    ]
    if problems:
        raise DataError(problems)


def _describe_cells(row: Any) -> str:
    return f"differs in {row.different:,} of {row.cells:,} cells{row.trouble and f': {row.trouble}'}"
