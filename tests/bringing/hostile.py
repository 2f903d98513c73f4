"""Files that no one should give and some will: each with the name that it goes by, and a part of the sentence that it gets."""

import io
import struct
import zipfile
from collections.abc import Callable

import pandas as pd

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ("When", "Speaker", "Quote")
BODY = ("2020-01-02", "ann", "We want a fund")
BILLION = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
BILLION += "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def write_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def write_row(number: int, texts: tuple[str, ...]) -> str:
    cells = "".join(write_cell(f"{'ABCDEFGH'[place]}{number}", text) for place, text in enumerate(texts) if text)
    return f'<row r="{number}">{cells}</row>'


def write_sheet(*rows: str, after: str = "", before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def make_book(sheet: str | bytes, *, compressed: bool = True, **others: str | bytes) -> bytes:
    """A workbook of one sheet, given as XML; `others` are parts in the place of those below, by their names without ending."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    parts |= {f"xl/{name}.xml": content for name, content in others.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def make_plain_book(*rows: tuple[str, ...], after: str = "") -> bytes:
    return make_book(write_sheet(*(write_row(number, row) for number, row in enumerate(rows, 1)), after=after))


def make_zip(**members: str | bytes) -> bytes:
    """A zip; a double underscore in a name stands for a slash, a single one for a point."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return written.getvalue()


def lie_about_sizes(content: bytes, size: int) -> bytes:
    """The zip with another unpacked size of its last member, in its header and in the directory."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        last = archive.infolist()[-1]
    changed = bytearray(content)
    changed[last.header_offset + 22 : last.header_offset + 26] = struct.pack("<I", size)
    place = content.rindex(b"PK\x01\x02")
    changed[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(changed)


def make_large_zip() -> bytes:
    return lie_about_sizes(make_book(write_sheet(write_row(1, HEADER))), 101_000_000)


def write_parquet() -> bytes:
    written = io.BytesIO()
    pd.DataFrame([BODY], columns=list(HEADER)).to_parquet(written)
    return written.getvalue()


FORMULA = '<row r="2"><c r="A2"><f>TODAY()</f></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
TEXT = "When,Speaker,Quote\n2020-01-02,ann,We want a fund\n"
Made = Callable[[], bytes]

# What is refused when it is read: the name that it is given under, its bytes, a part of the sentence.
REFUSED: dict[str, tuple[str, Made, str]] = {
    "empty": ("a.csv", lambda: b"", "is empty. Write a header and at least one row"),
    "blank": ("a.csv", lambda: b"\xef\xbb\xbf \r\n\r\n", "is empty"),
    "empty workbook": ("a.xlsx", lambda: make_book(write_sheet()), "is empty"),
    "header only": ("a.csv", lambda: b"When,Speaker\n", "holds a header and no row"),
    "header only, workbook": ("a.xlsx", lambda: make_plain_book(HEADER), "holds a header and no row"),
    "one name twice": ("a.csv", lambda: b"a,b,a\n1,2,3\n", "a.csv, row 1: 'a' stands twice in the header (columns A and C)"),
    "one name twice, workbook": ("a.xlsx", lambda: make_plain_book(("a", "b", "a"), ("1", "2", "3")), "'a' stands twice in the header (columns A and C)"),
    "no name": ("a.xlsx", lambda: make_plain_book(("a", "", "c"), ("1", "2", "3")), "row 2, column B: '2' stands under no name. Name the column"),
    "unclosed quote": ("a.csv", lambda: b'a,b\n1,"2\n', "opens a quotation mark that is never closed"),
    "ragged": ("a.csv", lambda: b"a;b\n1;2;3\n", "row 2: has 3 cells where the header has 2. Put cells with a semicolon in double quotes"),
    "broken UTF-16": ("a.csv", lambda: "ü,b\n1,2\n".encode("utf-16")[:-1], "is broken UTF-16. Save it again as CSV UTF-8"),
    "no encoding": ("a.csv", lambda: b"a,b\n1,\x81\x98 \x81\xff\x8d\n", "is not UTF-8 near line 2 (perhaps an unknown encoding)"),
    "NUL": ("a.csv", lambda: b"a,b\n1,\x002\n", "holds a NUL character"),
    "old Excel": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a workbook of an old Excel (.xls), which is not read. Save it as an Excel workbook (.xlsx)"),
    "old Excel, renamed": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is a workbook of an old Excel (.xls)"),
    "locked": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is protected by a password. Save it without a password"),
    "ods": ("a.xlsx", lambda: make_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"), "is a document of LibreOffice (.ods)"),
    "docx": ("a.xlsx", lambda: make_zip(word__document_xml="<x/>"), "is a text document (.docx), not a table"),
    "xlsb": ("a.xlsx", lambda: make_zip(xl__workbook_bin="x"), "is a binary workbook (.xlsb)"),
    "pdf": ("a.csv", lambda: b"%PDF-1.7 x", "is a PDF, not a table. Copy its table into a spreadsheet"),
    "web page": ("a.xls", lambda: b"\r\n<html><table><tr><td>1</td></tr></table></html>", "is a web page, whatever its ending says"),
    "gzip": ("a.csv", lambda: b"\x1f\x8b\x08 x", "is packed by gzip"),
    "picture": ("a.csv", lambda: b"\x89PNG\r\n", "is a picture"),
    "zip": ("a.zip", lambda: make_zip(a_csv=TEXT), "is a zip, not a table. Unpack it"),
    "dossier": ("a.zip", lambda: make_zip(x__codebook_toml="x"), "is a zip of a whole dossier, not one table"),
    "cut zip": ("a.xlsx", lambda: make_plain_book(HEADER, BODY)[:-40], "is not a zip that can be read"),
    "broken Parquet": ("a.parquet", lambda: write_parquet()[:-30], "a.parquet: is not a Parquet file that can be read"),
    "zip bomb": ("a.xlsx", make_large_zip, "is larger than 100,000,000 bytes once unpacked"),
    "lying sizes": ("a.xlsx", lambda: lie_about_sizes(make_book(write_sheet(write_row(1, HEADER) + " " * 100_000)), 40), "a.xlsx: "),
    "many parts": ("a.xlsx", lambda: make_zip(**{"xl__workbook_xml": "", **{f"x{n}": "" for n in range(2001)}}), "holds 2002 parts; the limit is 2000 parts"),
    "a part twice": ("a.xlsx", lambda: _double(), "'xl/workbook.xml' stands in the archive more than once"),
    "billion laughs": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), write_row(2, ("&i;", "b")), before=BILLION)), "declares a document type or an entity"),
    "billion laughs in texts": ("a.xlsx", lambda: make_book(write_sheet(), sharedStrings=f"{BILLION}<sst><si><t>&i;</t></si></sst>"), "declares a document type or an entity"),
    "outer entity": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), write_row(2, ("&a;", "b")), before=OUTSIDE)), "declares a document type or an entity"),
    "outer entity in UTF-16": ("a.xlsx", lambda: make_book(write_sheet(before=OUTSIDE).replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")), "declares a document type or an entity"),
    "broken XML": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER))[:-30]), "holds XML that is broken"),
    "no XML": ("a.xlsx", lambda: make_book(b"\x00\xff\x13"), "holds XML that is broken"),
    "deep": ("a.xlsx", lambda: make_book("<a>" * 5_000), "holds more elements than a table needs"),
    "no such text": ("a.xlsx", lambda: make_book(write_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), "refers to a text that it does not hold"),
    "rows out of order": ("a.xlsx", lambda: make_book(write_sheet(write_row(2, HEADER), write_row(1, BODY))), "lists its rows out of order"),
    "a row without end": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), f'<row r="{"9" * 5000}"/>')), "where a number of a row, style or text belongs"),
    "no sheet": ("a.xlsx", lambda: make_book(write_sheet(), workbook="<workbook/>"), "holds no sheet that can be read"),
    "far column": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), '<row r="2"><c r="XFD2"><v>1</v></c></row>')), "row 2: has 16,384 columns; the limit is 500 columns"),
    "formulas": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), FORMULA)), "row 2, When: '=TODAY()' is a formula whose result is not in the file"),
    "errors": ("a.xlsx", lambda: make_book(write_sheet(write_row(1, HEADER), FORMULA)), "row 2, Speaker: '#DIV/0!' is an error, not a value"),
    "merged": ("a.xlsx", lambda: make_plain_book(HEADER, BODY, ("2020-01-03", "", "No"), after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'), "row 2, Speaker: 'B2:B3' is one merged cell"),
}  # fmt: skip


def _double() -> bytes:
    written = io.BytesIO(make_plain_book(HEADER, BODY))
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("xl/workbook.xmm", "<workbook/>")
    return written.getvalue().replace(b"workbook.xmm", b"workbook.xml")


RUSSIAN, JAPANESE = (
    "Вопрос закрыт и острова наши по итогам войны",
    "北方領土は日本固有の領土であり、返還を求める。カタカナ",
)
# What is read: its bytes, a note that is said, and the first cell of the column Quote.
READ: dict[str, tuple[Made, str, str]] = {
    "plain": (lambda: TEXT.encode(), "", "We want a fund"),
    "mark": (lambda: TEXT.encode("utf-8-sig"), "", "We want a fund"),
    "UTF-16": (lambda: TEXT.encode("utf-16"), "Read as UTF-16", "We want a fund"),
    "UTF-16, big end": (lambda: b"\xfe\xff" + TEXT.encode("utf-16-be"), "Read as UTF-16", "We want a fund"),
    "Excel's text": (lambda: TEXT.replace(",", "\t").encode("utf-16"), "Read as UTF-16, parted by tabs", "We want a fund"),
    "cp1251": (lambda: f"When;Quote\n2020-01-02;{RUSSIAN}\n".encode("cp1251"), "Read as Windows-1251, parted by semicolons", RUSSIAN),
    "Shift-JIS": (lambda: f"When,Quote\n2020-01-02,{JAPANESE}\n".encode("shift_jis"), "Read as Shift-JIS", JAPANESE),
    "cp1252": (lambda: "When,Quote\n2020-01-02,une déclaration\n".encode("cp1252"), "Read as Windows-1252", "une déclaration"),
    "tabs": (lambda: TEXT.replace(",", "\t").encode(), "Parted by tabs", "We want a fund"),
    "bars": (lambda: TEXT.replace(",", "|").encode(), "Parted by bars", "We want a fund"),
    "said sign": (lambda: b"sep=;\r\nWhen;Quote\n1;a,b,c\n", "Parted by semicolons", "a,b,c"),
    "old line ends": (lambda: TEXT.replace("\n", "\r").encode(), "", "We want a fund"),
    "a title above": (lambda: b"All that was said\n\n" + TEXT.encode(), "The header is row 3; what stands above it was left out", "We want a fund"),
    "a title above, workbook": (lambda: make_plain_book(("All that was said",), HEADER, BODY), "The header is row 2", "We want a fund"),
    "workbook": (lambda: make_plain_book(HEADER, BODY), "", "We want a fund"),
    "Parquet": (write_parquet, "", "We want a fund"),
    "one column": (lambda: b"Quote\nWe want a fund\n", "", "We want a fund"),
    "results of formulas": (lambda: make_book(write_sheet(write_row(1, HEADER), '<row r="2"><c r="C2" t="str"><f>A1</f><v>We want a fund</v></c></row>')), "Read the last results of 1 formula", "We want a fund"),
    "a hidden row": (lambda: make_book(write_sheet(write_row(1, HEADER), write_row(2, BODY).replace("<row", '<row hidden="1"'))), "Read 1 hidden row like the others", "We want a fund"),
    "readings": (lambda: make_book(write_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'), sharedStrings=f'<sst xmlns="{MAIN}"><si><t>Quote</t></si><si><r><t>川</t></r><r><t>の水</t></r><rPh><t>かわ</t></rPh></si></sst>'), "", "川の水"),
    "readings beside a text": (
        lambda: make_book(write_sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>Quote</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>川</t><rPh><t>かわ</t></rPh></is></c></row>')),
        "",
        "川",
    ),
    "a value outside of any cell": (lambda: make_book(write_sheet("<v>12</v>", write_row(1, HEADER), write_row(2, BODY))), "", "We want a fund"),
    "other namespace": (lambda: make_book(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="str"><x:v>Quote</x:v></x:c></x:row><x:row><x:c t="str"><x:v>a_x000D_b</x:v></x:c></x:row></x:sheetData></x:worksheet>'), "", "a\nb"),
}  # fmt: skip
