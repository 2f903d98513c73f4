"""README.txt of an archive: what it holds, in words, and how to make it again.

Belongs here: that text. Not here: the other files (see `archive`), making them again (see `rebuilding`).
"""

import pandas as pd

from stance.dossier.citation import Citation, write_plain
from stance.dossier.loading import Dossier
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import LINES
from stance.estimates.view import View
from stance.wording.selections import describe_filters
from stance.wording.validation import describe_coding

FILE, DATASHEET = "README.txt", "dossier/README.md"

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
  view.json           the filters, day and title of the export, for the program
  CITATION.*          the citation as BibTeX and as CSL-JSON
  SHA256SUMS          the checksums of the files that are not made again

Make it again, with the program of version {version}:
  python -m stance rebuild ARCHIVE
It looks at every file, and says of each how:
  made again, compared cell by cell    rows/*.csv: the same columns in the same order, the same texts; numbers may differ by one
                                       thousandth of a millionth, as the last digit does between machines
  made again, compared byte by byte    README.txt, CITATION.*
  not made again                       dossier/, models/scores.csv, view.json, findings.md, exhibits/*.csv: compared with
                                       their checksums in SHA256SUMS, as “sha256sum -c SHA256SUMS” does;
                                       SHA256SUMS by the files that it names
A file that is missing, or that does not belong here, is a difference. findings.md and exhibits/*.csv cannot be made again: they
come from the same numbers by choices of the page that view.json does not hold. The link opens the page that says them.
A checksum tells that a file was changed; it cannot tell where file and checksum were changed together.

Program version {version}, codebook version {codebook}, data {data_hash}.
Licence of the dossier: {licence}

Cite as:
  {citation}
"""


def write_readme(dossier: Dossier, view: View, citation: Citation) -> str:
    """The text of README.txt."""
    chosen, book = view.selection, dossier.codebook
    before, after = (f"{start + pd.Timedelta(days=1):%Y-%m-%d} to {end:%Y-%m-%d}" for start, end in view.periods)
    return README.format(
        title=book.title,
        finding=f"{citation.finding}.\n\n" if citation.finding else "",
        slug=dossier.slug,
        day=citation.accessed.isoformat() if citation.accessed else "",
        first=chosen.first.isoformat(),
        last=chosen.last.isoformat(),
        topics=", ".join(book.topic(topic).title for topic in chosen.topics),
        sides=", ".join(book.side(side).title for side in chosen.sides) or "none",
        by=chosen.by,
        line=LINES[chosen.line].lower(),
        window=chosen.rules.window_days,
        score_source=SCORE_SOURCES[chosen.score_source],
        coded_by=f"  who coded     {describe_coding(dossier)}\n",
        before=before,
        after=after,
        search=view.search or "none",
        filters=describe_filters(chosen, dossier.actors) or "none: all actors of these sides",
        url=citation.url or "none",
        datasheet=_name_datasheet(dossier),
        version=citation.program_version,
        codebook=book.version,
        data_hash=citation.data_hash,
        licence=citation.licence or "not stated",
        citation=write_plain(citation),
    )


def _name_datasheet(dossier: Dossier) -> str:
    there = (dossier.folder / "README.md").is_file()
    return f"; how its codes were made\n                      stands in {DATASHEET}" if there else ""
