"""A new dossier: what its three files hold before its curator has written anything, and where it may be made.

Belongs here: the first codebook, the first table, the first data sheet. Not here: what is said afterwards (`commands`), dossiers from
spreadsheets (`bringing`). The folder appears whole or not at all, and holds what loads.
"""

import json
import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from stance.dossier.columns import is_reserved
from stance.dossier.loading import load_dossier
from stance.dossier.outputs import check_place
from stance.dossier.tables import to_csv_bytes
from stance.errors import UsageError, make_visible
from stance.files import write_together

TITLE, TOPIC = "A new negotiation", "First topic"
SIDES = ("side-a", "side-b")
EXAMPLES = (
    ("EXAMPLE, delete this row: the speaker refused, and said that nothing would change.", -1),
    ("EXAMPLE, delete this row: the speaker asked for a deal and offered talks in spring.", 1),
)
CODEBOOK = """# The codebook: what the codes of this dossier mean. Lines that begin with # are notes for you; the program does not read them.
# All keys: docs/dossier.md. When the meaning of a code changes, raise the version.

title = {title}
version = "1"

# First and last day. No statement may lie outside.
period = ["{first}", "{last}"]

# The steps of every topic's scale, from one pole to the other. 0 is a code, the middle; an empty cell is silence.
levels = [-2, -1, 0, 1, 2]

# Who assigned the codes, in a sentence; it stands under every page. Take the # away when it is true.
# coded_by = "Codes: two students, by this codebook."

# The camps. The one that wants what "minus" says has pole = "minus", the other pole = "plus"; further sides have no pole.
[[side]]
id = "side-a"
title = "Side A"
pole = "minus"

[[side]]
id = "side-b"
title = "Side B"
pole = "plus"
{topics}"""
CODEBOOK_TOPIC = """
# One question with two poles. The id is the name of its column in statements.csv.
[[topic]]
id = {id}
title = {title}
question = "What is asked? Write the question here."
minus = "What the lowest code (-2) means, in a few words"
plus = "What the highest code (+2) means, in a few words"

# When to assign each code: a rule a step helps coders to agree. Take the # away and write all five.
# [[topic.level]]
# code = -2
# rule = "refuses outright"
"""
NOTES = """# Data sheet: {title}

Write here how the statements were found, who coded them and what is missing. The page “Method” shows this file.

- **What it is for**: …
- **How the statements were found**: by whom, where, in which languages, from when to when; what was left out.
- **How they were coded**: by whom, by which version of the codebook; who checked it.
- **Known gaps**: months, voices and outlets of which there is little.
- **What it is not fit for**: …

The two rows of statements.csv are examples. Delete them when you have rows of your own.
"""


def start_dossier(folder: Path, title: str = TITLE, topics: Sequence[str] = (TOPIC,), *, day: date) -> list[str]:
    """Makes a dossier in a folder that is empty or not there, for the year of `day`, and returns the names of its files.

    topics: their titles. Raises UsageError where the folder holds anything or cannot be written, or where a title cannot be used.
    """
    check_empty(folder)
    contents = write_files(_check_title(title), [_check_title(one) for one in topics], day=day)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".part-", dir=folder.parent))
        try:
            write_together({beside / name: content for name, content in contents.items()})
            load_dossier(beside)
            beside.chmod(0o755)
            beside.rename(folder)  # over an empty folder, never over one that holds anything
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made ({error.strerror or error}). Choose another place.") from None
    return list(contents)


def check_empty(folder: Path) -> None:
    """Raises UsageError where a dossier may not be made: something stands there, or it lies in another dossier."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is a file or a link. Name a folder that is empty or not there yet.")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Name a folder that is empty or not there yet; nothing was changed.")
    check_place(folder)


def write_files(title: str, topics: Sequence[str], *, day: date) -> dict[str, bytes]:
    """The bytes of each file of a new dossier by its name."""
    ids = name_topics(topics)
    parts = [CODEBOOK_TOPIC.format(id=_quote(one), title=_quote(text)) for one, text in ids.items()]
    period = {"first": f"{day.year}-01-01", "last": f"{day.year}-12-31"}
    return {
        "codebook.toml": CODEBOOK.format(title=_quote(title), topics="".join(parts), **period).encode(),
        "statements.csv": _write_examples(list(ids), day.year),
        "README.md": NOTES.format(title=title).encode(),
    }


def name_topics(titles: Sequence[str]) -> dict[str, str]:
    """The titles by ids that may name a column; raises UsageError where two come to the same."""
    ids = [re.sub(r"[\W_]+", "-", title.lower()).strip("-") or "topic" for title in titles]
    ids = [f"{one}-topic" if is_reserved(one, ids) else one for one in ids]
    if len(set(ids)) < len(ids):
        raise UsageError("Two topics have the same name. Name each topic once.")
    return dict(zip(ids, titles, strict=True))


def _write_examples(topics: list[str], year: int) -> bytes:
    rows = [
        {
            "statement": f"example-{number}",
            "date": f"{year}-01-0{number}",
            "actor": f"Example actor {number}",
            "side": side,
            "source": f"example-source-{number}",
            "text": text,
            **dict.fromkeys(topics, code),
        }
        for number, ((text, code), side) in enumerate(zip(EXAMPLES, SIDES, strict=True), 1)
    ]
    return to_csv_bytes(pd.DataFrame(rows))


def _check_title(text: str) -> str:
    """The title without needless blanks; raises UsageError where it is empty or has signs that cannot be seen."""
    title = " ".join(text.split())
    if not title or not title.isprintable():
        raise UsageError(
            f"'{make_visible(text)}' is no title. Write words of letters, digits and signs that can be seen."
        )
    return title


def _quote(text: str) -> str:
    """The text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
