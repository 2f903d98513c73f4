"""The most that anything may be: of files, tables, texts and archives; each limit with the sentence that refuses what is over it.

Belongs here: numbers that keep hostile or careless input from taking a machine down, and what is said then. Not here: what
a dossier may hold for reasons of content (`dossier.columns`). docs/limits.md is made from the limits below.
No input within them takes more than 10 seconds or 500 MB before it is read or refused (`benchmarks/extremes.py`).
"""

from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "limits.md"
BEGIN, END = "<!-- limits: made by python -m stance.dossier.column_documents -->", "<!-- end of limits -->"


@dataclass(frozen=True)
class Limit:
    """One limit: of what, how much at most, in which unit; `trouble` and `remedy` are the message, {most} stands for the limit."""

    what: str
    most: int
    unit: str
    trouble: str
    remedy: str

    def refuse(self, found: int | None = None) -> tuple[str, str]:
        """Trouble and remedy in words; `found` is how much there is, where that is known."""
        shown = {"most": self.amount, "found": "" if found is None else write_amount(found, self.unit)}
        return self.trouble.format(**shown), self.remedy.format(**shown)

    @property
    def amount(self) -> str:
        """How much it is at most, with its unit: "2,000,000 lines"."""
        return write_amount(self.most, self.unit)

    @property
    def message(self) -> str:
        """The message as docs/limits.md shows it, with … for what was found."""
        shown = {"most": self.amount, "found": f"… {self.unit}".strip()}
        return f"{self.trouble.format(**shown)}. {self.remedy.format(**shown)}."


def write_amount(number: int, unit: str) -> str:
    """A number with its unit: "50,000 rows"; years and small numbers without a comma."""
    return f"{number:,} {unit}".strip() if number >= 10_000 else f"{number} {unit}".strip()


FILE_BYTES = Limit("a table, CSV or Parquet", 80_000_000, "bytes", "is larger than {most}", "Split the file")
UNPACKED_BYTES = Limit("a Parquet table, unpacked", 200_000_000, "bytes", "is larger than {most} once unpacked", "Split the file")  # fmt: skip
ROW_GROUP_BYTES = Limit("a row group of a Parquet table that is scored in parts, unpacked", 2_000_000_000, "bytes", "has a row group of more than {most} once unpacked", "Write it with smaller row groups")  # fmt: skip
LINES = Limit("lines of a CSV file", 2_000_000, "lines", "has more than {most}", "Delete empty lines, or split the file")  # fmt: skip
LINE_CHARACTERS = Limit("one line of a CSV file", 1_000_000, "characters", "is a line of more than {most}", "Check the line breaks and the quotation marks")  # fmt: skip
COLUMNS = Limit("columns of a table", 500, "columns", "has {found}; the limit is {most}", "Delete the columns that nothing reads")  # fmt: skip
CELLS = Limit("cells of a table", 10_000_000, "cells", "has more than {most}", "Delete the columns that nothing reads, or split the file")  # fmt: skip
CELL_CHARACTERS = Limit("one cell of a CSV file", 100_000, "characters", "holds a cell of more than {most}", "Shorten it, and check that every quotation mark is closed")  # fmt: skip
TEXT_CHARACTERS = Limit("the text of one statement", 20_000, "characters", "has {found}", "A statement is one point; the limit is {most}")  # fmt: skip
DOSSIER_ROWS = Limit("rows of a table of a dossier, CSV", 100_000, "rows", "has {found}; the limit is {most}", "Write the table as Parquet, or split the dossier")  # fmt: skip
PARQUET_ROWS = Limit("rows of a table of a dossier, Parquet", 1_000_000, "rows", "has {found}; the limit is {most}", "Split the dossier")  # fmt: skip
PARQUET_BYTES = Limit("a Parquet table of a dossier", 300_000_000, "bytes", "is larger than {most}", "Split the dossier")  # fmt: skip
PARQUET_UNPACKED = Limit("the columns of a Parquet table of a dossier that are read, unpacked", 600_000_000, "bytes", "is larger than {most} once unpacked", "Split the dossier")  # fmt: skip
TOML_BYTES = Limit("codebook.toml and reference.toml", 200_000, "bytes", "is larger than {most}", "Shorten the file")
TOML_DEPTH = Limit("parts of one key in TOML", 30, "parts", "holds a key of more than {most}", "Write tables under lines such as [[topic]]")  # fmt: skip
CODER_CHARACTERS = Limit("the name of a coder", 60, "characters", "has {found}; the limit is {most}", "Write a shorter name")  # fmt: skip
JSON_BYTES = Limit("datapackage.json, view.json and card.json", 5_000_000, "bytes", "is larger than {most}", "Shorten the file")  # fmt: skip
ARRAYS_BYTES = Limit("classifier.npz, unpacked", 300_000_000, "bytes", "is larger than {most} once unpacked", "Train the classifier again")  # fmt: skip
NOTES_BYTES = Limit("README.md of a dossier", 1_000_000, "bytes", "is larger than {most}", "Shorten the file")
CODE = Limit(
    "the size of a code", 1_000, "", "are beyond −{most} to {most}", "Number the levels by small whole numbers"
)
LEVELS = Limit("levels of a topic", 25, "levels", "are {found}; the limit is {most}", "Join levels")
TOPICS = Limit("topics of a codebook", 50, "topics", "has {found}; the limit is {most}", "Split the dossier")
SIDES = Limit("sides of a codebook", 50, "sides", "has {found}; the limit is {most}", "Join sides")
FIRST_YEAR = Limit("the earliest year of a date", 1700, "", "is before {most}", "Mend the date")
LAST_YEAR = Limit("the latest year of a date", 2200, "", "is after {most}", "Mend the date")
ARCHIVE_BYTES = Limit("an archive, unpacked", 150_000_000, "bytes", "is larger than {most} once unpacked", "Export the view again")  # fmt: skip
ARCHIVE_MEMBERS = Limit("files in an archive", 1_000, "files", "holds {found}; the limit is {most}", "Export the view again")  # fmt: skip
SCORES_BYTES = Limit("the scores in an archive", 30_000_000, "bytes", "is larger than {most}", "Export the view again")
SCORES_ROWS = Limit(
    "rows of the scores in an archive", 500_000, "rows", "has more than {most}", "Export the view again"
)
VIEW_ENTRIES = Limit(
    "a list in view.json", 50_000, "entries", "has {found}; the limit is {most}", "Export the view again"
)
SEARCH_CHARACTERS = Limit("the words of a search", 500, "characters", "has {found}; the limit is {most}", "Search for fewer words")  # fmt: skip
UPLOAD_MB = Limit("own events", 2, "MB", "is larger than {most}", "Split the table")
DEMO_UPLOAD_MB = Limit("own events in a public demo", 1, "MB", "is larger than {most}", "Split the table")
OWN_EVENTS = Limit("rows of own events", 2_000, "rows", "has more than {most}", "Split the table")
OWN_LINES = Limit("lines of own events", 50_000, "lines", "has more than {most}", "Delete empty lines, or split the table")  # fmt: skip
PASTED_CHARACTERS = Limit("a pasted statement", 5_000, "characters", "has {found}; the limit is {most}", "Paste one point")  # fmt: skip
DEMO_PASTED_CHARACTERS = Limit("a pasted statement in a public demo", 2_000, "characters", "has {found}; the limit is {most}", "Paste one point")  # fmt: skip
OWN_MINUTES = Limit("what is uploaded or pasted in a public demo, without use", 30, "minutes", "is forgotten after {most}", "Give it again")  # fmt: skip
WINDOW_DAYS = Limit("a trailing window", 36_500, "days", "is longer than {most}", "Use a shorter window")
TRACK = Limit("statements of a line on a topic that filter and smoother take", 3_000, "statements", "has {found}; the limit of filter and smoother is {most}", "Choose the trailing mean, shorter lines or fewer actors")  # fmt: skip
LEAST_CODED = Limit("coded statements that a classifier is trained on, at the least", 100, "statements", "has {found} that are coded; a classifier needs at least {most}", "Code more, and use codes only until then")  # fmt: skip
LEAST_CODED_SOURCES = Limit("sources of the coded statements that a classifier is trained on, at the least", 20, "sources", "has coded statements from {found}; a classifier needs at least {most}", "Code statements of more sources, and use codes only until then")  # fmt: skip
WORKERS = Limit("processes that score", 256, "", "are more than {most}", "Take fewer")
PROBLEMS_SHOWN = Limit("problems that a message lists", 200, "problems", "and {found} more", "The whole list is a file")
PROBLEMS_KEPT = Limit("problems of a table that are kept", 100_000, "problems", "has more than {most}; the rest was not read", "Mend those above first")  # fmt: skip
CODERS = Limit("coders whose pairs have intervals", 8, "coders", "intervals of pairs are left out for more than {most}", "Read the coefficient of all coders")  # fmt: skip
CODING_NOTE = Limit("the note of a coding", 5_000, "characters", "has {found}; the limit is {most}", "Shorten it")
CODING_NAME = Limit("the name of a coder, statement, codebook version or dossier among codings", 400, "characters", "has {found}; the limit is {most}", "Shorten it")  # fmt: skip
DEMO_CODINGS = Limit("codings of a visitor of a public demo", 2_000, "codings", "are {most} already, the most that a public demo keeps for a visitor", "Take them with you as codings.csv")  # fmt: skip

LIMITS = tuple(value for value in list(globals().values()) if isinstance(value, Limit))


def write_table() -> str:
    """The limits as rows of a table in Markdown: of what, at most, the message."""
    rows = [f"| {one.what} | {one.amount} | {one.message} |" for one in LIMITS]
    return "\n".join(["| Of what | At most | Message |", "|---|---|---|", *rows])


def complete_document(text: str) -> str:
    """docs/limits.md with the table between its two marks made anew."""
    head, rest = text.split(BEGIN, 1)
    return f"{head}{BEGIN}\n{write_table()}\n{END}{rest.split(END, 1)[1]}"
