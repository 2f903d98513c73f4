"""A dossier of a reader's own put into a folder: whole or not at all, from files that were made here or from a zip.

Belongs here: names of folders, and which members of a zip are a dossier. Not here: the limits of a zip (`stance.dossier.unpacking`).
Files are written beside the place, loaded once, and then renamed: what stood there before stays until the new one is sound.
"""

import io
import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

from stance.dossier.codebook import FILE
from stance.dossier.loading import load_dossier
from stance.dossier.spellings import FILES
from stance.dossier.tables import read_table
from stance.dossier.unpacking import Bounds, list_members, open_zip, read_member
from stance.errors import DataError, Problem, UsageError
from stance.limits import OWN_DOSSIER_BYTES, OWN_DOSSIER_FILES, OWN_ZIP_BYTES, SHEET_ROWS

REMEDY = "Zip the folder of a dossier again, with nothing else in it"
BOUNDS = Bounds(OWN_DOSSIER_FILES, OWN_DOSSIER_BYTES, REMEDY)
LONGEST_NAME, NO_NAME = 60, "own"
ENDINGS = re.compile(r"\.(csv|tsv|txt|xlsx|xlsm|parquet|zip)$", re.IGNORECASE)
OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0")
LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
PACKED = (".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz")


def make_name(name: str) -> str:
    """A name for a folder from that of a file: letters, digits, hyphens, never a path; "own" where nothing is left."""
    plain = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1]
    words = re.sub(r"[\W_]+", "-", ENDINGS.sub("", plain).casefold()).strip("-")
    short = words[:LONGEST_NAME].encode()[: 3 * LONGEST_NAME].decode(errors="ignore").strip("-")
    return short or NO_NAME


def place_dossier(files: Mapping[str, bytes], root: Path, name: str) -> Path:
    """Writes the files of a dossier into a folder of `root` and gives the folder; one of that name is replaced.

    Raises CodebookError or DataError where they are no dossier, UsageError where they cannot be written; then nothing has changed.
    """
    target, beside = root / make_name(name), root / f".part-{token_hex(8)}"
    try:
        _write(files, beside / target.name)
        _check_parquet(beside / target.name)
        load_dossier(beside / target.name)
        _replace(target, beside)
    except OSError as error:
        raise UsageError(
            f"The dossier cannot be kept ({error.strerror or error}). Try again, or give a smaller one."
        ) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def unpack_dossier(content: bytes, name: str, root: Path) -> Path:
    """Puts the dossier of a zip into a folder of `root`, as `place_dossier`: a zipped folder, or an archive that this program exported.

    Raises DataError with every fault of the zip.
    """
    return place_dossier(read_dossier_zip(content, name), root, name)


def read_dossier_zip(content: bytes, name: str) -> dict[str, bytes]:
    """The files of a dossier in a zip, by name; nothing else of it is unpacked. Raises DataError with every fault of the zip."""
    if len(content) > OWN_ZIP_BYTES.most:
        raise DataError([Problem(name, None, "", "", *OWN_ZIP_BYTES.refuse())])
    with open_zip(io.BytesIO(content), name, BOUNDS) as archive:
        members = [one for one in list_members(archive) if not _is_left_behind(one.filename)]
        if problems := [problem for one in members if (problem := _check_member(one, name))]:
            raise DataError(problems)
        wanted = _find_dossier(members, name)
        return {file: read_member(archive, member, name, REMEDY) for file, member in wanted.items()}


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    for name, content in files.items():
        if name not in FILES:
            raise UsageError(f"'{name}' is no file of a dossier.")
        (folder / name).write_bytes(content)


def _check_parquet(folder: Path) -> None:
    """Raises DataError where a Parquet table is larger than what is brought may be: in a folder of data/ it could be larger."""
    for path in sorted(folder.glob("*.parquet")):
        rows = len(read_table(path, most=(OWN_ZIP_BYTES, OWN_DOSSIER_BYTES)))
        if rows > SHEET_ROWS.most:
            raise DataError([Problem(path.name, None, "", "", *SHEET_ROWS.refuse())])


def _replace(target: Path, beside: Path) -> None:
    """Puts the new folder in the place of the old one, which goes back if that fails."""
    old = beside / "old"
    if target.exists():
        target.rename(old)
    try:
        (beside / target.name).rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _is_left_behind(member: str) -> bool:
    """Whether a member is what the system of the one who zipped it left there."""
    return member.startswith(LEFT_BY_SYSTEMS[0]) or member.rsplit("/", 1)[-1] in LEFT_BY_SYSTEMS[1:]


def _check_member(member: zipfile.ZipInfo, name: str) -> Problem | None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if OUTSIDE.search(member.orig_filename) or OUTSIDE.search(member.filename):
        return Problem(name, None, "", member.filename, "leads out of the zip", REMEDY)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Problem(name, None, "", member.filename, "is a link or a device, not a file", REMEDY)
    if member.filename.lower().endswith(PACKED):
        return Problem(
            name, None, "", member.filename, "is an archive within the zip", "Unpack it first, and zip its files"
        )
    return None


def _find_dossier(members: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """The members that are files of a dossier, from the one folder that holds a codebook; the one nearest to the top."""
    books = [one.filename for one in members if one.filename.rsplit("/", 1)[-1] == FILE]
    nearest = sorted((one for one in books if one.count("/") == min(map(_count_folders, books))), key=len)
    if not nearest:
        raise DataError([Problem(name, None, "", FILE, "is missing from the zip", REMEDY)])
    if len(nearest) > 1:
        trouble = "stands in several folders of the zip"
        raise DataError([Problem(name, None, "", FILE, trouble, "Zip one dossier alone")])
    folder = nearest[0].removesuffix(FILE)
    return {
        one.filename.removeprefix(folder): one
        for one in members
        if one.filename.startswith(folder) and one.filename.removeprefix(folder) in FILES
    }


def _count_folders(member: str) -> int:
    return member.count("/")
