"""What is fuzzed: seven readers, each as a function of bytes that may raise nothing but a StanceError.

Belongs here: targets and the seeds they start from. Not here: the engine (`__main__`), the short run of the tests.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl

from benchmarks.extreme_dossiers import BOOK
from stance.classifier.batch import score_table
from stance.classifier.storage import load_classifier, load_scores
from stance.dossier.checks import check_table
from stance.dossier.codebook import load_codebook
from stance.dossier.columns import STATEMENTS, fit_table
from stance.dossier.loading import DATA, MODELS, Dossier, find_dossiers, load_dossier
from stance.dossier.reference import load_reference
from stance.dossier.scores import read_scores
from stance.dossier.tables import parse_table
from stance.errors import StanceError
from stance.estimates.selection import default_selection
from stance.estimates.view import View
from stance.export import build_archive, rebuild

PARTS = b"\n--8<--\n"
ROOT = DATA.parent


@cache
def shipped() -> Dossier:
    """The first dossier in data/."""
    return load_dossier(next(iter(find_dossiers().values())))


@contextmanager
def hold(files: dict[str, bytes]) -> Iterator[Path]:
    """A folder that holds these files as long as it is used."""
    with TemporaryDirectory() as name:
        for path, content in files.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(content)
        yield Path(name)


def read_a_table(data: bytes) -> None:
    """A table of statements: its form, then its cells."""
    with suppress(StanceError):
        rows = parse_table(data, "statements.csv")
        check_table(rows, fit_table(STATEMENTS, shipped().codebook))


def read_a_codebook(data: bytes) -> None:
    """codebook.toml."""
    with hold({"codebook.toml": data}) as folder, suppress(StanceError):
        load_codebook(folder)


def read_a_reference(data: bytes) -> None:
    """reference.toml."""
    with hold({"reference.toml": data}) as folder, suppress(StanceError):
        load_reference(folder)


def read_a_dossier(data: bytes) -> None:
    """A codebook and its statements, loaded together."""
    book, _, table = data.partition(PARTS)
    with hold({"codebook.toml": book, "statements.csv": table}) as folder, suppress(StanceError):
        load_dossier(folder)


def read_an_archive(data: bytes) -> None:
    """A zip: as it is, or, where the first part names a member, the sound one with that member replaced."""
    name, found, content = data.partition(PARTS)
    whole = _replace_member(name.decode("utf-8", "replace"), content) if found else data
    with hold({"view.zip": whole}) as folder, suppress(StanceError):
        rebuild(folder / "view.zip")


@cache
def sound_archive() -> dict[str, bytes]:
    """The members of a sound archive of a small dossier."""
    with hold({"d/codebook.toml": SMALL_BOOK, "d/statements.csv": SMALL_TABLE}) as folder:
        dossier = load_dossier(folder / "d")
        view = View(default_selection(dossier.codebook))
        whole = build_archive(dossier, read_scores(folder), view, exhibits=(), url="", day=date(2020, 1, 1))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _replace_member(name: str, content: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, own in (sound_archive() | {name.replace("\0", "") or "x": content}).items():
            archive.writestr(member, own)
    return whole.getvalue()


def read_a_card(data: bytes) -> None:
    """The card of a classifier, and an array file and scores beside it."""
    card, _, rest = data.partition(PARTS)
    arrays, _, scores = rest.partition(PARTS)
    files = {"card.json": card, "classifier.npz": arrays, "scores.csv": scores}
    with hold(files) as folder:
        for load in (load_scores, load_classifier):
            with suppress(StanceError):
                load(folder, shipped())


def follow_a_link(data: bytes) -> None:
    """The first page under any parameters of its address; no exception may reach the page."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)[:20]:
        app.query_params[name] = value
    app.run()
    if app.exception:
        raise AssertionError(app.exception[0].message)


def score_a_table(data: bytes) -> None:
    """A table through the classifier."""
    with suppress(StanceError):
        score_table(parse_table(data, "t.csv"), shipped(), MODELS, "t.csv")


SMALL_BOOK = (
    BOOK
    + b"""[[side]]
id = "north"
pole = "minus"
[[side]]
id = "south"
pole = "plus"
"""
)
SMALL_TABLE = (
    b"statement,date,actor,side,source,text,fund\n"
    b"1,2020-01-02,ann,north,gazette,We want a fund,1\n"
    b'2,2020-01-03,bob,south,herald,"We want, perhaps, none",-1\n'
    b"3,2020-02-04,ann,north,herald,It rains,\n"
)
LINKS = (
    b"dossier=japan-russia&topic=Security&side=Japan",
    b"from=2018-01-01&until=2019-02-30&scores=Codes%20only&by=actor",
    b"actr=1&actor=Shinzo%20Abee&window=17&line=filter&dates=2015-01&dates=2016-01&without=weak",
)


def _seed_archives() -> list[bytes]:
    members = sound_archive()
    return [f"{name}".encode() + PARTS + content for name, content in members.items()] + [_replace_member("x", b"y")]


def _seed_cards() -> list[bytes]:
    folder = MODELS / shipped().slug
    card = (folder / "card.json").read_bytes()
    return [
        card,
        json.dumps({"format": 4}).encode(),
        card + PARTS + b"PK\x05\x06" + b"\0" * 18 + PARTS + b"statement,topic\n",
    ]


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "table": (
        read_a_table,
        lambda: [SMALL_TABLE, SMALL_TABLE.replace(b"\n", b"\r\n"), SMALL_TABLE.replace(b",", b";")],
    ),
    "codebook": (read_a_codebook, lambda: [SMALL_BOOK, (shipped().folder / "codebook.toml").read_bytes()]),
    "reference": (
        read_a_reference,
        lambda: [(shipped().folder / "reference.toml").read_bytes()[:4000], b'planned = "x"'],
    ),
    "dossier": (read_a_dossier, lambda: [SMALL_BOOK + PARTS + SMALL_TABLE]),
    "archive": (read_an_archive, _seed_archives),
    "card": (read_a_card, _seed_cards),
    "link": (follow_a_link, lambda: list(LINKS)),
    "score": (score_a_table, lambda: [SMALL_TABLE, "text,side\n#REF!,\nОстрова наши,russia\n".encode()]),
}
