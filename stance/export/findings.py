"""The exhibits of a page as files: their words as Markdown, their tables as CSV.

Belongs here: what an archive holds of what was said. Not here: the words themselves, the rows of a view (see `rows`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from stance.dossier.tables import to_csv_bytes
from stance.exhibits.exhibit import Exhibit, Table

FILE, FOLDER = "findings.md", "exhibits"
SIGNS = re.compile(r"[\\`*_<&~|]|\](?=[(\[:])|^[#>+\-=\[]|^\d+(?=[.)])")
NOTHING = "Nothing was shown.\n"
DEEPEST = 6


def write_findings(exhibits: Sequence[Exhibit]) -> str:
    """What each exhibit and each of its panels says, as Markdown: title, unit, sentences, how to read it, caveats, and the text
    for who cannot see the picture."""
    blocks = [block for exhibit in exhibits for block in _write_exhibit(exhibit, 1)]
    return "\n\n".join(blocks) + "\n" if blocks else NOTHING


def _write_exhibit(exhibit: Exhibit, depth: int) -> Iterator[str]:
    yield f"{'#' * min(depth, DEEPEST)} {write_plainly(exhibit.title)}"
    if exhibit.subtitle:
        yield write_plainly(exhibit.subtitle)
    if exhibit.sentences:
        yield "\n".join(f"- {write_plainly(sentence)}" for sentence in exhibit.sentences)
    if exhibit.note:
        yield f"How to read it: {write_plainly(exhibit.note)}"
    yield from (f"Caveat: {write_plainly(caveat)}" for caveat in exhibit.caveats)
    if exhibit.picture is not None:
        yield f"The picture in words: {write_plainly(exhibit.alternative)}"
    for panel in exhibit.panels:
        yield from _write_exhibit(panel, depth + 1)


def write_plainly(text: str) -> str:
    """The text on one line, with the signs escaped that Markdown would read as markup there."""
    return SIGNS.sub(lambda found: f"{found[0]}\\" if found[0].isdecimal() else f"\\{found[0]}", " ".join(text.split()))


def write_tables(exhibits: Sequence[Exhibit]) -> dict[str, bytes]:
    """The tables of the exhibits and of their panels by file, as the pages download them: unrounded, the columns that are shown."""
    files: dict[str, bytes] = {}
    for name, table in _list_tables(exhibits):
        plain = re.sub(r"[^\w.-]+", "-", name).strip(".-") or "table"
        taken = sum(one == plain or one.startswith(f"{plain}~") for one in map(_name_of, files))
        files[f"{FOLDER}/{plain}{f'~{taken + 1}' if taken else ''}.csv"] = to_csv_bytes(table.shown)
    return files


def _name_of(file: str) -> str:
    return file.removeprefix(f"{FOLDER}/").removesuffix(".csv")


def _list_tables(exhibits: Iterable[Exhibit]) -> Iterator[tuple[str, Table]]:
    for exhibit in exhibits:
        if exhibit.table is not None:
            yield exhibit.key, exhibit.table
        yield from ((f"{exhibit.key}-{name}", table) for name, table in exhibit.extra.items())
        yield from _list_tables(exhibit.panels)
