"""Dossiers and tables at the limits, for `benchmarks.extremes`: each case makes files and names the command that reads them."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

from stance.dossier.loading import DATA, MODELS
from stance.limits import CELL_CHARACTERS, DOSSIER_ROWS, FILE_BYTES, JSON_BYTES, LINES, PROBLEMS_KEPT, TOML_BYTES

Files = dict[str, bytes]
BOOK = b"""title = "Talks"
version = "1"
period = ["2020-01-01", "2020-12-31"]
levels = [-1, 0, 1]
[[topic]]
id = "fund"
question = "A fund?"
minus = "No"
plus = "Yes"
"""
HEAD = b"statement,date,actor,source,text,fund\n"
ROWS = b"1,2020-01-02,ann,gazette,We want a fund,1\n2,2020-01-03,bob,herald,We want none,-1\n"


def write_rows(count: int, *, day: str = "2020-02-02", source: str = "gazette") -> bytes:
    """A table of that many statements."""
    return HEAD + b"".join(f"{n},{day},ann,{source},Words {n},1\n".encode() for n in range(count))


def list_tables() -> Iterator[tuple[str, Files]]:
    """Tables of statements at the limits and beyond, by name."""
    most = FILE_BYTES.most - 1_000
    yield "newlines", {"statements.csv": HEAD + b"\n" * most}
    yield "as many lines as may be", {"statements.csv": HEAD + ROWS + b"\n" * (LINES.most - 10)}
    yield "commas", {"statements.csv": b"," * most}
    yield "one line", {"statements.csv": HEAD + b"x" * most}
    yield "an open quotation mark", {"statements.csv": HEAD + b'1,"' + b"x\n" * (most // 2)}
    yield "cells as long as may be", {"statements.csv": HEAD + (b"x" * CELL_CHARACTERS.most + b",,,,,\n") * 700}
    yield "signs of four bytes", {"statements.csv": HEAD + ("\U0001f600" * 20_000 + ",,,,,\n").encode() * 900}
    yield "empty cells", {"statements.csv": HEAD + b"x,,,,,\n" * (LINES.most - 10)}
    yield "ragged rows", {"statements.csv": HEAD + b"x\n" * (LINES.most - 10)}
    yield "as many sound rows as may be", {"statements.csv": write_rows(DOSSIER_ROWS.most)}
    yield "as many bad rows as may be", {"statements.csv": write_rows(PROBLEMS_KEPT.most, day="soon")}
    ids = b"".join(f"{n}.,a,1\n".encode() for n in range(DOSSIER_ROWS.most))
    yield (
        "unknown ids",
        {"statements.csv": write_rows(DOSSIER_ROWS.most), "codings.csv": b"statement,coder,fund\n" + ids},
    )
    coders = b"".join(f"{n},coder {c},{n % 3 - 1}\n".encode() for n, c in product(range(60), range(60)))
    yield "sixty coders", {"statements.csv": write_rows(60), "codings.csv": b"statement,coder,fund\n" + coders}


def list_tomls() -> Iterator[tuple[str, bytes]]:
    """TOML at the limits and beyond, by name."""
    most = TOML_BYTES.most - 1_000
    yield "a dotted key", b"k." * (most // 2) + b"k = 1\n"
    yield "many dotted keys", b"".join(f"a.b.c.d.e.f{n} = 1\n".encode() for n in range(most // 22))
    yield "many deep keys", b"".join(f"a{n}.{'b.' * 27}c = 1\n".encode() for n in range(most // 70))
    yield "deep lists", b"a = " + b"[" * most
    yield "deep tables", b"a = " + b"{a = " * (most // 5)
    yield "digits", b"a = " + b"9" * most
    yield "many tables", b"[[topic]]\n" * (most // 10)
    yield "many sides", b"".join(f'[[side]]\nid = "s{n}"\n'.encode() for n in range(most // 24))
    yield "a long list", b"levels = [" + b"1," * (most // 2) + b"]\n"
    yield "quotation marks", b'"' * most
    yield "a long name", b"a" * most
    yield "many names", b"".join(f"n{n} = {n}\n".encode() for n in range(most // 15))


def list_dossiers() -> Iterator[tuple[str, Files]]:
    """The files of each case by name."""
    yield from ((f"statements: {name}", files) for name, files in list_tables())
    for name, content in list_tomls():
        yield f"codebook.toml: {name}", {"codebook.toml": content + b"\n" + BOOK, "statements.csv": HEAD + ROWS}
        yield f"reference.toml: {name}", {"reference.toml": content, "statements.csv": HEAD + ROWS}
    for name, content in (("deep", b"["), ("lists", b"[],"), ("digits", b"9")):
        package = content * (JSON_BYTES.most // len(content) - 1)
        yield f"datapackage.json: {name}", {"datapackage.json": package, "statements.csv": HEAD + ROWS}


def write_dossier(files: Files, folder: Path) -> None:
    """Writes a small codebook and the files of a case."""
    for name, content in ({"codebook.toml": BOOK} | files).items():
        (folder / name).write_bytes(content)


def validate(files: Files, folder: Path) -> list[str]:
    """The command that reads a dossier."""
    write_dossier(files, folder)
    return [sys.executable, "-m", "stance", "validate", str(folder)]


def report(files: Files, folder: Path) -> list[str]:
    """The command that writes all that is known of a dossier, agreement of its coders too."""
    write_dossier(files, folder)
    return [sys.executable, "-m", "stance", "report", str(folder), "--out", str(folder.parent / f"{folder.name}.html")]


def score(content: bytes, folder: Path) -> list[str]:
    """The command that scores a table by the classifier of the first dossier."""
    (folder / "t.csv").write_bytes(content)
    name = next(iter(sorted(path.name for path in MODELS.iterdir() if (DATA / path.name).is_dir())))
    out = folder / "scored.csv"
    return [sys.executable, "-m", "stance", "score", str(folder / "t.csv"), "--dossier", name, "--out", str(out)]


def list_dossier_cases() -> dict[str, Callable[[Path], list[str]]]:
    """Every case by name: a function that makes its input in a folder and returns the command that reads it."""
    cases: dict[str, Callable[[Path], list[str]]] = {
        f"validate, {name}": partial(validate, files) for name, files in list_dossiers()
    }
    coders = next(files for name, files in list_tables() if name == "sixty coders")
    tables = {"a cell of 9.9 MB": b"text\n" + b"x" * 9_900_000, "a cell at the limit": b"text\n" + b"word " * 4_000}
    tables["20,000 rows"] = b"text\n" + b"The islands are ours and we said so before\n" * 20_000
    cases |= {f"score, {name}": partial(score, content) for name, content in tables.items()}
    return cases | {"report, sixty coders": partial(report, coders)}
