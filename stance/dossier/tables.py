"""Files to frames of text and back: encodings, delimiters, ragged rows, CSV or Parquet.

Belongs here: what is true of any table. Not here: what the columns mean (see `columns`).
Every cell is text and an empty cell is "", so that a place called NA or a note such as "null" survives.
The index is the row number that a spreadsheet shows; the header is row 1.
"""

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
from charset_normalizer import from_bytes
from pyarrow import csv as csv_writer

from stance.dossier.parquet import read_parquet
from stance.errors import DataError, Problem, UsageError

LARGEST_FILE = 200_000_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDE = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
CYRILLIC = ("cp1251", "koi8_r")
MOST_LINES = 200

csv.field_size_limit(10_000_000)


def read_table(path: Path) -> pd.DataFrame:
    """The rows of a CSV or Parquet file as text; raises DataError with every fault of the file's form."""
    if not path.is_file():
        raise DataError([_problem(path, None, "", "is missing", "Check the name and the folder")])
    if path.stat().st_size > LARGEST_FILE:
        remedy = f"Split the file; the limit is {LARGEST_FILE // 1_000_000} MB"
        raise DataError([_problem(path, None, "", "is too large", remedy)])
    return read_parquet(path) if path.suffix.lower() == ".parquet" else parse_table(path.read_bytes(), path.name)


def parse_table(content: bytes, name: str) -> pd.DataFrame:
    """The rows of a CSV file given as bytes; raises DataError like `read_table`."""
    path = Path(name)
    rows = _split_rows(_decode(content, path), path)
    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = _check_header(header, path) + _check_width(rows[1:], len(header), path)
    if problems:
        raise DataError(problems)
    filled = [(number, row) for number, row in enumerate(rows[1:], 2) if any(cell.strip() for cell in row)]
    index = pd.Index([number for number, _ in filled], name="row", dtype="int64")
    return pd.DataFrame([row for _, row in filled], columns=header, index=index, dtype="str")


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Writes a frame as CSV (UTF-8, texts in quotes) or Parquet by the ending of `path`; missing cells are empty."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".parquet":
            frame.to_parquet(path, index=False)
        else:
            csv_writer.write_csv(pa.Table.from_pandas(frame, preserve_index=False), path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error}). Choose another place.") from None


def to_csv_bytes(frame: pd.DataFrame, *, guard: bool = True) -> bytes:
    """The frame as CSV in UTF-8; with `guard`, texts that a spreadsheet would run as a formula get a leading '."""
    return (_guard_formulas(frame) if guard else frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    kinds = (pd.api.types.is_numeric_dtype, pd.api.types.is_datetime64_any_dtype)
    texts = [name for name in frame.columns if not any(kind(frame[name]) for kind in kinds)]
    return frame.assign(**{name: frame[name].map(_guard_cell, na_action="ignore") for name in texts})


def _guard_cell(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _problem(path: Path, row: int | None, value: str, trouble: str, remedy: str, column: str = "") -> Problem:
    return Problem(path.name, row, column, value, trouble, remedy)


def _decode(content: bytes, path: Path) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError([_problem(path, None, "", "is in UTF-16", "Save it again as CSV UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        trouble = f"is not UTF-8 near line {line} (perhaps {_guess_encoding(content)})"
        raise DataError([_problem(path, None, "", trouble, "Save it again as CSV UTF-8")]) from None


def _guess_encoding(content: bytes) -> str:
    """The likeliest encoding by the lines that are not plain ASCII; "an unknown encoding" where none can read them."""
    lines = b"\n".join([line for line in content.splitlines() if not line.isascii()][:MOST_LINES])
    if _is_russian(lines.decode("cp1251", errors="replace")):
        return "cp1251"
    best = from_bytes(lines, cp_isolation=[*WIDE, *CYRILLIC], threshold=0.5).best()
    if best and (best.encoding in WIDE or re.search("[а-яё]{3}", str(best), re.IGNORECASE)):
        return best.encoding
    try:
        lines.decode("cp1252")
    except UnicodeDecodeError:
        return "an unknown encoding"
    return "cp1252"


def _is_russian(text: str) -> bool:
    """Whether most words with a letter beyond ASCII are Cyrillic and cased as words are; chance makes no such words."""
    words = re.findall(r"\w*[^\W\x00-\x7f]\w*", text)
    sound = [word for word in words if re.fullmatch("[А-ЯЁ]?[а-яё]{2,}", word)]
    return len(sound) > len(words) / 2


def _split_rows(text: str, path: Path) -> list[list[str]]:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DataError([_problem(path, line, "", "holds a NUL character", "Save it again as CSV UTF-8")])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        remedy = "Check the quotation marks; a quote inside a quoted cell is written twice"
        raise DataError([_problem(path, None, "", f"is not CSV ({error})", remedy)]) from None


def _check_header(header: list[str], path: Path) -> list[Problem]:
    if not header:
        return [_problem(path, 1, "", "is empty", "Write a header and at least one row")]
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        return [_problem(path, 1, header[0], "is one column", "Separate the columns with commas")]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [_problem(path, 1, name, "stands twice in the header", "Rename or delete one column") for name in twice]


def _check_width(rows: list[list[str]], width: int, path: Path) -> list[Problem]:
    remedy = "Put cells with a comma in double quotes and check for missing cells"
    return [
        _problem(path, number, "", f"has {len(row)} cells where the header has {width}", remedy)
        for number, row in enumerate(rows, 2)
        if row and len(row) != width
    ]
