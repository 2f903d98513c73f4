"""An archive of a view: its findings and rows, the dossier and scores they come from, how to cite and how to rebuild it.

Belongs here: what the archive holds, and its README. Not here: reading it back (see `rebuilding`).
"""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date

import pandas as pd

from stance import __version__
from stance.dossier.citation import Citation, cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import TABLES, Dossier
from stance.dossier.tables import to_csv_bytes
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import LINES
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.export.findings import FILE as FINDINGS
from stance.export.findings import write_findings, write_tables
from stance.export.rows import NAMES, build_tables
from stance.export.view import FILE, to_json
from stance.wording.selections import describe_filters

DOSSIER_FILES = (
    "codebook.toml",
    *(f"{name}.csv" for name in TABLES),
    "README.md",
    "datapackage.json",
    "reference.toml",
)
SCORES = "models/scores.csv"
ROWS = {name: f"rows/{name}.csv" for name in NAMES}
OLDEST = (1980, 1, 1, 0, 0, 0)
DATASHEET = "dossier/README.md"

README = """{title}

{finding}This archive holds one view of the dossier “{slug}”: what it said, the rows that it showed, what they were made
from, and how to make them again. It was exported on {day}.

The view
  dates         {first} to {last}
  topics        {topics}
  sides         {sides}
  lines         by {by}, trailing window of {window} days; {line}
  score source  {score_source}
{coded_by}  compared      {before} with {after}
  search words  {search}
  filters       {filters}
  link          {url}

The files
  findings.md         what the page said: of each exhibit the title, its unit, its sentences with their intervals, how to read
                      it, and the text for who cannot see the picture
  exhibits/*.csv      the tables of these exhibits, as the page shows and downloads them
  rows/*.csv          the rows that the view showed (-shown) and all rows: statements, positions; movement (the change
                      between two periods), gap (between the two sides that own a pole). UTF-8. An empty position is silence, not 0. A text that
                      a spreadsheet would run as a formula begins with a '. Terms, groups, maps and changes around
                      events are not among them: where the page showed them they stand in exhibits/.
  dossier/            the dossier as it was, byte for byte{datasheet}
  models/scores.csv   the classifier's scores that were used; no row where there were none
  view.json           the filters, for the program
  CITATION.*          the citation as BibTeX and as CSL-JSON

Make the numbers again, with the program of version {version}:
  python -m stance rebuild ARCHIVE
It compares every cell of rows/*.csv. findings.md and exhibits/*.csv are not compared: they are made from the same numbers
by choices of the page that view.json does not hold. The link opens the page that says them.

Program version {version}, codebook version {codebook}, data {data_hash}.
Licence of the dossier: {licence}

Cite as:
  {citation}
"""


def build_archive(
    dossier: Dossier, scores: pd.DataFrame, view: View, *, exhibits: Sequence[Exhibit], url: str, day: date
) -> bytes:
    """The zip of a view; the same bytes for the same arguments.

    `exhibits` are those that the page showed, the one that names it first; `url` is the link to it, "" for none; `day` is
    that of the export.
    """
    citation = cite(dossier, url=url, title=exhibits[0].title if exhibits else "", day=day)
    tables = build_tables(dossier, scores, view)
    files = {f"dossier/{name}": (dossier.folder / name) for name in DOSSIER_FILES}
    members = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    members |= {ROWS[name]: to_csv_bytes(table) for name, table in tables.items()}
    members |= write_tables(exhibits)
    members |= {
        FINDINGS: write_findings(exhibits).encode(),
        SCORES: to_csv_bytes(scores, guard=False),
        FILE: _write_view(dossier, view, url),
        "README.txt": _write_readme(dossier, view, citation).encode(),
        "CITATION.bib": write_bibtex(citation).encode(),
        "CITATION.json": write_csl(citation).encode(),
    }
    return _zip_members(members)


def _write_view(dossier: Dossier, view: View, url: str) -> bytes:
    plain = {
        "program": __version__,
        "dossier": dossier.slug,
        "data_hash": dossier.data_hash,
        "url": url,
        "view": to_json(view),
    }
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def _zip_members(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, OLDEST)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, members[name])
    return whole.getvalue()


def _write_readme(dossier: Dossier, view: View, citation: Citation) -> str:
    chosen, book = view.selection, dossier.codebook
    before, after = (f"{start + pd.Timedelta(days=1):%Y-%m-%d} to {end:%Y-%m-%d}" for start, end in view.periods)
    return README.format(
        title=book.title,
        finding=f"{citation.finding}.\n\n" if citation.finding else "",
        slug=dossier.slug,
        day=citation.accessed.isoformat(),
        first=chosen.first.isoformat(),
        last=chosen.last.isoformat(),
        topics=", ".join(book.topic(topic).title for topic in chosen.topics),
        sides=", ".join(book.side(side).title for side in chosen.sides) or "none",
        by=chosen.by,
        line=LINES[chosen.line].lower(),
        window=chosen.rules.window_days,
        score_source=SCORE_SOURCES[chosen.score_source],
        coded_by=f"  who coded     {book.coded_by}\n" if book.coded_by else "",
        before=before,
        after=after,
        search=view.search or "none",
        filters=describe_filters(chosen, dossier.actors) or "none: all actors of these sides",
        url=citation.url or "none",
        datasheet=_name_datasheet(dossier),
        version=__version__,
        codebook=book.version,
        data_hash=citation.data_hash,
        licence=citation.licence or "not stated",
        citation=write_plain(citation),
    )


def _name_datasheet(dossier: Dossier) -> str:
    there = (dossier.folder / "README.md").is_file()
    return f"; how its codes were made\n                      stands in {DATASHEET}" if there else ""
