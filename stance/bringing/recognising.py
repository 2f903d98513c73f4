"""What a file is by its first bytes, whatever its name says; a sentence for what is no table.

Belongs here: kinds of files. Not here: reading those that are tables (`texts`, `workbooks`, `stance.dossier.parquet`).
"""

from stance.dossier.unpacking import list_names
from stance.errors import DataError, Problem

CSV, XLSX, PARQUET = "csv", "xlsx", "parquet"
SAVE = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8, and give that"
OLD_EXCEL, LOCKED_NAME = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
FOREIGN = (
    (b"%PDF", "is a PDF, not a table", "Copy its table into a spreadsheet and save that as .xlsx or CSV UTF-8"),
    (b"\x1f\x8b", "is packed by gzip", "Unpack it, and give the file inside"),
    (b"7z\xbc\xaf", "is a 7z archive", "Unpack it, and give the table inside"),
    (b"Rar!", "is a RAR archive", "Unpack it, and give the table inside"),
    (b"{\\rtf", "is a text document (RTF), not a table", SAVE),
    (b"\x89PNG", "is a picture, not a table", "Type or copy the table into a spreadsheet"),
    (b"\xff\xd8\xff", "is a picture, not a table", "Type or copy the table into a spreadsheet"),
    (b"SQLite format 3", "is a database, not a table", "Export the table as CSV UTF-8"),
)
HEAD_BYTES = 100_000
MARKUP = ((b"<html", "a web page"), (b"<!doctype html", "a web page"), (b"<?xml", "XML"), (b"<table", "a web page"))
MEMBERS = (
    ("xl/workbook.bin", "is a binary workbook (.xlsb)", SAVE),
    ("content.xml", "is a document of LibreOffice (.ods), which is not read", SAVE),
    ("word/document.xml", "is a text document (.docx), not a table", SAVE),
    ("ppt/presentation.xml", "is a presentation (.pptx), not a table", SAVE),
    ("Index/Document.iwa", "is a document of Numbers or Pages, which is not read", SAVE),
)


def recognise_table(content: bytes, name: str) -> str:
    """What kind of table a file is: "csv", "xlsx" or "parquet"; raises DataError where it is something else."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise _refuse(name, "is empty", "Write a header and at least one row")
    if content.startswith(b"PAR1"):
        return PARQUET
    if content.startswith(ZIP):
        return _recognise_zip(content, name)
    if content.startswith(OLD_EXCEL):
        locked = LOCKED_NAME in content
        trouble = "is protected by a password" if locked else "is a workbook of an old Excel (.xls), which is not read"
        raise _refuse(name, trouble, "Save it without a password" if locked else SAVE)
    for begin, trouble, remedy in FOREIGN:
        if content.startswith(begin):
            raise _refuse(name, trouble, remedy)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for begin, kind in MARKUP:
        if start.startswith(begin):
            raise _refuse(name, f"is {kind}, whatever its ending says", f"Open it in a spreadsheet program. {SAVE}")
    return CSV


def is_dossier_zip(content: bytes) -> bool:
    """Whether a file is a zip that holds a codebook, as a zipped dossier does."""
    return any(one.rsplit("/", 1)[-1] == "codebook.toml" for one in _list_names(content))


def _recognise_zip(content: bytes, name: str) -> str:
    names = _list_names(content)
    if any(one.startswith("xl/") and one.endswith(".xml") for one in names):
        return XLSX
    for member, trouble, remedy in MEMBERS:
        if member in names:
            raise _refuse(name, trouble, remedy)
    if is_dossier_zip(content):
        raise _refuse(name, "is a zip of a whole dossier, not one table", "Give it where a dossier is asked for")
    raise _refuse(name, "is a zip, not a table", "Unpack it, and give the table inside")


def _list_names(content: bytes) -> list[str]:
    """The names in a zip; none where it cannot be read, which is found out when it is unpacked."""
    return list_names(content) or (["xl/workbook.xml"] if b"xl/" in content[:HEAD_BYTES] else [])


def _refuse(name: str, trouble: str, remedy: str) -> DataError:
    return DataError([Problem(name, None, "", "", trouble, remedy)])
