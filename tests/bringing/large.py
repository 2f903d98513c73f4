"""Files that are small to make and would be large to read."""

from .hostile import BODY, HEADER, make_book, make_zip, write_row, write_sheet

HEAD = write_sheet(write_row(1, HEADER)).removesuffix("</sheetData></worksheet>")
TAIL = "</sheetData></worksheet>"


def _make_sheet(rows: str) -> bytes:
    return make_book(HEAD + rows + TAIL)


FILES = {
    "a million rows of CSV": lambda: b"When,Speaker,Quote\n" + b"2020-01-02,ann,We want\n" * 1_000_000,
    "a million rows": lambda: _make_sheet("<row><c><v>1</v></c><c><v>2</v></c></row>" * 1_000_000),
    "a cell of 50 MB": lambda: _make_sheet(f'<row><c t="str"><v>{"x" * 50_000_000}</v></c></row>'),
    "a shared text of 50 MB": lambda: make_book(
        write_sheet(), sharedStrings=f"<sst><si><t>{'x' * 50_000_000}</t></si></sst>"
    ),
    "a line of 25 MB": lambda: b"a,b\n" + b"x" * 25_000_000,
    "elements without end": lambda: _make_sheet("<a/>" * 4_100_000),
    "rows without end": lambda: _make_sheet("<row/>" * 1_100_000),
    "a tag without end": lambda: _make_sheet(f"<row {'x' * 20_000_000}"),
    "a row far below": lambda: _make_sheet(write_row(1_048_576, BODY)),
    "a long directory": lambda: make_zip(xl__a_xml="") + b"PK\x01\x02" * 6_000_000,
    "half a million texts": lambda: make_book(
        write_sheet(write_row(1, HEADER), '<row r="2"><c t="s"><v>499999</v></c></row>'),
        sharedStrings=f"<sst>{''.join(f'<si><t>text number {number}</t></si>' for number in range(500_000))}</sst>",
    ),
}
