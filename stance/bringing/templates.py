"""Tables to begin with: an empty one that fits a codebook, and a worked example with real statements.

Belongs here: what a template and the example hold. Not here: workbooks as such (`writing`), which columns there are (`mapping`).
"""

from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from stance.bringing.codebooks import copy_codebook
from stance.bringing.examples import EXAMPLE, IDS
from stance.bringing.mapping import NAME, Target, list_targets
from stance.bringing.writing import add_sheet, guess_widths, make_book, make_cell, save_book
from stance.dossier.codebook import Codebook, load_codebook
from stance.dossier.columns import PRECISION, SPEECH
from stance.dossier.loading import DATA, find_dossiers, load_dossier
from stance.dossier.tables import to_csv_bytes
from stance.errors import UsageError

XLSX, CSV = "xlsx", "csv"
LAST_LISTED, LONGEST_LIST = 5_000, 255
MOST_SHOWN = 40
LEFT_OUT = ("batch", "title")
EXAMPLE_COLUMNS = ("statement", "date", "name", "side", "text", "publisher", "url", "speech")


def make_template(codebook: Codebook, kind: str) -> bytes:
    """A table with a header, three example rows that say so, and, as a workbook, lists to choose from and the codebook on a second sheet.

    kind: "xlsx" or "csv". Raises UsageError for another.
    """
    targets = [one for one in list_targets(codebook) if one.name not in (*LEFT_OUT, NAME)]
    targets = sorted(targets, key=lambda one: one.name != "statement")
    rows = pd.DataFrame(_list_examples(targets, codebook), columns=[one.name for one in targets])
    if kind == CSV:
        return to_csv_bytes(rows)
    if kind != XLSX:
        raise UsageError(f"There is no template of the kind '{kind}'. Use 'xlsx' or 'csv'.")
    return _write_book(rows, targets, codebook)


def make_example(folder: Path | None = None) -> tuple[bytes, str]:
    """A worked example as a workbook and the text of its codebook: statements of a shipped dossier under headers of everyday words."""
    folder = folder or _choose_example()
    dossier = load_dossier(folder)
    topics = {topic.id: topic.title for topic in dossier.codebook.topics}
    joined = dossier.statements.merge(dossier.sources[["source", "publisher", "url"]], on="source", how="left")
    shown = _spread(joined[joined["coded"]] if joined["coded"].any() else joined)
    sides = {side.id: side.title for side in dossier.codebook.sides}
    rows = shown.assign(date=shown["date"].dt.strftime("%Y-%m-%d"), side=shown["side"].map(sides))
    codes = {topic: rows[topic].astype("string").fillna("") for topic in topics}
    rows = (
        rows.assign(**codes)[[*EXAMPLE_COLUMNS, *topics]].fillna("").astype(str).rename(columns={**EVERYDAY, **topics})
    )
    return _write_example(rows), copy_codebook(folder)


EVERYDAY = {
    "statement": "Id", "date": "When", "name": "Speaker", "side": "Side", "text": "What was said", "publisher": "Outlet", "url": "Link", "speech": "Kind of speech"
}  # fmt: skip


def _choose_example() -> Path:
    """The shipped dossier with the fewest bytes of statements."""
    folders = find_dossiers((DATA,)).values()
    return min(folders, key=lambda folder: sum(path.stat().st_size for path in folder.glob("statements.*")))


def _spread(rows: pd.DataFrame) -> pd.DataFrame:
    """At most `MOST_SHOWN` rows, evenly over the whole time."""
    count = min(len(rows), MOST_SHOWN)
    return rows.iloc[[round(place * (len(rows) - 1) / max(count - 1, 1)) for place in range(count)]]


def _list_examples(targets: list[Target], codebook: Codebook) -> list[list[str]]:
    """Three rows of made-up cells that fit the codebook."""
    first, last = codebook.period
    days = [first, first + (last - first) / 2, last]
    return [
        [_make_example(one.name, place, days[place].isoformat(), codebook) for one in targets] for place in range(3)
    ]


def _make_example(target: str, place: int, day: str, codebook: Codebook) -> str:
    sides, number = codebook.side_ids, place + 1
    if target in codebook.topic_ids:
        codes = codebook.topic(target).codes
        return str((codes[0], codes[-1], "")[place])
    return {
        "statement": IDS[place],
        "date": day,
        "actor": f"Speaker {number}",
        "side": sides[place % len(sides)],
        "source": f"example-source-{number}",
        "text": f"Example {number}: what this speaker said on that day, in your own words, one point to a row.",
        "date_precision": PRECISION[0],
        "speech": SPEECH[place % 2],
        "office": "minister",
        "venue": "press conference",
        "publisher": "Example Gazette",
        "url": f"https://www.example.org/{number}",
        "note": EXAMPLE,
    }.get(target, "")


def _write_book(rows: pd.DataFrame, targets: list[Target], codebook: Codebook) -> bytes:
    book = make_book()
    headers = list(rows)
    sheet = add_sheet(book, "Statements", guess_widths(headers, {header: rows[header] for header in headers}))
    for place, target in enumerate(targets, 1):
        if choices := _list_choices(target.name, codebook):
            _offer(sheet, place, choices)
    sheet.append([make_cell(sheet, one.name, bold=True, comment=_describe(one)) for one in targets])
    for cells in rows.itertuples(index=False, name=None):
        sheet.append([make_cell(sheet, text) for text in cells])
    _write_codebook(book, codebook)
    return save_book(book)


def _describe(target: Target) -> str:
    return (
        f"{target.title}: {target.description}. {'Every cell must be filled.' if target.required else 'May be empty.'}"
    )


def _list_choices(target: str, codebook: Codebook) -> list[str]:
    """What a column may hold, where that is a short list."""
    if target in codebook.topic_ids:
        return [str(code) for code in codebook.topic(target).codes]
    return {"side": codebook.side_ids, "speech": list(SPEECH), "date_precision": list(PRECISION)}.get(target, [])


def _offer(sheet: object, place: int, choices: list[str]) -> None:
    """A list to choose from in every cell of a column; a list that is too long for a workbook is left out."""
    listed = ",".join(choices)
    if len(listed) > LONGEST_LIST or any("," in one or '"' in one for one in choices):
        return
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    offer.errorTitle, offer.error = "Not in the list", "Choose one from the list, or leave the cell empty."
    letter = get_column_letter(place)
    offer.add(f"{letter}2:{letter}{LAST_LISTED}")
    sheet.data_validations.append(offer)  # type: ignore[attr-defined]


def _write_codebook(book: object, codebook: Codebook) -> None:
    """A second sheet with sides, topics, levels and rules."""
    sheet = add_sheet(book, "Codebook", [14, 20, 14, 90])
    first, last = codebook.period
    lines = [("dossier", codebook.title, "", f"Days from {first.isoformat()} to {last.isoformat()}")]
    lines += [("side", side.id, "", side.title) for side in codebook.sides]
    for topic in codebook.topics:
        lines.append(("topic", topic.id, "", f"{topic.title}: {topic.question}"))
        ends = {topic.codes[0]: topic.minus, topic.codes[-1]: topic.plus}
        lines += [("code", topic.id, str(one.code), one.rule or ends.get(one.code, "")) for one in topic.levels]
    lines += [("rule", "", str(number), rule) for number, rule in enumerate(codebook.coding_rules, 1)]
    sheet.append([make_cell(sheet, name, bold=True) for name in ("what", "id", "code", "meaning")])
    for line in lines:
        sheet.append([make_cell(sheet, text) for text in line])


def _write_example(rows: pd.DataFrame) -> bytes:
    book = make_book()
    headers = list(rows)
    sheet = add_sheet(book, "Statements", guess_widths(headers, {header: rows[header] for header in headers}))
    sheet.append([make_cell(sheet, header, bold=True) for header in headers])
    for cells in rows.itertuples(index=False, name=None):
        sheet.append([make_cell(sheet, text) for text in cells])
    return save_book(book)


def load_example_codebook() -> Codebook:
    """The codebook of the worked example."""
    return load_codebook(_choose_example())
