"""Input at the limits: how long it takes and how much memory, until it is read or refused.

`python -m benchmarks.extremes [NAME ...]` makes each input, runs the command that reads it in a process of its own, and
prints seconds (of the processor, so that a busy machine is not blamed on the program; the start of the program is among them),
peak memory, exit code and the last line of its message; 1 where one takes more than 10 s or 500 MB, or ends without a message.
"""

import argparse
import io
import json
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.extreme_dossiers import list_dossier_cases
from benchmarks.measured import run_measured
from stance.dossier.loading import DATA, MODELS
from stance.limits import ARCHIVE_BYTES, ARCHIVE_MEMBERS, FILE_BYTES, SCORES_BYTES, SEARCH_CHARACTERS, VIEW_ENTRIES

MOST_SECONDS, MOST_MB, HANGS = 10, 500, 120
SHIPPED = "japan-russia"
LEFT = ARCHIVE_BYTES.most - 5_000_000

Members = dict[str, bytes]
Case = Callable[[Path], list[str]]


@cache
def export_shipped() -> bytes:
    """The archive of the default view of the shipped dossier, the base of all others."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "view.zip"
        command = [
            sys.executable,
            "-m",
            "stance",
            "export",
            str(DATA / SHIPPED),
            "--models",
            str(MODELS),
            "--out",
            str(out),
        ]
        subprocess.run(command, check=True)
        return out.read_bytes()


def read_members(whole: bytes) -> Members:
    """The members of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_members(members: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members in order, the same name twice if it is given twice."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive, warnings.catch_warnings(action="ignore"):
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return whole.getvalue()


def edit_archive(**changes: bytes) -> bytes:
    """The shipped archive with other members."""
    return zip_members([*(read_members(export_shipped()) | changes).items()])


def zip_many(count: int) -> bytes:
    """The shipped archive with this many more members without content."""
    return zip_members([*read_members(export_shipped()).items(), *((f"x{n}", b"") for n in range(count))])


def edit_view(fields: dict[str, object], part: str = "") -> bytes:
    """The shipped archive with other fields of the view, or of a part of it."""
    about = json.loads(read_members(export_shipped())["view.json"])
    (about["view"][part] if part else about["view"]).update(fields)
    return edit_archive(**{"view.json": json.dumps(about).encode()})


def edit_size(size: int) -> bytes:
    """The shipped archive with a member of 50 MB that the directory says is of another size."""
    whole = bytearray(edit_archive(**{"exhibits/x.csv": bytes(50_000_000)}))
    place = whole.index(b"exhibits/x.csv", whole.index(b"PK\1\2")) - 46
    whole[place + 24 : place + 28] = size.to_bytes(4, "little")
    return bytes(whole)


def list_archives() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Archives at the limits and beyond: name, and the function that makes the bytes."""
    yield "as it is exported", export_shipped
    for member in ("dossier/statements.csv", "dossier/events.csv", "models/scores.csv", "rows/gap.csv"):
        head = read_members(export_shipped())[member].split(b"\n")[0]
        most = SCORES_BYTES.most if member.startswith("models/") else FILE_BYTES.most - 1
        fills = {"newlines": b"\n" * most, "commas": b"," * most, "short rows": head + b"\n1" * (most // 2 - len(head))}
        fills |= {
            "rows of commas": head + b"\n" + (b"," * head.count(b",") + b"\n") * (most // (head.count(b",") + 1) - 9)
        }
        fills |= {
            "quotation mark": head + b'\n"' + b"x" * (most - 2 * len(head)),
            "UTF-16": b"\xff\xfe" + b"a\0" * (most // 2),
        }
        for what, content in fills.items():
            yield f"{member}: {what}", partial(edit_archive, **{member: content})
    for member in (
        "README.txt",
        "findings.md",
        "SHA256SUMS",
        "view.json",
        "exhibits/x.csv",
        "dossier/codebook.toml",
        "x",
    ):
        yield f"{member}: newlines", partial(edit_archive, **{member: b"\n" * LEFT})
    yield "a bomb over the limit", partial(edit_archive, x=bytes(2 * ARCHIVE_BYTES.most))
    yield from _list_zips()
    yield from _list_views()


def _list_zips() -> Iterator[tuple[str, Callable[[], bytes]]]:
    shipped = [*read_members(export_shipped()).items()]
    for count in (ARCHIVE_MEMBERS.most - len(shipped), ARCHIVE_MEMBERS.most, 20_000, 500_000):
        yield (
            f"{count:,} members more",
            partial(zip_many, count),
        )
    for name, method in (("bzip2", zipfile.ZIP_BZIP2), ("LZMA", zipfile.ZIP_LZMA)):
        yield f"a bomb of {name}", partial(zip_members, [*shipped, ("x", bytes(LEFT))], method)
    yield "each member twice", partial(zip_members, [*shipped, *shipped])
    yield "less declared than there is", partial(edit_size, 10)
    yield "more declared than there is", partial(edit_size, 60_000_000)


def _list_views() -> Iterator[tuple[str, Callable[[], bytes]]]:
    fields: dict[str, object] = {
        "topics": ["x"] * VIEW_ENTRIES.most, "actors": [f"a{n}" for n in range(VIEW_ENTRIES.most)],
        "sides": ["x"] * (2 * VIEW_ENTRIES.most), "kinds": list(range(VIEW_ENTRIES.most)), "window_days": 36_500, "first": "1700-01-01",
        "last": "2200-12-31", "by": "x" * 4_000_000,
    }  # fmt: skip
    for name, value in fields.items():
        yield (
            f"view.json: {name}",
            partial(edit_view, {name: value}, "selection"),
        )
    most = " ".join("abcdefghijklmnopqrstuvwxyz" * 10)[: SEARCH_CHARACTERS.most]
    tops: dict[str, dict] = {
        "a search of all characters": {"search": most}, "a long search": {"search": "x " * 500_000}, "half a sign": {"search": "\ud800"},
        "a time zone": {"before": ["2015-01-01T00:00:00+09:00"] * 2}, "first days": {"before": ["1700-01-01"] * 2}, "last days": {"after": ["2200-12-31"] * 2},
        "lines": {"lines": [f"a{n}" for n in range(100_000)]}, "many fields": {f"f{n}": 0 for n in range(300_000)},
    }  # fmt: skip
    for name, value in tops.items():
        yield f"view.json: {name}", partial(edit_view, value)
    for name, text in {
        "deep": b"[" * 4_000_000,
        "lists": b"[" + b"[]," * 1_600_000 + b"[]]",
        "digits": b"9" * 5_000,
    }.items():
        yield f"view.json: {name}", partial(edit_archive, **{"view.json": b'{"program": ' + text})


def make_archive(make: Callable[[], bytes], folder: Path) -> list[str]:
    """The command that rebuilds an archive, written into the folder."""
    (folder / "archive.zip").write_bytes(make())
    return [sys.executable, "-m", "stance", "rebuild", str(folder / "archive.zip")]


def list_cases() -> dict[str, Case]:
    """Every case by name: a function that makes its input in a folder and returns the command that reads it."""
    archives = {f"rebuild, {name}": partial(make_archive, make) for name, make in list_archives()}
    return list_dossier_cases() | archives


def run_case(case: Case) -> tuple[float, float, int, str]:
    """Seconds, MB at the peak, exit code and last line of what the command of a case says."""
    with tempfile.TemporaryDirectory() as folder:
        command = case(Path(folder))
        used = run_measured(command, timeout=HANGS)
    return used.processor, used.peak, used.code, used.said[:160]


def main() -> int:
    """Prints a row for each case; 1 where one is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases whose name holds one of these; all without any")
    wanted, over = parser.parse_args().names, 0
    for name, case in list_cases().items():
        if wanted and not any(one in name for one in wanted):
            continue
        seconds, peak, code, said = run_case(case)
        late = seconds > MOST_SECONDS or peak > MOST_MB or code not in (0, 2, 10, 11, 12)
        over += late
        print(f"{'OVER ' if late else '     '}{name:55} {seconds:6.1f} s {peak:6.0f} MB  {code:3}  {said}", flush=True)
    print(f"{over} over {MOST_SECONDS} s or {MOST_MB} MB, or without a message")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
