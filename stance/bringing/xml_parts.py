"""The XML of a workbook read piece by piece: no tree is built, nothing that it refers to is looked up.

Belongs here: what is true of any hostile XML. Not here: what the elements mean (`workbooks`, `worksheets`).
A document type is refused, and with it every entity; so are a tag that does not end and elements without end.
"""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from stance.errors import StanceError

PIECE, LONGEST_TAG, DEEPEST, MOST_ELEMENTS = 1 << 16, 1 << 20, 60, 4_000_000
Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class PartError(StanceError):
    """A part of a workbook cannot be read; the message is a trouble without its subject."""


def walk_part(file: IO[bytes], start: Start, end: End, text: Callable[[str], None]) -> None:
    """Calls `start` and `end` for every element, by its name without a namespace, and `text` for what stands between.

    Raises PartError where the file is not XML, or is XML that no spreadsheet program writes.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.EntityDeclHandler = _refuse_type
    depth = count = 0

    def open_element(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise PartError("holds more elements than a table needs")
        start(name.rpartition(":")[2], attributes)

    def close_element(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
        open_element,
        close_element,
        text,
    )
    try:
        _feed(parser, file)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise PartError(f"holds XML that is broken ({error})") from None


def _feed(parser: expat.XMLParserType, file: IO[bytes]) -> None:
    fed = 0
    while piece := file.read(PIECE):
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - parser.CurrentByteIndex > LONGEST_TAG:
            raise PartError("holds a tag that does not end")
    parser.Parse(b"", True)


def _refuse_type(*_: object) -> None:
    raise PartError("declares a document type or an entity, which no spreadsheet program writes")
