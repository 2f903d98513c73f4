"""Bytes to text: UTF-8 or a sentence that says what the file seems to be in.

Belongs here: encodings. Not here: rows and cells (`csv_reading`).
"""

import codecs
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

from stance.errors import DataError, Problem
from stance.limits import LINES, Limit

WIDE = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
CYRILLIC = ("cp1251", "koi8_r")
MOST_LINES = 200
CHUNK = 1_000_000
REMEDY = "Save it again as CSV UTF-8"


def check_encoding(file: BinaryIO, name: str, limit: Limit = LINES) -> None:
    """Reads a file through once, in pieces; raises DataError where it is not UTF-8, holds a NUL or has too many lines."""
    decoder, lines = codecs.getincrementaldecoder("utf-8")(), 1
    while chunk := file.read(CHUNK):
        _check_chunk(chunk, lines, name, first=file.tell() == len(chunk))
        _decode_chunk(decoder, chunk, lines, file, name)
        lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
        if lines > limit.most + 1:
            raise DataError([Problem(name, None, "", "", *limit.refuse())])
    file.seek(0)


def _check_chunk(chunk: bytes, line: int, name: str, *, first: bool) -> None:
    if first and chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError([Problem(name, None, "", "", "is in UTF-16", REMEDY)])
    if b"\0" in chunk:
        line += chunk[: chunk.index(b"\0")].count(b"\n")
        raise DataError([Problem(name, line, "", "", "holds a NUL character", REMEDY)])


def _decode_chunk(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, file: BinaryIO, name: str) -> None:
    """Raises DataError with the line and the likeliest encoding where the chunk, or a last sign that is cut, is not UTF-8."""
    try:
        decoder.decode(chunk, final=len(chunk) < CHUNK)
    except UnicodeDecodeError as error:
        line += chunk[: error.start].count(b"\n")
        file.seek(0)
        trouble = f"is not UTF-8 near line {line} (perhaps {guess_encoding(file.read(10 * CHUNK))})"
        raise DataError([Problem(name, None, "", "", trouble, REMEDY)]) from None


def guess_encoding(content: bytes) -> str:
    """The likeliest encoding by the lines that are not plain ASCII; "an unknown encoding" where none can read them."""
    lines = b"\n".join([line for line in content.splitlines() if not line.isascii()][:MOST_LINES])[:CHUNK]
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
