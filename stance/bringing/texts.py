"""CSV as spreadsheet programs of all countries write it: any common encoding, parted by any common sign.

Belongs here: which encoding and which sign. Not here: quotes and rows (`stance.dossier.csv_reading`), which also has the faults.
What was taken for what is said, since a guess can be wrong.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

import pandas as pd

from stance.bringing.titles import skip_titles
from stance.dossier.csv_reading import SIGNS, collect_rows, list_rows
from stance.dossier.encodings import check_encoding, guess_encoding
from stance.errors import DataError, Problem
from stance.formats import upper_first
from stance.limits import SHEET_ROWS

MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NAMES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "shift_jis": "Shift-JIS", "utf-16": "UTF-16", "koi8_r": "KOI8-R", "euc_jp": "EUC-JP", "big5": "Big5", "gb18030": "GB 18030", "euc_kr": "EUC-KR"}  # fmt: skip
SAID_SIGN = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
HEAD_LINES, HEAD_CHARACTERS = 20, 100_000


def read_text(content: bytes, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of a CSV file as text with their numbers, and what was read how; raises DataError with every fault of form."""
    text, encoding = _decode(content, name)
    said = SAID_SIGN.match(text)
    text = text[said.end() :] if said else text
    sign = said[1] if said else guess_sign(text)
    file = io.BytesIO(text.encode())
    check_encoding(file, name)
    rows, titles = skip_titles(list_rows(file, name, sign))
    frame = collect_rows(rows, name, sign=sign, most=SHEET_ROWS)
    return frame, (*_describe(encoding, sign), *titles)


def _describe(encoding: str, sign: str) -> list[str]:
    """What was taken for what: "Read as Windows-1251, parted by semicolons"; nothing for UTF-8 and commas."""
    parts = [] if encoding.startswith("utf-8") else [f"read as {NAMES.get(encoding, encoding)}"]
    parts += [] if sign == "," else [f"parted by {SIGNS[sign]}s"]
    return [upper_first(", ".join(parts))] if parts else []


def _decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and its encoding; raises DataError where none fits."""
    encoding = next((found for mark, found in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        if encoding != "utf-8":
            remedy = "Save it again as CSV UTF-8"
            raise DataError(
                [Problem(name, None, "", "", f"is broken {NAMES.get(encoding, 'UTF-8')}", remedy)]
            ) from None
    guessed = guess_encoding(content)
    try:
        return content.decode(guessed), guessed
    except (LookupError, UnicodeDecodeError):
        check_encoding(io.BytesIO(content), name)  # raises with the line and the likeliest encoding
        raise


def guess_sign(text: str) -> str:
    """The sign that parts the cells: the one with the most cells in the first line that has several; a comma where none has."""
    lines = islice(_list_lines(text[:HEAD_CHARACTERS]), HEAD_LINES)
    for line in lines:
        counts = {sign: _count_cells(line, sign) for sign in SIGNS}
        if max(counts.values()) > 1:
            return max(counts, key=lambda sign: counts[sign])
    return ","


def _list_lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip())


def _count_cells(line: str, sign: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=sign), []))
    except csv.Error:
        return 0
